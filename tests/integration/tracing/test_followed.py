"""A business is followed to other names one step at a time, each by a record that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from candidates import ELM, OAK, PINE, at, bankruptcy, call, make_record
from fakes import Death, FakeConnector, FakeProvider, Moment, Reply, Script, SettlingConnector
from orders import SUBJECT

from config.waterfall import WaterfallFile, waterfalls
from jobs.carried import brought_by
from jobs.reporting import ReportWriter
from skiptrace.model.account import Hold
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.model.record import Reported, SourceRecord
from skiptrace.model.registration import Became, Registration, Standing, Successor
from skiptrace.model.subject import EntityKind, KnownContact, PostalAddress, Subject
from skiptrace.model.waterfall import Outcome
from skiptrace.reports.explanation import explain
from skiptrace.tracing.following import LONGEST
from skiptrace.tracing.run import ORDER_BUDGET
from skiptrace.tracing.state import OrderTrace
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of
from tests.laws import POLICY

K = FindingKind
A, B, C, D, E = (
    f"{name} LLC" for name in ("ALVERA ROOFING", "BAYLINE TILES", "CORAL KEEL", "DRIFT", "ESTUARY")
)
OF_FIRMS: dict[str, Any] = {
    "requires": (frozenset({"organization"}),), "accepts": frozenset({"organization"}),
}  # fmt: skip
REGISTER = replace(FREE, **OF_FIRMS, jurisdiction="US-TX")
BROKER = replace(PAID, **OF_FIRMS, jurisdiction="US")
FAR = PostalAddress("500 MESA BLVD", "EL PASO", "TX", "79901")


def firm(
    name: str,
    number: str,
    office: PostalAddress = OAK,
    listed: str = "",
    phones: tuple[Reported[str], ...] = (),
    **entry: Any,
) -> SourceRecord:
    """A register's record of a business of that name, found by `listed` where it has another."""
    told = {"status": "active", "standing": Standing.ACTIVE, "formed_in": "TX", "place": "US-TX"}
    return make_record(
        FREE.id, number + ("/former" if listed else ""), kind=EntityKind.ORGANIZATION, names=(),
        dob=None, organization=listed or name, phones=phones,
        addresses=(at(office, role="principal"),),
        registration=Registration(number, name, **{**told, **entry}),
    )  # fmt: skip


def named(records: Mapping[str, Sequence[SourceRecord]]) -> Script:
    """The records of the organisation asked for; none for any other."""
    return lambda inquiry: Reply(tuple(records.get(inquiry.fields.organization.upper(), ())))


def renamed(old: str, new: str, number: str = "L77001", **entry: Any) -> SourceRecord:
    return firm(new, number, listed=old, former_names=(old,), **entry)


def merged(old: str, new: str, number: str = "", became: Became = Became.MERGED) -> Successor:
    return Successor(became, new, number)


@dataclass
class Case:
    """What the register has, and under which names it is asked."""

    what: str
    register: Mapping[str, Sequence[SourceRecord]]
    asked: Sequence[str]


