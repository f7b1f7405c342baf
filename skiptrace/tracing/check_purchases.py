"""Which call answers a question about a contact point: an earlier one, or the next purchase.

What a check says names nobody: a number that was checked for one account need not be bought again
for another, as long as the card's `reuse_days` last. Where its licence binds an answer to the
account for which it was bought, the account is part of the question's name. What was got for one
purpose serves no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from skiptrace.casefile.call_state import CallState
from skiptrace.casefile.ledger_rows import POINT, Purchase
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import ContactPoint
from skiptrace.model.order import TraceOrder
from skiptrace.tracing.purchases import Chosen

_FAILED = "the earlier call failed and was not billed"
_OTHER_PURPOSE = "asked on another purpose than before"


def question_name(
    fingerprint: Callable[[bytes], str], order: TraceOrder, card: ConnectorCard, point: ContactPoint
) -> str:
    """What a point is called in the ledger: a keyed digest, one for all who may share answers.

    Of a source that is asked as of a day another day is another question.
    """
    account = order.account.id if card.keeps_to_account else ""
    since = f" since {point.since}" if card.needs_since else ""
    words = f"point {point.kind.value} {point.key} {account}{since}"
    return POINT + fingerprint(words.encode())[:32]


def choose_check(
    asked: tuple[TraceOrder, ConnectorCard, str],
    calls: Sequence[CallState],
    now: datetime,
) -> Chosen:
    """The purchase that an order's question about the point of that name is.

    `calls` are all calls to the source under that name, in their order. A paid call that may be
    billed unanswered is never made again; a free one is. A person who asks `anew` buys anew.
    """
    order, card, name = asked
    purposes = order.purposes & card.purposes
    bought = [(c, c.purchase) for c in calls if c.purchase is not None]
    usable = [(c, p) for c, p in bought if p.purposes & purposes]
    live = [(c, p) for c, p in usable if c.is_bought or (c.is_open and card.cost.is_paid)]
    own = [(c, p) for c, p in live if c.is_open or c.order_id == order.id]
    if own:
        return Chosen(own[-1][1], own[-1][0])
    why = _FAILED if usable else _OTHER_PURPOSE if bought else ""
    if live:
        last, purchase = live[-1]
        age = max(order.as_of, now.date()) - last.at.date()
        if order.anew:
            why = "asked anew by a person"
        elif age > timedelta(days=card.reuse_days):
            why = f"the earlier answer is older than {card.reuse_days} days"
        else:
            return Chosen(purchase, last)
    number = 1 + max((p.number for _, p in bought), default=-1)
    return Chosen(Purchase(name, card.id, number, purposes, frozenset(), why))
