"""Orders that only a person can end: what waits, a call settled, a parked order set back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.by_hand import ByHand, Said, Waiting
from skiptrace.acts.office import Office
from skiptrace.casefile.ledger import OpenCall
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor


@dataclass(frozen=True, slots=True)
class WaitingView:
    """The orders that wait for a person, and the calls that are in doubt, oldest first."""

    orders: Sequence[Waiting]
    calls: Sequence[OpenCall]


def waiting_orders(office: Office, actor: Actor) -> WaitingView:
    """What waits; that somebody looked is one event of the audit trail."""
    with office.doing(actor, Act.LIST_ORDERS) as done:
        hand = _by_hand(office)
        return WaitingView(hand.waiting(done.tx), hand.open_calls(done.tx))


def settle_call(office: Office, actor: Actor, call: str, said: Said, evidence: str) -> int:
    """Say what became of a call; how many orders wait for the next run by it.

    Raises CaseFileError for a call that does not wait to be settled.
    """
    with office.doing(actor, Act.SETTLE_CALL) as done:
        settled = _by_hand(office).settle(done.tx, call, said, (actor.signature, evidence))
        done.note("call.settled", **settled.about, text=settled.words)
    return settled.reopened


def retry_order(office: Office, actor: Actor, order_id: str, evidence: str) -> None:
    """Put a parked order back into the queue; CaseFileError for one that is not parked."""
    with office.doing(actor, Act.RETRY_ORDER) as done:
        back = _by_hand(office).retry(done.tx, order_id, (actor.signature, evidence))
        done.note("order.reopened", **back.about, text=back.words)


def _by_hand(office: Office) -> ByHand:
    return ByHand(office.case, office.clock, office.installation.settings.workers.late)
