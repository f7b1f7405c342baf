"""Loads one version of a register's file into a DuckDB database that is then only read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from connectors.register.amend import Amended
from connectors.register.asks import usable_rules
from connectors.register.columns import ColumnsWriter
from connectors.register.framing import raw_rows
from connectors.register.layout import RegisterSection
from connectors.register.people import PeopleReader
from connectors.register.rows import RowReader, RowTable
from connectors.register.stored import word_columns
from connectors.register.surname_words import with_surname_words
from connectors.register.tables import (
    Column,
    insert,
    insert_parties,
    party_numbers,
    people_as_stored,
    stored_columns,
)
from connectors.register.version import RegisterFile
from matching.block.keys import keys_of
from matching.compare.words import word_facts
from matching.encode.batch import Ints, Words
from matching.parse.date.layouts import read_laid_out
from skiptrace.model.errors import SourceChanged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 20_000
_BLOCK = 50_000
_KEYS = 1 << 22
UNDATED = 9999
"""The limiting year of a row whose date is unknown: treated as the latest."""

DUCKDB_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "memory_limit": "600MB",
    "threads": 2,
}


@dataclass(slots=True)
class LoadCount:
    """What loading a file counted; `reasons` are names of columns and rules, never values."""

    rows: int = 0
    withdrawn: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        """How many rows broke the layout."""
        return self.reasons.total()

    def check(self, section: RegisterSection) -> None:
        """Raises SourceChanged for too many rejects or too few rows."""
        total = self.rows + self.withdrawn + self.rejected
        if self.rejected > section.max_reject_share * total:
            worst = "; ".join(f"{reason} ({n})" for reason, n in self.reasons.most_common(3))
            raise SourceChanged(f"file {section.file}: {self.rejected} of {total} rows: {worst}")
        if self.rows < section.min_rows:
            raise SourceChanged(
                f"file {section.file}: {self.rows} rows, the card expects {section.min_rows}"
            )


def load_register(section: RegisterSection, file: RegisterFile, part: Path) -> LoadCount:
    """Builds the database of that file at `part` (mode 0600), which is not there yet, and the
    columns that are searched beside it.

    Raises SourceChanged when the file does not look as the card says, duckdb.Error and OSError when
    the disk does not take it. Whether all of it was written, only opening it again tells: what
    cannot be merged into the file as it is closed stays beside it, and nothing is raised.
    """
    import duckdb

    with duckdb.connect(part, config=DUCKDB_CONFIG) as database:
        count = _fill(database, section, file, columns_beside(part))
        database.execute("CHECKPOINT")
    part.chmod(0o600)
    return count


def schema() -> str:
    """The statements that make the tables of a register."""
    return files("connectors.register").joinpath("schema.sql").read_text("utf-8")


def _in_parts(database: DuckDBPyConnection, column: str) -> Iterator[NDArray[Any]]:
    """A column of the sorted keys, so many at once; a key of one party stands once."""
    (size,) = database.execute("SELECT count(*) FROM sorted_key").fetchall()[0]
    last: Sequence[object] = ()
    for first in range(0, size, _KEYS):
        part = database.execute(_SORTED_KEYS, [first, first + _KEYS]).fetchnumpy()
        key, no = part["key"], part["no"]
        new = np.ones(len(key), dtype=np.bool_)
        new[1:] = (key[1:] != key[:-1]) | (no[1:] != no[:-1])
        new[0] = (key[0], no[0]) != last
        last = key[-1], no[-1]
        yield part[column][new]


_SORTED_KEYS = "SELECT key, no FROM sorted_key WHERE rowid >= ? AND rowid < ? ORDER BY rowid"


def columns_beside(database: Path) -> Path:
    """Where the columns of a database lie."""
    return database.with_suffix(".columns")


def _fill(
    database: DuckDBPyConnection, section: RegisterSection, file: RegisterFile, columns: Path
) -> LoadCount:
    database.execute(schema())
    lines = raw_rows(Path(file.path), section)
    loader = _BatchLoader(section)
    while batch := list(islice(lines, _BATCH)):
        loader.add(database, batch)
    loader.amend(database)
    count = loader.count
    count.check(section)
    loading = token_hex(16)
    with ColumnsWriter(columns, loading) as written:
        loader.finish(database, written)
    counted = (count.rows, count.rejected, count.withdrawn)
    database.execute(
        "INSERT INTO loaded VALUES (?, ?, ?, ?, ?, ?, ?)",
        [section.file, file.sha256, file.retrieved, *counted, loading],
    )
    return count


class _BatchLoader:
    """Turns raw rows into the database's tables, a batch at a time, and then makes the keys."""

    def __init__(self, section: RegisterSection) -> None:
        self.count = LoadCount()
        self._section = section
        self._words = Words()
        self._rows = RowReader(section)
        self._people = PeopleReader(section, self._words)
        self._amended = Amended(section.amendments)
        self._line_no = 1
        self._party_no = 0

    def add(self, database: DuckDBPyConnection, batch: Sequence[bytes]) -> None:
        """Reads and stores the rows, counting those that are rejected or withdrawn."""
        table, reasons = self._rows.table(batch)
        self._amended.note(table, self._line_no)
        withdrawn = self._rows.withdrawn(table)
        if withdrawn:
            table = table.take([n for n in range(len(table)) if n not in withdrawn])
        self.count.rows += len(table)
        self.count.withdrawn += len(withdrawn)
        self.count.reasons.update(reasons)
        line_no = np.array(table.kept, dtype=np.int64) + self._line_no
        self._line_no += len(batch)
        if len(table):
            self._store(database, table, line_no, [batch[place] for place in table.kept])

    def _store(
        self, database: DuckDBPyConnection, table: RowTable, line_no: Ints, raw: list[bytes]
    ) -> None:
        body = np.empty(len(raw), dtype=object)
        body[:] = raw
        years = self._limited_years(table)
        insert(database, "line", {"line_no": line_no, "limited_year": years, "raw": body})
        parties = self._people.read(table)
        insert_parties(database, parties, line_no, self._party_no)
        self._party_no += len(parties.people)

    def amend(self, database: DuckDBPyConnection) -> None:
        """Drops the rows that later ones change or delete, and counts them as withdrawn."""
        gone = self._amended.drop(database)
        self.count.rows -= gone
        self.count.withdrawn += gone

    def finish(self, database: DuckDBPyConnection, columns: ColumnsWriter) -> None:
        """Writes the columns that are searched: people, words and, in their order, blocking keys
        of the rules that the card's search keys allow."""
        every = stored_columns(database), word_columns(self._words), self._keys(database)
        for name, dtype, parts in chain.from_iterable(every):
            columns.add(name, dtype, parts)

    def _keys(self, database: DuckDBPyConnection) -> Iterator[Column]:
        database.execute("CREATE TEMP TABLE unsorted_key (key UBIGINT, no INTEGER)")
        facts = word_facts(self._words)
        rules = usable_rules(self._section.search_by)
        for first in range(0, self._party_no, _BLOCK):
            numbers = party_numbers(database, first, first + _BLOCK)
            people = people_as_stored(database, numbers)
            keys = keys_of(facts, with_surname_words(people), rules)
            insert(database, "unsorted_key", {"key": keys.key, "no": numbers[keys.owner]})
        database.execute("CREATE TEMP TABLE sorted_key AS FROM unsorted_key ORDER BY key, no")
        database.execute("DROP TABLE unsorted_key")
        yield "key", "uint64", _in_parts(database, "key")
        yield "key.no", "int32", _in_parts(database, "no")

    def _limited_years(self, table: RowTable) -> NDArray[np.int32]:
        """The year that limits access to each row, masked where nothing does."""
        limited, years = self._section.limited_access, [0] * len(table)
        if limited is not None:
            layout = self._section.dates[limited.date]
            dates = (read_laid_out(text, layout) for text in table.columns[limited.date])
            years = [date.year if date else UNDATED for date in dates]
        return np.ma.MaskedArray(years, mask=limited is None, dtype=np.int32)
