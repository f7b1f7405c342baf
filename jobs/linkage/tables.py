"""Files to be linked as tables: all columns text, rows in the order of their ids."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.linkage.columns import Assigned, Mapped, assign, column_name
from jobs.linkage.ids import RECORDS as RECORDS
from jobs.linkage.ids import SUBJECTS as SUBJECTS
from jobs.linkage.past_births import as_of_the_past
from jobs.linkage.sql import Described, reading_sql, text_sql
from matching.parse.text import LONGEST
from skiptrace.intake.formats import Formats
from skiptrace.intake.problem import FieldProblem, Reject
from skiptrace.intake.reader import open_table
from skiptrace.intake.rejects import RejectFiles, reject_paths
from skiptrace.intake.settings import Limits
from skiptrace.intake.table import RawRow
from skiptrace.model.errors import IntakeError

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

SUFFIXES = (".csv", ".tsv", ".txt", ".parquet")
_LONGEST_ID = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to be read: which of the two it is, and what the user says of its columns.

    `reject_stem` is the path after which its reject files are named; `folder` takes temporary
    files.
    """

    role: str
    path: Path
    mapped: tuple[Mapped, ...]
    today: date | None
    reject_stem: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as the table of its role (column `no`, and the used ones by `column_name`).

    `no` counts the rows in the order of their ids. `rejects` are the files that hold the rows
    that were left out, none when none was.
    """

    role: str
    name: str
    header: tuple[str, ...]
    columns: Assigned
    rows: int
    rejected: int = 0
    rejects: tuple[Path, ...] = ()

    @property
    def id_header(self) -> str:
        """The id column's name in the file."""
        return self.header[self.columns.id]

    @property
    def output_header(self) -> str:
        """What the output calls the id: as the file does, unless the records' id is called so."""
        return self.id_header if self.id_header != "record_id" else "subject_id"

    def number_ids(self, con: DuckDBPyConnection) -> None:
        """Make a table ROLE_ids (no, id)."""
        key = column_name(self.columns.id)
        con.execute(f"CREATE TABLE {self.role}_ids AS SELECT no, {key} AS id FROM {self.role}")  # noqa: S608

    def drop(self, con: DuckDBPyConnection) -> None:
        """Let go of the whole table."""
        con.execute(f"DROP VIEW {self.role}")
        con.execute(f"DROP TABLE {self.role}_by_id")


def reject_stem(out: Path, role: str) -> Path:
    """The path after which a file's reject files are named: OUT.subjects.rejects.csv."""
    return out.with_name(f"{out.stem}.{role}.csv")


def load(con: DuckDBPyConnection, wanted: Wanted) -> Loaded:
    """Read a file into the table of its role.

    A sound file is read by DuckDB at once. One with rows that cannot be read, or without an id of
    their own, is read row by row, and those rows go to reject files. Raises IntakeError, with the
    file's name, for a file without columns or rows that can be linked.
    """
    header, columns = columns_of(wanted.path, wanted.role, wanted.mapped, wanted.today)
    source = Described(wanted.path, header, columns)
    rejected = 0
    files: tuple[Path, ...] = ()
    for earlier in reject_paths(wanted.reject_stem):
        earlier.unlink(missing_ok=True)
    if not _is_sound(con, wanted.role, source):
        clean, rejects = _sifted(wanted, source)
        rejected, files = rejects.count, (rejects.rows_path, rejects.reasons_path)
        _create(con, wanted.role, text_sql(clean, ",", source))
    rows = _count(con, f"SELECT count(*) FROM {wanted.role}_by_id")  # noqa: S608
    if not rows:
        words = f"no row with an id in column {header[columns.id]!r}" if rejected else "no rows"
        raise IntakeError(f"{wanted.path.name}: {words} below the header")
    columns = as_of_the_past(con, wanted.role, columns)
    return Loaded(
        wanted.role, wanted.path.name, header, columns, rows, rejected, files if rejected else ()
    )