RENAMED = {A: [renamed(A, B)], B: [firm(B, "L77001", ELM, former_names=(A,))]}
MERGED = {
    A: [firm(A, "L77001", successor=merged(A, C, "L99001"))],
    C: [firm(C, "L99001", FAR, formed_in="DE")],
}
CHAIN = {
    A: [firm(A, "L10001", successor=merged(A, B, "L20001"))],
    B: [firm(B, "L20001", successor=merged(B, C, "L30001"))],
    C: [firm(C, "L30001", successor=merged(C, D, "L40001"))],
    D: [firm(D, "L40001", successor=merged(D, E, "L50001"))],
}
CASES = [
    Case("its own name", {A: [firm(A, "L77001")]}, [A]),
    Case("renamed", RENAMED, [A, B]),
    Case("renamed, and the register has no row for it", {A: [renamed(A, B)]}, [A, B]),
    Case("merged", MERGED, [A, C]),
    Case("renamed, then merged: one step at a time", {
        A: [renamed(A, B)],
        B: [firm(B, "L77001", former_names=(A,), successor=merged(B, C, "L99001"))],
        C: [firm(C, "L99001", FAR)],
    }, [A, B, C]),
    Case("a longer chain than is followed", CHAIN, [A, B, C, D][: LONGEST + 1]),
    Case("each became the other", {
        A: [firm(A, "L77001", successor=merged(A, B, "L88001"))],
        B: [firm(B, "L88001", successor=merged(B, A, "L77001"))],
    }, [A, B]),
    Case("a trade name that a franchise shares",
         {A: [firm(B, "L77001", trade_names=("ALVERA ROOFING",))]}, [A]),
    Case("a namesake of another state that was renamed", {
        A: [firm(B, "L77001", PostalAddress("1 QUAY RD", "DENVER", "CO", "80202"), A,
                 former_names=(A,), place="US-CO", formed_in="CO")],
    }, [A]),
    Case("one for review only: it moved, and nothing else is known",
         {A: [firm(B, "L77001", PINE, A, former_names=(A,))]}, [A]),
    Case("former names of its own entry lead nowhere", {A: [firm(A, "L7001", former_names=(B,))]},
         [A]),
    Case("called without its form now, which is the same name", {
        A: [firm("ALVERA ROOFING", "L77001", former_names=(A, "ALVERA ROOFING INC"))],
    }, [A]),
    Case("merged, and its former name was its own in another spelling", {
        A: [firm(A, "L77001", former_names=("ALVERA ROOFING L.L.C.",),
                 successor=merged(A, C, "L99001"))],
        C: MERGED[C],
    }, [A, C]),
    Case("a successor without a name",
         {A: [firm(A, "L77001", successor=merged(A, "", "L99001"))]}, [A]),
]  # fmt: skip


def debtor_of(name: str) -> Subject:
    """A business of that name at the address that the creditor has."""
    return replace(
        SUBJECT, id="", kind=EntityKind.ORGANIZATION, names=(), organization=name.title(), dob=None,
        ssn="", addresses=(KnownContact(OAK),),
    )  # fmt: skip


def debtor(desk: Desk, **changes: Any) -> TraceOrder:
    return desk.placed(entry_of(subject=debtor_of(A)), **changes)


def names_asked(connector: FakeConnector) -> list[str]:
    return [inquiry.fields.organization.upper() for inquiry in connector.asked]


def of_kind(found: OrderTrace | Sequence[Finding], kind: FindingKind) -> list[Finding]:
    findings = found.findings if isinstance(found, OrderTrace) else found
    return [finding for finding in findings if finding.kind is kind]


def stored(desk: Desk, order: TraceOrder) -> list[Finding]:
    with desk.case.read() as tx:
        findings = desk.case.findings.current(tx, order.account.id)
    return [f for f in findings if f.status is not FindingStatus.SUPERSEDED]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_only_what_a_record_of_the_debtor_says_it_became_is_asked_for(
    sqlite_desk: Desk, case: Case
) -> None:
    register = FakeConnector(REGISTER, named(case.register))
    order = debtor(sqlite_desk)
    [trace] = sqlite_desk.trace([order], register)
    assert names_asked(register) == list(case.asked)
    assert not trace.fault
    assert len({inquiry.id for inquiry in register.asked}) == len(case.asked)
    assert len({inquiry.permit.id for inquiry in register.asked}) == len(case.asked)


def test_a_renamed_business_is_found_as_it_is_called_now_and_every_step_is_kept(desk: Desk) -> None:
    order = debtor(desk)
    desk.trace([order], FakeConnector(REGISTER, named(RENAMED)))
    findings = stored(desk, order)
    [entry] = of_kind(findings, K.REGISTRATION)
    assert entry.status is FindingStatus.VERIFIED
    assert entry.value.startswith(f"{B}, number L77001, active")
    [moved] = [f for f in of_kind(findings, K.ADDRESS) if "ELM" in f.value]
    assert moved.status is FindingStatus.VERIFIED
    [row] = moved.evidence
    [step] = row.provenance.followed
    assert (step.became, step.name, step.record_ref) == (Became.RENAMED, B, "L77001/former")
    assert "was renamed to BAYLINE TILES LLC, by record L77001/former of register" in moved.reason
    with desk.case.read() as tx:
        assert desk.case.snapshots.get(tx, step.snapshot_sha256).body
        [told] = [e for e in desk.case.audit.for_order(tx, order.id) if e.kind == "name.followed"]
    assert (told.order_id, told.connector_id) == (order.id, FREE.id)
    assert "L77001/former" in told.text


