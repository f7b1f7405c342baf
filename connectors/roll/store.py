"""A loaded register: opened once, searched by many threads, a whole chunk in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.names import NEARNESS
from connectors.roll.asks import Asks
from connectors.roll.load import DUCKDB_CONFIG

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


class RollStore:
    """The database of one version of a roll, opened for reading.

    A duckdb.Error in opening or searching means that the database is damaged.
    """

    def __init__(self, path: Path) -> None:
        import duckdb

        self.path = path
        self._database: DuckDBPyConnection = duckdb.connect(
            path, read_only=True, config=DUCKDB_CONFIG
        )

    @cached_property
    def loaded(self) -> Loaded:
        """What the database was built from."""
        with self._database.cursor() as cursor:
            row = cursor.execute("FROM loaded").fetchone()
        return Loaded(*row) if row else Loaded("", "", "", 0, 0, 0)

    def search(self, asks: Asks, most: int, limited_year: int | None) -> Sequence[FoundRow]:
        """The rows for those asks, at most `most` an inquiry, best first.

        Rows whose limiting year is `limited_year` or later come without their bytes.
        """
        values = {
            "asks": asks.json(),
            "nearness": NEARNESS,
            "limited_year": limited_year,
            "most": most,
        }
        with self._database.cursor() as cursor:
            rows = cursor.execute(self._sql, values).fetchall()
        return [FoundRow(*row) for row in rows]

    @cached_property
    def _sql(self) -> str:
        return files("connectors.roll").joinpath("candidates.sql").read_text("utf-8")
