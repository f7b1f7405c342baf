"""Orders that only a person can end: what waits, a call settled, a parked order set back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.by_hand import ByHand, HandAnswer, Waiting
from skiptrace.acts.office import Office
from skiptrace.casefile.call_state import OpenCall
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor


@dataclass(frozen=True, slots=True)
class WaitingView:
    """The orders that wait for a person, and the calls that are in doubt, oldest first.

    `awaited` are calls whose answer is still to come, by their deadlines.
    """

    orders: Sequence[Waiting]
    calls: Sequence[OpenCall]
    awaited: Sequence[OpenCall]

    @property
    def tasks(self) -> Sequence[OpenCall]:
        """The awaited answers that a person is to get."""
        return [call for call in self.awaited if call.ticket and call.ticket.task]


def waiting_orders(office: Office, actor: Actor) -> WaitingView:
    """What waits; that somebody looked is one event of the audit trail."""
    with office.doing(actor, Act.LIST_ORDERS) as done:
        hand = _by_hand(office)
        tx = done.tx
        return WaitingView(hand.waiting(tx), hand.open_calls(tx), hand.pending_calls(tx))


def settle_call(office: Office, actor: Actor, call: str, said: HandAnswer, evidence: str) -> int:
    """Say what became of a call; how many orders wait for the next run by it.

    Raises CaseFileError for a call that does not wait to be settled.
    """
    with office.doing(actor, Act.SETTLE_CALL) as done:
        settled = _by_hand(office).settle(done.tx, call, said, (actor.signature, evidence))
        done.note("call.settled", **settled.about, text=settled.words)
    return settled.reopened


def answer_call(office: Office, actor: Actor, call: str, body: bytes, evidence: str) -> int:
    """Bring the answer of a call that awaits one; how many orders wait for the next run by it.

    Raises CaseFileError for a call that awaits none, and for an empty answer.
    """
    with office.doing(actor, Act.ANSWER_CALL) as done:
        brought = _by_hand(office).answer(done.tx, call, body, (actor.signature, evidence))
        done.note("call.answered", **brought.about, text=brought.words)
    return brought.reopened


def retry_order(office: Office, actor: Actor, order_id: str, evidence: str) -> None:
    """Put a parked order back into the queue; CaseFileError for one that is not parked."""
    with office.doing(actor, Act.RETRY_ORDER) as done:
        back = _by_hand(office).retry(done.tx, order_id, (actor.signature, evidence))
        done.note("order.reopened", **back.about, text=back.words)


def _by_hand(office: Office) -> ByHand:
    return ByHand(office.case, office.clock, office.installation.settings.workers.late)
