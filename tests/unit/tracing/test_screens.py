"""Screens: a death or a bankruptcy found on the way becomes the right hold at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from candidates import bankruptcy, make_candidate, make_record, seen, sighting
from orders import ACCOUNT, TODAY, make_hold, make_order

from config.bankruptcy import shipped_bankruptcy
from skiptrace.compliance.policy.petition import CaseState, Petition
from skiptrace.model.account import NextAction
from skiptrace.model.dates import PartialDate
from skiptrace.model.finding import Finding
from skiptrace.model.inquiry import Refusal
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Indicator
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.screening import withheld_holds
from skiptrace.tracing.screens import Screens
from skiptrace.tracing.state import OrderTrace

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


def listed(decision: Decision) -> Candidate:
    sanction = Indicator(FindingKind.SANCTION, "entry of the list (TEST)", "999001")
    record = make_record("list", "999001", indicators=(sanction,))
    probability = {Decision.ACCEPT: 0.999, Decision.REVIEW: 0.3}.get(decision, 0.01)
    return make_candidate(record, probability, decision)


def served(**detail: str) -> Candidate:
    """A certificate of military service (50 USC 3931) that says so."""
    said = Indicator(FindingKind.MILITARY, "active duty", "SYNTHETIC000001", detail=detail)
    record = make_record("dmdc", "k/1", indicators=(said,))
    return make_candidate(record, 0.999, Decision.ACCEPT)


def petition(chapter: str, status: str, disposition: str, **said: Any) -> Candidate:
    """A case of 1 March 2026, or of the day `dated`, in the court's words."""
    indicator = bankruptcy(chapter, status)
    detail = {**indicator.detail, **({"disposition": disposition} if disposition else {})}
    dated = said.get("dated", indicator.dated)
    source = said.get("source", "court")
    record = make_record(
        source, f"{source}-1", indicators=(replace(indicator, detail=detail, dated=dated),)
    )
    decision = said.get("decision", Decision.ACCEPT)
    sure = said.get("probability", 0.999)
    return make_candidate(record, sure if decision is Decision.ACCEPT else 0.5, decision)


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
        (NextAction.FULL_TRACE, [filed("13", "Closed")], ["BK-SUSPECT"]),
        (NextAction.FULL_TRACE, [filed("13", "stricken")], ["BK-SUSPECT"]),
        (NextAction.FULL_TRACE, [filed("7", "DISCHARGED")], ["BK-SUSPECT"]),
        (NextAction.FULL_TRACE, [filed("13", decision=Decision.REVIEW)], ["BK-SUSPECT"]),
        (NextAction.FULL_TRACE, [filed("13", "closed", decision=Decision.REVIEW)], ["BK-SUSPECT"]),
        (NextAction.FULL_TRACE, [filed("13"), died("deaths")], ["BK13-OPEN", "DEC-SUSP"]),
        (NextAction.FULL_TRACE, [listed(Decision.ACCEPT)], ["OFAC-POSSIBLE"]),
        (NextAction.FULL_TRACE, [listed(Decision.REVIEW)], ["OFAC-POSSIBLE"]),
        (NextAction.FULL_TRACE, [listed(Decision.REJECT)], []),
        (NextAction.FULL_TRACE, [served(service="serving")], ["SCRA-AD"]),
        (NextAction.FULL_TRACE, [served(service="not serving")], []),
        (
            NextAction.FULL_TRACE,
            [served(service="not serving", recall="told of a recall")],
            ["SCRA-AD"],
        ),
        (NextAction.FULL_TRACE, [served(service="unable to determine")], ["SCRA-UNK"]),
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
        "chapter 13 that was converted",
        "chapter 13 without a status",
        "a chapter that has no code",
        "closed, and nobody says how",
        "a status that no table knows",
        "discharged, and nobody knows when the debt arose",
        "open, identity unsure",
        "closed, identity unsure",
        "both at once, by code",
        "on a sanctions list",
        "on a sanctions list, identity unsure",
        "another person on a sanctions list",
        "in military service",
        "not in military service",
        "told of a recall to it",
        "a certificate that could not tell",
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
    ("reported", "is_held"),
    [
        (["2026-03-01"], False),
        (["2026-03-02"], True),
        (["2026-02-01", "2026-02-28"], False),
        (["2026-02-01", "2026-03-02"], True),
        (["2026-03-02", "2026-02-01"], True),
        (["2026-02-01", ""], False),
        ([""], True),
    ],
)
def test_a_released_hold_stands_released_for_what_was_known_by_that_day(
    found: Found, reported: list[str], is_held: bool
) -> None:
    """The latest report counts; what nobody dated restrains."""
    released = make_hold("BK13-OPEN", since=date(2019, 1, 1), released=date(2026, 3, 1))
    order = make_order(holds=(released,))
    [finding] = found(order, filed("13"))
    [evidence] = finding.evidence
    told = tuple(replace(evidence, first_seen=seen(day) if day else None) for day in reported)
    holds = holds_found(order, [replace(finding, evidence=told)])
    assert [hold.code for hold in holds] == (["BK13-OPEN"] if is_held else [])


