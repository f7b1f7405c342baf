"""Which call answers a paid question: one that was bought before, or the next purchase of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from skiptrace.casefile.call_state import CallState
from skiptrace.casefile.known_by import known_by
from skiptrace.casefile.ledger_rows import Purchase
from skiptrace.compliance.minimise import minimised
from skiptrace.model.card import ConnectorCard
from skiptrace.model.order import TraceOrder

_FAILED = "the earlier call failed and was not billed"
_OTHER_ACCOUNT = "bought for another account"
_BOUND = ("GLB-", "FCRA-")
_OTHER_PURPOSE = "asked on another purpose than before"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The purchase that a question is, the call if it was made, and the gate's words for it."""

    purchase: Purchase
    call: CallState | None = None

    @property
    def question(self) -> str:
        """Names the inquiry, so that whoever asks the same question asks under the same id."""
        bought, call = self.purchase, self.call
        if call is not None and bought.facts is None:
            return f"{call.order_id}\x1f{bought.connector_id}"  # as older case files named it
        purposes = ",".join(sorted(bought.purposes))
        asked = (bought.subject_id, bought.connector_id, str(bought.number), purposes)
        return "\x1f".join(("purchase", *asked))


@dataclass(frozen=True, slots=True)
class Purchases:
    """Decides by what the ledger holds of a subject and a source.

    `fingerprint` is a keyed hash (hexadecimal): the ledger compares identifiers and shows none.
    `accounts` gives the account of each order whose purchases serve no other account (R36); none
    where counsel lets them serve a debtor's others too.
    """

    fingerprint: Callable[[bytes], str]
    accounts: Mapping[str, str] = field(default_factory=dict)

    def choose(
        self, order: TraceOrder, card: ConnectorCard, calls: Sequence[CallState], now: datetime
    ) -> Chosen:
        """The purchase that this order's question to the source is.

        An earlier call on a shared purpose serves while it may still be answered, and the order's
        own one always; then, unless the order asks anew, for the card's `reuse_days`, as long as
        nothing was learned to ask by that none of them was asked by. What was got for one purpose
        is not used for another (15 USC 6802(c)), nor for another account, where a statute binds it.
        """
        purposes = order.purposes & card.purposes
        facts = frozenset(map(self._digest, known_by(minimised(order.subject, card))))
        bought = [(c, c.purchase) for c in calls if c.purchase is not None]
        mine = [(c, p) for c, p in bought if not self._is_of_another(c, order, card)]
        usable = [(c, p) for c, p in mine if p.purposes & purposes]
        live = [(c, p) for c, p in usable if c.is_open or c.is_bought]
        own = [(c, p) for c, p in live if c.is_open or c.order_id == order.id]
        if own:
            return Chosen(own[-1][1], own[-1][0])
        why = _FAILED if usable else _OTHER_PURPOSE if mine else _OTHER_ACCOUNT if bought else ""
        if live:
            last, purchase = live[-1]
            new = _new_facts([p for _, p in live], facts)
            why = _why_again((order, card), last, new, now)
            if not why:
                return Chosen(purchase, last)
        number = 1 + max((p.number for _, p in bought), default=-1)
        return Chosen(Purchase(order.about, card.id, number, purposes, facts, why))

    def _is_of_another(self, call: CallState, order: TraceOrder, card: ConnectorCard) -> bool:
        """Whether the call was bought for another account, under a statute that keeps it there."""
        is_bound = any(purpose.startswith(_BOUND) for purpose in card.purposes)
        return is_bound and self.accounts.get(call.order_id) not in (None, order.account.id)

    def _digest(self, identifier: str) -> str:
        field, _, text = identifier.partition(":")
        return f"{field}:{self.fingerprint(f'known by {field} {text}'.encode())[:24]}"


def _why_again(
    asked: tuple[TraceOrder, ConnectorCard],
    last: CallState,
    new: frozenset[str],
    now: datetime,
) -> str:
    """Why the last call does not serve; empty when it does."""
    order, card = asked
    if order.anew:
        return "asked anew by a person"
    if max(order.as_of, now.date()) - last.at.date() > timedelta(days=card.reuse_days):
        return f"the earlier answer is older than {card.reuse_days} days"
    words = ", ".join(sorted({fact.partition(":")[0] for fact in new}))
    return f"asked by what was not known before: {words}" if words else ""


def _new_facts(purchases: Sequence[Purchase], facts: frozenset[str]) -> frozenset[str]:
    """What none of the purchases was asked by; nothing where an older case file does not say."""
    known = [p.facts for p in purchases if p.facts is not None]
    return frozenset() if len(known) < len(purchases) else facts - frozenset().union(*known)
