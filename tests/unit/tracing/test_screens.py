"""Screens: a death or a bankruptcy found on the way becomes the right hold at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from candidates import bankruptcy, make_candidate, make_record, seen, sighting
from orders import ACCOUNT, make_hold, make_order

from skiptrace.model.account import NextAction
from skiptrace.model.finding import Finding
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Indicator
from skiptrace.tracing.screens import Screens

holds_found = Screens({"reseller": "broker"}, accept=0.95).holds_found
Found = Callable[..., tuple[Finding, ...]]


def died(source: str, decision: Decision = Decision.ACCEPT) -> Candidate:
    probability = 0.999 if decision is Decision.ACCEPT else 0.4
    return make_candidate(
        make_record(source, f"{source}-1", death=seen("2026-01")), probability, decision
    )


def filed(chapter: str = "13", status: str = "open", **said: object) -> Candidate:
    decision = said.get("decision", Decision.ACCEPT)
    record = make_record("court", "C-1", indicators=(bankruptcy(chapter, status),))
    return make_candidate(record, 0.999 if decision is Decision.ACCEPT else 0.5, decision)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "candidates", "codes"),
    [
        (NextAction.FULL_TRACE, [died("deaths")], ["DEC-SUSP"]),
        (NextAction.FULL_TRACE, [died("deaths"), died("court")], ["DEC-CONF"]),
        (NextAction.CORROBORATE_DEATH, [died("deaths")], ["DEC-CONF"]),
        (NextAction.CORROBORATE_DEATH, [], []),
        (NextAction.FULL_TRACE, [died("deaths", Decision.REVIEW)], []),
        (NextAction.FULL_TRACE, [filed("7")], ["BK07-OPEN"]),
        (NextAction.FULL_TRACE, [filed("11")], ["BK11-OPEN"]),
        (NextAction.FULL_TRACE, [filed("12")], ["BK12-OPEN"]),
        (NextAction.FULL_TRACE, [filed("13", "Converted")], ["BK13-OPEN"]),
        (NextAction.FULL_TRACE, [filed("13", "")], ["BK13-OPEN"]),
        (NextAction.FULL_TRACE, [filed("15")], ["BK-SUSPECT"]),
        (NextAction.FULL_TRACE, [filed("13", "Closed")], []),
        (NextAction.FULL_TRACE, [filed("7", "DISCHARGED")], ["BK-DISCH"]),
        (NextAction.FULL_TRACE, [filed("13", decision=Decision.REVIEW)], ["BK-SUSPECT"]),
        (NextAction.FULL_TRACE, [filed("13", "closed", decision=Decision.REVIEW)], []),
        (NextAction.FULL_TRACE, [filed("13"), died("deaths")], ["BK13-OPEN", "DEC-SUSP"]),
    ],
    ids=[
        "one source of a death",
        "two sources of a death",
        "returned mail and one source",
        "returned mail alone is no finding",
        "the death of somebody like the subject",
        "chapter 7",
        "chapter 11",
        "chapter 12",
        "chapter 13 of an unknown status",
        "chapter 13 without a status",
        "a chapter that has no code",
        "closed",
        "discharged",
        "open, identity unsure",
        "closed, identity unsure",
        "both at once, by code",
    ],
)
def test_the_holds_that_findings_justify(
    found: Found, action: NextAction, candidates: list[Candidate], codes: list[str]
) -> None:
    order = make_order(action=action)
    holds = holds_found(order, found(order, *candidates))
    assert [hold.code for hold in holds] == codes
    assert all(hold.is_open(order.as_of) for hold in holds)
    assert all(hold.account_id == order.account.id for hold in holds)


def test_a_hold_names_its_sources_and_starts_on_the_orders_day(found: Found) -> None:
    order = make_order()
    [hold] = holds_found(order, found(order, died("deaths"), died("court")))
    assert (hold.source, hold.since) == ("found by court, deaths", order.as_of)


def test_a_hold_that_the_account_has_is_not_found_again(found: Found) -> None:
    order = make_order(holds=(make_hold("BK13-OPEN"),))
    assert holds_found(order, found(order, filed("13"))) == ()
    order = make_order(holds=(make_hold("DEC-SUSP"),))
    holds = holds_found(order, found(order, died("deaths"), died("court")))
    assert [hold.code for hold in holds] == ["DEC-CONF"]


def test_two_sources_of_one_lineage_do_not_confirm_a_death(found: Found) -> None:
    order = make_order()
    holds = holds_found(order, found(order, died("broker"), died("reseller")))
    assert [hold.code for hold in holds] == ["DEC-SUSP"]


def test_the_death_of_somebody_alike_does_not_confirm_a_death(found: Found) -> None:
    order = make_order()
    candidates = (died("deaths"), died("court", Decision.REVIEW))
    holds = holds_found(order, found(order, *candidates))
    assert [hold.code for hold in holds] == ["DEC-SUSP"]


def test_a_bankruptcy_that_a_person_judged_another_partys_gives_no_hold(found: Found) -> None:
    order = make_order()
    [finding] = found(order, filed("13"))
    bad = {(FindingKind.BANKRUPTCY, finding.key): "judged wrong_party on 2026-11-01"}
    [rejected] = found(order, filed("13"), bad=bad)
    assert rejected.status == "rejected"
    assert holds_found(order, [rejected]) == ()


def test_a_bankruptcy_without_a_chapter_is_suspected(found: Found) -> None:
    order = make_order()
    flag = Indicator(FindingKind.BANKRUPTCY, "bureau flag bankruptcy", "G-1")
    holds = holds_found(order, found(order, sighting("broker", indicators=(flag,))))
    assert [hold.code for hold in holds] == ["BK-SUSPECT"]


def test_a_new_bankruptcy_after_a_released_one_is_held_again(found: Found) -> None:
    released = make_hold("BK13-OPEN", since=date(2019, 1, 1), released=date(2021, 1, 1))
    order = make_order(holds=(released,))
    assert [h.code for h in holds_found(order, found(order, filed("13")))] == ["BK13-OPEN"]


@pytest.mark.parametrize(
    ("status", "opened", "codes"),
    [
        ("discharged", date(2027, 1, 1), []),
        ("dismissed", date(2027, 1, 1), []),
        ("dismissed", date(2001, 1, 1), ["BK-DISM"]),
        ("discharged", None, ["BK-DISCH"]),
        ("open", date(2027, 1, 1), ["BK07-OPEN"]),
    ],
)
def test_a_case_that_was_over_before_the_debt_began_holds_nothing(
    found: Found, status: str, opened: date | None, codes: list[str]
) -> None:
    order = make_order(account=replace(ACCOUNT, opened=opened))
    assert [h.code for h in holds_found(order, found(order, filed("7", status)))] == codes
