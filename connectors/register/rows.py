"""The rows of a register's file, read from raw bytes and checked against the layout."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from connectors.register.layout import RegisterSection
from matching.parse.date.layouts import DateLayout, read_laid_out

_AT_ONCE = 256
"""Rows that are split together, as long as nothing in them stands in the way."""


class RowRejected(Exception):
    """A row that breaks the layout; the words name the column and the rule, never the value."""


@dataclass(frozen=True, slots=True)
class RowTable:
    """Rows by their columns; `kept` says which of the bodies that were read they are."""

    columns: Mapping[str, Sequence[str]]
    kept: Sequence[int]

    def __len__(self) -> int:
        return len(self.kept)

    def take(self, rows: Sequence[int]) -> RowTable:
        """Only those rows, by their place in the table."""
        columns = {name: [column[n] for n in rows] for name, column in self.columns.items()}
        return RowTable(columns, [self.kept[n] for n in rows])


@dataclass(frozen=True, slots=True)
class _Check:
    """What every value of a column must hold, and the words for one that does not."""

    name: str
    holds: Callable[[str], object]
    fault: str


class RowReader:
    """Reads raw rows into their columns, by the layout of a card."""

    def __init__(self, section: RegisterSection) -> None:
        self._section = section
        self._spans = [span for field in section.fields for _, span in field.spans]
        self._checks = list(_checks(section))
        self._split: Callable[[str], list[str]] = (
            self._split_csv if section.format == "csv" else self._split_fixed
        )

    def read(self, body: bytes) -> dict[str, str]:
        """The row's columns, stripped; raises RowRejected when the row breaks the layout."""
        row = dict(zip(self._section.names, self._texts(self._values(body)), strict=True))
        for check in self._checks:
            if not check.holds(row[check.name]):
                raise RowRejected(check.fault)
        return row

    def table(self, bodies: Sequence[bytes]) -> tuple[RowTable, Counter[str]]:
        """The rows that keep to the layout, and what the others break, as `read` says it."""
        split, kept, faults = self._split_all(bodies)
        columns = {
            name: self._texts(column)
            for name, column in zip(self._section.names, split, strict=True)
        }
        found = RowTable(columns, kept)
        broken = self._without_deletions(self._broken(columns), columns)
        if not broken:
            return found, faults
        faults.update(broken.values())
        return found.take([n for n in range(len(kept)) if n not in broken]), faults

    def _split_all(
        self, bodies: Sequence[bytes]
    ) -> tuple[list[list[str]], list[int], Counter[str]]:
        """The columns of the bodies that can be split, their places, and the faults of the rest."""
        columns: list[list[str]] = [[] for _ in self._section.names]
        kept: list[int] = []
        faults: Counter[str] = Counter()
        for first in range(0, len(bodies), _AT_ONCE):
            some = bodies[first : first + _AT_ONCE]
            if plain := self._split_plainly(some):
                for place, column in enumerate(columns):
                    column += plain[place :: len(columns)]
                kept += range(first, first + len(some))
                continue
            for place, body in enumerate(some, first):
                try:
                    values = self._values(body)
                except RowRejected as rejected:
                    faults[str(rejected)] += 1
                    continue
                kept.append(place)
                for column, value in zip(columns, values, strict=True):
                    column.append(value)
        return columns, kept, faults

    def _split_plainly(self, bodies: Sequence[bytes]) -> Sequence[str]:
        """The values, row by row, of rows none of which needs more than to be parted; else none."""
        joined = b"\n".join(bodies)
        is_quoted = self._section.quoted and (b'"' in joined or b"\r" in joined)
        if self._section.format != "csv" or is_quoted or b"" in bodies:
            return ()
        try:
            text = joined.decode(self._section.encoding)
        except UnicodeDecodeError:
            return ()
        delimiter, between = self._section.delimiter, len(self._section.names) - 1
        lines = text.split("\n")
        if len(lines) != len(bodies) or {line.count(delimiter) for line in lines} != {between}:
            return ()
        return text.replace("\n", delimiter).split(delimiter)

    def _broken(self, columns: Mapping[str, Sequence[str]]) -> dict[int, str]:
        """The first fault of each row that has one; every distinct value is checked once."""
        found: dict[int, str] = {}
        distinct = {name: set(columns[name]) for name in {check.name for check in self._checks}}
        for check in self._checks:
            column = columns[check.name]
            bad = {value for value in distinct[check.name] if not check.holds(value)}
            if bad:
                for place, value in enumerate(column):
                    if value in bad:
                        found.setdefault(place, check.fault)
        return found

    def _without_deletions(
        self, broken: Mapping[int, str], columns: Mapping[str, Sequence[str]]
    ) -> Mapping[int, str]:
        """The faults without those of rows that only delete: these need no more than a number."""
        amendments = self._section.amendments
        if not broken or amendments is None:
            return broken
        deleting = self._section.withdrawn.get(amendments.column, ())
        codes, numbers = columns[amendments.column], columns[amendments.by]
        return {
            place: fault
            for place, fault in broken.items()
            if codes[place] not in deleting or not numbers[place].isdigit()
        }

    def withdrawn(self, table: RowTable) -> frozenset[int]:
        """The rows, by place, that say themselves that they no longer hold."""
        return frozenset(
            place
            for name, codes in self._section.withdrawn.items()
            for place, value in enumerate(table.columns[name])
            if value in codes
        )

    def _texts(self, values: Iterable[str]) -> list[str]:
        """The values stripped; what stands for none in this file is ''."""
        texts = map(str.strip, values)
        nulls = self._section.nulls
        return ["" if text in nulls else text for text in texts] if nulls else list(texts)

    def _values(self, body: bytes) -> list[str]:
        try:
            text = body.decode(self._section.encoding)
        except UnicodeDecodeError:
            raise RowRejected(f"not {self._section.encoding}") from None
        values = self._split(text)
        if len(values) != len(self._section.names):
            raise RowRejected("wrong number of columns")
        return values

    def _split_csv(self, text: str) -> list[str]:
        plain = '"' not in text and "\r" not in text
        if text and (plain or not self._section.quoted):
            return text.split(self._section.delimiter)
        try:
            return next(csv.reader([text], delimiter=self._section.delimiter, strict=True), [])
        except csv.Error:
            raise RowRejected("not csv") from None

    def _split_fixed(self, text: str) -> list[str]:
        if len(text) != self._section.length:
            raise RowRejected("wrong length")
        return [text[span] for span in self._spans]


def _checks(section: RegisterSection) -> Iterator[_Check]:
    for name in section.required:
        yield _Check(name, bool, f"{name}: empty")
    for name, codes in section.codes.items():
        yield _Check(name, codes.__contains__, f"{name}: unknown code")
    for name, text in section.patterns.items():
        yield _Check(name, re.compile(text).fullmatch, f"{name}: unexpected form")
    for name, layout in section.dates.items():
        yield _Check(name, partial(_is_date, layout=layout), f"{name}: not a date")


def _is_date(text: str, layout: DateLayout) -> bool:
    try:
        read_laid_out(text, layout)
    except ValueError:
        return False
    return True
