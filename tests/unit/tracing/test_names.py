"""What records under another name come to: as sure as what led there, or less, never more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from candidates import make_candidate, make_record
from orders import NOW, make_order

from matching.rank.candidates import probability_of
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.registration import Became, Registration
from skiptrace.model.subject import EntityKind, RegisterNumber
from skiptrace.model.succession import Succession
from skiptrace.tracing.names import all_candidates, taken
from skiptrace.tracing.state import OrderTrace

A, V, R = Decision.ACCEPT, Decision.REVIEW, Decision.REJECT
STEP = Succession(
    Became.MERGED, "OLD LLC", "KEEL INC", "harbor", "L77001", "0" * 64, "row 1", NOW,
    RegisterNumber("US-FL", "L0099001"),
)  # fmt: skip
ENTRY = Registration("L99001", "Keel, Inc.", place="US-FL")


def weighed(
    weight: float, decision: Decision = A, ref: str = "R-1", entry: Registration | None = None
) -> Candidate:
    record = make_record(
        "harbor", ref, kind=EntityKind.ORGANIZATION, names=(), organization="x", registration=entry
    )
    found = make_candidate(record, probability_of(weight), decision)
    return replace(found, weight=weight, veto="EINs contradict" if decision is R else "")


LED_BY = weighed(5.0, ref="L77001")


def trace_of(*ranked: Candidate, other: tuple[Candidate, ...] = ()) -> OrderTrace:
    under = OrderTrace(make_order(), ranked=other, steps_to=(STEP,), led_by=LED_BY, number=2)
    return OrderTrace(make_order(), ranked=ranked, others=[under] if other else [])


@pytest.mark.parametrize(
    ("what", "entry", "before", "after"),
    [
        ("the entry that is named", {}, (1.0, V), (5.0, A)),
        ("the same, surer by itself", {}, (9.0, A), (5.0, A)),
        ("the number in another place", {"place": "US-GA"}, (1.0, V), (1.0, V)),
        ("the number in an unknown place", {"place": ""}, (1.0, V), (1.0, V)),
        ("another number", {"number": "L88001"}, (1.0, V), (1.0, V)),
        ("another name under the number", {"name": "DRIFT LLC"}, (1.0, V), (1.0, V)),
        ("another that is surer by itself", {"number": "L88001"}, (9.0, A), (5.0, A)),
        ("no register's entry", None, (9.0, A), (5.0, A)),
        ("no register's entry, less sure", None, (3.0, V), (3.0, V)),
        ("the entry that is named, and it contradicts", {}, (-4.0, R), (-4.0, R)),
    ],
)
def test_a_record_is_as_sure_as_what_led_to_it_only_where_that_points_at_it(
    what: str,
    entry: dict[str, str] | None,
    before: tuple[float, Decision],
    after: tuple[float, Decision],
) -> None:
    registration = None if entry is None else replace(ENTRY, **entry)
    [found] = taken(trace_of(other=(weighed(*before, entry=registration),)).others[0])
    assert (found.weight, found.decision) == after, what
    assert found.probability == probability_of(after[0])
    lent = [term for term in found.terms if term.name == "via harbor"]
    assert [term.weight for term in lent] == ([] if before[1] is R else [after[0] - before[0]])


def test_a_number_of_an_unknown_register_points_at_nothing() -> None:
    nowhere = replace(STEP, number=RegisterNumber("", "L99001"))
    trace = trace_of(other=(weighed(1.0, V, entry=replace(ENTRY, place="")),)).others[0]
    [found] = taken(replace(trace, steps_to=(nowhere,)))
    assert (found.weight, found.decision) == (1.0, V)


@pytest.mark.parametrize(
    ("own", "other", "kept"),
    [
        ((3.0, V), (4.0, A), (4.0, A)),
        ((4.0, A), (4.5, V), (4.0, A)),
        ((4.0, A), (4.5, A), (4.5, A)),
    ],
)
def test_a_record_that_two_names_found_counts_once_as_it_is_surest(
    own: tuple[float, Decision], other: tuple[float, Decision], kept: tuple[float, Decision]
) -> None:
    [found] = all_candidates(trace_of(weighed(*own), other=(weighed(*other),)))
    assert (found.weight, found.decision) == kept


def test_records_of_two_names_are_not_said_to_be_of_one_person() -> None:
    own, other = weighed(4.0, ref="R-1"), weighed(3.0, ref="R-2")
    found = all_candidates(trace_of(own, other=(other,)))
    assert [c.record.ref for c in found] == ["R-1", "R-2"]
    assert len({candidate.person for candidate in found}) == 2
