"""An answer that comes later is collected by its ticket, however many runs and processes later.

The provider's bill is the judge: it bills whoever asks, and asking twice is two bills.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from candidates import OAK, at
from fakes import (
    START,
    CollectingConnector,
    FakeConnector,
    FakeProvider,
    Reply,
    fails,
    later,
    says,
)
from orders import TODAY, make_hold

from jobs.by_hand import ByHand
from skiptrace.casefile.call_state import CallState
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import CaseFileError, SourceUnavailable
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import OrderState
from skiptrace.model.record import Answer, Ticket
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.collecting import AWAITED_FOR, with_ticket
from tests.inquiries import make_inquiry
from tests.integration.tracing.conftest import FREE, PAID, TERMS, Desk, entry_of, hers
from tests.integration.tracing.test_batches import FORM, counts, nightly

HOME = hers(addresses=(at(OAK, role="residence"),))
DAY = timedelta(days=1)
INQUIRY = make_inquiry()
AFTER = START + timedelta(hours=12)
DEADLINE = START + timedelta(days=5)


class Bureau:
    """A provider and its connectors, of which each night has a new one; all share one desk."""

    def __init__(self, card: ConnectorCard = PAID, task: str = "", due: datetime = AFTER) -> None:
        self.card, self.task, self.due = card, task, due
        self.provider = FakeProvider()
        self.desk: dict[str, Reply | Exception] = {}
        self.made: list[CollectingConnector] = []

    def connector(self) -> CollectingConnector:
        script = later(self.due, DEADLINE, self.task)
        made = CollectingConnector(self.card, script, self.provider)
        made.desk = self.desk
        self.made.append(made)
        return made

    @property
    def asked(self) -> list[str]:
        """The inquiries that were submitted."""
        return [inquiry.id for one in self.made for inquiry in one.asked]

    @property
    def collected(self) -> list[str]:
        return [reference for one in self.made for reference in one.collected]

    def deliver(self, what: Reply | Exception) -> None:
        """Have something ready for everything that was asked so far."""
        self.desk.update({f"job-{inquiry_id}": what for inquiry_id in self.asked})


def nights(desk: Desk, bureau: Bureau, number: int, *others: FakeConnector, first: int = 0) -> None:
    """So many nights, a day apart."""
    beside = others or (FakeConnector(FREE if bureau.card is PAID else PAID, says()),)
    for day in range(first, first + number):
        nightly(desk, bureau.connector(), *beside, form=replace(FORM, as_of=TODAY + day * DAY))
        desk.clock.move(DAY)


def broker_steps(desk: Desk, source: str = "broker") -> list[StepOutcome]:
    """What the source's step says in each order, in order of intake."""
    with desk.case.read() as tx:
        ids = [i for state in OrderState for i in desk.case.orders.ended_as(tx, state)]
        return [
            step
            for found in desk.case.steps.for_orders(tx, ids).values()
            for step in found
            if step.connector_id == source
        ]


def values(desk: Desk, number: str = "10001") -> list[str]:
    with desk.case.read() as tx:
        entry = desk.case.accounts.find(tx, number)
        assert entry is not None
        return [f.value for f in desk.case.findings.current(tx, entry.account.id)]


@pytest.mark.parametrize("card", [PAID, FREE], ids=["paid", "free"])
def test_an_order_awaits_its_answer_and_is_never_asked_twice(
    desk: Desk, card: ConnectorCard
) -> None:
    desk.taken_in(entry_of())
    bureau = Bureau(card)
    nights(desk, bureau, 2)
    assert counts(desk) == {OrderState.AWAITING: 1}
    [step] = broker_steps(desk, bureau.card.id)
    assert (step.outcome, step.until) == (Outcome.PENDING, DEADLINE)
    bureau.deliver(Reply((HOME,)))
    nights(desk, bureau, 2, first=2)
    assert counts(desk) == {OrderState.DONE: 1}
    assert (len(bureau.asked), len(bureau.collected)) == (1, 2)
    assert values(desk) == ["9 OAK AVE, LARKSPUR TX 75001"]
    with desk.case.read() as tx:
        assert desk.case.check(tx).faults == ()


def test_a_source_is_asked_no_earlier_than_its_ticket_says(sqlite_desk: Desk) -> None:
    sqlite_desk.taken_in(entry_of())
    bureau = Bureau(due=START + timedelta(days=2, hours=12))
    nights(sqlite_desk, bureau, 3)
    assert bureau.collected == []
    bureau.deliver(Reply((HOME,)))
    nights(sqlite_desk, bureau, 1, first=3)
    assert len(bureau.collected) == 1
    assert counts(sqlite_desk) == {OrderState.DONE: 1}


