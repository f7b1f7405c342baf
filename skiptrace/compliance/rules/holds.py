"""Account holds and the creditor's status, as a rule of the gate."""

from __future__ import annotations

from collections.abc import Callable

from config.compliance import HoldTable
from skiptrace.compliance.restraint import Restraint
from skiptrace.compliance.rules.rule import Question
from skiptrace.compliance.use import UseRules
from skiptrace.model.order import Scope


def holds_rule(table: HoldTable) -> Callable[[Question], Restraint | None]:
    """The strictest restraint of the open holds and of the account's status."""
    rules = UseRules(table)

    def check(question: Question) -> Restraint | None:
        order, day = question.order, question.day
        if order.scope is Scope.ASSETS:
            return rules.assets(order.account, order.holds, day, order.matter)
        return rules.trace(order.account, order.holds, day)

    return check
