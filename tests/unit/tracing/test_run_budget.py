"""Money: no call leaves whose ceiling the order or the run cannot pay."""

from __future__ import annotations

from decimal import Decimal

import pytest
from orders import make_card, make_order

from skiptrace.model.card import Cost
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.budget import RUN_BUDGET, RunBudget
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
    said = RunBudget(Decimal(run)).refusal(order, DIME)
    assert (said[1] if said else "") == refusal


def test_a_free_call_needs_no_money() -> None:
    assert RunBudget(Decimal(0)).refusal(trace("0"), FREE) is None


def answered(outcome: Outcome, cost: str) -> Answer:
    return Answer("inquiry", outcome, cost=Decimal(cost))


def test_what_is_reserved_is_not_for_sale_until_it_is_settled() -> None:
    budget, order = RunBudget(Decimal("0.25")), trace("1")
    budget.reserve(order, DIME)
    budget.reserve(order, DIME)
    said = budget.refusal(trace("1"), DIME)
    assert said is not None and said[0] == RUN_BUDGET
    budget.settle(order, DIME, answered(Outcome.NO_HIT, "0.02"))
    budget.settle(order, DIME, answered(Outcome.FAILED, "0"))
    assert order.reserved == 0
    assert (budget.spent, budget.reserved) == (Decimal("0.02"), 0)
    assert budget.refusal(trace("1"), DIME) is None


@pytest.mark.parametrize(
    ("outcome", "cost", "spent"),
    [
        (Outcome.HIT, "0.10", "0.10"),
        (Outcome.NO_HIT, "0.02", "0.02"),
        (Outcome.FAILED, "0", "0"),
        (Outcome.IN_DOUBT, "0", "0.10"),
    ],
)
def test_a_call_costs_what_was_billed_and_one_in_doubt_its_ceiling(
    outcome: Outcome, cost: str, spent: str
) -> None:
    budget, order = RunBudget(Decimal(1)), trace("1")
    budget.reserve(order, DIME)
    budget.settle(order, DIME, answered(outcome, cost))
    assert budget.spent == Decimal(spent)
