"""Statements that every book needs: grouped inserts, chunked look-ups, the newest of versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, exists, insert
from sqlalchemy.dialects import postgresql, sqlite

Tx: TypeAlias = Connection
Row: TypeAlias = Mapping[str, Any]
T = TypeVar("T")
_CHUNK = 500


def insert_all(tx: Tx, table: Table, rows: Sequence[Row]) -> None:
    """Insert every row in one grouped statement; nothing happens for no rows."""
    if rows:
        tx.execute(insert(table), rows)


def insert_new(tx: Tx, table: Table, rows: Sequence[Row], key: str) -> frozenset[str]:
    """Insert the rows that meet no unique row, and give the `key` of those that were inserted.

    A concurrent writer of the same unique row is waited for, so exactly one of the two inserts it.
    """
    if not rows:
        return frozenset()
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).on_conflict_do_nothing().returning(table.c[key])
    return frozenset(tx.execute(statement, rows).scalars())


def chunks(values: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """The distinct values, in order, in pieces short enough for one IN list."""
    rest = iter(dict.fromkeys(values))
    while piece := tuple(islice(rest, _CHUNK)):
        yield piece


@cache
def is_newest(table: Table, *keys: str, by: str = "version") -> ColumnElement[bool]:
    """The condition that no row with the same keys has a higher version (or sequence)."""
    later = table.alias()
    same = [later.c[key] == table.c[key] for key in keys]
    return ~exists().where(*same, later.c[by] > table.c[by]).correlate(table)
