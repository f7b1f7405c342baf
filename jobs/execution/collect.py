"""Collect: orders that await an answer are taken up again once a ticket of theirs is due.

What is then asked, and never submitted again, says `skiptrace.tracing.collecting`.
"""

from __future__ import annotations

from jobs.execution.take_up import TakeUp
from skiptrace.model.order import OrderState, Scope

_WHY = "an answer that it awaits is due"


def take_up_awaiting(take_up: TakeUp, scope: Scope) -> int:
    """Set back the orders of the scope whose answer is due; how many."""
    case = take_up.case
    with case.write() as tx:
        due = case.orders.due(tx, take_up.clock(), scope)
        return take_up.back(tx, due, OrderState.AWAITING, _WHY)
