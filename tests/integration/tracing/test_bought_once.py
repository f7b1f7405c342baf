"""No question is bought twice: whatever asks it, however often, from however many processes.

The provider's bill is the judge: it sells the same thing again to whoever asks again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from candidates import OAK, at
from fakes import (
    Death,
    FakeConnector,
    FakeProvider,
    Moment,
    SettlingConnector,
    fails,
    inline_fan_out,
    says,
    unreadable,
)
from orders import SUBJECT, TODAY
from sqlalchemy import select

from jobs.by_hand import ByHand, HandAnswer
from jobs.execution.claim import Claims
from jobs.execution.plan import Plan
from jobs.execution.run import Execution
from jobs.nightly import Nightly
from jobs.on_demand import Earlier, OnDemand
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.call_state import OpenCall
from skiptrace.casefile.statements import change, read_rows
from skiptrace.casefile.tables.orders import worker
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import CaseFileError, LeaseLost
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import OrderState
from skiptrace.model.record import Answer
from skiptrace.model.subject import KnownContact, PostalAddress
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.ask import FanOut, Searches, Take
from tests.integration.tracing.conftest import FREE, PAID, TERMS, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, carried, counts, nightly, no_progress

HOME = hers(addresses=(at(OAK, role="residence"),))
DAY = timedelta(days=1)
DIME = Decimal("0.10")


def free() -> FakeConnector:
    return FakeConnector(FREE, says())


def night(day: int) -> Any:
    return replace(FORM, as_of=TODAY + day * DAY)


def on_demand(desk: Desk, *connectors: FakeConnector, threads: Any = None) -> OnDemand:
    tracer = desk.tracer(*connectors)
    if threads is not None:
        tracer = replace(tracer, asker=replace(tracer.asker, fan_out=threads))
    return OnDemand(Earlier(desk.case, 7), tracer, carried(desk), desk.workplace)


def steps(desk: Desk, order_id: str) -> dict[str, tuple[Outcome, str]]:
    with desk.case.read() as tx:
        found = desk.case.steps.for_order(tx, order_id)
    return {step.connector_id: (step.outcome, step.reason) for step in found}


def test_two_traces_of_one_account_at_once_are_one_bill(desk: Desk) -> None:
    entry = desk.taken_in(entry_of())
    provider = FakeProvider()
    both = threading.Barrier(2, timeout=30)
    desk.pause = lambda seconds: time.sleep(0.01)

    def trace(_: int) -> list[str]:
        met = threading.Event()

        def slowly(inquiry: Inquiry) -> Any:
            met.wait(0.2)
            return says(HOME)(inquiry)

        broker = SettlingConnector(PAID, slowly, provider)
        both.wait()
        return [f.value for f in on_demand(desk, free(), broker).trace(entry, FORM).findings]

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(trace, range(2)))
    assert len(provider.sales) == 1
    assert found == [["9 OAK AVE, LARKSPUR TX 75001"]] * 2


def test_a_trace_beside_a_nightly_that_takes_too_long_says_so(night_desk: Desk) -> None:
    entry = night_desk.taken_in(entry_of())
    provider = FakeProvider()
    said: list[tuple[Outcome, str]] = []

    def meanwhile(inquiry: Inquiry) -> None:
        second = SettlingConnector(PAID, says(HOME), provider)
        trace = on_demand(night_desk, free(), second).trace(entry, FORM)
        said.append(steps(night_desk, trace.order.id)["broker"])

    nightly(night_desk, free(), SettlingConnector(PAID, says(HOME), provider, witness=meanwhile))
    assert len(provider.sales) == 1
    [(outcome, reason)] = said
    assert outcome is Outcome.PENDING
    assert "another worker is making this call" in reason
    assert counts(night_desk) == {OrderState.DONE: 1, OrderState.INCOMPLETE: 1}


SPELT = PostalAddress("12 ELM STREET", "LARKSPUR", "TX", "75001")


def changed(**facts: Any) -> Callable[[AccountEntry], AccountEntry]:
    return lambda entry: replace(entry, subject=replace(entry.subject, **facts))


def of_account(**facts: Any) -> Callable[[AccountEntry], AccountEntry]:
    return lambda entry: replace(entry, account=replace(entry.account, **facts))


CHANGES = ("balance", "status", "creditor", "name", "address as written", "phone as written")


@pytest.mark.parametrize(
    ("change", "calls", "why"),
    [
        (of_account(balance=Decimal("912.50")), 1, ""),
        (of_account(status="judgment"), 1, ""),
        (of_account(creditor="Another Bank"), 1, ""),
        (changed(names=(replace(SUBJECT.names[0], given="DANNA"),)), 1, ""),
        (changed(addresses=(KnownContact(SPELT),)), 1, ""),
        (changed(phones=(KnownContact("(214) 555-0142"),)), 1, ""),
        (changed(phones=(*SUBJECT.phones, KnownContact("2145550188"))), 2, "phone"),
        (changed(dob=PartialDate(1980, 5, 18)), 2, "dob"),
        (changed(ssn="900112244"), 2, "ssn, ssn4"),
        (changed(emails=(KnownContact("second@example.com"),)), 2, "email"),
    ],
    ids=[*CHANGES, "phone", "birth date", "SSN", "e-mail"],
)
def test_the_next_files_row_is_a_new_search_only_by_a_new_identifier(
    sqlite_desk: Desk, change: Callable[[AccountEntry], AccountEntry], calls: int, why: str
) -> None:
    entry = entry_of()
    sqlite_desk.taken_in(entry)
    provider = FakeProvider()
    nightly(sqlite_desk, free(), SettlingConnector(PAID, says(HOME), provider))
    sqlite_desk.clock.move(DAY)
    sqlite_desk.taken_in(change(entry))
    broker = SettlingConnector(PAID, says(HOME), provider)
    nightly(sqlite_desk, free(), broker, form=night(1))
    again = on_demand(sqlite_desk, free(), broker).trace(sqlite_desk.taken_in(change(entry)), FORM)
    assert len(provider.sales) == calls
    assert again.spent == 0
    if why:
        with sqlite_desk.case.read() as tx:
            place = (again.order.subject.id, "broker")
            bought = sqlite_desk.case.ledger.purchases(tx, {place[0]}, {"broker"})[place]
        words = f"asked by what was not known before: {why}"
        assert [call.purchase and call.purchase.why for call in bought] == ["", words]


@pytest.mark.parametrize(
    ("purposes", "anew", "days", "calls"),
    [
        (FORM.purposes, False, 8, 1),
        (frozenset({"GLB-3"}), False, 0, 1),
        (frozenset({"GLB-3", "GLB-1"}), False, 0, 1),
        (frozenset({"GLB-1"}), False, 0, 2),
        (FORM.purposes, True, 0, 2),
        (FORM.purposes, False, 31, 2),
    ],
    ids=["later", "subset", "more", "other purpose", "asked anew", "much later"],
)
def test_a_later_trace_buys_only_what_the_first_ones_answer_cannot_serve(
    sqlite_desk: Desk, purposes: frozenset[str], anew: bool, days: int, calls: int
) -> None:
    entry = sqlite_desk.taken_in(entry_of())
    broker = SettlingConnector(PAID, says(HOME))
    on_demand(sqlite_desk, free(), broker).trace(entry, FORM)
    sqlite_desk.clock.move(days * DAY)
    form = replace(night(days), purposes=purposes, anew=anew)
    trace = on_demand(sqlite_desk, free(), broker).trace(entry, form)
    assert broker.calls == calls
    assert [f.value for f in trace.findings] == ["9 OAK AVE, LARKSPUR TX 75001"]
    assert trace.spent == (0 if calls == 1 else DIME)


@pytest.mark.parametrize("again", ["assets", "the killed order"])
def test_a_purchase_that_failed_or_came_later_hides_none(sqlite_desk: Desk, again: str) -> None:
    entry = sqlite_desk.taken_in(entry_of())
    broker = SettlingConnector(PAID, says(HOME))
    anew = replace(FORM, anew=True)
    on_demand(sqlite_desk, free(), broker).trace(entry, FORM)
    if again == "assets":
        down = FakeConnector(PAID, fails(Outcome.FAILED, "SourceUnavailable: 503"))
        on_demand(sqlite_desk, free(), down).trace(entry, anew)
        trace = on_demand(sqlite_desk, free(), broker).trace(entry, replace(FORM, matter="M-1"))
        assert trace.spent == 0
        assert broker.calls == 1
        return
    order = sqlite_desk.placed(entry, anew=True, as_of=TODAY + DAY)
    sqlite_desk.trace([order], free(), broker)
    on_demand(sqlite_desk, free(), broker).trace(entry, replace(anew, matter="M-2"))
    assert broker.calls == 3
    [resumed] = sqlite_desk.trace([order], free(), broker)
    assert (broker.calls, resumed.spent) == (3, DIME)


def test_two_purposes_that_share_nothing_share_no_answer(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed(purposes=frozenset({"GLB-3"}))
    other = replace(order, id="other", matter="M-1", purposes=frozenset({"GLB-1"}))
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.orders.place(tx, [other])
    broker = SettlingConnector(PAID, says(HOME))
    sqlite_desk.trace([order, other], free(), broker)
    assert len({inquiry.id for inquiry in broker.asked}) == 2


def test_a_call_given_up_a_moment_ago_may_still_arrive(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed()
    provider = FakeProvider()
    slow = FakeConnector(PAID, fails(Outcome.IN_DOUBT, "InDoubt: no answer in time"))
    sqlite_desk.trace([order], free(), slow)

    def arrives(seconds: float) -> None:
        sqlite_desk.clock.pause(seconds)
        if not provider.sales:
            provider.sell(slow.asked[0].id, broker._answer(slow.asked[0]))

    sqlite_desk.pause = arrives
    broker = SettlingConnector(PAID, says(HOME), provider)
    [trace] = sqlite_desk.trace([order], free(), broker)
    assert (len(provider.sales), broker.calls) == (1, 0)
    assert [step.outcome for step in trace.steps if step.tier == "paid"] == [Outcome.HIT]


def test_what_never_left_needs_no_person(sqlite_desk: Desk) -> None:
    """A run that ends in the middle: one call was answered, the others had no leave yet."""
    orders = [sqlite_desk.placed(entry_of(str(number))) for number in range(4)]
    provider = FakeProvider()

    def ends() -> None:
        raise KeyboardInterrupt

    tracer = sqlite_desk.tracer(free(), FakeConnector(PAID, says(HOME), provider))
    asker = replace(tracer.asker, fan_out=worker_stopped_after_the_first_answer(ends))
    with sqlite_desk.run() as run, pytest.raises(KeyboardInterrupt):
        sqlite_desk.hold(run, orders)
        replace(tracer, asker=asker).trace(orders, run, {})
    broker = FakeConnector(PAID, says(HOME), provider)
    traces = sqlite_desk.trace(orders, free(), broker)
    assert [trace.in_doubt for trace in traces] == [False] * 4
    assert len(provider.sales) == 4


def test_two_orders_of_one_subject_in_one_chunk_are_one_bill(sqlite_desk: Desk) -> None:
    order = sqlite_desk.placed()
    twin = replace(order, id="twin", matter="26-CV-1")
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.orders.place(tx, [twin])
    broker = SettlingConnector(PAID, says(HOME))
    traces = sqlite_desk.trace([order, twin], free(), broker)
    assert broker.calls == 1
    assert [len(trace.findings) for trace in traces] == [1, 1]
    assert sum((trace.spent for trace in traces), Decimal(0)) == DIME


@pytest.mark.parametrize(
    ("budgets", "outcomes"),
    [
        (("5", "5"), (Outcome.HIT, Outcome.HIT)),
        (("0", "5"), (Outcome.SKIPPED, Outcome.HIT)),
        (("0", "0"), (Outcome.SKIPPED, Outcome.SKIPPED)),
        (("5", "0"), (Outcome.HIT, Outcome.HIT)),
    ],
    ids=["both can pay", "the second can", "none can", "the first can"],
)
def test_an_order_without_money_does_not_silence_its_twin(
    sqlite_desk: Desk, budgets: tuple[str, str], outcomes: tuple[Outcome, Outcome]
) -> None:
    poor, rich = (Decimal(money) for money in budgets)
    order = sqlite_desk.placed(budget=poor, purposes=frozenset({"GLB-1", "GLB-3"}))
    twin = replace(order, id="twin", matter="26-CV-1", budget=rich, purposes=frozenset({"GLB-3"}))
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.orders.place(tx, [twin])
    broker = SettlingConnector(PAID, says(HOME))
    sqlite_desk.trace([order, twin], free(), broker)
    said = tuple(steps(sqlite_desk, one.id)["broker"][0] for one in (order, twin))
    assert said == outcomes
    assert broker.provider.billed == (DIME if Outcome.HIT in outcomes else 0)
    with sqlite_desk.case.read() as tx:
        spent = sqlite_desk.case.ledger.spent(tx, [order.id, "twin"])
        bought = sqlite_desk.case.ledger.purchases(tx, {order.subject.id}, {"broker"})
    assert spent["twin"] == (DIME if outcomes == (Outcome.SKIPPED, Outcome.HIT) else 0)
    purposes = [call.purchase.purposes for calls in bought.values() for call in calls]  # type: ignore[union-attr]
    by_the_first = outcomes[0] is Outcome.HIT
    shared = [{"GLB-1", "GLB-3"} if by_the_first else {"GLB-3"}]
    assert purposes == (shared if Outcome.HIT in outcomes else [])


def worker_stopped_after_the_first_answer(go_on: Callable[[], None]) -> FanOut:
    """A fan-out whose process stands still once the first paid answer came."""

    def run(searches: Searches, take: Take) -> None:
        came = count()

        def then(group: Sequence[tuple[str, Answer]]) -> None:
            take(group)
            if next(came) == 0 and "broker" in searches:
                go_on()

        inline_fan_out(searches, then)

    return run


@pytest.mark.parametrize("kind", [SettlingConnector, FakeConnector], ids=["asks", "cannot ask"])
def test_a_worker_stopped_past_its_lease_lets_nothing_leave_when_it_goes_on(
    night_desk: Desk, kind: type[FakeConnector]
) -> None:
    for number in range(3):
        night_desk.taken_in(entry_of(str(number)))
    provider = FakeProvider()

    def meanwhile() -> None:
        night_desk.clock.move(TERMS.lease + timedelta(seconds=1))
        done = nightly(night_desk, free(), kind(PAID, says(HOME), provider))
        assert (done.resumed, done.traced) == (3, 3)

    first = night_desk.tracer(free(), kind(PAID, says(HOME), provider))
    asker = replace(first.asker, fan_out=worker_stopped_after_the_first_answer(meanwhile))
    work = Execution(Claims(night_desk.case, carried(night_desk), 10), replace(first, asker=asker))
    plan = Plan(night_desk.case, FORM, frozenset(), night_desk.clock)
    job = Nightly(night_desk.workplace, plan, work, frozenset({"broker"}))
    with pytest.raises(LeaseLost):
        job.run(Decimal(100), None, no_progress)  # type: ignore[arg-type]
    assert all(times == 1 for times in provider.sold.values())
    if kind is SettlingConnector:
        assert len(provider.sales) == 3
        assert counts(night_desk) == {OrderState.DONE: 3}
    with night_desk.case.read() as tx:
        assert night_desk.case.audit.verify(tx).faults == ()


def test_the_provider_never_saw_it_is_believed_only_when_nothing_can_still_arrive(
    sqlite_desk: Desk,
) -> None:
    order = sqlite_desk.placed()
    provider = FakeProvider()
    asked: list[bool] = []

    class Late(SettlingConnector):
        """Its provider gets the dead worker's call a little later than it is asked about it."""

        def settle(self, inquiry: Inquiry) -> Answer | None:
            asked.append(bool(provider.sales))
            return super().settle(inquiry)

    def arrives(seconds: float) -> None:
        sqlite_desk.clock.pause(seconds)
        if not provider.sales:
            provider.sell(dying.asked[0].id, dying._answer(dying.asked[0]))

    sqlite_desk.pause = arrives
    dying = SettlingConnector(PAID, says(HOME), provider, dies=(Moment.BEFORE_SENDING, 1))
    with pytest.raises(Death):
        sqlite_desk.trace([order], free(), dying)
    sqlite_desk.trace([order], free(), Late(PAID, says(HOME), provider))
    assert (len(provider.sales), asked) == (1, [True])


