"""CSV and its relatives: comma, semicolon, tab or pipe between the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from skiptrace.intake.encoding import detect_encoding
from skiptrace.intake.formats import Formats
from skiptrace.intake.lines import Line, bounded_lines
from skiptrace.intake.problem import ROW, FieldProblem
from skiptrace.intake.records import Record, Records, split_record
from skiptrace.intake.settings import Limits
from skiptrace.intake.table import RawRow, RawTable, named_columns
from skiptrace.model.errors import IntakeError

_DELIMITERS = (",", ";", "\t", "|")
_WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_SEP_LINE = re.compile(r"sep=(.)[\r\n]*", re.IGNORECASE)


@contextmanager
def open_delimited(path: Path, formats: Formats, limits: Limits) -> Iterator[RawTable]:
    """A delimited text file as a table; row numbers are the line numbers where records begin.

    Raises IntakeError when there is no header of at least two columns.
    """
    encoding = detect_encoding(path, formats.encoding)
    with path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as stream:
        lines = bounded_lines(stream, limits.record_chars)
        first, delimiter = _first_line(path, lines, formats.delimiter)
        records = Records(_before(first, lines), delimiter, limits)
        header = _header(path, records)
        records.width = len(header)
        notes = [f"encoding {encoding.codec}", f"delimiter {_WORDS.get(delimiter, delimiter)}"]
        notes += [encoding.note] if encoding.note else []
        yield RawTable(header, (_row(record, len(header)) for record in records), tuple(notes))


def _first_line(path: Path, lines: Iterator[Line], mapped: str) -> tuple[Line, str]:
    """The header's line and the delimiter: mapped, or of Excel's `sep=` line, or most frequent."""
    first = next((line for line in lines if line.text.strip()), None)
    if first is None:
        raise IntakeError(f"{path.name}: the file is empty")
    told = _SEP_LINE.fullmatch(first.text)
    if told is not None:
        first = next(lines, first)
        mapped = mapped or told[1]
    return first, mapped or _likeliest(path, first.text)


def _likeliest(path: Path, text: str) -> str:
    counts = {d: len(split_record(text.strip("\r\n"), d)[0]) for d in _DELIMITERS}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    if counts[best] < 2:
        raise IntakeError(
            f"{path.name}: line 1 is no header: expected column names with a comma, "
            "a semicolon, a tab or a pipe between them"
        )
    return best


def _before(first: Line, lines: Iterator[Line]) -> Iterator[Line]:
    yield first
    yield from lines


def _header(path: Path, records: Records) -> tuple[str, ...]:
    record = next(iter(records), None)
    if record is None or record.damage is not None:
        words = record.damage.expectation if record and record.damage else "a header"
        raise IntakeError(f"{path.name}: the header cannot be read: expected {words}")
    return named_columns(record.cells)


def _row(record: Record, width: int) -> RawRow:
    damage = record.damage
    if damage is None and len(record.cells) != width:
        words = f"{width} cells as in the header, not {len(record.cells)}"
        damage = FieldProblem(ROW, words, "columns")
    return RawRow(record.number, record.cells, damage)