def test_the_explanation_names_each_step_and_what_met_under_the_other_name(
    sqlite_desk: Desk,
) -> None:
    order = debtor(sqlite_desk)
    sqlite_desk.trace([order], FakeConnector(REGISTER, named(RENAMED)))
    [moved] = [f for f in stored(sqlite_desk, order) if "ELM" in f.value]
    reports = ReportWriter({FREE.id: REGISTER}, POLICY, sqlite_desk.clock)
    [record] = explain(reports.of_finding(sqlite_desk.case, moved), moved.id).records
    [step] = record.followed
    assert step.words.startswith("Alvera Roofing Llc was renamed to BAYLINE TILES LLC")
    assert step.sha256 == moved.evidence[0].provenance.followed[0].snapshot_sha256
    assert ("organization", B, B) in {(m.kind, m.ours, m.theirs) for m in record.met}
    assert not any("is not known" in words for words in record.untold)
    assert f"via {FREE.id}" in {term.name for term in record.terms}


def test_what_it_merged_into_is_told_and_none_of_its_contacts_is_used_unasked(desk: Desk) -> None:
    order = debtor(desk)
    desk.trace([order], FakeConnector(REGISTER, named(MERGED)))
    findings = stored(desk, order)
    entries = {f.value.partition(",")[0]: f for f in of_kind(findings, K.REGISTRATION)}
    assert {name: f.status for name, f in entries.items()} == dict.fromkeys(
        (A, C), FindingStatus.VERIFIED
    )
    statuses = [f.value for f in of_kind(findings, K.REGISTER_STATUS)]
    assert [value.partition(":")[0] for value in statuses] == [
        "active, entry L77001", "active, entry L99001",
    ], "the debtor's own leads"  # fmt: skip
    [far] = [f for f in of_kind(findings, K.ADDRESS) if "MESA" in f.value]
    assert far.status is FindingStatus.CANDIDATE
    assert "a person says whether it answers for the debt" in far.reason


def test_under_another_name_nothing_is_surer_than_what_led_there(sqlite_desk: Desk) -> None:
    chain = {name: rows for name, rows in CHAIN.items() if name in (A, B, C)}
    [trace] = sqlite_desk.trace([debtor(sqlite_desk)], FakeConnector(REGISTER, named(chain)))
    by_ref = {c.record.ref: c.probability for c in trace.candidates}
    assert by_ref["L10001"] >= by_ref["L20001"] >= by_ref["L30001"] >= 0.95


def test_more_evidence_under_the_other_name_makes_it_no_surer(sqlite_desk: Desk) -> None:
    abroad = firm(B, "F55001", former_names=(A,), place="US-NM", phones=(call("2145550142"),))
    order = debtor(sqlite_desk)
    script = named({A: [renamed(A, B)], B: [abroad]})
    [trace] = sqlite_desk.trace([order], FakeConnector(REGISTER, script))
    led_by, found = (
        c for ref in ("L77001/former", "F55001") for c in trace.candidates if c.record.ref == ref
    )
    [term] = [term for term in found.terms if term.name == f"via {FREE.id}"]
    assert term.weight < 0, "it weighs more by itself"
    assert found.probability == led_by.probability


@pytest.mark.parametrize("screen", ["answers", "is down"])
def test_no_name_is_asked_for_while_a_screen_is_silent(sqlite_desk: Desk, screen: str) -> None:
    tiers = [{"name": "all", "connectors": ["register", "broker"], "screens": True}]
    file = {
        scope: {"stop_when": [], "stop_probability": 0.5, "tiers": tiers}
        for scope in ("locate", "assets")
    }
    file["actions"] = {"full_trace": {"tiers": ["all"]}}
    ready = replace(sqlite_desk, waterfalls=waterfalls(WaterfallFile.model_validate(file)))
    register = FakeConnector(REGISTER, named(RENAMED))
    down = Reply(outcome=Outcome.FAILED, reason="SourceUnavailable: down")
    other = FakeConnector(BROKER, lambda inquiry: Reply() if screen == "answers" else down)
    [trace] = ready.trace([debtor(ready)], register, other)
    is_followed = screen == "answers"
    assert names_asked(register) == ([A, B] if is_followed else [A])
    assert any("name 2" in step.tier for step in trace.steps) is is_followed