def test_a_call_of_a_worker_that_was_taken_out_of_the_book_is_never_made_again(
    sqlite_desk: Desk,
) -> None:
    """No worker leaves the book, so a hand took it out: its call may still arrive."""
    order = sqlite_desk.placed()
    provider, asked = FakeProvider(), list[str]()

    class Asked(SettlingConnector):
        def settle(self, inquiry: Inquiry) -> Answer | None:
            asked.append(inquiry.id)
            return super().settle(inquiry)

    dying = SettlingConnector(PAID, says(HOME), provider, dies=(Moment.BEFORE_SENDING, 1))
    with pytest.raises(Death):
        sqlite_desk.trace([order], free(), dying)
    with sqlite_desk.case.write() as tx:
        tx.execute(worker.delete())
    again = Asked(PAID, says(HOME), provider)
    sqlite_desk.trace([order], free(), again)
    assert (provider.sales, again.asked, asked) == (type(provider.sales)(), [], [])


@pytest.mark.parametrize("nights", [3])
@pytest.mark.parametrize("card", [PAID, FREE], ids=["paid", "free"])
def test_a_source_that_says_pending_is_asked_under_one_id(
    sqlite_desk: Desk, card: Any, nights: int
) -> None:
    sqlite_desk.taken_in(entry_of())
    source = FakeConnector(card, fails(Outcome.PENDING, "the answer comes later"))
    other = FakeConnector(FREE if card is PAID else PAID, says())
    for number in range(nights):
        nightly(sqlite_desk, source, other, form=night(number))
        sqlite_desk.clock.move(DAY)
    assert len({inquiry.id for inquiry in source.asked}) == 1
    assert len(source.asked) == (1 if card is PAID else nights)
    assert counts(sqlite_desk) == {OrderState.AWAITING: 1}


