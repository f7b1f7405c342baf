"""What is wrong with a row: the field and the expectation, in words without any of its values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from skiptrace.model.account import Hold

T = TypeVar("T")
ROW = "(row)"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field's text is not what was expected; `code` names the kind of fault for counting."""

    expectation: str
    code: str


@dataclass(frozen=True, slots=True, repr=False)
class Partly(Generic[T]):
    """What could be read of a field, and what was expected of the rest."""

    value: T
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One fault of one row. `field` is a target, a column of the file, or `(row)` for all of it."""

    field: str
    expectation: str
    code: str


@dataclass(frozen=True, slots=True)
class NotAnAccount:
    """A row that is none of an account: totals, the header again, the end of a report."""

    row: int
    problem: FieldProblem


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken in, with every fault found in it.

    `row` is the line number in a CSV file, the sheet row in a workbook, the record number (from 1)
    in Parquet and ACS files. `raw` is the row as it was read and never shows in a repr. `holds` are
    those that it carries all the same; `is_hold_lost` that it does, and names no account.
    """

    row: int
    problems: tuple[FieldProblem, ...]
    raw: tuple[str, ...] = field(default=(), repr=False)
    holds: tuple[Hold, ...] = field(default=(), repr=False)
    is_hold_lost: bool = False

    @property
    def reasons(self) -> str:
        """Every fault in one line of words."""
        return "; ".join(f"{p.field}: expected {p.expectation}" for p in self.problems)
