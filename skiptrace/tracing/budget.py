"""Money: what a run and an order may still spend, reserved before a call and settled after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from skiptrace.model.card import ConnectorCard
from skiptrace.tracing.state import OrderTrace


@dataclass(slots=True)
class RunBudget:
    """The ceiling of one run in US dollars; every call reserves its ceiling before it leaves."""

    limit: Decimal
    spent: Decimal = Decimal(0)
    reserved: Decimal = field(default=Decimal(0), init=False)

    def refusal(self, trace: OrderTrace, card: ConnectorCard) -> str:
        """Why the call may not be bought, or an empty string."""
        if not card.cost.is_paid:
            return ""
        if trace.spent + card.cost.ceiling > trace.order.budget:
            return f"the order's budget of {trace.order.budget} USD is used up"
        if self.spent + self.reserved + card.cost.ceiling > self.limit:
            return f"the run's budget of {self.limit} USD is used up"
        return ""

    def reserve(self, card: ConnectorCard) -> None:
        """Set the ceiling of one call aside."""
        self.reserved += card.cost.ceiling

    def settle(self, card: ConnectorCard, cost: Decimal) -> None:
        """Replace one call's reservation by what it cost."""
        self.reserved -= card.cost.ceiling
        self.spent += cost
