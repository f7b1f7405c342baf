"""What every kind of intake file becomes: a header and numbered rows of text cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from skiptrace.intake.problem import FieldProblem
from skiptrace.model.spreadsheet import unguarded

REJECTS_BEGIN = b"reject_row,reject_reasons,"
"""How a file of rejected rows begins (skiptrace.intake.rejects)."""

DAY_0 = date(1899, 12, 30)
"""The day from which Excel for Windows counts days."""

DAY_0_OF_1904 = date(1904, 1, 1)
"""The day from which workbooks of old Macs count days."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as text; dates are ISO, numbers plain digits or what the program made of them."""

    number: int
    cells: Sequence[str]
    damage: FieldProblem | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """The header, the rows (a one-time iterator), and what a person should know of the reading.

    `stray` is the codec in which bytes that are not in the file's encoding most likely are; `epoch`
    the day from which the numbers of a sheet count days.
    """

    header: tuple[str, ...]
    rows: Iterator[RawRow]
    notes: tuple[str, ...] = ()
    stray: str = ""
    epoch: date = DAY_0


def named_columns(cells: Sequence[str], numbers: Sequence[int] = ()) -> tuple[str, ...]:
    """The header's names, trimmed; a column without a name is called by its position.

    `numbers` are the positions, where blank columns of the file were left out.
    """
    names = [unguarded(cell.replace("\ufeff", "").strip()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    padded = names + [""] * (len(cells) - len(names))
    return tuple(
        name or f"(column {number})"
        for number, name in zip(numbers or range(1, len(padded) + 1), padded, strict=True)
    )
