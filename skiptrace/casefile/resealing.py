"""Seals anew, under the newest key, what an earlier key sealed; and says what lies under which key.

A sealed value begins with the number of its key. Rows are taken a few hundred at a time, each lot
in a transaction of its own, so that others go on working meanwhile; one that is broken off leaves
every row whole, under the one key or the other. Macs and tallies follow in the same transaction.
The audit trail's hashes cover the words and not their seal, so the chain stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, literal, or_, select, tuple_, update

from skiptrace.casefile.case import CaseFile, reseal_key_check
from skiptrace.casefile.columns import Sealed
from skiptrace.casefile.crypto import Keyring, SealedBytes
from skiptrace.casefile.notary import is_covered, row_name, shape_of
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.tables.audit import POSTGRES_TRIGGERS, SQLITE_TRIGGERS, audit_event
from skiptrace.casefile.tables.schema import metadata
from skiptrace.casefile.tables.tallies import tally
from skiptrace.casefile.tallies import tallying

_TOGETHER = 300


def sealed_columns(table: Table) -> list[str]:
    """The columns of a table that hold sealed values."""
    return [column.name for column in table.columns if isinstance(column.type, Sealed)]


def sealed_tables() -> list[Table]:
    """The tables that hold sealed values."""
    return [table for table in metadata.sorted_tables if sealed_columns(table)]


def values_by_key(tx: Tx) -> dict[str, Counter[int]]:
    """How many sealed values each table holds under each key, by the key's number."""
    found: dict[str, Counter[int]] = {}
    for table in sealed_tables():
        counts: Counter[int] = Counter()
        for name in sealed_columns(table):
            key = _key_digits(tx, table.c[name])
            query = select(key, func.count()).where(table.c[name].is_not(None)).group_by(key)
            for digits, count in tx.execute(query):
                counts[int(digits, 16)] += count
        found[table.name] = counts
    return found


def reseal(case: CaseFile, keys: Keyring) -> Iterator[tuple[str, int]]:
    """Seal everything under the newest key; gives each table with the rows of each lot.

    CaseFileError for a row that is not as it was written: nothing of its lot is changed.
    """
    with case.write() as tx:
        reseal_key_check(tx, keys)
    for table in sealed_tables():
        after: tuple[Any, ...] | None = None
        while True:
            with case.write() as tx, _unguarded(tx, table):
                rows = _older(tx, table, keys.newest, after)
                for row in rows:
                    _reseal_row(tx, table, row, keys)
            if not rows:
                break
            after = tuple(rows[-1][column.name] for column in table.primary_key)
            yield table.name, len(rows)


def _older(
    tx: Tx, table: Table, newest: int, after: tuple[Any, ...] | None
) -> Sequence[Mapping[Any, Any]]:
    """The next rows of which a value lies under an earlier key, by primary key."""
    order = list(table.primary_key)
    columns = [table.c[name] for name in sealed_columns(table)]
    is_older = [
        and_(column.is_not(None), _key_digits(tx, column) != f"{newest:02X}") for column in columns
    ]
    query = select(table).where(or_(*is_older)).order_by(*order).limit(_TOGETHER)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*(literal(value) for value in after)))
    return tx.execute(query).mappings().all()


def _reseal_row(tx: Tx, table: Table, row: Mapping[Any, Any], keys: Keyring) -> None:
    if is_covered(table):
        changed = _covered_row(tx, table, row)
    else:
        place = _place_of(table, row)
        (name,) = sealed_columns(table)
        changed = {name: keys.seal(place, keys.unseal(place, row[name]))}
    same = [column == row[column.name] for column in table.primary_key]
    held = {name: row[name] for name in sealed_columns(table) if row[name] is not None}
    unchanged = [table.c[name] == SealedBytes(value) for name, value in held.items()]
    done = tx.execute(update(table).where(*same, *unchanged).values(changed))
    if is_covered(table) and done.rowcount:
        _recount(tx, table, row, changed)


def _covered_row(tx: Tx, table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The sealed columns and the mac of a row, made anew; CaseFileError if it is not as written."""
    notary = tallying(tx).notary
    opened, _ = notary.open(table, row)
    made, _ = notary.seal(table, opened)
    return {name: made[name] for name in (*shape_of(table).sealed, "mac")}


def _recount(tx: Tx, table: Table, row: Mapping[Any, Any], changed: Mapping[str, Any]) -> None:
    notary = tallying(tx).notary
    before, after = notary.share(table, row), notary.share(table, {**row, **changed})
    tallying(tx).recount(table, row, before, after)


def _place_of(table: Table, row: Mapping[Any, Any]) -> str:
    """What the sealed value of a table without macs is bound to."""
    if table is tally:
        return f"tally row {row['scope']}.content" if row["scope"] else "tally total"
    return f"{row_name(table, row)}.{sealed_columns(table)[0]}"


def _key_digits(tx: Tx, column: ColumnElement[bytes]) -> ColumnElement[str]:
    """The number of the key that a value was sealed with, its first byte, in hexadecimal."""
    first = func.substr(column, 1, 1)
    is_postgres = tx.dialect.name == "postgresql"
    return func.upper(func.encode(first, "hex")) if is_postgres else func.hex(first)


@contextmanager
def _unguarded(tx: Tx, table: Table) -> Iterator[None]:
    """The audit trail refuses every change: its guard is lifted within this transaction alone."""
    if table is not audit_event:
        yield
        return
    name, on = "audit_event_update", ""
    guards: Sequence[str] = SQLITE_TRIGGERS
    if tx.dialect.name == "postgresql":
        name, on, guards = "audit_event_change", " ON audit_event", POSTGRES_TRIGGERS
    tx.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    yield
    (guard,) = [text for text in guards if f"TRIGGER {name} " in text]
    tx.exec_driver_sql(guard)