def columns_of(
    path: Path, role: str, mapped: Sequence[Mapped], today: date | None
) -> tuple[tuple[str, ...], Assigned]:
    """The header of a file and the use of its columns; IntakeError, with the file's name."""
    header = _header(path)
    named = [one for one in mapped if one.role in ("", role)]
    try:
        return header, assign(header, role, named, today)
    except IntakeError as error:
        raise IntakeError(f"{path.name}: {error}") from error


def check_mapped(mapped: Sequence[Mapped], loaded: Sequence[Loaded]) -> None:
    """Raises IntakeError for a column that the user named and none of the files has."""
    headers = {name.casefold() for one in loaded for name in one.header}
    for one in mapped:
        if one.column.casefold() not in headers:
            raise IntakeError(f"--map {one.target}: no file has a column {one.column!r}")


def _header(path: Path) -> tuple[str, ...]:
    if path.suffix.lower() not in SUFFIXES:
        raise IntakeError(f"{path.name}: expected a file ending in {', '.join(SUFFIXES)}")
    with open_table(path, Formats(), Limits()) as table:
        return table.header


def _is_sound(con: DuckDBPyConnection, role: str, source: Described) -> bool:
    """Whether DuckDB reads every row of the file, each with an id of its own."""
    import duckdb

    reading = reading_sql(con, source)
    if not reading:
        return False
    try:
        con.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        _create(con, role, reading)
        damaged = _count(
            con, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'"
        )
        if damaged and _count(con, "SELECT count(*) FROM reject_errors"):
            return False
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        return False
    key = column_name(source.columns.id)
    faults = f"SELECT count(*) - count(DISTINCT nullif(trim({key}), '')) FROM {role}_by_id"  # noqa: S608
    return not _count(con, faults)


def _create(con: DuckDBPyConnection, role: str, reading: str) -> None:
    """The table of a role, its rows ordered by id, and the view of it with their numbers."""
    con.execute(f"CREATE OR REPLACE TABLE {role}_by_id AS {reading}")
    con.execute(f"CREATE OR REPLACE VIEW {role} AS SELECT rowid AS no, * FROM {role}_by_id")  # noqa: S608


def _count(con: DuckDBPyConnection, query: str) -> int:
    (found,) = con.execute(query).fetchone() or (0,)
    return int(found)


def _sifted(wanted: Wanted, source: Described) -> tuple[Path, RejectFiles]:
    """The rows with an id of their own as a file of our own; the rest goes to the reject files."""
    clean = wanted.folder / f"{wanted.role}.csv"
    with (
        open_table(source.path, Formats(), Limits()) as table,
        RejectFiles(wanted.reject_stem, source.header) as rejects,
        clean.open("w", encoding="utf-8", errors="replace", newline="") as stream,
    ):
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(source.header)
        writer.writerows(_good(table.rows, source, rejects))
    return clean, rejects


def _good(
    rows: Iterator[RawRow], source: Described, rejects: RejectFiles
) -> Iterator[Sequence[str]]:
    seen: set[str] = set()
    key = source.columns.id
    for row in rows:
        problem = row.damage or _id_problem(row, source.header[key], key, seen)
        if problem is None:
            # no more of a field is looked at, and a line of ours must not be too long for DuckDB
            yield [c if at == key else c[: LONGEST + 1] for at, c in enumerate(row.cells)]
        else:
            rejects.write(Reject(row.number, (problem,), tuple(row.cells)))


def _id_problem(row: RawRow, header: str, key: int, seen: set[str]) -> FieldProblem | None:
    name = row.cells[key]
    if not name.strip():
        return FieldProblem(header, "an id", "missing")
    if len(name) > _LONGEST_ID:
        return FieldProblem(header, f"an id of at most {_LONGEST_ID:,} characters", "length")
    if name in seen:
        return FieldProblem(header, "an id that no row above has", "duplicate")
    seen.add(name)
    return None
