"""Trace orders as rows: the whole order sealed, with what the queue needs in clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import RowMapping

from skiptrace.casefile import codec
from skiptrace.casefile.account_reading import read_accounts, read_subjects
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.notary import row_name
from skiptrace.casefile.order_turns import require_own_turns
from skiptrace.casefile.standing_holds import standing_holds
from skiptrace.casefile.statements import Tx, opened
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.model.account import Hold
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, TraceOrder

_MATTER = "trace_order.matter"


class EntryVersion(NamedTuple):
    """Which version of an obligor an order was placed on, and of what its search rests on."""

    entry: int
    search: int


def matter_index(keys: Keyring, matter: str) -> bytes:
    """The blind index of a legal matter; no matter has one too."""
    return keys.index(_MATTER, matter.strip())


def order_row(keys: Keyring, order: TraceOrder, version: EntryVersion) -> dict[str, Any]:
    """The row of an order that waits to be claimed; version 0 means not in the book."""
    return {
        "id": order.id,
        "account_id": order.account.id,
        "subject_id": order.subject.id,
        "entry_version": version.entry,
        "search_version": version.search,
        "scope": order.scope.value,
        "matter_index": matter_index(keys, order.matter),
        "as_of": order.as_of,
        "round": 0,
        "created": order.created,
        "payload": codec.ORDER.encode(order),
        "state": OrderState.TODO.value,
    }


def recorded_orders(tx: Tx, rows: Sequence[RowMapping]) -> list[TraceOrder]:
    """The orders of these rows; CaseFileError where one does not stand as its last turn says."""
    require_own_turns(tx, rows)
    return orders_from_rows(tx, rows)


def orders_from_rows(tx: Tx, rows: Sequence[RowMapping]) -> list[TraceOrder]:
    """The orders of these rows, with account, subject and holds as they stand now."""
    holds = standing_holds(tx, [row["account_id"] for row in rows])
    accounts = read_accounts(tx, [row["account_id"] for row in rows])
    subjects = read_subjects(tx, [row["subject_id"] for row in rows])
    orders = []
    for row in opened(tx, trace_order, rows):
        known = row["account_id"] in accounts and row["subject_id"] in subjects
        if row["entry_version"] and not known:
            raise CaseFileError(f"{row_name(trace_order, row)}: its account or subject is missing")
        order = codec.ORDER.decode(row["payload"])
        orders.append(
            replace(
                order,
                account=accounts.get(row["account_id"], order.account),
                subject=subjects.get(row["subject_id"], order.subject),
                holds=_merged(order.holds, holds[row["account_id"]]),
            )
        )
    return orders


def _merged(ordered: Sequence[Hold], current: Sequence[Hold]) -> tuple[Hold, ...]:
    """The current holds, and the order's own that the case file does not know."""
    known = {hold.place for hold in current}
    extra = [hold for hold in ordered if hold.is_own and hold.place not in known]
    return (*current, *extra)