def test_past_the_deadline_the_step_is_overdue_and_the_order_ends(sqlite_desk: Desk) -> None:
    sqlite_desk.taken_in(entry_of())
    bureau = Bureau()
    nights(sqlite_desk, bureau, 6)
    assert counts(sqlite_desk) == {OrderState.INCOMPLETE: 1}
    [step] = broker_steps(sqlite_desk)
    assert step.outcome is Outcome.OVERDUE
    assert "no answer came by its deadline, 2026-11-27" in step.reason
    with sqlite_desk.case.read() as tx:
        [call] = sqlite_desk.case.ledger.unsettled(tx, sqlite_desk.clock())
        [order] = sqlite_desk.case.orders.ended_as(tx, OrderState.INCOMPLETE)
        assert sqlite_desk.case.ledger.spent(tx, [order]) == {order: Decimal("0.10")}
    assert call.inquiry_id == bureau.asked[0]


def test_what_comes_after_the_deadline_is_taken_and_nothing_is_bought_again(
    sqlite_desk: Desk,
) -> None:
    sqlite_desk.taken_in(entry_of())
    bureau = Bureau()
    nights(sqlite_desk, bureau, 8)
    assert len(bureau.asked) == 1
    bureau.deliver(Reply((HOME,)))
    nights(sqlite_desk, bureau, 1, first=8)
    assert len(bureau.asked) == 1
    assert counts(sqlite_desk)[OrderState.DONE] == 1
    assert values(sqlite_desk) == ["9 OAK AVE, LARKSPUR TX 75001"]


NO_ANSWER = Reply(outcome=Outcome.FAILED, reason="SourceUnavailable: the job failed")
DOUBT = Reply(outcome=Outcome.IN_DOUBT, reason="InDoubt: half a page")


@pytest.mark.parametrize(
    ("ready", "state", "asked"),
    [
        (NO_ANSWER, OrderState.INCOMPLETE, 2),
        (DOUBT, OrderState.AWAITING, 1),
        (SourceUnavailable("the desk is closed"), OrderState.AWAITING, 1),
        (LookupError("a fault of ours"), OrderState.AWAITING, 1),
    ],
    ids=["the source says that none comes", "in doubt", "closed", "a fault of ours"],
)
def test_what_collecting_can_meet(
    sqlite_desk: Desk, ready: Reply | Exception, state: OrderState, asked: int
) -> None:
    """Only the source's own word that no answer comes lets the question be asked anew."""
    sqlite_desk.taken_in(entry_of())
    bureau = Bureau()
    nights(sqlite_desk, bureau, 1)
    bureau.deliver(ready)
    nights(sqlite_desk, bureau, 1, first=1)
    assert counts(sqlite_desk) == {state: 1}
    nights(sqlite_desk, bureau, 1, first=2)
    assert len(bureau.asked) == asked


def test_beside_one_that_answers_later_a_source_that_fails_is_asked_the_next_day(
    sqlite_desk: Desk,
) -> None:
    sqlite_desk.taken_in(entry_of())
    bureau = Bureau(due=START + timedelta(days=4))
    down = FakeConnector(FREE, fails(Outcome.FAILED, "SourceUnavailable: down"))
    nights(sqlite_desk, bureau, 1, down)
    nights(sqlite_desk, bureau, 1, FakeConnector(FREE, says(HOME)), first=1)
    assert counts(sqlite_desk) == {OrderState.AWAITING: 1}
    assert [s.outcome for s in broker_steps(sqlite_desk, "register")] == [Outcome.HIT]
    assert (bureau.collected, len(bureau.asked)) == ([], 1)


def test_while_a_hold_stands_nothing_is_collected_and_later_nothing_is_bought_again(
    sqlite_desk: Desk,
) -> None:
    taken = sqlite_desk.taken_in(entry_of())
    bureau = Bureau()
    nights(sqlite_desk, bureau, 1)
    bureau.deliver(Reply((HOME,)))
    hold = make_hold("BANKRUPTCY", account_id=taken.account.id, since=TODAY)
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.accounts.add_holds(tx, [hold])
    nights(sqlite_desk, bureau, 1, first=1)
    assert (bureau.collected, counts(sqlite_desk)) == ([], {OrderState.HELD: 1})
    released = replace(hold, released=TODAY + 2 * DAY, release_evidence="dismissed")
    with sqlite_desk.case.write() as tx:
        sqlite_desk.case.accounts.add_holds(tx, [released])
    nights(sqlite_desk, bureau, 1, first=2)
    assert len(bureau.asked) == len(bureau.collected) == 1
    assert values(sqlite_desk) == ["9 OAK AVE, LARKSPUR TX 75001"]


