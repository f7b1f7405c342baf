"""One file in, the same rows with more columns out: what normalising and comparing share."""

from __future__ import annotations

import csv
import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

from matching.crew import done_in_order, processes_allowed
from skiptrace.intake.formats import Formats
from skiptrace.intake.problem import ROW, FieldProblem, Reject
from skiptrace.intake.reader import open_table
from skiptrace.intake.rejects import RejectFiles, reject_paths
from skiptrace.intake.settings import Limits
from skiptrace.intake.table import RawRow, RawTable
from skiptrace.model.errors import IntakeError
from skiptrace.model.spreadsheet import guarded, guarded_once, unguarded
from skiptrace.reports.terminal import Writable

_CHUNK = 1000
"""Rows that are read at once, and between two words of progress."""
_FEW = 4
"""Pieces from which on they are read side by side, by processes of their own."""
_SHOWN = 60
"""Columns that an error names."""
_DELIMITERS = (b",", b";", b"\t", b"|")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is computed for each row, and from which of its columns.

    `read` takes the cells of the columns and gives the cells of the new columns; `counted` is the
    new column whose values the summary counts.
    """

    groups: tuple[tuple[str, ...], ...]
    header: tuple[str, ...]
    counted: str
    read: Callable[[tuple[str, ...]], tuple[str, ...]]
    joint: str = " "


@dataclass(frozen=True, slots=True)
class Route:
    """From which file to which; `output` None is the given stream."""

    source: Path
    output: Path | None
    prefix: str = ""

    @property
    def reject_stem(self) -> Path:
        """The path after which the reject files are named: the output, or `mail.out.csv`.

        Never the input's own, since those hold what an intake of it rejected.
        """
        return self.output or self.source.with_name(f"{self.source.stem}.out.csv")


@dataclass(slots=True)
class RowCounts:
    """What became of the rows of one file."""

    rows: int = 0
    rejected: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    rejects: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def wrong_use(route: Route, reading: Reading) -> str:
    """Why these files and columns do not go together, in words; empty when they do.

    Raises IntakeError for a file that cannot be read.
    """
    written = {path.resolve() for path in reject_paths(route.reject_stem)}
    if route.output is not None:
        written.add(route.output.resolve())
    if route.source.resolve() in written:
        return f"{route.source.name}: the output would overwrite the file itself"
    with open_table(route.source, _formats(route.source), Limits()) as table:
        header = table.header
    faults = (_unknown(header, name) for columns in reading.groups for name in columns)
    fault = next((words for words in faults if words), "") or _clash(header, route, reading)
    return f"{route.source.name}: {fault}" if fault else ""


def widen_table(
    route: Route, reading: Reading, stdout: Writable, advance: Callable[[int], None]
) -> RowCounts:
    """Write every row of a CSV, XLSX or Parquet file with the new columns behind its own.

    Rows are held by some thousands, so a file of any length takes the same memory. The output
    is UTF-8 CSV, mode 0600, and takes its place when it is complete. Rows that cannot be read go
    to the reject files. Raises IntakeError for a file that cannot be read or written, and for what
    `wrong_use` names.
    """
    if words := wrong_use(route, reading):
        raise IntakeError(words)
    with (
        open_table(route.source, _formats(route.source), Limits()) as table,
        RejectFiles(route.reject_stem, table.header) as rejects,
    ):
        row_counts = RowCounts(notes=(*table.notes, *_renamed(table.header, route, reading)))
        with nullcontext(stdout) if route.output is None else _placed(route.output) as stream:
            writer = csv.writer(stream)
            new = _new_names(route, reading)
            writer.writerow(map(guarded_once, (*kept_names(table.header, new), *new)))
            for rows in _widened(_pieces(table, reading, rejects), reading, row_counts):
                writer.writerows(rows)
                advance(len(rows))
    row_counts.rejected = rejects.count
    row_counts.rejects = (rejects.rows_path, rejects.reasons_path) if rejects.count else ()
    return row_counts


_Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows: their own cells, and what is read of each."""

    cells: Sequence[_Cells]
    asked: Sequence[_Cells]


def _pieces(table: RawTable, reading: Reading, rejects: RejectFiles) -> Iterator[_Piece]:
    """The rows that can be read, so many at once."""
    at = [[table.header.index(name) for name in columns] for columns in reading.groups]
    fitting = _fitting(table, rejects)
    while rows := list(islice(fitting, _CHUNK)):
        yield _Piece(rows, [_taken(cells, at, reading.joint) for cells in rows])


