"""How orders ended, as rows of their own: the state of an order changes in place, an end does not.

An order whose state is not that of its last end was changed by hand; it is neither traced again nor
taken for a finished search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from skiptrace.casefile.notary import row_name
from skiptrace.casefile.statements import Tx, insert_all, owned_rows
from skiptrace.casefile.tables.orders import order_end as t
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState

_OPEN = frozenset({OrderState.TODO.value, OrderState.CLAIMED.value})
_REOPENED = _OPEN | {OrderState.IN_DOUBT.value}


def note_ends(tx: Tx, order_ids: Sequence[str], state: OrderState, at: datetime) -> None:
    """Write that these orders ended so."""
    ids = dict.fromkeys(order_ids)
    insert_all(tx, t, [{"order_id": i, "state": state.value, "at": at} for i in ids])


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

    One in doubt may be claimed again; who holds a claim, and until when, is nobody's record.
    """
    state, claim = row["state"], (row["worker"], row["lease_until"])
    last = end["state"] if end is not None else OrderState.TODO.value
    if state != last and not (state in _OPEN and last in _REOPENED):
        return f"it stands as {state} and ended as {last}"
    if state not in _OPEN and end is not None and row["finished"] != end["at"]:
        return "the moment of its end was changed"
    if end is None and row["finished"] is not None:
        return "it has not ended, but has a moment of its end"
    if state == OrderState.CLAIMED.value:
        return "it is claimed by nobody" if None in claim else ""
    return f"it stands as {state} and is claimed" if claim != (None, None) else ""
