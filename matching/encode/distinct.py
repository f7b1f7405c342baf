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


RANGE = 1 << 20
"""Texts that are held at once: rows of a column, or of several columns of a smaller table."""


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
    used, at = np.unique(np.where(rows, column.at, -1), return_inverse=True)
    texts = [column.texts[one] for one in used.tolist() if one >= 0]
    return Column(texts, (at - (len(used) - len(texts))).astype(np.int32))


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
    con: duckdb.DuckDBPyConnection, table: str, texts: Mapping[str, str], rows: range
) -> Columns:
    """Some rows, by `no`, of columns of a table; `texts` are SQL expressions by name.

    White space around a text does not count, and an empty one is none. Memory is four bytes a
    cell, the distinct texts and RANGE texts. Raises duckdb.Error for a table without these columns.
    """
    names = list(texts)
    at_once = max(1, RANGE // max(1, len(rows)))
    found: dict[str, Column] = {}
    for start in range(0, len(names), at_once):
        part = names[start : start + at_once]
        read = _read(con, table, [texts[name] for name in part], rows)
        found.update(zip(part, read, strict=True))
    return Columns(found, len(rows))


def quoted(name: str) -> str:
    """A column's name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _read(
    con: duckdb.DuckDBPyConnection, table: str, texts: Sequence[str], rows: range
) -> list[Column]:
    """Columns that are asked for in one statement: of a small table all, of a large one each."""
    none: dict[str | None, int] = {None: -1, "": -1}
    numbers = [defaultdict(itertools.count().__next__, none) for _ in texts]
    at = np.full((len(texts), len(rows)), -1, dtype=np.int32)
    cells = ", ".join(f"{text} AS text{place}" for place, text in enumerate(texts))
    query = f"SELECT no, {cells} FROM {table} WHERE no >= ? AND no < ?"  # noqa: S608
    for first in range(rows.start, rows.stop, RANGE):
        part = con.execute(query, [first, min(first + RANGE, rows.stop)]).fetchnumpy()
        row = part["no"] - rows.start
        for place, numbered in enumerate(numbers):
            held = map(numbered.__getitem__, part[f"text{place}"].tolist())
            at[place, row] = np.fromiter(held, dtype=np.int32, count=len(row))
    return [
        _stripped([text for text in numbered if text], at[place])
        for place, numbered in enumerate(numbers)
    ]


def _stripped(texts: list[str], at: NDArray[np.int32]) -> Column:
    """The column with the white space around its texts gone, and -1 for one that was only that."""
    bare = [text.strip() for text in texts]
    if bare == texts:
        return Column(texts, at)
    kept = {text: number for number, text in enumerate(dict.fromkeys(filter(None, bare)))}
    places = np.array([*(kept.get(text, -1) for text in bare), -1], dtype=np.int32)
    return Column(list(kept), places[at])
