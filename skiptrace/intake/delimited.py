"""CSV and its relatives: comma, semicolon, tab or pipe between the cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from skiptrace.intake.encoding import detect_encoding
from skiptrace.intake.formats import Formats
from skiptrace.intake.header_row import SEARCHED, Found, HeaderSearch
from skiptrace.intake.lines import Line, bounded_lines
from skiptrace.intake.problem import ROW, FieldProblem
from skiptrace.intake.records import Record, Records, split_record
from skiptrace.intake.settings import Limits
from skiptrace.intake.table import RawRow, RawTable, named_columns
from skiptrace.model.errors import IntakeError

_DELIMITERS = (",", ";", "\t", "|")
_WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_GAP, _GAPS = re.compile(r"\S {2,}(?=\S)"), 2
_FIXED = (
    "its columns stand at fixed places, which it does not name: expected a file with column names "
    "in a line and a comma, a semicolon, a tab or a pipe between them, or a workbook; ask for such "
    "an export, or open it in a spreadsheet by the layout that came with it and save it as CSV"
)
_SEP_LINE = re.compile(r"sep=(.)[\r\n]*", re.IGNORECASE)


@contextmanager
def open_delimited(
    path: Path, formats: Formats, limits: Limits, search: HeaderSearch | None = None
) -> Iterator[RawTable]:
    """A delimited text file as a table; row numbers are the line numbers where records begin.

    With a search the header may stand below titles. Raises IntakeError when there is no header of
    at least two columns.
    """
    encoding = detect_encoding(path, formats.encoding)
    with path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as stream:
        start = _started(path, bounded_lines(stream, limits.record_chars), formats, search)
        records = Records(start.lines, start.delimiter, limits)
        header = _header(path, records, start.names)
        records.width = max(len(header), start.usual)
        notes = [f"encoding {encoding.codec}", f"delimiter {_WORDS.get(start.delimiter, '')}"]
        notes += filter(None, (encoding.note, start.note))
        rows = (_row(record, len(header), start.usual) for record in records if not _is_end(record))
        yield RawTable(header, rows, tuple(notes), encoding.stray)


@dataclass(frozen=True, slots=True)
class _Start:
    """The lines from the header's on, the delimiter, and the header where rows above tell more.

    `usual` is how many cells most of the first rows have, 0 where that is not known.
    """

    lines: Iterator[Line]
    delimiter: str
    names: tuple[str, ...] = ()
    note: str = ""
    usual: int = 0


def _started(
    path: Path, lines: Iterator[Line], formats: Formats, search: HeaderSearch | None
) -> _Start:
    if search is None:
        return _plain(path, lines, formats.delimiter)
    ahead = list(islice(lines, SEARCHED + (search.skip or 0)))
    found = _searched(ahead, formats.delimiter, search)
    if found is None:
        return _plain(path, chain(ahead, lines), formats.delimiter)
    header, delimiter = found
    above = sum(bool(line.text.strip()) for line in ahead[: header.at])
    note = f"{above} rows above the header are not read" if above else ""
    rows = (split_record(line.text.rstrip("\r\n"), delimiter)[0] for line in ahead[header.at + 1 :])
    sizes = Counter(len(row) for row in rows if any(row))
    usual = sizes.most_common(1)[0][0] if sizes else 0
    return _Start(chain(ahead[header.at :], lines), delimiter, header.header, note, usual)


def _searched(ahead: Sequence[Line], mapped: str, search: HeaderSearch) -> tuple[Found, str] | None:
    """The header among the first lines and the delimiter with which most of it is known."""
    told = _SEP_LINE.fullmatch(ahead[0].text) if ahead else None
    delimiters = (mapped,) if mapped else (told[1],) if told else _DELIMITERS
    best: tuple[Found, str] | None = None
    for delimiter in delimiters:
        rows = [split_record(line.text.rstrip("\r\n"), delimiter)[0] for line in ahead]
        found = search.find(rows)
        if found and len(found.header) > 1 and (best is None or found.known > best[0].known):
            best = found, delimiter
    return best


def _plain(path: Path, lines: Iterator[Line], mapped: str) -> _Start:
    """The first line that holds anything, and the delimiter: mapped, of `sep=`, or likeliest."""
    first = next((line for line in lines if line.text.strip()), None)
    if first is None:
        raise IntakeError(f"{path.name}: the file is empty")
    told = _SEP_LINE.fullmatch(first.text)
    if told is not None:
        first = next(lines, first)
        mapped = mapped or told[1]
    return _Start(chain((first,), lines), mapped or _likeliest(path, first.text))


def _likeliest(path: Path, text: str) -> str:
    counts = {d: len(split_record(text.strip("\r\n"), d)[0]) for d in _DELIMITERS}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    if counts[best] < 2:
        if len(_GAP.findall(text.strip())) >= _GAPS:
            raise IntakeError(f"{path.name}: {_FIXED}")
        raise IntakeError(
            f"{path.name}: line 1 is no header: expected column names with a comma, "
            "a semicolon, a tab or a pipe between them"
        )
    return best


def _header(path: Path, records: Records, names: tuple[str, ...]) -> tuple[str, ...]:
    record = next(iter(records), None)
    if record is None or record.damage is not None:
        words = record.damage.expectation if record and record.damage else "a header"
        raise IntakeError(f"{path.name}: the header cannot be read: expected {words}")
    return names if len(names) == len(record.cells) else named_columns(record.cells)


def _is_end(record: Record) -> bool:
    """Whether a record holds nothing but the sign that ended a file of old."""
    return record.damage is None and "".join(record.cells).strip() == "\x1a"


def _row(record: Record, width: int, usual: int) -> RawRow:
    """A record as a row; where most rows have empty cells beyond the header's, these are none."""
    damage, cells = record.damage, record.cells
    if damage is None and len(cells) == usual > width and not any(cells[width:]):
        cells = cells[:width]
    if damage is None and len(cells) != width:
        words = f"{width} cells as in the header, not {len(cells)}"
        damage = FieldProblem(ROW, words, "columns")
    return RawRow(record.number, cells, damage)
