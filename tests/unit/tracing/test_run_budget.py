"""Money: no call leaves whose ceiling the order or the run cannot pay."""

from __future__ import annotations

from decimal import Decimal

import pytest
from orders import make_card, make_order

from skiptrace.model.card import Cost
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.budget import RunBudget
from skiptrace.tracing.state import OrderTrace

DIME = make_card(cost=Cost(per_call=Decimal("0.02"), per_hit=Decimal("0.08")))
FREE = make_card(cost=Cost())


def trace(budget: str, spent: str = "0") -> OrderTrace:
    begun = OrderTrace(make_order(budget=Decimal(budget)))
    begun.note_step(StepOutcome("order_1", "free", "broker", Outcome.HIT, Decimal(spent)))
    return begun


@pytest.mark.parametrize(
    ("order", "run", "refusal"),
    [
        (trace("0.10"), "1", ""),
        (trace("0.09"), "1", "the order's budget of 0.09 USD is used up"),
        (trace("0.20", spent="0.10"), "1", ""),
        (trace("0.20", spent="0.11"), "1", "the order's budget of 0.20 USD is used up"),
        (trace("1"), "0.10", ""),
        (trace("1"), "0.09", "the run's budget of 0.09 USD is used up"),
        (trace("0"), "0", "the order's budget of 0 USD is used up"),
    ],
)
def test_a_paid_call_needs_its_ceiling_in_both_budgets(
    order: OrderTrace, run: str, refusal: str
) -> None:
    assert RunBudget(Decimal(run)).refusal(order, DIME) == refusal


def test_a_free_call_needs_no_money() -> None:
    assert RunBudget(Decimal(0)).refusal(trace("0"), FREE) == ""


def test_what_is_reserved_is_not_for_sale_until_it_is_settled() -> None:
    budget = RunBudget(Decimal("0.25"))
    budget.reserve(DIME)
    budget.reserve(DIME)
    assert "run's budget" in budget.refusal(trace("1"), DIME)
    budget.settle(DIME, Decimal("0.02"))
    budget.settle(DIME, Decimal("0.10"))
    assert (budget.spent, budget.reserved) == (Decimal("0.12"), 0)
    assert budget.refusal(trace("1"), DIME) == ""
