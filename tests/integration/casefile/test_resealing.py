"""Keys turn: everything is sealed under the newest one, whole, and the former one can go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.resealing import OWNED, reseal, values_by_key
from skiptrace.casefile.row_owners import has_owners
from skiptrace.casefile.sealing_anew import sealed_tables
from skiptrace.casefile.tables.audit import audit_event
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile.filling import trace
from tests.integration.casefile.test_tampering import fill

KEYS, INDEX = {1: b"1" * 32, 2: b"2" * 32}, b"i" * 32


def ring(*numbers: int) -> Keyring:
    return Keyring({number: KEYS[number] for number in numbers}, INDEX)


@contextmanager
def opened(url: str, *keys: int) -> Iterator[CaseFile]:
    case = open_case_file(url, ring(*keys))
    yield case
    case.close()


@pytest.fixture
def first(case_url: str) -> Iterator[CaseFile]:
    """A case file of the first key, filled."""
    case = create_case_file(case_url, ring(1))
    fill(case)
    yield case
    case.close()


def held_under(case: CaseFile) -> set[int]:
    with case.read() as tx:
        found = values_by_key(tx)
    return {number for counts in found.values() for number in counts} - {OWNED}


def exported(case: CaseFile) -> list[object]:
    with case.read() as tx:
        assert case.check(tx).faults == ()
        return list(case.audit.export(tx))


def test_everything_is_sealed_anew_and_the_former_key_can_go(
    first: CaseFile, case_url: str
) -> None:
    with first.read() as tx:
        before = values_by_key(tx)
        whose = {table.name: OWNED if has_owners(table) else 1 for table in sealed_tables()}
        assert {name: set(counts) for name, counts in before.items()} == {
            name: {key} for name, key in whose.items()
        }
    events = exported(first)
    with opened(case_url, 1, 2) as both:
        trace(both, 3)
        assert held_under(both) == {1, 2}
        lots = list(reseal(both, ring(1, 2)))
        assert {name for name, _ in lots} == {name for name, key in whose.items() if key == 1}
        assert held_under(both) == {2}
        assert list(reseal(both, ring(1, 2))) == []

    with opened(case_url, 2) as later:
        assert exported(later)[: len(events)] == events
        trace(later, 4)
        assert exported(later)


def test_a_row_that_was_changed_by_hand_stops_it_and_stays(first: CaseFile, case_url: str) -> None:
    with opened(case_url, 1, 2) as both:
        with both.write() as tx:
            tx.execute(text("UPDATE owner_key SET owner = owner || 'x'"))
        with pytest.raises(CaseFileError, match="owner_key row"):
            list(reseal(both, ring(1, 2)))
        with both.read() as tx:
            assert set(values_by_key(tx)["owner_key"]) == {1}


def test_the_trail_refuses_changes_afterwards_as_before(first: CaseFile, case_url: str) -> None:
    with opened(case_url, 1, 2) as both:
        list(reseal(both, ring(1, 2)))
        with pytest.raises(CaseFileError), both.write() as tx:
            tx.execute(audit_event.update().values(kind="other"))