def test_a_namesake_of_the_successor_is_not_the_successor(sqlite_desk: Desk) -> None:
    other = firm(C, "L55001", FAR)
    register = {A: MERGED[A], C: [other, *MERGED[C]]}
    [trace] = sqlite_desk.trace([debtor(sqlite_desk)], FakeConnector(REGISTER, named(register)))
    decisions = {c.record.ref: c.decision.value for c in trace.candidates}
    assert decisions == {"L77001": "accept", "L99001": "accept", "L55001": "reject"}


@pytest.mark.parametrize(
    ("office", "statuses"),
    [
        (OAK, [FindingStatus.VERIFIED]),
        (PINE, [FindingStatus.CANDIDATE]),
        (FAR, []),
    ],
    ids=["at the debtor's address", "in its town", "far away"],
)
def test_a_successor_without_a_number_is_sure_only_where_the_debtor_was(
    sqlite_desk: Desk, office: PostalAddress, statuses: list[FindingStatus]
) -> None:
    register = {A: [firm(A, "L77001", successor=merged(A, C))], C: [firm(C, "L99001", office)]}
    [trace] = sqlite_desk.trace([debtor(sqlite_desk)], FakeConnector(REGISTER, named(register)))
    entries = [f for f in of_kind(trace, K.REGISTRATION) if f.value.startswith(C)]
    assert [f.status for f in entries] == statuses


def test_each_step_of_the_search_says_under_which_name_and_why(desk: Desk) -> None:
    order = debtor(desk)
    desk.trace([order], FakeConnector(REGISTER, named({A: RENAMED[A]})))
    told = {step.tier: step for step in desk.steps(order) if step.connector_id == FREE.id}
    assert [told[tier].outcome for tier in ("free", "free, name 2")] == [
        Outcome.HIT, Outcome.NO_HIT,
    ]  # fmt: skip
    assert told["free"].reason == ""
    assert told["free, name 2"].reason.startswith(f"asked as {B}: Alvera Roofing Llc was renamed")


FOUND_TWICE = {A: [firm(A, "K-1")], B: [firm(B, "K-2", former_names=(A,))]}
DIME = Decimal("0.10")


def next_order(desk: Desk, order: TraceOrder) -> TraceOrder:
    """The order of a later day on the same account."""
    later = replace(order, id=f"{order.id}-later", as_of=order.as_of + timedelta(days=1))
    with desk.case.write() as tx:
        assert desk.case.orders.place(tx, [later]) == 1
    return later


@pytest.mark.parametrize(
    ("budget", "asked", "rules"),
    [
        ("0.50", [A, B], ["", ""]),
        ("0.15", [A], ["", ORDER_BUDGET]),
        ("0.05", [], [ORDER_BUDGET] * 2),
    ],
)
def test_a_paid_question_under_another_name_needs_money_of_its_own(
    desk: Desk, budget: str, asked: list[str], rules: list[str]
) -> None:
    order = debtor(desk, budget=Decimal(budget))
    broker = FakeConnector(BROKER, named(FOUND_TWICE))
    [trace] = desk.trace([order], FakeConnector(REGISTER, named({A: [renamed(A, B)]})), broker)
    assert names_asked(broker) == asked
    assert trace.spent == DIME * len(asked)
    steps = {s.tier: s.rule for s in desk.steps(order) if s.connector_id == BROKER.id}
    assert steps == {"paid": rules[0], "paid, name 2": rules[1]}


def test_what_was_bought_under_another_name_serves_the_next_order(desk: Desk) -> None:
    register = FakeConnector(REGISTER, named({A: [renamed(A, B)]}))
    broker = FakeConnector(BROKER, named(FOUND_TWICE))
    first = debtor(desk)
    desk.trace([first], register, broker)
    [again] = desk.trace([next_order(desk, first)], register, broker)
    assert names_asked(broker) == [A, B], "neither is bought a second time"
    assert again.spent == 0
    assert [s.outcome for s in again.steps if s.connector_id == BROKER.id] == [Outcome.HIT] * 2
    assert names_asked(register) == [A, B, A, B], "a free source is asked on each day"


