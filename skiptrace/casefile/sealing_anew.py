"""Rows sealed anew lot by lot, each under the key of its owner or the installation's newest.

A sealed value begins with what names its key, which finds the rows. Macs and tallies follow in the
same transaction, so the record stays whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from skiptrace.casefile.columns import Sealed
from skiptrace.casefile.crypto import OWNER_KEY_ID_BYTES, Keyring, SealedBytes, owner_key_id
from skiptrace.casefile.notary import is_covered, row_name, shape_of
from skiptrace.casefile.row_owners import (
    NOBODY,
    Owner,
    has_owners,
    owners_by_what_rests,
    owners_of,
)
from skiptrace.casefile.statements import Tx, ensure_keys, opened_rows
from skiptrace.casefile.tables.audit import POSTGRES_TRIGGERS, SQLITE_TRIGGERS, audit_event
from skiptrace.casefile.tables.orders import snapshot
from skiptrace.casefile.tables.owner_keys import owner_key
from skiptrace.casefile.tables.schema import metadata
from skiptrace.casefile.tables.tallies import tally
from skiptrace.casefile.tallies import tallying

_TOGETHER = 300


@dataclass(frozen=True, slots=True)
class Lot:
    """How many rows were sealed anew, and the key of the last one looked at; None at the end."""

    done: int
    last: tuple[Any, ...] | None


def sealed_columns(table: Table) -> list[str]:
    """The columns of a table that hold sealed values."""
    return [column.name for column in table.columns if isinstance(column.type, Sealed)]


def sealed_tables() -> list[Table]:
    """The tables that hold sealed values."""
    return [table for table in metadata.sorted_tables if sealed_columns(table)]


def seal_for_all_owners(tx: Tx, keys: Keyring) -> None:
    """Seal every row that has an owner under the owner's key, in this one transaction."""
    for table in filter(has_owners, sealed_tables()):
        lot = seal_lot(tx, table, keys, None)
        while lot.last is not None:
            lot = seal_lot(tx, table, keys, lot.last)


def seal_lot(tx: Tx, table: Table, keys: Keyring, after: tuple[Any, ...] | None) -> Lot:
    """Seal the next rows that lie under another key than they are to, by primary key."""
    overwrite(tx)
    rows = _older(tx, table, keys.newest, after)
    if not rows:
        return Lot(0, None)
    done = _reseal_lot(tx, table, rows, keys)
    return Lot(done, tuple(rows[-1][column.name] for column in table.primary_key))


def overwrite(tx: Tx) -> None:
    """Let SQLite overwrite what is deleted or replaced from now on; PostgreSQL cannot."""
    if tx.dialect.name == "sqlite":
        tx.exec_driver_sql("PRAGMA secure_delete=ON")


def _older(
    tx: Tx, table: Table, newest: int, after: tuple[Any, ...] | None
) -> Sequence[Mapping[Any, Any]]:
    """The next rows of which a value lies under an earlier key, by primary key.

    Where rows have owners, whatever lies under a key of the installation may be to seal anew.
    """
    order = list(table.primary_key)
    columns = [table.c[name] for name in sealed_columns(table)]
    right = "00" if has_owners(table) else f"{newest:02X}"
    is_older = [and_(c.is_not(None), key_digits(tx, c) != right) for c in columns]
    query = select(table).where(or_(*is_older)).order_by(*order).limit(_TOGETHER)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*(literal(value) for value in after)))
    return tx.execute(query).mappings().all()


def _reseal_lot(tx: Tx, table: Table, rows: Sequence[Mapping[Any, Any]], keys: Keyring) -> int:
    """Seal a lot of rows anew; how many were not sealed as they are to be already."""
    if is_covered(table):
        return seal_for_owners(tx, table, rows, _owners(tx, table, rows), keys.newest)
    for row in rows:
        place = _place_of(table, row)
        (name,) = sealed_columns(table)
        put_anew(tx, table, row, {name: keys.seal(place, keys.unseal(place, row[name]))})
    return len(rows)


def _owners(tx: Tx, table: Table, rows: Sequence[Mapping[Any, Any]]) -> list[Owner]:
    """The owner of each row; of an answer that names none, whoever rests on it."""
    told = owners_of(tx, table, rows)
    if table is not snapshot or NOBODY not in told:
        return told
    by_use = owners_by_what_rests(tx, table, rows)
    return [one or other for one, other in zip(told, by_use, strict=True)]


def _place_of(table: Table, row: Mapping[Any, Any]) -> str:
    """What the sealed value of a table without macs is bound to."""
    if table is tally:
        return f"tally row {row['scope']}.content" if row["scope"] else "tally total"
    return f"{row_name(table, row)}.{sealed_columns(table)[0]}"


def key_digits(tx: Tx, column: ColumnElement[bytes]) -> ColumnElement[str]:
    """The number of the key that a value was sealed with, its first byte, in hexadecimal."""
    return func.upper(_digits(tx, column, 1, 1))


def is_keyless(tx: Tx, column: ColumnElement[bytes]) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a value was sealed by the key of an owner which is not there."""
    number = func.lower(_digits(tx, column, 2, OWNER_KEY_ID_BYTES))
    return key_digits(tx, column) == "00", ~exists().where(owner_key.c.id == number)


def _digits(tx: Tx, column: ColumnElement[bytes], first: int, count: int) -> ColumnElement[str]:
    part = func.substr(column, first, count)
    return func.encode(part, "hex") if tx.dialect.name == "postgresql" else func.hex(part)


@contextmanager
def unguarded(tx: Tx, table: Table) -> Iterator[None]:
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


def seal_for_owners(
    tx: Tx,
    table: Table,
    rows: Sequence[Mapping[Any, Any]],
    owners: Sequence[Owner],
    newest: int,
) -> int:
    """Seal each row for its owner, NOBODY's under the installation's key `newest`; how many.

    One that lies as it should already is left alone. CaseFileError when a row is not as it was
    written: nothing of it is changed.
    """
    ensure_keys(tx, owners)
    own = tallying(tx)
    done = 0
    for row, owner, (opened, _) in zip(rows, owners, opened_rows(tx, table, rows), strict=True):
        key = own.keys.get(owner) if owner != NOBODY else None
        heads = {_head(row[name]) for name in shape_of(table).sealed if row[name] is not None}
        if heads == {newest if key is None else key.id}:
            continue
        named = {"owner": owner or None} if table is snapshot else {}
        made, _ = own.notary.seal(table, opened | named, key)
        changed = {name: made[name] for name in (*shape_of(table).sealed, "mac", *named)}
        before, after = own.notary.share(table, row), own.notary.share(table, {**row, **changed})
        if put_anew(tx, table, row, changed):
            own.recount(table, row, before, after)
            done += 1
    return done


def put_anew(tx: Tx, table: Table, row: Mapping[Any, Any], changed: Mapping[str, Any]) -> bool:
    """Store a row's new seals; False when somebody sealed it anew meanwhile."""
    sealed = [name for name in shape_of(table).sealed if row[name] is not None]
    same = [column == row[column.name] for column in table.primary_key]
    unchanged = [table.c[name] == SealedBytes(row[name]) for name in sealed]
    return tx.execute(update(table).where(*same, *unchanged).values(changed)).rowcount == 1


def _head(sealed: bytes) -> bytes | int:
    """By which key a value is sealed."""
    return owner_key_id(sealed) or sealed[0]
