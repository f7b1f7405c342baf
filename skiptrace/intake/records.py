"""Delimited records out of physical lines, so that a broken record harms no other.

The csv module splits what is well formed. It cannot say that a record ended inside quotes, cannot
begin again at the next line, and bounds a cell by a setting of the whole program, so that
everything else is split here. Quoting is RFC 4180's.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from skiptrace.intake.lines import Line
from skiptrace.intake.problem import ROW, FieldProblem
from skiptrace.intake.settings import Limits


class End(Enum):
    """How the text of a record ended."""

    WHOLE = auto()
    OPEN = auto()
    GARBLED = auto()


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, the line it began on, and what made it unreadable, if anything."""

    number: int
    cells: list[str]
    damage: FieldProblem | None = None


def split_record(text: str, delimiter: str) -> tuple[list[str], End]:
    """The cells of one record without its line ending.

    OPEN when a quoted cell is not closed, GARBLED when text follows a closing quote.
    """
    if '"' not in text:
        return text.split(delimiter), End.WHOLE
    try:
        return next(csv.reader((text,), delimiter=delimiter, strict=True)), End.WHOLE
    except csv.Error:
        return _split_odd(text, delimiter)


def _split_odd(text: str, delimiter: str) -> tuple[list[str], End]:
    """The same of a text that the csv module refuses."""
    cells: list[str] = []
    at = 0
    while True:
        if text.startswith('"', at):
            cell, at, end = _quoted(text, at + 1, delimiter)
        else:
            stop = text.find(delimiter, at)
            cell, at, end = text[at : stop if stop >= 0 else None], stop, End.WHOLE
        cells.append(cell)
        if at < 0 or end is not End.WHOLE:
            return cells, end
        at += 1


def _quoted(text: str, start: int, delimiter: str) -> tuple[str, int, End]:
    at = start
    while True:
        close = text.find('"', at)
        if close < 0:
            return text[start:].replace('""', '"'), -1, End.OPEN
        if not text.startswith('"', close + 1):
            break
        at = close + 2
    cell = text[start:close].replace('""', '"')
    stop = text.find(delimiter, close + 1)
    rest = text[close + 1 : stop if stop >= 0 else None]
    return cell, stop, End.GARBLED if rest.strip(" ") else End.WHOLE


class Records:
    """Reads records one after another; `width` is the header's number of cells (0: unknown).

    A quoted cell may hold line ends. It counts as never closed when the joined text is too long, or
    when a line inside it is a whole record by itself; then only the line where it began is
    rejected, and reading begins again at the next line.
    """

    def __init__(self, lines: Iterator[Line], delimiter: str, limits: Limits) -> None:
        self.width = 0
        self._lines = lines
        self._delimiter = delimiter
        self._limits = limits
        self._waiting: deque[Line] = deque()

    def __iter__(self) -> Iterator[Record]:
        while (line := self._take()) is not None:
            if line.text.strip(" \r\n"):
                yield self._record(line)

    def _take(self) -> Line | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _record(self, line: Line) -> Record:
        if line.cut:
            most = f"{self._limits.record_chars:,}"
            return _damaged(line, [], f"a record of at most {most} characters", "oversize")
        cells, end = split_record(line.text.rstrip("\r\n"), self._delimiter)
        if end is End.OPEN:
            return self._joined(line) or _damaged(
                line, cells, "a closing quote for each opening quote", "quote"
            )
        if end is End.GARBLED:
            return _damaged(line, cells, "quotes inside a quoted cell written twice", "quote")
        return Record(line.number, cells)

    def _joined(self, first: Line) -> Record | None:
        """The record that a line begins whose last cell goes on, None when that never ends well.

        Quotes come in pairs in a whole record, so that only even counts are worth splitting.
        """
        texts = [first.text]
        size, quotes = len(first.text), first.text.count('"')
        ahead: list[Line] = []
        while size <= self._limits.record_chars and (line := self._take()) is not None:
            ahead.append(line)
            if line.cut or self._is_whole(line):
                break
            texts.append(line.text)
            size, quotes = size + len(line.text), quotes + line.text.count('"')
            if quotes % 2:
                continue
            cells, end = split_record("".join(texts).rstrip("\r\n"), self._delimiter)
            if end is End.WHOLE:
                return Record(first.number, cells)
            if end is not End.OPEN:
                break
        self._waiting.extendleft(reversed(ahead))
        return None

    def _is_whole(self, line: Line) -> bool:
        if self.width < 2 or line.text.count('"') % 2:
            return False
        cells, end = split_record(line.text.rstrip("\r\n"), self._delimiter)
        return end is End.WHOLE and len(cells) == self.width


def _damaged(line: Line, cells: list[str], expectation: str, code: str) -> Record:
    return Record(line.number, cells, FieldProblem(ROW, expectation, code))