@pytest.mark.parametrize("reason", ["SourceChanged: an unknown key", "SourceChanged: too large"])
def test_what_was_billed_and_not_understood_is_read_again_every_night(
    sqlite_desk: Desk, reason: str
) -> None:
    sqlite_desk.taken_in(entry_of())
    broker = SettlingConnector(PAID, unreadable(reason, DIME, HOME))
    nightly(sqlite_desk, free(), broker)
    nightly(sqlite_desk, free(), broker, form=night(1))
    mended = SettlingConnector(PAID, says(HOME), broker.provider)
    nightly(sqlite_desk, free(), mended, form=night(2))
    assert (len(broker.provider.sales), mended.calls) == (1, 0)
    assert counts(sqlite_desk)[OrderState.DONE] == 1


@pytest.mark.parametrize("second", ["restart", "another worker"])
def test_the_money_of_a_night_is_shared(night_desk: Desk, second: str) -> None:
    for number in range(6):
        night_desk.taken_in(entry_of(str(number)))
    provider = FakeProvider()

    def meanwhile(inquiry: Inquiry) -> None:
        if second == "another worker" and len(provider.sales) == 1:
            nightly(
                night_desk, free(), SettlingConnector(PAID, says(HOME), provider), budget="0.30"
            )

    dies = (Moment.BILLED, 2) if second == "restart" else None
    broker = SettlingConnector(PAID, says(HOME), provider, dies, witness=meanwhile)
    try:
        nightly(night_desk, free(), broker, budget="0.30")
    except Death:
        nightly(night_desk, free(), SettlingConnector(PAID, says(HOME), provider), budget="0.30")
    assert provider.billed == Decimal("0.30")
    assert all(times == 1 for times in provider.sold.values())


