"""The scenarios of the rule book, through acts: what is given, what is done, what is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from skiptrace.casefile.case import create_case_file
from skiptrace.casefile.crypto import Keyring
from tests.lawful import cases_of_calls, cases_of_contacts, cases_of_holds, cases_of_suits
from tests.lawful.clock import at_moment
from tests.lawful.house import House, open_house

KEYS = Keyring.generate()
CASES = {
    **cases_of_calls.SCENARIOS,
    **cases_of_contacts.SCENARIOS,
    **cases_of_suits.SCENARIOS,
    **cases_of_holds.SCENARIOS,
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty case file; copy it, never open it."""
    path = tmp_path_factory.mktemp("empty") / "case.db"
    create_case_file(f"sqlite:///{path}", KEYS).close()
    return path


@pytest.fixture
def house(tmp_path: Path, empty: Path) -> Iterator[House]:
    """A house on the run date of the rule book's scenarios, at noon in UTC."""
    with at_moment(datetime(2026, 11, 23, 12, tzinfo=UTC)) as clock:
        opened = open_house(tmp_path / "house", empty, KEYS, clock)
        yield opened
        opened.case.close()


def test_every_scenario_of_the_rule_book_is_here_and_at_least_fifteen_more() -> None:
    named = {name.partition(":")[0] for name in CASES}
    assert named == {*map(str, range(1, 30, 2)), "own"}
    assert sum(name.startswith("own") for name in CASES) >= 15


@pytest.mark.parametrize("name", CASES)
def test_what_the_rule_book_says(house: House, name: str) -> None:
    for number, line in enumerate(CASES[name], start=1):
        step, expected = line if isinstance(line, tuple) else (line, "")
        assert (number, step(house)) == (number, expected)
