"""Edits of a case file by somebody who has the database and no key, made from the tables' shapes.

Each edit is a kind (`hold: delete`), a place (the column or row) and the statements that do it. The
columns, keys and references of the database say what can be edited, so a new table or column is
tampered with as soon as it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    MetaData,
    RowMapping,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)

from skiptrace.casefile.columns import Sealed
from skiptrace.casefile.notary import is_covered
from skiptrace.casefile.tables.schema import metadata

Act = Callable[[Connection], object]


@dataclass(frozen=True)
class Edit:
    """One edit: what kind it is, where it is made, and what makes it."""

    kind: str
    where: str
    act: Act

    def __str__(self) -> str:
        return f"{self.kind} ({self.where})"


def disarm(tx: Connection) -> None:
    """What whoever owns the database does first: no triggers, no references."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return
    tx.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    names = tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in names.scalars().all():
        tx.exec_driver_sql(f"DROP TRIGGER {name}")


def covered_tables() -> list[Table]:
    """The tables whose rows have macs."""
    return [table for table in metadata.sorted_tables if is_covered(table)]


def bare(tx: Connection, name: str) -> Table:
    """A table as the database describes it, without the types that seal."""
    return Table(name, MetaData(), autoload_with=tx)


def edits_of(tx: Connection, table: Table) -> Iterator[Edit]:
    """Every edit of one table that has at least two rows."""
    stored = bare(tx, table.name)
    key = [column.name for column in table.primary_key]
    order = [stored.c[name] for name in key]
    rows = tx.execute(select(stored).order_by(*order)).mappings().all()
    assert len(rows) >= 2, f"{table.name} needs two rows"
    yield from _updates(stored, key, rows)
    for name, row in (("first", rows[0]), ("last", rows[-1])):
        act = _run(delete(stored).where(*_is(stored, key, row)))
        yield Edit(f"{table.name}: delete", name, act)
    yield Edit(f"{table.name}: truncate", "all", _run(delete(stored)))
    for name, row in (("first", rows[0]), ("last", rows[-1])):
        copy = dict(row) | {k: _other(row[k]) for k in _identity(table)}
        yield Edit(f"{table.name}: copy under a new key", name, _run(insert(stored), copy))
        forged = copy | {"mac": bytes(16)}
        yield Edit(f"{table.name}: insert with a made-up mac", name, _run(insert(stored), forged))
    yield from _swaps(table, stored, key, (rows[0], rows[-1]))


def _updates(stored: Table, key: Sequence[str], rows: Sequence[RowMapping]) -> Iterator[Edit]:
    for column in stored.columns:
        row = next((r for r in rows if r[column.name] is not None), rows[0])
        values = {column.name: _changed(stored, column.name, row[column.name])}
        act = _run(update(stored).where(*_is(stored, key, row)).values(values))
        yield Edit(f"{stored.name}: update", column.name, act)
        if column.nullable and row[column.name] is not None:
            act = _run(update(stored).where(*_is(stored, key, row)).values({column.name: None}))
            yield Edit(f"{stored.name}: set to nothing", column.name, act)


def _swaps(
    table: Table, stored: Table, key: Sequence[str], pair: tuple[RowMapping, RowMapping]
) -> Iterator[Edit]:
    one, other = pair
    sealed = [c.name for c in table.columns if isinstance(c.type, Sealed) and one[c.name]]
    groups = {"swap sealed values": [[name] for name in sealed]}
    groups["swap all but the key"] = [[c.name for c in stored.columns if c.name not in key]]
    if sealed:
        groups["swap sealed values and macs"] = [[name, "mac"] for name in sealed]
    for kind, several in groups.items():
        for names in several:
            yield Edit(
                f"{table.name}: {kind}", ", ".join(names), _swap(stored, key, (one, other), names)
            )


def _swap(
    stored: Table, key: Sequence[str], pair: tuple[RowMapping, RowMapping], names: Sequence[str]
) -> Act:
    """Exchange columns of two rows; through values nothing has, for a unique key may be among."""

    def act(tx: Connection) -> None:
        for row, values in (
            (pair[0], {name: _other(pair[0][name]) for name in names}),
            (pair[1], {name: pair[0][name] for name in names}),
            (pair[0], {name: pair[1][name] for name in names}),
        ):
            tx.execute(update(stored).where(*_is(stored, key, row)).values(values))

    return act


def _is(stored: Table, key: Sequence[str], row: RowMapping) -> list[Any]:
    return [stored.c[name] == row[name] for name in key]


def _identity(table: Table) -> set[str]:
    """The columns that a copy must change to be taken by the database."""
    uniques = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    return {c.name for c in table.primary_key} | {list(u.columns)[-1].name for u in uniques}


def _run(statement: Any, values: Any = None) -> Act:
    return lambda tx: tx.execute(statement, values) if values else tx.execute(statement)


_SOMETHING: Mapping[type, Any] = {
    str: "x",
    int: 7,
    bool: True,
    bytes: b"x",
    date: date(2031, 5, 1),
    datetime: datetime(2031, 5, 1, 12, tzinfo=UTC),
}


def _changed(stored: Table, name: str, value: Any) -> Any:
    """Another value of a column's type."""
    return _SOMETHING[stored.c[name].type.python_type] if value is None else _other(value)


def _other(value: Any) -> Any:
    """Another value of the same type."""
    if value is None:
        return None
    if isinstance(value, bool):
        return not value
    if isinstance(value, bytes):
        return value[:-1] + bytes((value[-1] ^ 1,))
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    if isinstance(value, float):
        return value / 2 + 1
    return value + 1000
