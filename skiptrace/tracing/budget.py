"""Money: what a run and an order may still spend, reserved before a call and settled after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from skiptrace.model.card import ConnectorCard
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.state import OrderTrace

ORDER_BUDGET = "B-ORDER"
RUN_BUDGET = "B-RUN"


@dataclass(slots=True)
class RunBudget:
    """The ceiling of one run in US dollars; every call reserves its ceiling before it leaves."""

    limit: Decimal
    spent: Decimal = Decimal(0)
    reserved: Decimal = field(default=Decimal(0), init=False)

    def refusal(self, trace: OrderTrace, card: ConnectorCard) -> tuple[str, str] | None:
        """The rule and the words why the call may not be bought, or None."""
        if not card.cost.is_paid:
            return None
        if trace.spent + trace.reserved + card.cost.ceiling > trace.order.budget:
            return ORDER_BUDGET, f"the order's budget of {trace.order.budget} USD is used up"
        if self.spent + self.reserved + card.cost.ceiling > self.limit:
            return RUN_BUDGET, f"the run's budget of {self.limit} USD is used up"
        return None

    def reserve(self, trace: OrderTrace, card: ConnectorCard) -> None:
        """Set the ceiling of one call aside."""
        trace.reserved += card.cost.ceiling
        self.reserved += card.cost.ceiling

    def settle(self, trace: OrderTrace, card: ConnectorCard, answer: Answer) -> None:
        """Replace one call's reservation by what it cost; a call in doubt counts in full."""
        self.reserved -= card.cost.ceiling
        if answer.outcome is Outcome.IN_DOUBT:
            self.spent += card.cost.ceiling
        else:
            trace.reserved -= card.cost.ceiling
            self.spent += answer.cost
