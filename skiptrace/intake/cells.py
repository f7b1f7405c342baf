"""The cells of one row by target, read field by field while faults are collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from skiptrace.intake.claims import PHONES
from skiptrace.intake.fields.text import SPREADSHEET_STARTS, cleaned, spreadsheet_fault
from skiptrace.intake.joined import joined
from skiptrace.intake.mapping import Binding
from skiptrace.intake.problem import FieldProblem, Wrong

T = TypeVar("T")

# Control characters but tab and line ends, escaped bytes, lost letters, bidi overrides, and the
# first letter of text that was decoded with the wrong code page.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\udc80-\udcff\ufffd\u202a-\u202e\u2066-\u2069ÂÃâ]"
)
_UNDECODABLE = re.compile("[\udc80-\udcff]")
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WRONG_PAGE = re.compile(
    "[\xc2\xc3\xe2][\x80-\xbf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+"
)
_SIGNED = frozenset({"balance", *PHONES})


@dataclass(frozen=True, slots=True)
class CellRules:
    """What holds for every cell of a file: the longest, words for nothing, defaults by target."""

    longest: int
    empty: frozenset[str]
    defaults: Mapping[str, str]


class Cells:
    """One row's cells; `take` gives a typed value, or None and one more problem."""

    def __init__(self, row: Sequence[str], binding: Binding, rules: CellRules) -> None:
        self.problems: list[FieldProblem] = []
        self._texts = dict(rules.defaults)
        self._binding = binding
        for field, place in binding.places.items():
            text = cleaned(row[place]) if row[place] else ""
            if text and text not in rules.empty:
                self._texts[field] = text
        self._texts |= joined(self._texts)

    def text(self, field: str) -> str:
        """The cleaned text of a target's cell, its default, or nothing."""
        return self._texts.get(field, "")

    def header(self, field: str) -> str:
        """The header of the column that a target is read from; empty where none is."""
        place = self._binding.places.get(field)
        return "" if place is None else self._binding.header[place]

    def take(self, field: str, parse: Callable[[str], T | Wrong]) -> T | None:
        """The value of a field; None when the cell is empty, or wrong, which is noted."""
        text = self._texts.get(field)
        if not text:
            return None
        odd = text[0] in SPREADSHEET_STARTS
        fault = spreadsheet_fault(text, signed=field in _SIGNED) if odd else None
        value = fault or parse(text)
        if isinstance(value, Wrong):
            self.refuse(field, value)
            return None
        return value

    def refuse(self, field: str, wrong: Wrong) -> None:
        """Notes one problem; only the first of a field counts."""
        if all(problem.field != field for problem in self.problems):
            self.problems.append(FieldProblem(field, wrong.expectation, wrong.code))

    def require(self, field: str, words: str) -> None:
        """Notes a problem when the field is empty."""
        if not self.text(field):
            self.refuse(field, Wrong(words, "required"))


def damaged_cells(row: Sequence[str], binding: Binding, longest: int) -> list[FieldProblem]:
    """The cells that are too long or hold what no text holds, in any column of the file."""
    oversize = max(map(len, row), default=0) > longest
    if not oversize and not _SUSPECT.search("".join(row)):
        return []
    names = binding.names()
    problems = []
    for place, cell in enumerate(row):
        wrong = cell_damage(cell, longest)
        if wrong is not None:
            field = names.get(place, binding.header[place])
            problems.append(FieldProblem(field, wrong.expectation, wrong.code))
    return problems


def cell_damage(cell: str, longest: int) -> Wrong | None:
    """Why a cell's text cannot be trusted at all, or None."""
    if len(cell) > longest:
        return Wrong(f"at most {longest:,} characters", "oversize")
    if _UNDECODABLE.search(cell) or "\ufffd" in cell:
        return Wrong("text in the file's encoding: some bytes are not", "encoding")
    if _HIDDEN.search(cell):
        return Wrong("text without control characters", "control")
    return _twice_encoded(cell)


def _twice_encoded(cell: str) -> Wrong | None:
    for run in _WRONG_PAGE.findall(cell):
        for page in ("cp1252", "latin-1"):
            try:
                run.encode(page).decode("utf-8")
            except UnicodeError:
                continue
            return Wrong("text that was not decoded with the wrong code page before", "encoding")
    return None
