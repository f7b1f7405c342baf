"""Settle: orders in doubt are taken up again where their providers can say what became of a call.

How that is asked says `skiptrace.tracing.settling`; the others wait for a person (`jobs.by_hand`).
"""

from __future__ import annotations

from collections.abc import Set

from jobs.execution.take_up import TakeUp
from skiptrace.model.order import OrderState, Scope

_WHY = "its provider is asked what became of the call"


def take_up_doubtful(take_up: TakeUp, scope: Scope, askable: Set[str]) -> int:
    """Set back the orders in doubt all of whose doubtful calls are at `askable` sources."""
    case = take_up.case
    with case.write() as tx:
        doubtful = case.orders.ended_as(tx, OrderState.IN_DOUBT, scope)
        sources = case.ledger.doubtful_sources(tx, doubtful)
        ready = [i for i in doubtful if sources.get(i, frozenset()) <= askable]
        return take_up.back(tx, ready, OrderState.IN_DOUBT, _WHY)
