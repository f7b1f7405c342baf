"""Trace orders as rows: the whole order sealed, with what the queue needs in clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, select

from skiptrace.casefile import codec
from skiptrace.casefile.account_reading import read_accounts, read_subjects
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.notary import row_name
from skiptrace.casefile.order_turns import require_own_turns
from skiptrace.casefile.standing_holds import standing_holds
from skiptrace.casefile.statements import Tx, chunks, is_newest, opened
from skiptrace.casefile.tables.accounts import obligor
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.casefile.waivers import approved_by
from skiptrace.model.account import Hold
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, TraceOrder

_MATTER = "trace_order.matter"
_ENTERED = select(trace_order.c.seq, trace_order.c.id).where(
    is_wanted(trace_order.c.id), trace_order.c.entry_version != 0
)


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
    return as_now(tx, as_placed(tx, rows))


def as_placed(tx: Tx, rows: Sequence[RowMapping]) -> list[TraceOrder]:
    """The orders of these rows as they were when they were placed, by the row's own ids."""
    return [_by_its_row(row) for row in opened(tx, trace_order, rows)]


def _by_its_row(row: Mapping[str, Any]) -> TraceOrder:
    order = codec.ORDER.decode(row["payload"])
    account = replace(order.account, id=row["account_id"])
    return replace(order, account=account, subject=replace(order.subject, id=row["subject_id"]))


def as_now(tx: Tx, orders: Sequence[TraceOrder]) -> list[TraceOrder]:
    """These orders with account, subject, holds and who approved their matter as they stand now.

    CaseFileError where the account or subject of an order that was placed on a version of it is
    missing.
    """
    account_ids = [order.account.id for order in orders]
    holds = standing_holds(tx, account_ids)
    accounts = read_accounts(tx, account_ids)
    subjects = read_subjects(tx, [order.subject.id for order in orders])
    _require_entries(
        tx, [o for o in orders if o.account.id not in accounts or o.subject.id not in subjects]
    )
    approved = approved_by(tx, orders)
    return [
        replace(
            order,
            approved_by=approved.get(order.id, frozenset()),
            account=accounts.get(order.account.id, order.account),
            subject=subjects.get(order.subject.id, order.subject),
            holds=_merged(order.holds, holds[order.account.id]),
        )
        for order in orders
    ]


def _require_entries(tx: Tx, orders: Sequence[TraceOrder]) -> None:
    """CaseFileError unless these orders were placed on nothing that the account book had."""
    for piece in chunks([order.id for order in orders]):
        for row in tx.execute(_ENTERED, {"wanted": piece}).mappings():
            raise CaseFileError(f"{row_name(trace_order, row)}: its account or subject is missing")


def _merged(ordered: Sequence[Hold], current: Sequence[Hold]) -> tuple[Hold, ...]:
    """The current holds, and the order's own that the case file does not know."""
    known = {hold.place for hold in current}
    extra = [hold for hold in ordered if hold.is_own and hold.place not in known]
    return (*current, *extra)


_ENTRY_VERSIONS = select(obligor.c.subject_id, obligor.c.version, obligor.c.search_version).where(
    is_wanted(obligor.c.subject_id), is_newest(obligor, "account_id", "subject_id")
)


def entry_versions(tx: Tx, subject_ids: Sequence[str]) -> dict[str, EntryVersion]:
    """The newest version of each subject's obligor, of those that are known."""
    versions: dict[str, EntryVersion] = {}
    for piece in chunks(subject_ids):
        for row in tx.execute(_ENTRY_VERSIONS, {"wanted": piece}):
            versions[row.subject_id] = EntryVersion(row.version, row.search_version)
    return versions


def standing_rows(tx: Tx, ids: Sequence[str], state: OrderState) -> list[RowMapping]:
    """The rows of those orders that stand in that state, theirs until the transaction ends."""
    found: list[RowMapping] = []
    for piece in chunks(ids):
        own = trace_order.c.id.in_(piece)
        query = select(trace_order).where(own, trace_order.c.state == state.value)
        found.extend(tx.execute(query.with_for_update()).mappings())
    return found
