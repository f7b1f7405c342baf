"""Writes trace orders for accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.model.account import NextAction
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.ports import Clock


@dataclass(frozen=True, slots=True)
class OrderForm:
    """What all orders of one command share: scope, legal ground, budget, requester, day, matter.

    `anew` buys again what was bought, even if it is young enough to serve.
    """

    scope: Scope
    purposes: frozenset[str]
    budget: Decimal
    requester: str
    as_of: date
    matter: str = ""
    anew: bool = False

    def order(self, entry: AccountEntry, clock: Clock) -> TraceOrder:
        """The order for one account, with a random id."""
        returned = entry.returned_mail
        action = returned.action if returned is not None else NextAction.FULL_TRACE
        return TraceOrder(
            id=f"order_{uuid4().hex}",
            account=entry.account,
            subject=entry.subject,
            role=entry.role,
            scope=self.scope,
            purposes=self.purposes,
            budget=self.budget,
            requester=self.requester,
            as_of=self.as_of,
            created=clock(),
            action=action,
            matter=self.matter,
            holds=entry.holds,
            anew=self.anew,
        )
