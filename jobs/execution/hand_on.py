"""Hand on: orders that wait are given to whoever works them off, where they come to wait.

It happens in the transaction that lets them wait, so that both happen or neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from skiptrace.casefile.statements import Tx


class Kind(StrEnum):
    """What orders wait for: to be traced, for an answer that is due, for a word on a call."""

    TRACE = "trace"
    COLLECT = "collect"
    SETTLE = "settle"


HandOn = Callable[[Tx, Kind, Sequence[str]], None]
"""Is given ids of orders; one that does not wait by then is left out."""


def keep(tx: Tx, kind: Kind, order_ids: Sequence[str]) -> None:
    """Who placed them works them off as well, from the ledger."""