def _fitting(table: RawTable, rejects: RejectFiles) -> Iterator[_Cells]:
    for row in table.rows:
        cells, damage = _fitted(row, len(table.header))
        if damage is None:
            yield cells
        else:
            rejects.write(Reject(row.number, (damage,), tuple(row.cells)))


def _taken(cells: _Cells, at: Sequence[Sequence[int]], joint: str) -> _Cells:
    taken = ((unguarded(cells[i]).strip() for i in places) for places in at)
    return tuple(joint.join(cell for cell in group if cell) for group in taken)


def _widened(
    pieces: Iterator[_Piece], reading: Reading, row_counts: RowCounts
) -> Iterator[list[_Cells]]:
    """The rows of each piece with their new cells; many pieces are read side by side."""
    counted = reading.header.index(reading.counted)
    head = deque(islice(pieces, _FEW))
    waiting: deque[Sequence[_Cells]] = deque()

    def asked() -> Iterator[Sequence[_Cells]]:
        while (piece := head.popleft() if head else next(pieces, None)) is not None:
            waiting.append(piece.cells)
            yield piece.asked

    work, several = partial(_all_read, reading.read), len(head) == _FEW
    with processes_allowed():
        for found in done_in_order(work, asked(), [], several=several):
            row_counts.rows += len(found)
            row_counts.counts.update(new[counted] or "(none)" for new in found)
            both = zip(waiting.popleft(), found, strict=True)
            yield [(*map(guarded_once, cells), *map(guarded, new)) for cells, new in both]


def _all_read(read: Callable[[_Cells], _Cells], asked: Sequence[_Cells]) -> list[_Cells]:
    return list(map(read, asked))


def _fitted(row: RawRow, width: int) -> tuple[tuple[str, ...], FieldProblem | None]:
    """The cells of a row under the header; sheets leave out empty cells at the end."""
    cells = tuple(row.cells)
    if row.damage is not None or len(cells) == width:
        return cells, row.damage
    if any(cells[width:]):
        return cells, FieldProblem(ROW, f"at most {width} cells as in the header", "columns")
    return (*cells[:width], *("",) * (width - len(cells))), None


def _formats(path: Path) -> Formats:
    """Detected, but a header of a single column needs no delimiter in it."""
    try:
        with path.open("rb") as stream:
            lines = iter(lambda: stream.readline(1 << 16), b"")
            first = next((line for line in lines if line.strip()), b"")
    except OSError as error:
        raise IntakeError(f"{path.name}: cannot be read ({error.strerror})") from error
    several = any(sign in first for sign in _DELIMITERS)
    return Formats(delimiter="" if several else ",")


def _unknown(header: Sequence[str], name: str) -> str:
    if (times := header.count(name)) == 1:
        return ""
    shown = ", ".join(header[:_SHOWN])
    more = f" and {len(header) - _SHOWN} more" if len(header) > _SHOWN else ""
    words = f"{times} columns are called {name!r}" if times else f"no column {name!r}"
    return f"{words}; the columns are {shown}{more}"


def _new_names(route: Route, reading: Reading) -> tuple[str, ...]:
    return tuple(route.prefix + name for name in reading.header)


def kept_names(header: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The file's own columns as they are written: `input_` stands before one that is made anew."""
    return tuple(f"input_{name}" if name in new else name for name in header)


def _renamed(header: Sequence[str], route: Route, reading: Reading) -> tuple[str, ...]:
    names = [name for name in header if name in _new_names(route, reading)]
    return (f"the file's own {', '.join(names)} is written as input_...",) if names else ()


def _clash(header: Sequence[str], route: Route, reading: Reading) -> str:
    new = _new_names(route, reading)
    kept = kept_names(header, new)
    twice = [name for name in kept if kept.count(name) > max(list(header).count(name), 1)]
    words = "is in the file already, beside the column of that name; give --prefix"
    return f"column {', '.join(dict.fromkeys(twice))} {words}" if twice else ""


@contextmanager
def _placed(path: Path) -> Iterator[TextIO]:
    """A file of mode 0600 that takes its place when it is complete; a failed one is removed."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise IntakeError(f"{path.name}: cannot be written ({error.strerror})") from error
    try:
        with os.fdopen(
            descriptor, "w", encoding="utf-8", errors="surrogateescape", newline=""
        ) as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
