"""Parquet files, read through DuckDB in batches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from skiptrace.intake.table import RawRow, RawTable, named_columns
from skiptrace.intake.workbook import cell_text
from skiptrace.model.errors import IntakeError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 2_000
_LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "256MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@contextmanager
def open_parquet(path: Path) -> Iterator[RawTable]:
    """A Parquet file as a table; rows are numbered from 1. Raises IntakeError when unreadable."""
    import duckdb

    if set(path.name) & set("*?["):
        raise IntakeError(f"{path.name}: rename the file: DuckDB takes *, ? and [ for a pattern")
    connection = duckdb.connect(config=_LIMITS)
    try:
        connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        header = named_columns([column[0] for column in connection.description or []])
        yield RawTable(header, _rows(connection))
    except duckdb.Error as error:
        raise IntakeError(f"{path.name}: not a readable Parquet file") from error
    finally:
        connection.close()


def _rows(connection: DuckDBPyConnection) -> Iterator[RawRow]:
    number = 0
    while batch := connection.fetchmany(_BATCH):
        for values in batch:
            number += 1
            yield RawRow(number, [cell_text(value) for value in values])
