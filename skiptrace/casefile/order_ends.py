"""How orders ended, as rows of their own: the state of an order changes in place, an end does not.

An order whose state is not that of its last end was changed by hand; it is neither traced again nor
taken for a finished search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from skiptrace.casefile.notary import row_name
from skiptrace.casefile.statements import Tx, insert_all, owned_rows
from skiptrace.casefile.tables.orders import order_end as t
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState

_OPEN = frozenset({OrderState.TODO.value, OrderState.CLAIMED.value})
_REOPENED = _OPEN | {OrderState.IN_DOUBT.value, OrderState.PARKED.value}


@dataclass(frozen=True, slots=True)
class Ending:
    """How orders end: the state, the moment, and for a parked one the reason, nothing personal."""

    state: OrderState
    at: datetime
    reason: str = ""


def note_ends(tx: Tx, order_ids: Sequence[str], ending: Ending) -> None:
    """Write that these orders ended so."""
    said = {"state": ending.state.value, "at": ending.at, "reason": ending.reason}
    insert_all(tx, t, [{"order_id": i} | said for i in dict.fromkeys(order_ids)])


def last_reason(tx: Tx, order_id: str) -> str:
    """The reason beside the order's last end; empty when there is none."""
    ends = owned_rows(tx, t, [order_id])[order_id]
    return ends[-1]["reason"] if ends else ""


def require_own_ends(tx: Tx, orders: Sequence[Mapping[Any, Any]]) -> None:
    """CaseFileError when a stored order row does not stand as the order ended last."""
    ends = owned_rows(tx, t, [row["id"] for row in orders])
    for row in orders:
        if wrong := end_fault(row, ends[row["id"]][-1] if ends[row["id"]] else None):
            raise CaseFileError(
                f"{row_name(trace_order, row)}: {wrong}; run `skiptrace audit verify`"
            )


def end_fault(row: Mapping[Any, Any], end: Mapping[Any, Any] | None) -> str:
    """What is wrong with an order's changing columns, given its last end; empty when nothing is.

    One in doubt, or parked, may be set back by a person; who holds a claim is nobody's record.
    """
    state, worker = row["state"], row["worker"]
    last = end["state"] if end is not None else OrderState.TODO.value
    if state != last and not (state in _OPEN and last in _REOPENED):
        return f"it stands as {state} and ended as {last}"
    if state not in _OPEN and end is not None and row["finished"] != end["at"]:
        return "the moment of its end was changed"
    if end is None and row["finished"] is not None:
        return "it has not ended, but has a moment of its end"
    if state == OrderState.CLAIMED.value:
        return "it is claimed by nobody" if worker is None else ""
    return f"it stands as {state} and is claimed" if worker is not None else ""
