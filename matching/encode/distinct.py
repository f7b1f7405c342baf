"""Columns of a table by their distinct texts, so that every text is read once."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import Ints, Starts
from matching.encode.vocabulary import Codes

Row = tuple[int, ...]

_LARGEST = 1 << 62
"""Up to which numbers of several columns are packed into one."""

_FEW = 1 << 14
"""Rows whose texts are all held at once, so that one statement reads them."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of numbers, and to which row of the table each belongs, in its order."""

    owner: Ints
    rows: Ints


def numbered_by(parts: Sequence[tuple[int, Ragged]]) -> list[Ragged]:
    """Parts of the same owners that hold, for each row, the number of its part."""
    return [Ragged(one.owner, np.full((len(one.owner), 1), number)) for number, one in parts]


@dataclass(frozen=True, slots=True, repr=False)
class Column:
    """A column of texts: the distinct ones, and which of them each row holds; -1 is none."""

    texts: Sequence[str]
    at: NDArray[np.int32]

    def rows_of(self, chosen: NDArray[np.bool_]) -> int:
        """How many rows hold one of the chosen texts."""
        counts = np.bincount(self.at + 1, minlength=len(self.texts) + 1)[1:]
        return int(counts[chosen].sum())


def together(columns: Sequence[Column]) -> tuple[list[tuple[str, ...]], NDArray[np.int32]]:
    """The distinct rows of several columns, in the order of their numbers, and which each row has.

    -1 is a row without any text.
    """
    key, most = np.zeros(len(columns[0].at), dtype=np.int64), 1
    for column in columns:
        size = len(column.texts) + 1
        if most * size > _LARGEST:
            distinct, key = np.unique(key, return_inverse=True)
            most = len(distinct)
        key = key * size + (column.at + 1)
        most *= size
    distinct, first, at = np.unique(key, return_index=True, return_inverse=True)
    some = first[1:] if len(first) and not distinct[0] else first
    texts = [[*column.texts, ""] for column in columns]
    held = [map(of.__getitem__, column.at[some].tolist())
            for of, column in zip(texts, columns, strict=True)]  # fmt: skip
    return list(zip(*held, strict=True)), (at - (len(first) - len(some))).astype(np.int32)


class Columns:
    """The columns of a table by name; a column without a name is one without any text.

    `unread` counts the rows of each column whose text said nothing.
    """

    def __init__(self, columns: Mapping[str, Column], count: int) -> None:
        self._columns = columns
        self.count = count
        self.unread: Counter[str] = Counter()

    def column(self, name: str) -> Column:
        """The column of that name; one without any text where there is none."""
        return self._columns.get(name) or Column((), np.full(self.count, -1, dtype=np.int32))

    def numbers(
        self, name: str, width: int, read: Callable[[str], Row], missing: int = 0
    ) -> list[Codes]:
        """`width` numbers of every row's text; the first is `missing` where it says nothing."""
        column = self._columns.get(name)
        if column is None:
            return [np.full(self.count, missing, dtype=np.int32) for _ in range(width)]
        rows = np.full((len(column.texts) + 1, width), missing, dtype=np.int32)
        if column.texts:
            rows[:-1] = [read(text) for text in column.texts]
        self._note(name, column, (rows[:-1] == missing).all(axis=1))
        return [rows[:, place][column.at] for place in range(width)]

    def many(self, name: str, width: int, read: Callable[[str], Sequence[Row]]) -> Ragged:
        """Any number of rows of `width` numbers of every row's text."""
        groups = [read(text) for text in self.column(name).texts]
        sizes = np.fromiter(map(len, groups), dtype=np.int64, count=len(groups))
        flat = np.array([row for group in groups for row in group], dtype=np.int64)
        return self.spread(name, sizes, flat.reshape(-1, width))

    def spread(self, name: str, sizes: Ints, rows: Ints) -> Ragged:
        """Every row's share of `rows`, of which each distinct text has so many, in their order."""
        column = self.column(name)
        self._note(name, column, sizes == 0)
        sizes = np.append(sizes, 0)
        owner, at = spread(np.cumsum(sizes) - sizes, sizes, column.at)
        return Ragged(owner, rows[at])

    def has(self, name: str) -> NDArray[np.bool_]:
        """The rows that have a text in the column."""
        column = self._columns.get(name)
        return np.zeros(self.count, dtype=bool) if column is None else column.at >= 0

    def narrowed(self, rows: NDArray[np.bool_]) -> Columns:
        """The same table as if the other rows held no text; what it cannot read is not counted."""
        return Columns(
            {name: _narrowed(one, rows) for name, one in self._columns.items()}, self.count
        )

    def note_silent(self, name: str, says: Callable[[str], object]) -> None:
        """Counts the rows of a column whose text does not say what it should."""
        if column := self._columns.get(name):
            silent = np.array([not says(text) for text in column.texts], dtype=bool)
            self._note(name, column, silent)

    def _note(self, name: str, column: Column, silent: NDArray[np.bool_]) -> None:
        if unread := column.rows_of(silent):
            self.unread[name] += unread


