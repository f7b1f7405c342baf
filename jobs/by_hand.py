"""What only a person can end: a paid call in doubt, and an order that a fault of ours parked."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.ledger import CallState, OpenCall
from skiptrace.casefile.statements import Tx
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.record import Answer, Snapshot
from skiptrace.model.waterfall import Outcome

_NOT_BILLED = "SourceUnavailable: a person settled it: the provider says that it was not billed"
_BILLED = "SourceUnavailable: a person settled it: it was billed, and its answer is lost"
_ANSWERED = "SourceUnavailable: a person settled it: its answer is stored, the next run reads it"
_REQUEST = "brought by a person -> 200"


@dataclass(frozen=True, slots=True)
class Said:
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
class ByHand:
    """One person's decisions; CaseFileError unless they say who they are and on what ground."""

    case: CaseFile
    clock: Clock
    late: float

    def open_calls(self) -> list[OpenCall]:
        """Every call that may be billed and has no sure answer, oldest first."""
        with self.case.read() as tx:
            return self.case.ledger.unsettled(tx, self.clock())

    def waiting(self) -> list[Waiting]:
        """The orders in doubt and the parked ones, oldest first."""
        with self.case.read() as tx:
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

    def settle(self, call_id: str, said: Said, actor: str, evidence: str) -> int:
        """Store what became of a call in doubt; how many orders wait to be traced on by it.

        Not billed, the question may be asked anew. Billed, it never is: the answer that is brought
        is read, or the source counts as failed.
        """
        _require(actor, evidence)
        with self.case.write() as tx:
            call = self._open_call(tx, call_id)
            self.case.ledger.settle(tx, call_id, _answer(said, self._snapshot(said)), self.clock())
            order = self._order(tx, call.order_id)
            waiting = self.case.orders.in_doubt_of(tx, order.subject.id)
            back = self.case.orders.reopen(tx, waiting, OrderState.IN_DOUBT)
            words = f"call {call_id}: billed {said.billed} USD"
            event = AuditEvent("call.settled", actor.strip(), self.clock(), text=words)
            self._note(tx, event, order, evidence)
        return len(back)

    def retry(self, order_id: str, actor: str, evidence: str) -> None:
        """Put a parked order back into the queue."""
        _require(actor, evidence)
        with self.case.write() as tx:
            if not self.case.orders.retry(tx, order_id):
                raise CaseFileError("no order of that id is parked")
            order = self._order(tx, order_id)
            event = AuditEvent("order.reopened", actor.strip(), self.clock(), text="by hand")
            self._note(tx, event, order, evidence)

    def _open_call(self, tx: Tx, call_id: str) -> CallState:
        self.case.ledger.lock(tx, [call_id])
        call = self.case.ledger.state(tx, [call_id]).get(call_id)
        if call is None or not call.is_open:
            raise CaseFileError("no call of that id waits to be settled")
        holder = self.case.workers.states(tx, [call.holder]).get(call.holder)
        if holder is not None and holder.may_arrive(self.clock(), self.late):
            raise CaseFileError("a worker is making that call now: try again when it is done")
        return call

    def _order(self, tx: Tx, order_id: str) -> TraceOrder:
        order = self.case.orders.get(tx, order_id)
        if order is None:
            raise CaseFileError("the call's order is not in the case file")
        return order

    def _snapshot(self, said: Said) -> tuple[Snapshot, ...]:
        if said.answer is None:
            return ()
        return (Snapshot(said.answer, _media_type(said.answer), _REQUEST, self.clock()),)

    def _note(self, tx: Tx, event: AuditEvent, order: TraceOrder, evidence: str) -> None:
        """Audit the act; the evidence, in a person's words, goes into a sealed note."""
        account_id = order.account.id
        self.case.audit.append(tx, [replace(event, order_id=order.id, account_id=account_id)])
        words = f"{event.kind} by {event.actor}: {evidence.strip()}"
        self.case.notes.add(tx, account_id, order.id, words, self.clock())


def _answer(said: Said, snapshots: tuple[Snapshot, ...]) -> Answer:
    if said.billed <= 0:
        if snapshots:
            raise CaseFileError("an answer was billed: say what it cost")
        return Answer("", Outcome.FAILED, reason=_NOT_BILLED)
    reason = _ANSWERED if snapshots else _BILLED
    return Answer("", Outcome.FAILED, snapshots=snapshots, cost=said.billed, reason=reason)


def _require(actor: str, evidence: str) -> None:
    if not actor.strip() or not evidence.strip():
        raise CaseFileError("say who decides, and on what ground: neither may be blank")


def _media_type(body: bytes) -> str:
    try:
        json.loads(body)
    except ValueError:
        return "application/octet-stream"
    return "application/json"
