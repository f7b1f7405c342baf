"""A loaded register: opened once, searched by many threads, a whole chunk in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from connectors.register.asked import Keyed
from connectors.register.columns import BrokenRegister, read_columns
from connectors.register.known_names import KnownNames
from connectors.register.layout import RegisterSection
from connectors.register.link import Stored, found_lines
from connectors.register.load import DUCKDB_CONFIG, columns_beside, schema
from connectors.register.stored import RegisterColumns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row found for the inquiry at that place of the chunk; `raw` is None when access is limited.

    `matched` counts all rows found for the inquiry, before the bound.
    """

    inquiry: int
    matched: int
    line_no: int
    raw: bytes | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """Which version of which file the database holds, and what its loading counted."""

    file: str
    sha256: str
    retrieved: str
    rows: int
    rejected: int
    withdrawn: int


class RegisterStore:
    """The database of one version of a register, opened for reading.

    Raises BrokenRegister when it is not whole, MixedRegister when the columns beside it are those
    of another loading. A duckdb.Error in opening or searching means that it is damaged as well.
    """

    def __init__(self, path: Path) -> None:
        import duckdb

        self.path = path
        self._database: DuckDBPyConnection = duckdb.connect(
            path, read_only=True, config=DUCKDB_CONFIG
        )
        try:
            loading = self._check()
            self._columns = RegisterColumns(read_columns(columns_beside(path), loading))
            self._names = KnownNames(self._columns)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def _check(self) -> str:
        """Every table and column that the schema has, one row in `loaded`, and its lines; the id
        of its loading."""
        with self._database.cursor() as cursor:
            found = set(cursor.execute(_COLUMNS).fetchall())
            if expected_columns() - found:
                raise BrokenRegister("tables are missing")
            counts = cursor.execute(_COUNTS).fetchall()
        if len(counts) != 1 or counts[0][0] != counts[0][1]:
            raise BrokenRegister("rows are missing")
        if not self.loaded.sha256:
            raise BrokenRegister("nothing says of which file it is")
        return str(counts[0][2])

    @cached_property
    def loaded(self) -> Loaded:
        """What the database was built from."""
        with self._database.cursor() as cursor:
            row = cursor.execute(_LOADED).fetchone()
        return Loaded(*row) if row else Loaded("", "", "", 0, 0, 0)

    def search(
        self, keyed: Keyed, section: RegisterSection, limited_year: int | None
    ) -> Sequence[FoundRow]:
        """The rows for the inquiries, as many of each as the card says, the likeliest first.

        Rows whose limiting year is `limited_year` or later come without their bytes.
        """
        with self._database.cursor() as cursor:
            stored = Stored(self._columns, self._names, cursor)
            lines = found_lines(stored, keyed, section.search_by, section.max_records)
            raw = _raw_rows(cursor, [line.line_no for line in lines], limited_year)
        return [FoundRow(at.inquiry, at.matched, at.line_no, raw[at.line_no]) for at in lines]


@cache
def expected_columns() -> frozenset[tuple[str, str]]:
    """Table and column of everything that a loaded database has."""
    import duckdb

    with duckdb.connect() as empty:
        empty.execute(schema())
        return frozenset(empty.execute(_COLUMNS).fetchall())


_COLUMNS = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
_COUNTS = "SELECT line_count, (SELECT count(*) FROM line), loading FROM loaded"
_LOADED = "SELECT file, sha256, retrieved, line_count, rejected, withdrawn FROM loaded"


def _raw_rows(
    database: DuckDBPyConnection, line_no: Sequence[int], limited_year: int | None
) -> dict[int, bytes | None]:
    """The bytes of each row, None for one that may not be shown."""
    wanted = np.unique(np.array(line_no, dtype=np.int64))
    database.register("wanted", {"line_no": wanted})
    rows = database.execute(_RAW, [limited_year]).fetchall()
    database.unregister("wanted")
    return dict(rows)


_RAW = (
    "SELECT line_no, CASE WHEN limited_year >= $1 THEN NULL ELSE raw END "
    "FROM line SEMI JOIN wanted USING (line_no)"
)
