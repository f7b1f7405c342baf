"""How orders ended, as the exit code of a command."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from skiptrace.cli.exits import Exit
from skiptrace.model.order import OrderState

_ENDS: Mapping[OrderState | None, Exit] = {
    OrderState.HELD: Exit.REFUSED,
    OrderState.IN_DOUBT: Exit.DONE_WITH_FAILURES,
    OrderState.INCOMPLETE: Exit.DONE_WITH_FAILURES,
    OrderState.AWAITING: Exit.DONE_WITH_FAILURES,
    OrderState.PARKED: Exit.DONE_WITH_FAILURES,
}


def exit_of(state: OrderState | None) -> int:
    """The exit code that says how an order ended."""
    return _ENDS.get(state, Exit.DONE)


def worst_of(ends: Collection[int]) -> int:
    """The exit code of several orders; where they ended differently, something failed."""
    if len(set(ends)) == 1:
        return next(iter(ends))
    return Exit.DONE_WITH_FAILURES