def _narrowed(column: Column, rows: NDArray[np.bool_]) -> Column:
    inside = rows & (column.at >= 0)
    held = column.at[inside]
    used = np.zeros(len(column.texts), dtype=np.bool_)
    used[held] = True
    kept = np.flatnonzero(used)
    number = np.empty(len(column.texts), dtype=np.int32)
    number[kept] = np.arange(len(kept))
    at = np.full(len(column.at), -1, dtype=np.int32)
    at[inside] = number[held]
    return Column([column.texts[one] for one in kept.tolist()], at)


def spread(starts: Ints, sizes: Ints, wanted: Codes) -> tuple[Ints, Ints]:
    """The members of wanted groups: which of the wanted each belongs to, and where it stands."""
    counts = sizes[wanted]
    owner = np.repeat(np.arange(len(wanted)), counts)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, np.repeat(starts[wanted], counts) + within


def gathered(parts: Sequence[Ragged]) -> Ragged:
    """The rows of several columns together, by owner, and in the order of the columns."""
    if len(parts) == 1:
        return parts[0]
    owner = np.concatenate([part.owner for part in parts])
    order = np.argsort(owner, kind="stable")
    return Ragged(owner[order], np.concatenate([part.rows for part in parts])[order])


def starts_of(owner: Ints, count: int) -> Starts:
    """Where the rows of each of `count` owners begin, and the end; the owners are in order."""
    return np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=count))))


def columns_of(
    con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: range
) -> Columns:
    """Some rows, by `no`, of columns of a table.

    White space around a text does not count, and an empty one is none. Of many rows only distinct
    texts are ever held; memory is theirs and four bytes a cell. Raises duckdb.Error for a table
    without these columns.
    """
    read = _read if len(rows) <= _FEW else _numbered
    return Columns(dict(zip(names, read(con, table, names, rows), strict=True)), len(rows))


def _read(
    con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: range
) -> list[Column]:
    """Columns of few rows, whose texts are numbered here."""
    none: dict[str | None, int] = {None: -1, "": -1}
    numbers = [defaultdict(itertools.count().__next__, none) for _ in names]
    at = np.full((len(names), len(rows)), -1, dtype=np.int32)
    cells = ", ".join(f"{quoted(name)} AS text{place}" for place, name in enumerate(names))
    query = f"SELECT no, {cells} FROM {table} WHERE no >= ? AND no < ?"  # noqa: S608
    part = con.execute(query, [rows.start, rows.stop]).fetchnumpy()
    row = part["no"] - rows.start
    for place, numbered in enumerate(numbers):
        held = map(numbered.__getitem__, part[f"text{place}"].tolist())
        at[place, row] = np.fromiter(held, dtype=np.int32, count=len(row))
    return [
        _stripped([text for text in numbered if text], at[place])
        for place, numbered in enumerate(numbers)
    ]


def _numbered(
    con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: range
) -> list[Column]:
    """Columns of many rows, whose texts DuckDB numbers in their order."""
    inside = f"no >= {rows.start} AND no < {rows.stop}"
    texts = [_texts(con, number, f"FROM {table} WHERE {inside}", name)
             for number, name in enumerate(names)]  # fmt: skip
    numbers = [f", coalesce(d{k}.rowid, -1)::INTEGER AS n{k}" for k in range(len(names))]
    joins = [f" LEFT JOIN distinct_{k} d{k} ON d{k}.text = t.{quoted(name)}"
             for k, name in enumerate(names)]  # fmt: skip
    query = f"SELECT no{''.join(numbers)} FROM {table} t{''.join(joins)} WHERE {inside}"  # noqa: S608
    found = con.execute(query).fetchnumpy()
    place = np.asarray(found["no"]) - rows.start
    columns = []
    for k in range(len(names)):
        at = np.empty(len(rows), dtype=np.int32)
        at[place] = found[f"n{k}"]
        columns.append(_stripped(texts[k], at))
        con.execute(f"DROP TABLE distinct_{k}")
    return columns


def _texts(con: duckdb.DuckDBPyConnection, number: int, rows: str, name: str) -> list[str]:
    """A table of the distinct texts of a column, in their order, and these texts."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE distinct_{number} AS "
        f"SELECT DISTINCT {quoted(name)} AS text {rows} AND {quoted(name)} <> '' ORDER BY text"
    )
    texts: list[str] = con.execute(f"FROM distinct_{number}").fetchnumpy()["text"].tolist()
    return texts


def quoted(name: str) -> str:
    """A column's name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _stripped(texts: list[str], at: NDArray[np.int32]) -> Column:
    """The column with the white space around its texts gone, and -1 for one that was only that."""
    bare = [text.strip() for text in texts]
    if bare == texts:
        return Column(texts, at)
    kept = {text: number for number, text in enumerate(dict.fromkeys(filter(None, bare)))}
    places = np.array([*(kept.get(text, -1) for text in bare), -1], dtype=np.int32)
    return Column(list(kept), places[at])
