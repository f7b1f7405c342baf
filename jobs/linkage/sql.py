"""SQL that reads a CSV or Parquet file as text columns of our own names, ordered by id."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.linkage.columns import Assigned, column_name
from matching.encode.distinct import quoted as quoted
from skiptrace.intake.encoding import detect_encoding
from skiptrace.intake.table import named_columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DELIMITERS = ",;\t|"
_UNICODE = ("utf-8", "utf-8-sig")
_PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Described:
    """A file with its header and the use of its columns."""

    path: Path
    header: tuple[str, ...]
    columns: Assigned

    @property
    def used(self) -> list[int]:
        """The positions of the used columns."""
        unused = set(self.columns.unused)
        return [at for at in range(len(self.header)) if at not in unused]


def reading_sql(con: DuckDBPyConnection, source: Described) -> str:
    """SQL that reads the file as it is; empty when it first has to be read row by row."""
    if set(source.path.name) & _PATTERN:
        return ""
    if source.path.suffix.lower() == ".parquet":
        return _parquet_sql(con, source)
    delimiter = _delimiter(source)
    if not delimiter or detect_encoding(source.path, "").codec not in _UNICODE:
        return ""
    return text_sql(source.path, delimiter, source)


def _delimiter(source: Described) -> str:
    """The sign that parts the first line into the header, or empty."""
    with source.path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        line = stream.readline(1 << 20)
    for sign in _DELIMITERS:
        cells = next(csv.reader([line], delimiter=sign), [])
        if named_columns(cells) == source.header:
            return sign
    return ""


def text_sql(path: Path, delimiter: str, source: Described) -> str:
    """SQL that reads the used columns of a UTF-8 text file; damaged rows go to reject_errors."""
    columns = ", ".join(f"'{column_name(at)}': 'VARCHAR'" for at in range(len(source.header)))
    used = ", ".join(_with_area_code(source, at, column_name) for at in source.used)
    return (
        f"SELECT {used} FROM read_csv({literal(str(path))}, auto_detect = false, "  # noqa: S608
        f"header = true, delim = {literal(delimiter)}, quote = '\"', escape = '\"', "
        f"nullstr = '', store_rejects = true, columns = {{{columns}}}) "
        f"ORDER BY {column_name(source.columns.id)}"
    )


def _with_area_code(source: Described, at: int, text: Callable[[int], str]) -> str:
    """SQL for a column as text; a phone of seven digits stands behind the area code of its own."""
    plain = text(at)
    code = source.columns.area_codes.get(at)
    if code is not None:
        digits = f"length(regexp_replace({plain}, '[^0-9]', '', 'g'))"
        joined = f"coalesce({text(code)}, '') || ' ' || {plain}"
        plain = f"CASE WHEN {digits} = 7 THEN {joined} ELSE {plain} END"
    return plain if plain == column_name(at) else f"{plain} AS {column_name(at)}"


def _parquet_sql(con: DuckDBPyConnection, source: Described) -> str:
    name = literal(str(source.path))
    types = con.execute(f"DESCRIBE SELECT * FROM read_parquet({name})").fetchall()  # noqa: S608
    if len(types) != len(source.header):
        return ""
    used = ", ".join(
        _with_area_code(source, at, lambda at: _as_text(types[at][0], types[at][1]))
        for at in source.used
    )
    return f"SELECT {used} FROM read_parquet({name}) ORDER BY {column_name(source.columns.id)}"  # noqa: S608


def _as_text(column: str, kind: str) -> str:
    """SQL for a typed column as text: whole numbers without a point, lists joined, days as ISO."""
    name = quoted(column)
    if kind.endswith("[]"):
        return f"array_to_string({name}, '; ')"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        whole = f"format('{{:.0f}}', CAST({name} AS DOUBLE))"
        return f"CASE WHEN {name} = floor({name}) THEN {whole} ELSE CAST({name} AS VARCHAR) END"
    if kind.startswith("TIMESTAMP"):
        return f"CAST(CAST({name} AS DATE) AS VARCHAR)"
    return f"CAST({name} AS VARCHAR)"


def literal(text: str) -> str:
    """A text for SQL."""
    return "'" + text.replace("'", "''") + "'"
