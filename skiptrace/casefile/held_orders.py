"""Orders that a rule held, as a night looks at them again: page by page, those that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from skiptrace.casefile.order_rows import recorded_orders
from skiptrace.casefile.statements import Tx, is_newest
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, Scope, TraceOrder

_row = trace_order.c


def held_orders(tx: Tx, before: date, after: int, limit: int) -> dict[str, int]:
    """A page of ids, with places, of locate orders held on an earlier day.

    Each is the last of its obligor.
    """
    query = (
        select(_row.id, _row.seq)
        .where(
            _row.state == OrderState.HELD.value,
            _row.scope == Scope.LOCATE.value,
            _row.as_of < before,
            _row.seq > after,
            is_newest(trace_order, "account_id", "subject_id", "scope", by="seq"),
        )
        .order_by(_row.seq)
        .limit(limit)
    )
    return {row.id: row.seq for row in tx.execute(query)}


def readable_orders(tx: Tx, ids: Sequence[str]) -> list[TraceOrder]:
    """Those of the orders that can be read and stand as their last turns say."""
    try:
        rows = tx.execute(select(trace_order).where(_row.id.in_(ids))).mappings().all()
        return recorded_orders(tx, rows)
    except CaseFileError:
        if len(ids) == 1:
            return []
    return [order for one in ids for order in readable_orders(tx, [one])]