def test_a_source_that_refuses_is_asked_once_a_run(sqlite_desk: Desk) -> None:
    for number in range(10):
        sqlite_desk.taken_in(entry_of(str(number)))
    refused = fails(Outcome.BLOCKED, "SourceRefused: our credentials were refused (401)")

    class StopsAtOnce(FakeConnector):
        def search(self, inquiries: Any, leave: Any = None) -> Iterator[Answer]:
            yield from super().search(inquiries[:1], leave)
            rest = inquiries[1:]
            yield from (Answer(i.id, Outcome.BLOCKED, reason="SourceRefused: no") for i in rest)

    broker = StopsAtOnce(PAID, refused)
    nightly(sqlite_desk, free(), broker)
    assert broker.calls == 1
    assert counts(sqlite_desk) == {OrderState.INCOMPLETE: 10}


@pytest.mark.parametrize(
    ("said", "outcome", "calls"),
    [
        (HandAnswer(Decimal(0)), Outcome.HIT, 2),
        (HandAnswer(DIME), Outcome.FAILED, 1),
        (HandAnswer(DIME, b"the page"), Outcome.HIT, 1),
    ],
    ids=["not billed", "billed and lost", "billed and brought"],
)
def test_a_person_settles_a_call_whose_provider_cannot_be_asked(
    night_desk: Desk, said: HandAnswer, outcome: Outcome, calls: int
) -> None:
    night_desk.taken_in(entry_of())
    provider = FakeProvider()
    with pytest.raises(Death):
        nightly(night_desk, free(), FakeConnector(PAID, says(HOME), provider, (Moment.BILLED, 1)))
    broker = FakeConnector(PAID, says(HOME), provider)
    for number in range(1, 3):
        nightly(night_desk, free(), broker, form=night(number))
        assert counts(night_desk) == {OrderState.IN_DOUBT: 1}
        night_desk.clock.move(DAY)
    hand = ByHand(night_desk.case, night_desk.clock, TERMS.late.total_seconds())
    [call] = _open_calls(hand)
    if said.answer is not None:
        said = replace(said, answer=provider.sales[0][1].snapshots[0].body)
    assert _settle(hand, call.inquiry_id, said, ("A. Clerk", "invoice 77 of 3 May")) == 1
    assert _open_calls(hand) == []
    nightly(night_desk, free(), broker, form=night(3))
    [order_id] = _orders(night_desk)
    told, reason = steps(night_desk, order_id)["broker"]
    assert told is outcome
    assert (said.answer is None and said.billed > 0) == ("its answer is lost" in reason)
    assert len(provider.sales) == calls
    with night_desk.case.read() as tx:
        cost = sum(
            (step.cost for step in night_desk.case.steps.for_order(tx, order_id)), Decimal(0)
        )
    assert cost == (said.billed or DIME), "what was billed is the order's, read or lost"
    with night_desk.case.read() as tx:
        notes = case_notes(night_desk, tx)
    assert any("A. Clerk: invoice 77 of 3 May" in note for note in notes)


