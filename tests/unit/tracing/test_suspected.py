"""A bankruptcy under a business debtor's very name holds, whoever's record it is taken for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from candidates import bankruptcy, make_candidate, make_record
from orders import ACCOUNT, TODAY, make_order

from skiptrace.model.account import Hold
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import Reported
from skiptrace.model.subject import EntityKind, PostalAddress, Subject
from skiptrace.tracing.suspected import suspected
from tests.tables import each

FIRM = Subject("sub_firm", EntityKind.ORGANIZATION, organization="Hollow Creek Dairy LLC")
ORDER = make_order(subject=FIRM, account=replace(ACCOUNT, state="FL", opened=date(2020, 1, 1)))


def case_of(name: str, state: str = "FL", **said: Any) -> Candidate:
    place = Reported(PostalAddress("12 Other St", "Tampa", state, "33602"))
    record = make_record(
        "court",
        "C-1",
        kind=EntityKind.ORGANIZATION,
        names=(),
        dob=None,
        organization=name,
        addresses=(place,) if state else (),
        indicators=(bankruptcy(said.get("chapter", "11"), said.get("status", "open")),),
    )
    found = make_candidate(record, 0.001, said.get("decision", Decision.REJECT))
    return replace(found, veto=said.get("veto", ""))


@each(
    ("name", "said", "holds"),
    [
        ("HOLLOW CREEK DAIRY LLC", {}, True),
        ("Hollow Creek Dairy, L.L.C.", {}, True),
        ("HOLLOW CREEK DAIRY", {"state": ""}, True),
        ("HOLLOW CREEK DAIRY LLC", {"status": "discharged", "chapter": "7"}, True),
        # another name, another state, another number, the debtor's own record
        ("HOLLOW BROOK FARM LLC", {}, False),
        ("HOLLOW CREEK DAIRY LLC", {"state": "OH"}, False),
        ("HOLLOW CREEK DAIRY LLC", {"veto": "other EINs"}, False),
        ("HOLLOW CREEK DAIRY LLC", {"decision": Decision.ACCEPT}, False),
        ("", {}, False),
    ],
)
def test_a_case_under_the_name_is_for_a_person_to_look_at(
    name: str, said: dict[str, Any], holds: bool
) -> None:
    found = suspected(ORDER, [case_of(name, **said)])
    assert (found.code if found else None) == ("BK-SUSPECT" if holds else None)


def test_a_person_with_a_namesake_is_not_held() -> None:
    record = make_record("court", "C-1", indicators=(bankruptcy("11", "open"),))
    assert suspected(make_order(), [make_candidate(record, 0.001, Decision.REJECT)]) is None


def holding(released: date | None) -> TraceOrder:
    hold = Hold(ORDER.account.id, "BK-SUSPECT", date(2026, 1, 1), "court", released=released)
    return replace(ORDER, holds=(hold,))


@each(
    ("released", "again"),
    [(None, False), (TODAY, False), (date(2026, 2, 1), True)],
)
def test_what_a_person_knew_when_they_released_holds_no_more(
    released: date | None, again: bool
) -> None:
    found = suspected(holding(released), [case_of("HOLLOW CREEK DAIRY LLC")])
    assert (found is not None) is again


def test_what_a_person_released_about_another_obligor_was_not_this_ones() -> None:
    """The same case lets go of holds on the firm only where the release was about the firm."""
    [hold] = holding(date(2026, 11, 1)).holds
    for subject_id, again in ((ORDER.subject.id, False), ("sub_other", True)):
        order = replace(ORDER, holds=(replace(hold, subject_id=subject_id),))
        found = suspected(order, [case_of("HOLLOW CREEK DAIRY LLC")])
        assert (found is not None) is again, subject_id
