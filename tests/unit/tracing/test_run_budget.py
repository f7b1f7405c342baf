"""Money: no call leaves whose ceiling the order or the run cannot pay."""

from __future__ import annotations

from decimal import Decimal

import pytest
from orders import make_card

from skiptrace.model.card import Cost
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.run import ORDER_BUDGET, RUN_BUDGET, Purse, Run, RunBudget

DIME = make_card(cost=Cost(per_call=Decimal("0.02"), per_hit=Decimal("0.08")))


def purse(run: str, charged: str = "0", spent: str = "0") -> Purse:
    budget = RunBudget(Decimal(run), "night")
    return Purse(budget, Decimal(charged), {"order": Decimal(spent), "other": Decimal(0)})


@pytest.mark.parametrize(
    ("order", "money", "rule"),
    [
        ("0.10", purse("1"), ""),
        ("0.09", purse("1"), ORDER_BUDGET),
        ("0.20", purse("1", spent="0.10"), ""),
        ("0.20", purse("1", spent="0.11"), ORDER_BUDGET),
        ("1", purse("0.10"), ""),
        ("1", purse("0.09"), RUN_BUDGET),
        ("1", purse("1", charged="0.90"), ""),
        ("1", purse("1", charged="0.91"), RUN_BUDGET),
        ("0", purse("0"), ORDER_BUDGET),
    ],
)
def test_a_paid_call_needs_its_ceiling_in_both_budgets(order: str, money: Purse, rule: str) -> None:
    said, words = money.refusal("order", Decimal(order), DIME)
    assert said == rule
    assert bool(words) is bool(rule)


def test_what_is_taken_is_not_for_sale() -> None:
    money = purse("0.25")
    money.take("order", DIME)
    money.take("order", DIME)
    assert money.refusal("other", Decimal(1), DIME)[0] == RUN_BUDGET
    assert money.spent == {"order": Decimal("0.20"), "other": Decimal(0)}


@pytest.mark.parametrize(
    ("outcome", "reason", "stops"),
    [
        (Outcome.BLOCKED, "SourceRefused: our credentials were refused (401)", True),
        (Outcome.BLOCKED, "BotChallenge: asked for a human", True),
        (Outcome.FAILED, "SourceChanged: an unknown key", True),
        (Outcome.FAILED, "QuotaExhausted: no credit left", True),
        (Outcome.FAILED, "SourceUnavailable: down", False),
        (Outcome.IN_DOUBT, "InDoubt: cut off", False),
        (Outcome.HIT, "", False),
    ],
)
def test_a_source_that_says_stop_is_remembered_for_the_run(
    outcome: Outcome, reason: str, stops: bool
) -> None:
    run = Run(lease=None, budget=RunBudget(Decimal(1), "night"))  # type: ignore[arg-type]
    run.note("broker", Answer("inquiry", outcome, reason=reason))
    assert set(run.stopped) == ({"broker"} if stops else set())


def test_an_answer_that_a_rule_keeps_back_does_not_stop_its_source() -> None:
    run = Run(lease=None, budget=RunBudget(Decimal(1), "night"))  # type: ignore[arg-type]
    words = "SourceRefused: limited access withheld, 1 of 1 rows"
    run.note("deaths", Answer("inquiry", Outcome.BLOCKED, reason=words, rule="R51"))
    assert run.stopped == {}


def test_one_answer_that_cannot_be_read_does_not_stop_its_source() -> None:
    run = Run(lease=None, budget=RunBudget(Decimal(1), "night"))  # type: ignore[arg-type]
    words = "SourceChanged: the answer cannot be read (UnicodeEncodeError)"
    run.note("broker", Answer("inquiry", Outcome.FAILED, cost=Decimal("0.10"), reason=words))
    assert run.stopped == {}
