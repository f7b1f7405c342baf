"""A mixed export of 1,000 rows: none of a wrong kind, none lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.read import IntakeTally, read_intake
from skiptrace.intake.reader import read_header
from skiptrace.intake.settings import IntakeSettings
from skiptrace.model.account import ObligorRole
from skiptrace.model.subject import EntityKind
from tests.unit.intake.census_export import census_export
from tests.unit.intake.mixed_export import (
    BUSINESSES,
    ESTATES,
    JOINT,
    PEOPLE,
    TRUSTS,
    counted,
    mixed_export,
)

_ROLES = (ObligorRole.PRIMARY, ObligorRole.CO_OBLIGOR)


@pytest.mark.parametrize("seed", [11, 20261130])
def test_none_of_a_wrong_kind_and_none_lost(
    seed: int, put: Callable[..., Path], settings: IntakeSettings
) -> None:
    data, truths = mixed_export(seed)
    path = put(data)
    tally = IntakeTally(frozenset({"open"}))
    found: dict[str, list[IntakeRow]] = defaultdict(list)
    for item in read_intake(path, guess_mapping(read_header(path)).mapping(), settings):
        assert isinstance(item, IntakeRow), item
        tally.count(item)
        found[item.account.number].append(item)
    for truth in truths:
        rows = found[truth.number]
        assert tuple(row.kind.value for row in rows) == truth.kinds
        assert tuple(row.role for row in rows) == _ROLES[: len(rows)]
        for row, word in zip(rows, truth.words, strict=False):
            assert word.casefold() in " ".join(n.full for n in row.subject.names).casefold()
        for row in rows:
            is_company = row.kind.value == "organization"
            assert (row.subject.kind is EntityKind.ORGANIZATION) is is_company
            assert not (row.subject.ssn and is_company)
            assert row.subject.addresses
    summary = tally.summary()
    assert (summary.taken, summary.rejected) == (1000, 0)
    assert summary.kinds == counted(truths) == {
        "person": PEOPLE + 2 * JOINT, "organization": BUSINESSES, "estate": ESTATES,
        "trust": TRUSTS,
    }  # fmt: skip
    assert set(summary.warned) == {"dob", "phone", "zip"}
    assert set(summary.held_words) == {"active"}


@pytest.mark.parametrize("seed", [1, 20261130])
def test_names_as_the_census_has_them_are_none_of_a_wrong_kind(
    seed: int, put: Callable[..., Path], settings: IntakeSettings
) -> None:
    """A name that tells no kind is a person's to settle; one taken for another kind is wrong."""
    data, truth = census_export(seed)
    path = put(data)
    found: dict[str, list[str]] = defaultdict(list)
    for item in read_intake(path, guess_mapping(read_header(path)).mapping(), settings):
        assert isinstance(item, IntakeRow), item
        found[item.account.number].append(item.kind.value)
    assert found.keys() == truth.keys()
    wanted = {"joint": ["person", "person"]}
    asked = [n for n, kinds in found.items() if "unsettled" in kinds]
    wrong = {n: k for n, k in found.items() if k != wanted.get(truth[n], [truth[n]])}
    assert [n for n in wrong if n not in asked] == []
    assert len(asked) <= 20