@pytest.mark.parametrize("killed_in", [1, 2])
@pytest.mark.parametrize("moment", list(Moment))
def test_a_run_killed_between_two_names_buys_neither_twice(
    desk: Desk, moment: Moment, killed_in: int
) -> None:
    order, provider = debtor(desk), FakeProvider()
    register = FakeConnector(REGISTER, named({A: [renamed(A, B)]}))
    dying = SettlingConnector(BROKER, named(FOUND_TWICE), provider, dies=(moment, killed_in))
    with pytest.raises(Death):
        desk.trace([order], register, dying)
    desk.clock.move(timedelta(hours=1))
    heir = SettlingConnector(BROKER, named(FOUND_TWICE), provider)
    [trace] = desk.trace([order], register, heir)
    assert set(provider.sold.values()) == {1}
    assert len(provider.sold) == 2
    assert trace.spent == DIME * 2
    assert desk.state(order) is OrderState.DONE


def test_where_enough_is_found_only_free_sources_are_asked_under_another_name(
    sqlite_desk: Desk,
) -> None:
    tiers = [{"name": "all", "connectors": ["register", "broker"]}]
    table = {"stop_when": ["address"], "stop_probability": 0.5, "tiers": tiers}
    file = {"locate": table, "assets": table, "actions": {"full_trace": {"tiers": ["all"]}}}
    ready = replace(sqlite_desk, waterfalls=waterfalls(WaterfallFile.model_validate(file)))
    register = FakeConnector(REGISTER, named(RENAMED))
    broker = FakeConnector(BROKER, named(FOUND_TWICE))
    ready.trace([debtor(ready)], register, broker)
    assert (names_asked(register), names_asked(broker)) == ([A, B], [A])


def test_a_bankruptcy_under_the_other_name_holds_the_order(desk: Desk) -> None:
    bankrupt = replace(RENAMED[B][0], indicators=(bankruptcy("11"),))
    order = debtor(desk)
    broker = FakeConnector(BROKER, named(FOUND_TWICE))
    register = FakeConnector(REGISTER, named({A: RENAMED[A], B: [bankrupt]}))
    [trace] = desk.trace([order], register, broker)
    assert [hold.code for hold in trace.found_holds] == ["BK11-OPEN"]
    assert names_asked(broker) == [], "neither name is asked for while the stay holds"


def test_a_hold_that_stands_lets_no_other_name_be_asked_for(desk: Desk) -> None:
    order = debtor(desk)
    register = FakeConnector(REGISTER, named(RENAMED))

    def hold_then_answer(inquiry: Inquiry) -> Reply:
        with desk.case.write() as tx:
            held = Hold(order.account.id, "CEASE", order.as_of, "a letter")
            desk.case.accounts.add_holds(tx, [held])
        return named(RENAMED)(inquiry)

    asked = FakeConnector(REGISTER, hold_then_answer)
    [trace] = desk.trace([order], asked)
    assert names_asked(asked) == [A]
    assert [s.outcome for s in trace.steps if s.tier == "free, name 2"] == [Outcome.BLOCKED]
    assert names_asked(register) == []


def test_what_an_earlier_order_found_under_another_name_is_not_taken_for_its_own(
    sqlite_desk: Desk,
) -> None:
    first = debtor(sqlite_desk)
    sqlite_desk.trace([first], FakeConnector(REGISTER, named(RENAMED)))
    later = next_order(sqlite_desk, first)
    with sqlite_desk.case.read() as tx:
        known = brought_by(sqlite_desk.case, tx, first, first.purposes)
    fails = {A: Reply(outcome=Outcome.FAILED, reason="SourceUnavailable: down")}
    silent = FakeConnector(REGISTER, lambda i: fails[A])
    [trace] = sqlite_desk.trace([later], silent, known={later.id: known})
    moved = [f for f in of_kind(trace, K.ADDRESS) if "ELM" in f.value]
    assert [f.status for f in moved] == [FindingStatus.VERIFIED]
    assert moved[0].evidence[0].provenance.followed[0].name == B
    assert sqlite_desk.state(later) is OrderState.INCOMPLETE