BEFORE, SAME_DAY, SOON, LONG = (
    date(2001, 1, 1),
    date(2026, 3, 1),
    date(2026, 5, 1),
    date(2032, 1, 1),
)
STATES = {
    "open": ("open", ""),
    "no word": ("", ""),
    "discharged": ("CLOSED", "Discharged"),
    "discharged, still open": ("OPEN", "Discharge granted."),
    "discharged, odd status": ("archived", "discharged"),
    "dismissed": ("CLOSED", "Dismissed"),
    "dismissed, still open": ("OPEN", "Dismissed"),
    "denied": ("Closed", "Discharge denied"),
    "without discharge": ("closed without discharge", ""),
    "closed": ("TERMINATED", ""),
    "unknown outcome": ("CLOSED", "see order 14"),
    "unknown status": ("stricken", ""),
}


@pytest.mark.parametrize(
    ("chapter", "state", "opened", "code"),
    [
        ("7", "open", BEFORE, "BK07-OPEN"),
        ("7", "open", SAME_DAY, "BK07-OPEN"),
        ("7", "open", None, "BK07-OPEN"),
        ("7", "open", SOON, "BK-POST"),
        ("13", "open", LONG, "BK-POST"),
        ("15", "open", BEFORE, "BK-SUSPECT"),
        ("", "open", BEFORE, "BK-SUSPECT"),
        ("13", "no word", BEFORE, "BK13-OPEN"),
        ("13", "no word", SOON, "BK-POST"),
        ("7", "discharged", BEFORE, "BK-DISCH"),
        ("7", "discharged", SAME_DAY, "BK-SUSPECT"),
        ("7", "discharged", None, "BK-SUSPECT"),
        ("7", "discharged", SOON, ""),
        ("13", "discharged", BEFORE, "BK-DISCH"),
        ("13", "discharged", SOON, "BK-POST"),
        ("13", "discharged", LONG, ""),
        ("11", "discharged", LONG, "BK-POST"),
        ("", "discharged", BEFORE, "BK-DISCH"),
        ("", "discharged", LONG, "BK-POST"),
        ("7", "discharged, still open", BEFORE, "BK-DISCH"),
        ("7", "discharged, odd status", BEFORE, "BK-DISCH"),
        ("7", "dismissed", BEFORE, "BK-DISM"),
        ("7", "dismissed", None, "BK-DISM"),
        ("7", "dismissed", SAME_DAY, "BK-DISM"),
        ("13", "dismissed", SOON, ""),
        ("7", "dismissed, still open", BEFORE, "BK07-OPEN"),
        ("7", "denied", BEFORE, "BK-DISM"),
        ("7", "without discharge", BEFORE, "BK-DISM"),
        ("7", "closed", BEFORE, "BK-SUSPECT"),
        ("7", "closed", None, "BK-SUSPECT"),
        ("7", "closed", SOON, ""),
        ("13", "closed", SOON, "BK-POST"),
        ("7", "unknown outcome", BEFORE, "BK-SUSPECT"),
        ("7", "unknown outcome", SOON, "BK-SUSPECT"),
        ("7", "unknown status", BEFORE, "BK-SUSPECT"),
        ("7", "unknown status", LONG, "BK-SUSPECT"),
    ],
)
def test_what_a_bankruptcy_restrains_by_state_chapter_and_dates(
    found: Found, chapter: str, state: str, opened: date | None, code: str
) -> None:
    order = make_order(account=replace(ACCOUNT, opened=opened))
    holds = holds_found(order, found(order, petition(chapter, *STATES[state])))
    assert [hold.code for hold in holds] == ([code] if code else [])
    unsure = petition(chapter, *STATES[state], decision=Decision.REVIEW)
    holds = holds_found(order, found(order, unsure))
    assert [hold.code for hold in holds] == (["BK-SUSPECT"] if code else [])