def _open_calls(hand: ByHand) -> list[OpenCall]:
    with hand.case.read() as tx:
        return hand.open_calls(tx)


def _settle(hand: ByHand, call: str, said: HandAnswer, by: tuple[str, str]) -> int:
    with hand.case.write() as tx:
        return hand.settle(tx, call, said, by).reopened


def case_notes(desk: Desk, tx: Any) -> list[str]:
    [entry] = desk.case.accounts.page(tx, ("", ""), 10)
    return [note.text for note in desk.case.notes.for_account(tx, entry.account.id)]


def _orders(desk: Desk) -> list[str]:
    with desk.case.read() as tx:
        return [i for s in OrderState for i in desk.case.orders.ended_as(tx, s)]


@pytest.mark.parametrize(
    ("call", "actor", "evidence", "words"),
    [
        ("known", " ", "invoice", "neither may be blank"),
        ("known", "A. Clerk", "", "neither may be blank"),
        ("unknown", "A. Clerk", "invoice", "no call of that id"),
    ],
)
def test_nobody_settles_without_a_name_a_ground_and_a_call(
    sqlite_desk: Desk, call: str, actor: str, evidence: str, words: str
) -> None:
    sqlite_desk.taken_in(entry_of())
    with pytest.raises(Death):
        nightly(sqlite_desk, free(), FakeConnector(PAID, says(HOME), dies=(Moment.BILLED, 1)))
    sqlite_desk.clock.move(DAY)
    hand = ByHand(sqlite_desk.case, sqlite_desk.clock, 30)
    [open_call] = _open_calls(hand)
    asked = open_call.inquiry_id if call == "known" else "unknown"
    with pytest.raises(CaseFileError, match=words):
        _settle(hand, asked, HandAnswer(DIME), (actor, evidence))
    assert _open_calls(hand) == [open_call]


