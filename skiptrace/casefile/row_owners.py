"""Whose key seals a row: its account's, or its subject's, for a subject may owe on many accounts.

An answer that was bought once and serves several accounts lies under the key of the account whose
call brought it first, which its row names; a disposal of this account hands it on to one that still
rests on it. Rows about nobody, such as users, certificates and tallies, lie under the
installation's keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, Table, select

from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.tables.accounts import account
from skiptrace.casefile.tables.checks import contact_check
from skiptrace.casefile.tables.findings import evidence, finding
from skiptrace.casefile.tables.orders import call_snapshot, connector_call, snapshot, trace_order
from skiptrace.casefile.tallies import owner_scope, tallying

Owner: TypeAlias = str
"""An owner as its key names it: `account acc_...` or `subject sub_...`."""
NOBODY: Owner = ""
_TOGETHER = 500
_ORDER = select(trace_order.c.id, trace_order.c.account_id).where(is_wanted(trace_order.c.id))
_CALL = (
    select(connector_call.c.inquiry_id, trace_order.c.account_id)
    .join(trace_order, trace_order.c.id == connector_call.c.order_id)
    .where(is_wanted(connector_call.c.inquiry_id))
)
_BY_CALL = (
    select(call_snapshot.c.address, trace_order.c.account_id)
    .join(connector_call, connector_call.c.inquiry_id == call_snapshot.c.inquiry_id)
    .join(trace_order, trace_order.c.id == connector_call.c.order_id)
    .where(is_wanted(call_snapshot.c.address))
    .order_by(call_snapshot.c.seq.desc())
)
_BY_EVIDENCE = (
    select(evidence.c.snapshot_address, finding.c.account_id)
    .join(
        finding,
        (finding.c.id == evidence.c.finding_id) & (finding.c.version == evidence.c.version),
    )
    .where(is_wanted(evidence.c.snapshot_address))
    .order_by(evidence.c.seq.desc())
)
_BY_CHECK = (
    select(contact_check.c.snapshot_address, contact_check.c.account_id)
    .where(is_wanted(contact_check.c.snapshot_address))
    .order_by(contact_check.c.seq.desc())
)
_FOUND_BY: Mapping[str, tuple[str, tuple[Select[Any], ...]]] = {
    "candidate": ("order_id", (_ORDER,)),
    "step": ("order_id", (_ORDER,)),
    "call_result": ("inquiry_id", (_CALL,)),
    "call_snapshot": ("inquiry_id", (_CALL,)),
    "evidence": (
        "finding_id",
        (select(finding.c.id, finding.c.account_id).where(is_wanted(finding.c.id)),),
    ),
    "receipt": (
        "number_index",
        (select(account.c.number_index, account.c.id).where(is_wanted(account.c.number_index)),),
    ),
    snapshot.name: ("address", (_BY_CHECK, _BY_EVIDENCE, _BY_CALL)),
}
"""By table that names no account: its column, and queries from it to one; the last one counts."""


def has_owners(table: Table) -> bool:
    """Whether the rows of a table lie under the keys of their owners."""
    return _counted_by_owner(table) is not None or table.name in _FOUND_BY


def owners_of(tx: Connection, table: Table, rows: Sequence[Mapping[Any, Any]]) -> list[Owner]:
    """The owner of each row; NOBODY where the case file knows none, or the table has none."""
    direct = _counted_by_owner(table)
    if direct is not None:
        kind, column = direct
        return [owner_scope(kind, row[column]) for row in rows]
    if table.name not in _FOUND_BY:
        return [NOBODY] * len(rows)
    if table is snapshot:
        return [row["owner"] or NOBODY for row in rows]
    return owners_by_what_rests(tx, table, rows)


def owners_by_what_rests(
    tx: Connection, table: Table, rows: Sequence[Mapping[Any, Any]]
) -> list[Owner]:
    """The owner of each row by the orders, findings and checks that it belongs to."""
    column, queries = _FOUND_BY[table.name]
    known = {} if table is snapshot else tallying(tx).owners
    wanted = list({row[column] for row in rows if (column, row[column]) not in known})
    for start in range(0, len(wanted), _TOGETHER):
        for query in queries:
            told = tx.execute(query, {"wanted": wanted[start : start + _TOGETHER]})
            known |= {(column, value): account_owner(account_id) for value, account_id in told}
    return [known.get((column, row[column]), NOBODY) for row in rows]


def account_owner(account_id: str) -> Owner:
    """An account as the owner of a key."""
    return owner_scope("account", account_id)


def _counted_by_owner(table: Table) -> tuple[str, str] | None:
    """The kind of owner and the column that names it, where rows do so themselves."""
    kind, column = table.info.get("counted_by", ("", ""))
    return (kind, column) if kind in ("account", "subject") else None
