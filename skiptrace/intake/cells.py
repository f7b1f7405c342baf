"""The cells of one row by target, read field by field while faults are collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from config.columns import column_tables
from skiptrace.intake.claims import PHONES
from skiptrace.intake.fields.missing import stands_for_nothing
from skiptrace.intake.fields.text import SPREADSHEET_STARTS, cleaned, spreadsheet_fault
from skiptrace.intake.joined import joined
from skiptrace.intake.mapping import Binding
from skiptrace.intake.problem import FieldProblem, Partly, Wrong

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
# What a program that keeps numbers made of 34102: 34102.0.
_WHOLE = frozenset(
    {"zip", "zip4", "forward_zip", "ssn", "tax_id", "ein", "dob", "opened", "return_date",
     "street_number", "return_code"}
)  # fmt: skip
_SIGNED = frozenset({"balance", *PHONES})

_ESSENTIAL = frozenset(
    {
        "account_number",
        "keyline",
        "role",
        "holds",
        "first_name",
        "last_name",
        "full_name",
        "organization",
    }
)


@cache
def essential() -> frozenset[str]:
    """What an account cannot do without: its number, who owes it and how, what restrains it."""
    return _ESSENTIAL | column_tables().restraining()


@dataclass(frozen=True, slots=True)
class CellRules:
    """What holds for every cell of a file: the longest, words for nothing, defaults by target."""

    longest: int
    empty: frozenset[str]
    defaults: Mapping[str, str]


class Cells:
    """One row's cells; `take` gives a typed value, or None and one more problem or warning.

    A fault of an essential field is a problem and costs the row, one of another field is a warning
    and costs the field. A default never stands for a cell that cannot be read.
    """

    def __init__(
        self,
        row: Sequence[str],
        binding: Binding,
        rules: CellRules,
        damage: Sequence[FieldProblem] = (),
    ) -> None:
        self.problems = [problem for problem in damage if problem.field in essential()]
        self.warnings = [problem for problem in damage if problem.field not in essential()]
        self._binding = binding
        self._texts = dict(rules.defaults)
        damaged = {problem.field for problem in damage}
        for field, place in binding.places.items():
            if field in damaged:
                self._texts.pop(field, None)
                continue
            text = cleaned(row[place]) if row[place] else ""
            if text[-2:] == ".0" and field in _WHOLE and text[:-2].isdecimal():
                text = text[:-2]
            if text and text not in rules.empty and not stands_for_nothing(field, text):
                self._texts[field] = text
        self._texts |= joined(self._texts)
        self._prefix = ""
        self.seats = binding.seats

    def seated(self, seat: str) -> Cells:
        """The cells of another person of the row: `co_ssn` is the `ssn` of the seat `co`."""
        other = copy(self)
        other._prefix = f"{seat}_"
        return other

    def text(self, field: str) -> str:
        """The cleaned text of a target's cell, its default, or nothing."""
        return self._texts.get(self._prefix + field, "")

    def header(self, field: str) -> str:
        """The header of the column that a target is read from; empty where none is."""
        place = self._binding.places.get(self._prefix + field)
        return "" if place is None else self._binding.header[place]

    def take(self, field: str, parse: Callable[[str], T | Partly[T] | Wrong]) -> T | None:
        """The value of a field; None when the cell is empty, or wrong, which is noted."""
        text = self._texts.get(self._prefix + field)
        if not text:
            return None
        odd = text[0] in SPREADSHEET_STARTS
        fault = spreadsheet_fault(text, signed=field in _SIGNED) if odd else None
        value = fault or parse(text)
        if isinstance(value, Wrong):
            self.fault(field, value)
            return None
        if isinstance(value, Partly):
            self.fault(field, value.wrong)
            return value.value
        return value

    def fault(self, field: str, wrong: Wrong) -> None:
        """Notes what is wrong with a field, as a problem or as a warning."""
        note = self.refuse if field in essential() else self.warn
        note(field, wrong)

    def refuse(self, field: str, wrong: Wrong) -> None:
        """Notes a problem, which costs the row, or another person's part of it."""
        _note(self.warnings if self._prefix else self.problems, self._prefix + field, wrong)

    def warn(self, field: str, wrong: Wrong) -> None:
        """Notes a warning, which costs the field."""
        _note(self.warnings, self._prefix + field, wrong)

    def require(self, field: str, words: str) -> None:
        """Notes a problem when the field is empty."""
        if not self.text(field):
            self.refuse(field, Wrong(words, "required"))


def _note(noted: list[FieldProblem], field: str, wrong: Wrong) -> None:
    """Only the first fault of a field counts."""
    if all(problem.field != field for problem in noted):
        noted.append(FieldProblem(field, wrong.expectation, wrong.code))


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


def unpadded(row: Sequence[str]) -> list[str]:
    """The cells without the zero bytes by which fields of fixed width were filled up."""
    return [cell.rstrip("\x00") if cell[-1:] == "\x00" else cell for cell in row]


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