def test_of_two_that_collect_one_answer_at_once_one_stores_it(desk: Desk) -> None:
    order = desk.placed()
    second = replace(order, id="order-2", as_of=TODAY + DAY)
    with desk.case.write() as tx:
        assert desk.case.orders.place(tx, [second]) == 1
    bureau = Bureau()
    desk.trace([order], bureau.connector(), FakeConnector(FREE, says()))
    desk.clock.move(DAY)
    bureau.deliver(Reply((HOME,)))

    class Beside(CollectingConnector):
        """Somebody else collects the same answer while this one does."""

        def collect(self, waiting: Sequence[tuple[Inquiry, Ticket]]) -> Sequence[Answer]:  # type: ignore[override]
            other = bureau.connector()
            desk.trace([second], other, FakeConnector(FREE, says()))
            return list(super().collect(waiting))

    beside = Beside(PAID, says(), bureau.provider)
    beside.desk = bureau.desk
    desk.trace([order], beside, FakeConnector(FREE, says()))
    with desk.case.read() as tx:
        state = desk.case.ledger.state(tx, bureau.asked)[bureau.asked[0]]
    assert (state.outcome, state.results) == (Outcome.HIT, 2)


@pytest.mark.parametrize("card", [PAID, FREE], ids=["paid", "free"])
@pytest.mark.parametrize(
    ("is_readable", "state", "outcome"),
    [(True, OrderState.DONE, Outcome.HIT), (False, OrderState.AWAITING, Outcome.PENDING)],
    ids=["the page", "something else"],
)
def test_what_a_person_brings_is_read_as_the_answer(
    desk: Desk, card: ConnectorCard, is_readable: bool, state: OrderState, outcome: Outcome
) -> None:
    desk.taken_in(entry_of())
    bureau = Bureau(card, task="get a certified copy at the counter", due=DEADLINE)
    nights(desk, bureau, 1)
    hand = ByHand(desk.case, desk.clock, TERMS.late.total_seconds())
    page = bureau.connector()._built(INQUIRY, Reply((HOME,))).snapshots[0].body
    by = ("A. Clerk", "collected at the counter")
    with desk.case.write() as tx:
        [call] = hand.pending_calls(tx)
        assert call.ticket is not None and call.ticket.task == "get a certified copy at the counter"
        done = hand.answer(tx, call.inquiry_id, page if is_readable else b"a photograph", by)
        assert done.reopened == 1
        with pytest.raises(CaseFileError, match="no call of that id awaits"):
            hand.answer(tx, "unknown", page, by)
        with pytest.raises(CaseFileError, match="neither may be blank"):
            hand.answer(tx, call.inquiry_id, page, ("", ""))
    nights(desk, bureau, 1, first=1)
    assert counts(desk) == {state: 1}
    [step] = broker_steps(desk, card.id)
    assert step.outcome is outcome
    assert ("cannot be read" in step.reason) is not is_readable
    assert (len(bureau.asked), bureau.collected) == (1, [])


NOTHING_SAID = Answer("q", Outcome.PENDING, reason="later")
OLD = Ticket("job", START, START + DAY)


@pytest.mark.parametrize(
    ("said", "before", "outcome", "deadline"),
    [
        (NOTHING_SAID, None, Outcome.PENDING, START + AWAITED_FOR),
        (NOTHING_SAID, OLD, Outcome.PENDING, START + DAY),
        (replace(NOTHING_SAID, ticket=OLD), None, Outcome.PENDING, START + DAY),
        (NOTHING_SAID, replace(OLD, deadline=START), Outcome.OVERDUE, START),
        (Answer("q", Outcome.NO_HIT), OLD, Outcome.NO_HIT, None),
    ],
    ids=["no ticket", "the call's", "the source's", "too late", "an answer"],
)
def test_a_pending_answer_has_a_ticket_with_a_deadline(
    said: Answer, before: Ticket | None, outcome: Outcome, deadline: datetime | None
) -> None:
    known = CallState("q", "order", START, Outcome.PENDING, ticket=before)
    found = with_ticket(said, known, START)
    assert (found.outcome, found.ticket and found.ticket.deadline) == (outcome, deadline)
