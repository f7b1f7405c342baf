"""The rows of a register's file: framed as raw bytes, then read and checked against the layout."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from connectors.roll.layout import DateFormat, RollSection
from connectors.strict import check_columns
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import SourceChanged

_LONGEST_ROW_LINES = 20
_DIGITS: Mapping[DateFormat, tuple[re.Pattern[str], tuple[int, int, int]]] = {
    "iso": (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), (1, 2, 3)),
    "ccyymmdd": (re.compile(r"(\d{4})(\d\d)(\d\d)"), (1, 2, 3)),
    "mmddccyy": (re.compile(r"(\d\d)(\d\d)(\d{4})"), (3, 1, 2)),
}


class RowRejected(Exception):
    """A row that breaks the layout; the words name the column and the rule, never the value."""


@lru_cache(maxsize=32768)
def read_date(text: str, layout: DateFormat) -> PartialDate | None:
    """A date of the register, in which month or day 00 is unknown; None when it gives none.

    Raises ValueError for anything else.
    """
    if not text.strip("0 "):
        return None
    pattern, places = _DIGITS[layout]
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError("not a date of this layout")
    year, month, day = (int(found.group(place)) for place in places)
    if not month and day:
        raise ValueError("a day without a month")
    return PartialDate(year, month or None, day or None)


class RowReader:
    """Reads one raw row into its columns, by the layout of a card."""

    def __init__(self, section: RollSection) -> None:
        self._section = section
        self._spans = [span for field in section.fields for _, span in field.spans]
        self._patterns = [(name, re.compile(text)) for name, text in section.patterns.items()]
        self._split: Callable[[str], list[str]] = (
            self._split_csv if section.format == "csv" else self._split_fixed
        )

    def read(self, body: bytes) -> dict[str, str]:
        """The row's columns, stripped; raises RowRejected when the row breaks the layout."""
        try:
            text = body.decode(self._section.encoding)
        except UnicodeDecodeError:
            raise RowRejected(f"not {self._section.encoding}") from None
        values = self._split(text)
        if len(values) != len(self._section.names):
            raise RowRejected("wrong number of columns")
        row = dict(zip(self._section.names, map(str.strip, values), strict=True))
        self._check(row)
        return row

    def is_withdrawn(self, row: Mapping[str, str]) -> bool:
        """Whether the row itself says that it no longer holds."""
        return any(row[name] in codes for name, codes in self._section.withdrawn.items())

    def _split_csv(self, text: str) -> list[str]:
        try:
            return next(csv.reader([text], strict=True), [])
        except csv.Error:
            raise RowRejected("not csv") from None

    def _split_fixed(self, text: str) -> list[str]:
        if len(text) != self._section.length:
            raise RowRejected("wrong length")
        return [text[span] for span in self._spans]

    def _check(self, row: Mapping[str, str]) -> None:
        for name in self._section.required:
            if not row[name]:
                raise RowRejected(f"{name}: empty")
        for name, codes in self._section.codes.items():
            if row[name] not in codes:
                raise RowRejected(f"{name}: unknown code")
        for name, pattern in self._patterns:
            if pattern.fullmatch(row[name]) is None:
                raise RowRejected(f"{name}: unexpected form")
        for name, layout in self._section.dates.items():
            try:
                read_date(row[name], layout)
            except ValueError:
                raise RowRejected(f"{name}: not a date") from None


def raw_rows(path: Path, section: RollSection) -> Iterator[bytes]:
    """The file's data rows as they stand in it, without their line ends.

    A quoted CSV field may hold line ends. Raises SourceChanged when the header differs.
    """
    with path.open("rb") as file:
        if section.format == "csv":
            _check_header(file.readline(), section)
            yield from _joined(file)
        else:
            yield from (_bare(line) for line in file)


def _joined(lines: Iterator[bytes]) -> Iterator[bytes]:
    """CSV rows: a line with an odd number of quotes goes on in the next lines."""
    for line in lines:
        parts = [line]
        quotes = line.count(b'"')
        while quotes % 2 and len(parts) < _LONGEST_ROW_LINES and (more := next(lines, b"")):
            parts.append(more)
            quotes += more.count(b'"')
        if quotes % 2:
            yield from map(_bare, parts)
        else:
            yield _bare(b"".join(parts))


def _bare(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")


def _check_header(line: bytes, section: RollSection) -> None:
    text = _bare(line.removeprefix(b"\xef\xbb\xbf")).decode(section.encoding, "replace")
    found = next(csv.reader([text]), [])
    place = f"file {section.file}, header"
    check_columns(set(found), set(section.columns), set(section.columns), place)
    if tuple(found) != section.columns:
        raise SourceChanged(f"{place}: the columns stand in another order than on the card")
