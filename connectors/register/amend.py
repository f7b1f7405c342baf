"""Amendments of a register: a row that changes or deletes cancels what earlier rows said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connectors.register.layout import Amendments
from connectors.register.rows import RowTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Amended:
    """The numbers that a file's own later rows amend, and the last line that amends each."""

    def __init__(self, amendments: Amendments | None) -> None:
        self._amendments = amendments
        self._last: dict[int, int] = {}

    def note(self, table: RowTable, first_line: int) -> None:
        """Takes note of the amending rows of a batch whose first row is line `first_line`."""
        if self._amendments is None:
            return
        codes = frozenset(self._amendments.codes)
        numbers = table.columns[self._amendments.by]
        for place, code in enumerate(table.columns[self._amendments.column]):
            number = numbers[place]
            if code in codes and number.isdigit() and int(number):
                self._last[int(number)] = table.kept[place] + first_line

    def drop(self, database: DuckDBPyConnection) -> int:
        """Deletes every row that stands before the last amendment of its number; how many."""
        if not self._last:
            return 0
        numbers = np.fromiter(self._last.keys(), dtype=np.int64)
        lines = np.fromiter(self._last.values(), dtype=np.int64)
        database.register("amended", {"ssn": numbers, "line_no": lines})
        database.execute(_GONE_LINES)
        database.unregister("amended")
        database.execute(_GONE_PARTIES)
        for statement in _DELETIONS:
            database.execute(statement)
        (gone,) = database.execute("SELECT count(*) FROM gone_line").fetchall()[0]
        return int(gone)


_GONE_LINES = """
CREATE TEMP TABLE gone_line AS
SELECT DISTINCT person.line_no FROM person JOIN amended ON person.ssn = amended.ssn
WHERE person.line_no < amended.line_no
"""
_GONE_PARTIES = (
    "CREATE TEMP TABLE gone_party AS SELECT no FROM person SEMI JOIN gone_line USING (line_no)"
)
_DELETIONS = (
    "DELETE FROM name WHERE no IN (SELECT no FROM gone_party)",
    "DELETE FROM place WHERE no IN (SELECT no FROM gone_party)",
    "DELETE FROM entity WHERE no IN (SELECT no FROM gone_party)",
    "DELETE FROM person WHERE no IN (SELECT no FROM gone_party)",
    "DELETE FROM line WHERE line_no IN (SELECT line_no FROM gone_line)",
)
