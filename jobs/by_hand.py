"""What only a person can end: a paid call in doubt, and an order that a fault of ours parked."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal

from skiptrace.casefile.call_state import CallStage, CallState, OpenCall
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.record import Answer, Snapshot
from skiptrace.model.waterfall import Outcome

_NOT_BILLED = "SourceUnavailable: a person settled it: the provider says that it was not billed"
_BILLED = "SourceUnavailable: a person settled it: it was billed, and its answer is lost"
_ANSWERED = "SourceUnavailable: a person settled it: its answer is stored, the next run reads it"
_BROUGHT = "a person brought the answer, the next run reads it"
_TO_COME = (CallStage.PENDING, CallStage.OVERDUE)
_REQUEST = "brought by a person -> 200"


@dataclass(frozen=True, slots=True)
class HandAnswer:
    """What a person says became of a call: its bill in US dollars, and its answer if any."""

    billed: Decimal
    answer: bytes | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that waits for a person, and why; `order` None when it cannot be read."""

    order_id: str
    state: OrderState
    reason: str
    order: TraceOrder | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a person's decision ended: the order, and how many wait for the next run by it.

    `words` say for the audit trail what was decided.
    """

    order: TraceOrder
    words: str
    reopened: int = 1

    @property
    def about(self) -> dict[str, str]:
        """The order and its account, as an audit event names them."""
        return {"order_id": self.order.id, "account_id": self.order.account.id}


@dataclass(frozen=True, slots=True)
class ByHand:
    """One person's decisions, signed with (signature, evidence); CaseFileError for a blank one."""

    case: CaseFile
    clock: Clock
    late: float

    def open_calls(self, tx: Tx) -> list[OpenCall]:
        """Every call that may be billed and has no sure answer, oldest first."""
        return self.case.ledger.unsettled(tx, self.clock())

    def pending_calls(self, tx: Tx) -> list[OpenCall]:
        """Every call whose answer is still to come, the one that is due first first."""
        found = self.case.ledger.pending(tx)
        return sorted(found, key=lambda call: call.ticket.deadline if call.ticket else call.sent)

    def waiting(self, tx: Tx) -> list[Waiting]:
        """The orders in doubt and the parked ones, oldest first."""
        return [
            self._waiting(tx, order_id, state)
            for state in (OrderState.IN_DOUBT, OrderState.PARKED)
            for order_id in self.case.orders.ended_as(tx, state)
        ]

    def _waiting(self, tx: Tx, order_id: str, state: OrderState) -> Waiting:
        """One that cannot be read is told all the same: that is why it waits."""
        try:
            order = self.case.orders.get(tx, order_id)
            return Waiting(order_id, state, self.case.orders.reason(tx, order_id), order)
        except CaseFileError as error:
            return Waiting(order_id, state, str(error))

    def settle(self, tx: Tx, call_id: str, said: HandAnswer, by: tuple[str, str]) -> Done:
        """Store what became of a call in doubt, so that orders which wait for it go on.

        Not billed, the question may be asked anew. Billed, it never is: the answer that is brought
        is read, or the source counts as failed.
        """
        _require(by)
        call = self._open_call(tx, call_id)
        self.case.ledger.settle(tx, call_id, _answer(said, self._snapshot(said)), self.clock())
        order = self._order(tx, call.order_id)
        back = self._reopened(tx, order)
        self._note(tx, f"call.settled by {by[0]}: {by[1].strip()}", order)
        return Done(order, f"call {call_id}: billed {said.billed} USD", len(back))

    def _reopened(self, tx: Tx, order: TraceOrder) -> list[tuple[str, str]]:
        """Set back every order that waits for a call about the order's subject."""
        orders, subject_id = self.case.orders, order.subject.id
        doubtful = orders.reopen(tx, orders.in_doubt_of(tx, subject_id), OrderState.IN_DOUBT)
        awaiting = orders.reopen(tx, orders.awaiting_of(tx, subject_id), OrderState.AWAITING)
        return [*doubtful, *awaiting]

    def answer(self, tx: Tx, call_id: str, body: bytes, by: tuple[str, str]) -> Done:
        """Store the answer that a person brought to a call whose answer is to come.

        The next run reads it as if the source had sent it; what cannot be read leaves it to come.
        """
        _require(by)
        if not body:
            raise CaseFileError("the answer is empty")
        self.case.ledger.lock(tx, [call_id])
        call = self.case.ledger.state(tx, [call_id]).get(call_id)
        if call is None or call.state not in _TO_COME:
            raise CaseFileError("no call of that id awaits an answer")
        now = self.clock()
        ticket = replace(call.ticket, ask_next=now) if call.ticket else None
        brought = Snapshot(body, _media_type(body), _REQUEST, now)
        said = Answer("", Outcome.PENDING, (), (brought,), reason=_BROUGHT, ticket=ticket)
        self.case.ledger.settle(tx, call_id, said, now)
        order = self._order(tx, call.order_id)
        back = self._reopened(tx, order)
        self._note(tx, f"call.answered by {by[0]}: {by[1].strip()}", order)
        return Done(order, f"call {call_id}: {len(body)} bytes brought", len(back))

    def retry(self, tx: Tx, order_id: str, by: tuple[str, str]) -> Done:
        """Put a parked order back into the queue."""
        _require(by)
        if not self.case.orders.retry(tx, order_id):
            raise CaseFileError("no order of that id is parked")
        order = self._order(tx, order_id)
        self._note(tx, f"order.reopened by {by[0]}: {by[1].strip()}", order)
        return Done(order, "by hand")

    def _open_call(self, tx: Tx, call_id: str) -> CallState:
        self.case.ledger.lock(tx, [call_id])
        call = self.case.ledger.state(tx, [call_id]).get(call_id)
        if call is None or not call.is_open:
            raise CaseFileError("no call of that id waits to be settled")
        if self._may_arrive(tx, call.holder):
            raise CaseFileError("a worker is making that call now: try again when it is done")
        return call

    def _may_arrive(self, tx: Tx, worker_id: str) -> bool:
        """Whether a call of that worker may still get there; one whose lease is over is ended.

        A worker lets nothing leave once its lease is over, so that is when its last call can have.
        """
        now = self.clock()
        holder = self.case.workers.states(tx, [worker_id]).get(worker_id)
        if holder is not None and holder.ended is None and holder.until <= now:
            self.case.workers.end(tx, holder, holder.until)
            holder = replace(holder, ended=holder.until)
        return holder is not None and holder.may_arrive(now, self.late)

    def _order(self, tx: Tx, order_id: str) -> TraceOrder:
        order = self.case.orders.get(tx, order_id)
        if order is None:
            raise CaseFileError("the call's order is not in the case file")
        return order

    def _snapshot(self, said: HandAnswer) -> tuple[Snapshot, ...]:
        if said.answer is None:
            return ()
        return (Snapshot(said.answer, _media_type(said.answer), _REQUEST, self.clock()),)

    def _note(self, tx: Tx, words: str, order: TraceOrder) -> None:
        """The evidence, in a person's words, goes into a sealed note."""
        self.case.notes.add(tx, order.account.id, order.id, words, self.clock())


def _answer(said: HandAnswer, snapshots: tuple[Snapshot, ...]) -> Answer:
    if said.billed <= 0:
        if snapshots:
            raise CaseFileError("an answer was billed: say what it cost")
        return Answer("", Outcome.FAILED, reason=_NOT_BILLED)
    reason = _ANSWERED if snapshots else _BILLED
    return Answer("", Outcome.FAILED, snapshots=snapshots, cost=said.billed, reason=reason)


def _require(by: tuple[str, str]) -> None:
    if not all(text.strip() for text in by):
        raise CaseFileError("say who decides, and on what ground: neither may be blank")


def _media_type(body: bytes) -> str:
    try:
        json.loads(body)
    except ValueError:
        return "application/octet-stream"
    return "application/json"
