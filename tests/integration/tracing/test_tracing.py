"""Tracing: orders down the waterfall into the case file, however often a run dies on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from candidates import ELM, OAK, PINE, at, bankruptcy, call, make_record, seen
from fakes import (
    Death,
    FakeConnector,
    FakeProvider,
    Moment,
    Script,
    SettlingConnector,
    fails,
    says,
)
from orders import SUBJECT, make_hold

from skiptrace.model.account import NextAction
from skiptrace.model.finding import FindingStatus
from skiptrace.model.judgement import Judgement, Verdict
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.subject import ContactStatus, KnownContact, PersonName
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.quote import quote
from skiptrace.tracing.state import OrderTrace
from tests.integration.tracing.conftest import FREE, PAID, WATERFALLS, Desk, entry_of, hers

HOME = hers(addresses=(at(OAK, role="residence"),))
NOTHING = says()


def run(
    desk: Desk, order: TraceOrder, free: Script = NOTHING, paid: Script = NOTHING
) -> tuple[OrderTrace, FakeConnector, FakeConnector]:
    """One order down the waterfall: its trace, the register, the broker."""
    register, broker = FakeConnector(FREE, free), FakeConnector(PAID, paid)
    [trace] = desk.trace([order], register, broker)
    return trace, register, broker


@pytest.mark.parametrize(
    ("action", "calls"),
    [
        (NextAction.FULL_TRACE, (1, 1)),
        (NextAction.REPAIR_ADDRESS, (1, 1)),
        (NextAction.VERIFY_FORWARD, (1, 0)),
        (NextAction.CORROBORATE_DEATH, (1, 0)),
        (NextAction.NO_TRACE, (0, 0)),
        (NextAction.PERSON_REVIEW, (0, 0)),
    ],
)
def test_an_action_earns_its_tiers_and_no_more(
    sqlite_desk: Desk, action: NextAction, calls: tuple[int, int]
) -> None:
    order = sqlite_desk.placed(entry_of(action=action), action=action)
    _, register, broker = run(sqlite_desk, order)
    assert (register.calls, broker.calls) == calls
    assert sqlite_desk.state(order) is OrderState.DONE


def test_what_a_free_source_verifies_is_not_bought(sqlite_desk: Desk) -> None:
    trace, _, broker = run(sqlite_desk, sqlite_desk.placed(), free=says(HOME))
    assert trace.stopped
    assert broker.calls == 0
    assert [step.tier for step in trace.steps] == ["free"]


def test_only_the_orders_that_are_not_resolved_go_on(sqlite_desk: Desk) -> None:
    found, missed = sqlite_desk.placed(entry_of("1")), sqlite_desk.placed(entry_of("2"))
    register = FakeConnector(FREE, NOTHING)
    answers = iter([says(HOME), NOTHING])
    register._script = lambda inquiry: next(answers)(inquiry)
    broker = FakeConnector(PAID, says(HOME))
    sqlite_desk.trace([found, missed], register, broker)
    assert [inquiry.permit.order_id for inquiry in broker.asked] == [missed.id]


def test_everything_of_a_trace_is_stored_once(desk: Desk) -> None:
    order = desk.placed()
    trace, _, broker = run(desk, order, paid=says(HOME))
    with desk.case.read() as tx:
        stored = desk.case.findings.current(tx, order.account.id)
        [candidate] = desk.case.matches.for_order(tx, order.id)
        notes = desk.case.notes.for_account(tx, order.account.id)
        kinds = [event.kind for event in desk.case.audit.for_order(tx, order.id)]
        assert desk.case.audit.verify(tx).faults == ()
        [evidence] = stored[0].evidence
        body = desk.case.snapshots.get(tx, evidence.provenance.snapshot_sha256).body
    assert stored == list(trace.findings)
    assert evidence.candidate_id == candidate.id
    assert b"9 OAK AVE" in body
    assert [note.order_id for note in notes] == [order.id]
    assert kinds == ["gate.allow", "gate.allow", "trace.done"]
    assert [s.outcome for s in desk.steps(order)] == [Outcome.NO_HIT, Outcome.HIT]
    assert desk.state(order) is OrderState.DONE
    assert broker.calls == 1


def test_no_more_than_five_rejected_candidates_are_kept(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed()
    strangers = [
        make_record("unnamed", f"S-{n}", names=(PersonName("RUTH", "", f"OTHER{n}"),))
        for n in range(8)
    ]
    trace, _, _ = run(sqlite_desk, order, free=says(HOME, *strangers))
    assert len(trace.candidates) == 9
    with sqlite_desk.case.read() as tx:
        kept = [s.candidate for s in sqlite_desk.case.matches.for_order(tx, order.id)]
    assert sorted(c.decision.value for c in kept) == ["accept"] + ["reject"] * 5


DOUBT = fails(Outcome.IN_DOUBT, "InDoubt: no answer came")
DOWN = fails(Outcome.FAILED, "SourceUnavailable: down")


@pytest.mark.parametrize(
    ("status", "holds", "names", "paid", "state"),
    [
        ("open", (), SUBJECT.names, NOTHING, OrderState.DONE),
        ("open", (), SUBJECT.names, says(HOME), OrderState.DONE),
        ("open", (), SUBJECT.names, DOWN, OrderState.INCOMPLETE),
        ("open", (), SUBJECT.names, DOUBT, OrderState.IN_DOUBT),
        ("open", ("ATTY",), SUBJECT.names, NOTHING, OrderState.HELD),
        ("open", ("BK13-OPEN",), SUBJECT.names, NOTHING, OrderState.HELD),
        ("in limbo", (), SUBJECT.names, NOTHING, OrderState.HELD),
        ("open", (), (), NOTHING, OrderState.DONE),
    ],
    ids=[
        "found nothing",
        "found",
        "failed",
        "in doubt",
        "held",
        "blocked",
        "unknown status",
        "lacking input",
    ],
)
def test_how_an_order_ends(
    sqlite_desk: Desk,
    status: str,
    holds: tuple[str, ...],
    names: tuple[PersonName, ...],
    paid: Script,
    state: OrderState,
) -> None:
    entry = entry_of(
        subject=replace(SUBJECT, id="", names=names),
        holds=tuple(make_hold(code, account_id="") for code in holds),
    )
    entry = replace(entry, account=replace(entry.account, status=status))
    order = sqlite_desk.placed(entry)
    run(sqlite_desk, order, paid=paid)
    assert sqlite_desk.state(order) is state


def test_money_that_ran_out_leaves_the_order_incomplete(sqlite_desk: Desk) -> None:
    poor, thrifty = sqlite_desk.placed(entry_of("1")), sqlite_desk.placed(entry_of("2"))
    thrifty = replace(thrifty, budget=Decimal(0))
    for order, budget in ((poor, "0"), (thrifty, "100")):
        sources = FakeConnector(FREE, NOTHING), FakeConnector(PAID, NOTHING)
        sqlite_desk.trace([order], *sources, budget=budget)
    assert sqlite_desk.state(poor) is OrderState.INCOMPLETE
    assert sqlite_desk.state(thrifty) is OrderState.DONE


@pytest.mark.parametrize(
    ("record", "code", "rule"),
    [
        (hers(indicators=(bankruptcy("13"),)), "BK13-OPEN", "R48"),
        (hers(death=seen("2026-01")), "DEC-SUSP", "R21"),
    ],
    ids=["bankruptcy", "death"],
)
def test_what_is_found_on_the_way_stops_the_later_tiers(
    desk: Desk, record: Any, code: str, rule: str
) -> None:
    order = desk.placed()
    trace, _, broker = run(desk, order, free=says(record), paid=says(HOME))
    assert broker.calls == 0
    assert [(s.connector_id, s.outcome, s.rule) for s in trace.steps] == [
        ("register", Outcome.HIT, ""),
        ("broker", Outcome.BLOCKED, rule),
    ]
    with desk.case.read() as tx:
        entry = desk.case.accounts.get(tx, order.account.id)
    assert entry is not None
    assert [hold.code for hold in entry.holds] == [code]


def test_a_contact_found_before_the_bankruptcy_is_quarantined(sqlite_desk: Desk) -> None:
    register = hers(phones=(call(role="wireless"),))
    filing = hers("C-1", addresses=(at(OAK),), indicators=(bankruptcy("7"),))
    trace, _, _ = run(sqlite_desk, sqlite_desk.placed(), says(register), says(filing))
    status = {finding.kind: finding.status for finding in trace.findings}
    assert status[FindingKind.PHONE] == FindingStatus.QUARANTINED
    assert status[FindingKind.ADDRESS] == FindingStatus.QUARANTINED
    assert status[FindingKind.BANKRUPTCY] == FindingStatus.VERIFIED


def test_a_persons_word_is_kept_by_the_next_trace(desk: Desk) -> None:
    order = desk.placed()
    trace, _, _ = run(desk, order, free=says(HOME))
    [finding] = trace.findings
    word = Judgement(
        order.account.id,
        finding.kind,
        finding.key,
        Verdict.WRONG_PARTY,
        "collector-7",
        desk.clock(),
        "a namesake lives there",
    )
    with desk.case.write() as tx:
        desk.case.judgements.add(tx, word)
    later = replace(order, id="later", as_of=order.as_of.replace(day=23))
    with desk.case.write() as tx:
        desk.case.orders.place(tx, [later])
    again, _, broker = run(desk, later, free=says(HOME))
    assert [f.status for f in again.findings] == [FindingStatus.REJECTED]
    assert not again.stopped
    assert broker.calls == 1
    with desk.case.read() as tx:
        [current] = desk.case.findings.current(tx, order.account.id)
        old = desk.case.findings.get(tx, finding.id)
    assert current.order_id == "later"
    assert old is not None and old.status is FindingStatus.SUPERSEDED


def test_returned_mail_is_not_sold_back_to_us(sqlite_desk: Desk) -> None:
    known = (KnownContact(ELM, ContactStatus.BAD), KnownContact(PINE))
    entry = entry_of(subject=replace(SUBJECT, id="", addresses=known))
    record = hers(addresses=(at(ELM, role="residence"),))
    trace, _, broker = run(sqlite_desk, sqlite_desk.placed(entry), says(record), says(HOME))
    status = {finding.value: finding.status.value for finding in trace.findings}
    assert status == {
        "12 ELM ST, LARKSPUR TX 75001": "rejected",
        "9 OAK AVE, LARKSPUR TX 75001": "verified",
    }
    assert broker.calls == 1


@pytest.mark.parametrize("moment", list(Moment), ids=lambda moment: moment.value)
def test_a_killed_trace_ends_as_an_undisturbed_one(desk: Desk, moment: Moment) -> None:
    orders = [desk.placed(entry_of(str(number))) for number in (1, 2)]
    provider = FakeProvider()

    def sources(dies: tuple[Moment, int] | None = None) -> list[FakeConnector]:
        broker = SettlingConnector(PAID, says(HOME), provider, dies)
        return [FakeConnector(FREE, NOTHING), broker]

    with pytest.raises(Death):
        desk.trace(orders, *sources((moment, 2)))
    assert {desk.state(order) for order in orders} == {OrderState.CLAIMED}
    traces = desk.trace(orders, *sources())
    assert {desk.state(order) for order in orders} == {OrderState.DONE}
    assert [len(trace.findings) for trace in traces] == [1, 1]
    assert sorted(provider.sold.values()) == [1, 1]
    with desk.case.read() as tx:
        assert desk.case.ledger.spent(tx, [o.id for o in orders]) == dict.fromkeys(
            [o.id for o in orders], Decimal("0.10")
        )
        assert desk.case.audit.verify(tx).faults == ()


def test_a_quote_bounds_every_run(sqlite_desk: Desk) -> None:
    orders = [sqlite_desk.placed(entry_of(str(number))) for number in range(3)]
    orders.append(sqlite_desk.placed(entry_of("held"), holds=(make_hold("CEASE"),)))
    script: Callable[[Any], Any] = says(HOME)
    register, broker = FakeConnector(FREE, NOTHING), FakeConnector(PAID, script)
    known = {"register": register, "broker": broker}
    lines = {q.connector_id: q for q in quote(orders, WATERFALLS, known, sqlite_desk.gate)}
    assert (register.calls, broker.calls) == (0, 0)
    traces = sqlite_desk.trace(orders, register, broker)
    assert register.calls <= lines["register"].calls
    assert broker.calls <= lines["broker"].calls
    assert sum(trace.spent for trace in traces) <= lines["broker"].ceiling
    assert lines["broker"].ceiling == Decimal("0.30")
    assert lines["broker"].refused == 1


def test_orders_of_two_scopes_go_down_their_own_waterfalls(sqlite_desk: Desk) -> None:
    locate = sqlite_desk.placed()
    assets = replace(locate, id="assets", scope=Scope.ASSETS, matter="26-CV-1")
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.orders.place(tx, [assets])
    register, broker = FakeConnector(FREE, says(HOME)), FakeConnector(PAID, NOTHING)
    traces = sqlite_desk.trace([assets, locate], register, broker)
    assert [trace.order.id for trace in traces] == ["assets", locate.id]
    assert [[s.tier for s in trace.steps] for trace in traces] == [["free", "paid"], ["free"]]
