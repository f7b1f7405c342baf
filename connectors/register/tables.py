"""People as tables of a register's database, which are filled as it is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from connectors.names import organization_key
from connectors.register.people import Parties
from matching.encode.address_rows import FIELDS
from matching.encode.batch import Bag, Ints, Names, PersonBatch, Places
from matching.encode.vocabulary import Codes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NAME = tuple(field.name for field in fields(Names) if field.name != "start")
_PERSON = ("year", "month", "day", "ssn", "last4")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("no", "line_no", *_PERSON),
    "name": _NAME,
    "place": FIELDS,
}
"""The columns of people by table; `no` of names and places is told by where those of each begin."""
COLUMN_TYPES = {"line_no": "int64"}
"""Of those that are not of 32 bits."""

Column = tuple[str, str, Iterable[NDArray[Any]]]
"""A column's name, its dtype, and its parts in their order."""
Columns = Mapping[str, NDArray[Any]]
Found = Mapping[str, Mapping[str, Codes]]


def insert(database: DuckDBPyConnection, table: str, columns: Columns) -> None:
    """Appends rows to a table, given as its columns in the table's order."""
    database.register("added", dict(columns))
    database.execute(f"INSERT INTO {table} SELECT * FROM added")  # noqa: S608 - a table of ours
    database.unregister("added")


def insert_parties(
    database: DuckDBPyConnection, parties: Parties, line_no: Ints, first: int
) -> None:
    """Appends parties, numbered from `first`; `line_no` are the lines of the rows."""
    people = parties.people
    no = np.arange(first, first + len(people), dtype=np.int32)
    values = {name: getattr(people, name) for name in _PERSON}
    insert(database, "person", {"no": no, "line_no": line_no[parties.row], **values})
    names, places = people.names, people.places
    values = {name: getattr(names, name) for name in _NAME}
    insert(database, "name", {"no": np.repeat(no, np.diff(names.start)), **values})
    values = {name: getattr(places, name) for name in FIELDS}
    insert(database, "place", {"no": np.repeat(no, np.diff(places.start)), **values})
    written = parties.organizations
    if written:
        numbers = np.fromiter(written, dtype=np.int32) + np.int32(first)
        texts = np.array([organization_key(name) for name in written.values()], dtype=object)
        insert(database, "entity", {"no": numbers, "name": texts})


def party_numbers(database: DuckDBPyConnection, first: int, end: int) -> Ints:
    """The numbers of the stored parties from `first` up to before `end`, ascending."""
    sql = "SELECT no FROM person WHERE no >= ? AND no < ? ORDER BY no"
    return np.asarray(database.execute(sql, [first, end]).fetchnumpy()["no"], dtype=np.int32)


def people_as_stored(database: DuckDBPyConnection, numbers: Ints) -> PersonBatch:
    """The people of those numbers (ascending, none twice), in the words they were stored by."""
    found = _read(database, numbers)
    starts = (_starts(found[table]["no"], numbers) for table in ("name", "place"))
    return people_of(found, *starts)


def stored_columns(database: DuckDBPyConnection) -> Iterator[Column]:
    """Every column of the people, ascending by number, and where the names and places of each
    begin; called `table.column`."""
    (no,) = _column(database, "person", "no")
    for table, columns in COLUMNS.items():
        if table != "person":
            (owner,) = _column(database, table, "no")
            yield f"{table}.start", "int64", [_starts(owner, no)]
        for column in columns:
            yield (
                f"{table}.{column}",
                COLUMN_TYPES.get(column, "int32"),
                _column(database, table, column),
            )


def _column(database: DuckDBPyConnection, table: str, column: str) -> list[NDArray[Any]]:
    sql = f"SELECT {column} FROM {table} ORDER BY rowid"  # noqa: S608 - names of ours
    return [database.execute(sql).fetchnumpy()[column]]


def _read(database: DuckDBPyConnection, numbers: Ints) -> Found:
    database.register("wanted", {"no": numbers})
    ends = [int(numbers[0]), int(numbers[-1])] if len(numbers) else [0, -1]
    found = {
        table: dict(database.execute(_ROWS[table], ends).fetchnumpy())
        for table in ("person", "name", "place")
    }
    database.unregister("wanted")
    return found


_ROWS = {
    table: f"SELECT * FROM {table} SEMI JOIN wanted USING (no) WHERE no BETWEEN ? AND ? "  # noqa: S608
    "ORDER BY no, rowid"
    for table in ("person", "name", "place")
}


def people_of(found: Found, names: Ints, places: Ints) -> PersonBatch:
    """The people of these columns by table; where the names and the places of each begin."""
    person, name, place = found["person"], found["name"], found["place"]
    size = len(person["year"])
    nobody = Bag(np.zeros(size + 1, dtype=np.int64), np.zeros(0, dtype=np.int64))
    return PersonBatch(
        names=Names(names, *(name[column] for column in _NAME)),
        places=Places(places, *(place[column] for column in FIELDS)),
        phones=nobody,
        emails=nobody,
        estate=np.zeros(size, dtype=np.bool_),
        organization=np.zeros(size, dtype=np.bool_),
        **{column: person[column] for column in _PERSON},
    )


def _starts(owner: Codes, numbers: Ints) -> Ints:
    return np.append(np.searchsorted(owner, numbers), len(owner)).astype(np.int64)