def test_a_case_without_a_day_of_filing_is_held_whatever_the_debts_age(found: Found) -> None:
    order = make_order(account=replace(ACCOUNT, opened=LONG))
    undated = petition("7", "CLOSED", "Discharged", dated=None)
    assert [h.code for h in holds_found(order, found(order, undated))] == ["BK-SUSPECT"]


def test_every_source_of_a_case_is_heard(found: Found) -> None:
    order = make_order(account=replace(ACCOUNT, opened=BEFORE))
    tellings = [
        petition("7", "CLOSED", "Discharged", source="court"),
        petition("7", "CLOSED", "", source="register", probability=0.9999),
    ]
    holds = holds_found(order, found(order, *tellings))
    assert "BK-DISCH" in [hold.code for hold in holds]


def test_a_namesakes_case_does_not_silence_the_flag_of_the_debtors_own(found: Found) -> None:
    order = make_order(account=replace(ACCOUNT, opened=LONG))
    flag = Indicator(FindingKind.BANKRUPTCY, "bureau flag bankruptcy", "G-1")
    theirs = petition("7", "CLOSED", "Dismissed", decision=Decision.REVIEW)
    findings = found(order, theirs, sighting("broker", indicators=(flag,)))
    assert [h.code for h in holds_found(order, findings)] == ["BK-SUSPECT"]


def test_what_is_found_for_a_day_to_come_is_in_force_today(found: Found) -> None:
    order = make_order(as_of=date(2099, 1, 1))
    [hold] = holds_found(order, found(order, filed("13")), TODAY)
    assert hold.is_open(TODAY)


@pytest.mark.parametrize(
    ("as_of", "since"),
    [
        (TODAY - timedelta(days=9), TODAY - timedelta(days=9)),
        (TODAY, TODAY),
        (date(2099, 1, 1), TODAY),
    ],
)
def test_what_a_source_may_not_show_holds_from_the_orders_day_or_from_today(
    as_of: date, since: date
) -> None:
    trace = OrderTrace(make_order(as_of=as_of))
    said = (Outcome.BLOCKED, Decimal(0), "withheld", "R51")
    trace.note_step(StepOutcome(trace.order.id, "screens", "deaths", *said))
    [hold] = withheld_holds(trace, TODAY)
    assert (hold.code, hold.since, hold.is_open(TODAY)) == ("DEC-SUSP", since, True)
    known = replace(hold, released=TODAY, release_evidence="certificate")
    trace.order = replace(trace.order, holds=(known,))
    assert withheld_holds(trace, TODAY) == [], "one that was released stands released"


def test_what_the_gate_refused_was_not_asked_and_so_withholds_nothing() -> None:
    trace = OrderTrace(make_order())
    said = (Outcome.BLOCKED, Decimal(0), "no certification", "R51")
    trace.note_step(StepOutcome(trace.order.id, "screens", "deaths", *said))
    trace.refusals.append(Refusal(trace.order.id, "deaths", "R51", "x", False, of_source=True))
    assert withheld_holds(trace, TODAY) == []


@pytest.mark.parametrize("chapter", [c for c, y in shipped_bankruptcy().plan_years.items() if y])
@pytest.mark.parametrize(("days", "code"), [(0, "BK-POST"), (1, "")])
def test_a_debt_younger_than_the_longest_plan_is_none_of_an_ended_case(
    chapter: str, days: int, code: str
) -> None:
    """A debt that arose while the plan ran may have come into it (11 USC 1305)."""
    years = shipped_bankruptcy().plan_years[chapter]
    ended = Petition(chapter, CaseState.DISCHARGED, PartialDate(2019, 3, 1))
    last = date(2019 + years, 3, 1)
    assert ended.code(last + timedelta(days=days)) == code


@pytest.mark.parametrize(("subject_id", "holds"), [("", 0), (make_order().subject.id, 0), ("x", 1)])
def test_what_holds_another_obligor_is_not_known_of_this_one(
    found: Found, subject_id: str, holds: int
) -> None:
    """A co-debtor's own case, and what a source keeps back of them, say nothing of the subject."""
    order = make_order(holds=(make_hold("BK13-OPEN", subject_id=subject_id),))
    assert len(holds_found(order, found(order, filed("13")))) == holds
    trace = OrderTrace(make_order())
    said = (Outcome.BLOCKED, Decimal(0), "withheld", "R51")
    trace.note_step(StepOutcome(trace.order.id, "screens", "deaths", *said))
    [kept] = withheld_holds(trace, TODAY)
    trace.order = replace(trace.order, holds=(replace(kept, subject_id=subject_id),))
    assert len(withheld_holds(trace, TODAY)) == holds