def test_a_call_that_a_worker_is_making_is_nobodys_to_settle(sqlite_desk: Desk) -> None:
    sqlite_desk.taken_in(entry_of())
    hand = ByHand(sqlite_desk.case, sqlite_desk.clock, 30)
    refused: list[str] = []

    def meanwhile(inquiry: Inquiry) -> None:
        with pytest.raises(CaseFileError) as error:
            _settle(hand, inquiry.id, HandAnswer(Decimal(0)), ("A. Clerk", "a guess"))
        refused.append(str(error.value))

    nightly(sqlite_desk, free(), FakeConnector(PAID, says(HOME), witness=meanwhile))
    assert refused == ["a worker is making that call now: try again when it is done"]


@pytest.mark.parametrize(
    ("since_lease", "settled"), [(-1, False), (0, False), (29, False), (30, True)]
)
def test_a_killed_workers_call_is_a_persons_to_settle_once_nothing_of_it_can_arrive(
    desk: Desk, since_lease: int, settled: bool
) -> None:
    """Before any other night: whoever was killed is ended by nobody, and its lease runs out."""
    desk.taken_in(entry_of())
    with pytest.raises(Death):
        nightly(desk, free(), FakeConnector(PAID, says(HOME), dies=(Moment.BILLED, 1)))
    with desk.case.write() as tx:  # a process that was killed says no more
        for row in read_rows(tx, worker, select(worker)):
            change(tx, worker, row, {"ended": None})
    desk.clock.move(TERMS.lease + timedelta(seconds=since_lease))
    hand = ByHand(desk.case, desk.clock, TERMS.late.total_seconds())
    [call] = _open_calls(hand)
    by = ("A. Clerk", "invoice 77")
    if not settled:
        with pytest.raises(CaseFileError, match="a worker is making that call now"):
            _settle(hand, call.inquiry_id, HandAnswer(DIME), by)
        return
    assert _settle(hand, call.inquiry_id, HandAnswer(DIME), by) == 0, (
        "its order is the dead worker's"
    )
    broker = FakeConnector(PAID, says(HOME))
    nightly(desk, free(), broker, form=night(1))
    assert broker.calls == 0
    assert counts(desk) == {OrderState.INCOMPLETE: 1}


def test_an_order_in_doubt_is_set_back_by_nothing_where_nobody_can_be_asked(
    sqlite_desk: Desk,
) -> None:
    sqlite_desk.taken_in(entry_of())
    provider = FakeProvider()
    with pytest.raises(Death):
        nightly(sqlite_desk, free(), FakeConnector(PAID, says(HOME), provider, (Moment.BILLED, 1)))
    broker = FakeConnector(PAID, says(HOME), provider)
    nightly(sqlite_desk, free(), broker)
    assert counts(sqlite_desk) == {OrderState.IN_DOUBT: 1}
    done = nightly(sqlite_desk, free(), broker, form=night(1))
    assert (done.resumed, done.placed, done.traced) == (0, 0, 0)
