"""What every kind of intake file becomes: a header and numbered rows of text cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skiptrace.intake.problem import FieldProblem
from skiptrace.model.spreadsheet import unguarded


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as text; dates are ISO, numbers plain digits or what the program made of them."""

    number: int
    cells: Sequence[str]
    damage: FieldProblem | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """The header, the rows (a one-time iterator), and what a person should know of the reading."""

    header: tuple[str, ...]
    rows: Iterator[RawRow]
    notes: tuple[str, ...] = ()


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
