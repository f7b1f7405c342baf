"""Asking: gate and intent are stored first, answers as they come, and nothing is bought twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from candidates import at
from fakes import (
    Death,
    FakeConnector,
    FakeProvider,
    Moment,
    RaisingConnector,
    SettlingConnector,
    fails,
    says,
    unreadable,
)
from orders import make_card, make_hold

from jobs.execution.threads import fan_out
from skiptrace.casefile.call_state import CallStage
from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.card import ConnectorCard
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import at_will
from skiptrace.model.waterfall import Outcome, Tier
from skiptrace.tracing.state import OrderTrace
from tests.integration.tracing.conftest import (
    FREE,
    FREE_TIER,
    PAID,
    PAID_TIER,
    Desk,
    entry_of,
    hers,
)

DIME = Decimal("0.10")
RECORD = hers(addresses=(at(),))
BOTH_TIER = Tier("both", ("register", "broker"))


def ask(
    desk: Desk,
    tier: Tier,
    orders: list[TraceOrder],
    *connectors: FakeConnector,
    budget: str = "100",
) -> list[OrderTrace]:
    """One process asks one tier; what it holds in memory is gone afterwards."""
    traces = [OrderTrace(order) for order in orders]
    with desk.run(budget) as run:
        desk.asker(*connectors).ask(tier, traces, run)
    return traces


def outcomes(trace: OrderTrace) -> list[Outcome]:
    return [step.outcome for step in trace.steps]


def test_decisions_and_intents_are_committed_before_anything_is_sent(
    desk: Desk, case_url: str, keyring: Keyring
) -> None:
    order = desk.placed()
    other: CaseFile = open_case_file(case_url, keyring)
    stored: list[tuple[list[str], CallStage | None]] = []

    def look(inquiry: Inquiry) -> None:
        with other.read() as tx:
            kinds = [event.kind for event in other.audit.for_order(tx, order.id)]
            state = other.ledger.state(tx, [inquiry.id]).get(inquiry.id)
        stored.append((kinds, state.state if state else None))

    register = FakeConnector(FREE, says(), witness=look)
    broker = FakeConnector(PAID, says(RECORD), witness=look)
    ask(desk, BOTH_TIER, [order], register, broker)
    other.close()
    allowed = ["gate.allow", "gate.allow"]
    assert stored == [(allowed, None), (allowed, CallStage.SENT)]


def test_an_answer_is_stored_with_its_bytes_and_costs_what_was_billed(desk: Desk) -> None:
    order = desk.placed()
    broker = FakeConnector(PAID, says(RECORD))
    [trace] = ask(desk, PAID_TIER, [order], broker)
    [record] = trace.records
    assert (trace.spent, trace.fresh, trace.in_doubt) == (DIME, True, False)
    with desk.case.read() as tx:
        assert desk.case.ledger.spent(tx, [order.id]) == {order.id: DIME}
        stored = desk.case.snapshots.get(tx, record.provenance.snapshot_sha256)
        assert desk.case.audit.verify(tx).faults == ()
    assert RECORD.ref.encode() in stored.body


def test_a_no_hit_is_an_answer_and_brings_nothing(sqlite_desk: Desk) -> None:
    [trace] = ask(sqlite_desk, PAID_TIER, [sqlite_desk.placed()], FakeConnector(PAID, says()))
    assert outcomes(trace) == [Outcome.NO_HIT]
    assert (trace.fresh, trace.records, trace.spent) == (False, [], 0)


@pytest.mark.parametrize("card", [FREE, PAID], ids=["free", "paid"])
def test_an_answer_of_an_earlier_run_is_read_and_not_asked_again(
    desk: Desk, card: ConnectorCard
) -> None:
    tier = Tier("only", (card.id,))
    order = desk.placed()
    [first] = ask(desk, tier, [order], SettlingConnector(card, says(RECORD)))
    later = SettlingConnector(card, says())
    [second] = ask(desk, tier, [order], later)
    assert (later.calls, len(later.read_again)) == (0, 1)
    assert second.records == first.records
    assert outcomes(second) == outcomes(first)


@pytest.mark.parametrize("moment", list(Moment), ids=lambda m: m.value)
def test_a_paid_call_that_died_is_settled_and_sold_once(desk: Desk, moment: Moment) -> None:
    orders = [desk.placed(entry_of(str(n))) for n in (1, 2, 3)]
    provider = FakeProvider()
    dying = SettlingConnector(PAID, says(RECORD), provider, dies=(moment, 2))
    with pytest.raises(Death):
        ask(desk, PAID_TIER, orders, dying)
    second = SettlingConnector(PAID, says(RECORD), provider)
    traces = ask(desk, PAID_TIER, orders, second)
    assert [outcomes(trace) for trace in traces] == [[Outcome.HIT]] * 3
    assert sorted(provider.sold.values()) == [1, 1, 1]
    assert sum((trace.spent for trace in traces), Decimal(0)) == provider.billed
    with desk.case.read() as tx:
        assert desk.case.ledger.unsettled(tx, desk.clock()) == []


def test_a_run_may_die_any_number_of_times(desk: Desk) -> None:
    orders = [desk.placed(entry_of(str(n))) for n in range(4)]
    provider = FakeProvider()
    deaths = 0
    for moment in [*Moment, *Moment]:
        dying = SettlingConnector(PAID, says(RECORD), provider, dies=(moment, 1))
        try:
            ask(desk, PAID_TIER, orders, dying)
        except Death:
            deaths += 1
    traces = ask(desk, PAID_TIER, orders, SettlingConnector(PAID, says(RECORD), provider))
    assert deaths >= 4
    assert sorted(provider.sold.values()) == [1] * 4
    assert [outcomes(trace) for trace in traces] == [[Outcome.HIT]] * 4


@pytest.mark.parametrize("moment", [Moment.BEFORE_SENDING, Moment.BILLED], ids=lambda m: m.value)
@pytest.mark.parametrize("kind", [FakeConnector, SettlingConnector], ids=["never", "not now"])
def test_a_call_of_unknown_fate_is_in_doubt_and_never_bought_again(
    desk: Desk, kind: type[FakeConnector], moment: Moment
) -> None:
    """Either the provider cannot be asked at all, or it cannot say now."""
    order = desk.placed()
    provider = FakeProvider(is_mute=True)
    with pytest.raises(Death):
        ask(desk, PAID_TIER, [order], kind(PAID, says(RECORD), provider, dies=(moment, 1)))
    sold = len(provider.sales)
    for _ in range(2):
        later = kind(PAID, says(RECORD), provider)
        [trace] = ask(desk, PAID_TIER, [order], later)
        assert outcomes(trace) == [Outcome.IN_DOUBT]
        assert trace.in_doubt
        assert trace.steps[0].reason.startswith("InDoubt: ")
        assert later.calls == 0
    assert len(provider.sales) == sold
    with desk.case.read() as tx:
        later_than_sent = desk.clock().replace(year=2027)
        assert len(desk.case.ledger.unsettled(tx, later_than_sent)) == 1


def test_a_provider_that_speaks_again_settles_what_was_in_doubt(desk: Desk) -> None:
    order = desk.placed()
    provider = FakeProvider(is_mute=True)
    with pytest.raises(Death):
        dying = SettlingConnector(PAID, says(RECORD), provider, dies=(Moment.BILLED, 1))
        ask(desk, PAID_TIER, [order], dying)
    ask(desk, PAID_TIER, [order], SettlingConnector(PAID, says(RECORD), provider))
    provider.is_mute = False
    later = SettlingConnector(PAID, says(RECORD), provider)
    [trace] = ask(desk, PAID_TIER, [order], later)
    assert (outcomes(trace), later.calls) == ([Outcome.HIT], 0)
    assert list(provider.sold.values()) == [1]


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.BLOCKED, Outcome.SKIPPED])
def test_a_question_that_got_no_answer_is_asked_again(sqlite_desk: Desk, outcome: Outcome) -> None:
    order = sqlite_desk.placed()
    reason = "SourceUnavailable: the source is down"
    [first] = ask(sqlite_desk, FREE_TIER, [order], FakeConnector(FREE, fails(outcome, reason)))
    assert [(s.outcome, s.reason) for s in first.steps] == [(outcome, reason)]
    again = FakeConnector(FREE, says(RECORD))
    [second] = ask(sqlite_desk, FREE_TIER, [order], again)
    assert (outcomes(second), again.calls) == ([Outcome.HIT], 1)


def test_an_unpaid_failure_of_a_paid_source_is_asked_again(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed()
    down = fails(Outcome.FAILED, "SourceUnavailable: could not connect")
    ask(sqlite_desk, PAID_TIER, [order], FakeConnector(PAID, down))
    [trace] = ask(sqlite_desk, PAID_TIER, [order], FakeConnector(PAID, says(RECORD)))
    assert outcomes(trace) == [Outcome.HIT]


def test_a_failure_that_was_billed_is_read_again_and_not_bought_again(desk: Desk) -> None:
    order = desk.placed()
    provider = FakeProvider()
    unread = unreadable("SourceChanged: an unknown key", DIME, RECORD)
    [first] = ask(desk, PAID_TIER, [order], SettlingConnector(PAID, unread, provider))
    assert (outcomes(first), first.spent) == ([Outcome.FAILED], DIME)
    mended = SettlingConnector(PAID, says(RECORD), provider)
    [second] = ask(desk, PAID_TIER, [order], mended)
    assert (outcomes(second), second.spent, mended.calls) == ([Outcome.HIT], DIME, 0)
    assert list(provider.sold.values()) == [1]


def test_an_unpaid_failure_that_came_with_a_page_is_asked_again(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed()
    busy = unreadable("SourceUnavailable: 503", Decimal(0))
    ask(sqlite_desk, PAID_TIER, [order], SettlingConnector(PAID, busy))
    again = SettlingConnector(PAID, says(RECORD))
    ask(sqlite_desk, PAID_TIER, [order], again)
    assert again.calls == 1


def test_a_failure_that_was_billed_and_left_no_page_is_not_bought_again(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed()
    provider = FakeProvider()
    lost = fails(Outcome.FAILED, "SourceChanged: cut off", DIME)
    ask(sqlite_desk, PAID_TIER, [order], SettlingConnector(PAID, lost, provider))
    ask(sqlite_desk, PAID_TIER, [order], SettlingConnector(PAID, says(RECORD), provider))
    assert list(provider.sold.values()) == [1]


def test_a_second_attempt_that_died_is_settled_too(desk: Desk) -> None:
    order = desk.placed()
    provider = FakeProvider()
    down = fails(Outcome.FAILED, "SourceUnavailable: could not connect")
    ask(desk, PAID_TIER, [order], SettlingConnector(PAID, down, FakeProvider()))
    with pytest.raises(Death):
        dying = SettlingConnector(PAID, says(RECORD), provider, dies=(Moment.BILLED, 1))
        ask(desk, PAID_TIER, [order], dying)
    ask(desk, PAID_TIER, [order], SettlingConnector(PAID, says(RECORD), provider))
    assert list(provider.sold.values()) == [1]


@pytest.mark.parametrize(
    ("order_budget", "run_budget", "expected"),
    [
        ("1.00", "0.20", [Outcome.HIT, Outcome.HIT, Outcome.SKIPPED]),
        ("1.00", "0", [Outcome.SKIPPED] * 3),
        ("0.09", "100", [Outcome.SKIPPED] * 3),
        ("0.10", "100", [Outcome.HIT] * 3),
    ],
)
def test_no_budget_is_exceeded(
    sqlite_desk: Desk, order_budget: str, run_budget: str, expected: list[Outcome]
) -> None:
    orders = [
        sqlite_desk.placed(entry_of(str(number)), budget=Decimal(order_budget))
        for number in (1, 2, 3)
    ]
    broker = FakeConnector(PAID, says(RECORD))
    traces = ask(sqlite_desk, PAID_TIER, orders, broker, budget=run_budget)
    assert [outcomes(trace)[0] for trace in traces] == expected
    assert broker.provider.billed <= Decimal(run_budget)
    assert broker.calls == expected.count(Outcome.HIT)
    for trace in traces:
        if outcomes(trace) == [Outcome.SKIPPED]:
            assert "budget" in trace.steps[0].reason


def test_money_that_was_reserved_and_not_billed_is_free_again(sqlite_desk: Desk) -> None:
    orders = [sqlite_desk.placed(entry_of(str(number))) for number in (1, 2)]
    broker = FakeConnector(PAID, says())
    traces = [t for o in orders for t in ask(sqlite_desk, PAID_TIER, [o], broker, budget="0.10")]
    assert [outcomes(trace) for trace in traces] == [[Outcome.NO_HIT]] * 2
    with sqlite_desk.case.read() as tx:
        assert sqlite_desk.case.ledger.charged(tx, "test") == 0


def test_without_money_free_sources_are_still_asked(sqlite_desk: Desk) -> None:
    register, broker = FakeConnector(FREE, says(RECORD)), FakeConnector(PAID, says(RECORD))
    [trace] = ask(sqlite_desk, BOTH_TIER, [sqlite_desk.placed()], register, broker, budget="0")
    assert {s.connector_id: s.outcome for s in trace.steps} == {
        "register": Outcome.HIT,
        "broker": Outcome.SKIPPED,
    }


def test_two_paid_sources_of_one_tier_keep_to_the_orders_budget(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed(budget=DIME)
    broker = FakeConnector(PAID, says(RECORD))
    rival = FakeConnector(replace(PAID, id="rival"), says(RECORD))
    [trace] = ask(sqlite_desk, Tier("paid", ("broker", "rival")), [order], broker, rival)
    assert trace.spent <= order.budget


@pytest.mark.parametrize("moment", [Moment.BILLED, Moment.RECORDED], ids=lambda m: m.value)
def test_what_was_bought_already_needs_no_budget(sqlite_desk: Desk, moment: Moment) -> None:
    order = sqlite_desk.placed()
    provider = FakeProvider()
    with pytest.raises(Death):
        dying = SettlingConnector(PAID, says(RECORD), provider, dies=(moment, 1))
        ask(sqlite_desk, PAID_TIER, [order], dying)
    later = SettlingConnector(PAID, says(RECORD), provider)
    [trace] = ask(sqlite_desk, PAID_TIER, [order], later, budget="0")
    assert outcomes(trace) == [Outcome.HIT]


@pytest.mark.parametrize(
    ("changes", "outcome", "rule"),
    [
        ({"holds": (make_hold("ATTY"),)}, Outcome.BLOCKED, "R06"),
        ({"holds": (make_hold("BK13-OPEN"),)}, Outcome.BLOCKED, "R48"),
        ({"purposes": frozenset({"PUB"})}, Outcome.BLOCKED, "P-CARD"),
        ({"purposes": frozenset()}, Outcome.BLOCKED, "P-MISSING"),
    ],
    ids=["hold", "bankruptcy", "purpose", "no purpose"],
)
def test_a_refusal_is_a_blocked_step_with_its_rule(
    sqlite_desk: Desk, changes: dict[str, object], outcome: Outcome, rule: str
) -> None:
    order = sqlite_desk.placed(**changes)
    broker = FakeConnector(PAID, says(RECORD))
    [trace] = ask(sqlite_desk, PAID_TIER, [order], broker)
    assert [(s.outcome, s.rule) for s in trace.steps] == [(outcome, rule)]
    assert trace.steps[0].reason
    assert broker.calls == 0
    assert [refusal.rule for refusal in trace.refusals] == [rule]
    with sqlite_desk.case.read() as tx:
        [event] = sqlite_desk.case.audit.for_order(tx, order.id)
    assert (event.rule, event.fields) == (rule, ())
    assert event.kind in {"gate.hold", "gate.refuse"}


def test_a_source_that_needs_more_than_is_known_is_skipped(sqlite_desk: Desk) -> None:
    picky = FakeConnector(make_card(requires=(frozenset({"names", "ein"}),)), says(RECORD))
    [trace] = ask(sqlite_desk, PAID_TIER, [sqlite_desk.placed()], picky)
    assert [(s.outcome, s.rule) for s in trace.steps] == [(Outcome.SKIPPED, "INPUT")]
    assert "ein" in trace.steps[0].reason
    assert picky.calls == 0


def test_a_source_that_is_not_configured_is_a_skipped_step(sqlite_desk: Desk) -> None:
    [trace] = ask(sqlite_desk, BOTH_TIER, [sqlite_desk.placed()], FakeConnector(FREE, says(RECORD)))
    skipped = [s for s in trace.steps if s.outcome is Outcome.SKIPPED]
    assert [(s.connector_id, s.reason) for s in skipped] == [
        ("broker", "the source is not configured")
    ]


@pytest.mark.parametrize("threads", [None, fan_out], ids=["inline", "threads"])
def test_a_fault_of_one_connector_does_not_lose_the_answers_before_it(
    desk: Desk, threads: object
) -> None:
    orders = [desk.placed(entry_of(str(number))) for number in (1, 2)]
    provider = FakeProvider()
    faulty = RaisingConnector(PAID, says(RECORD), provider)
    traces = [OrderTrace(order) for order in orders]
    asker = desk.asker(faulty, fan_out=threads)  # type: ignore[arg-type]
    with desk.run() as run:
        asker.ask(PAID_TIER, traces, run)
    assert [outcomes(trace) for trace in traces] == [[Outcome.HIT], [Outcome.IN_DOUBT]]
    assert "LookupError" in traces[1].steps[0].reason
    mended = SettlingConnector(PAID, says(RECORD), provider)
    again = ask(desk, PAID_TIER, orders, mended)
    assert [outcomes(trace) for trace in again] == [[Outcome.HIT]] * 2
    assert (mended.calls, len(mended.read_again)) == (1, 1)
    assert sorted(provider.sold.values()) == [1, 1]


def test_an_inquiry_carries_nothing_of_the_account(sqlite_desk: Desk) -> None:
    broker = FakeConnector(PAID, says())
    order = sqlite_desk.placed()
    ask(sqlite_desk, PAID_TIER, [order], broker)
    [inquiry] = broker.asked
    said = f"{inquiry!r} {inquiry.fields.names} {inquiry.fields.addresses}"
    assert order.account.number not in said.replace(order.id, "")
    assert order.account.creditor not in said


def test_a_call_in_doubt_counts_with_its_ceiling(sqlite_desk: Desk) -> None:
    orders = [sqlite_desk.placed(entry_of(str(number))) for number in (1, 2)]
    provider = FakeProvider()
    doubtful = fails(Outcome.IN_DOUBT, "InDoubt: no answer came")
    ask(sqlite_desk, PAID_TIER, orders[:1], FakeConnector(PAID, doubtful, provider), budget="0.10")
    broker = FakeConnector(PAID, says(RECORD), provider)
    [second] = ask(sqlite_desk, PAID_TIER, orders[1:], broker, budget="0.10")
    assert outcomes(second) == [Outcome.SKIPPED]


def test_a_question_that_a_connector_left_out_is_told(sqlite_desk: Desk) -> None:
    class Forgetful(FakeConnector):
        def search(self, inquiries, leave=at_will):  # type: ignore[no-untyped-def]
            yield from super().search(inquiries[:1], leave)

    orders = [sqlite_desk.placed(entry_of(str(number))) for number in (1, 2)]
    traces = ask(sqlite_desk, PAID_TIER, orders, Forgetful(PAID, says(RECORD)))
    assert all(trace.steps for trace in traces)


def test_a_hold_that_came_in_since_the_order_was_placed_stops_the_next_tier(desk: Desk) -> None:
    order = desk.placed()
    with desk.case.write() as tx:
        desk.case.accounts.add_holds(tx, [make_hold("CEASE", account_id=order.account.id)])
    broker = FakeConnector(PAID, says(RECORD))
    [trace] = ask(desk, PAID_TIER, [order], broker)
    assert [(s.outcome, s.rule) for s in trace.steps] == [(Outcome.BLOCKED, "R07")]
    assert broker.calls == 0


def test_a_changed_card_or_subject_does_not_make_a_purchase_a_new_one(desk: Desk) -> None:
    order = desk.placed()
    provider = FakeProvider()
    with pytest.raises(Death):
        dying = SettlingConnector(PAID, says(RECORD), provider, dies=(Moment.BILLED, 1))
        ask(desk, PAID_TIER, [order], dying)
    moved = replace(order, subject=replace(order.subject, phones=()))
    newer = SettlingConnector(replace(PAID, version="2"), says(RECORD), provider)
    [trace] = ask(desk, PAID_TIER, [moved], newer)
    assert (outcomes(trace), newer.calls) == ([Outcome.HIT], 0)
    assert list(provider.sold.values()) == [1]
