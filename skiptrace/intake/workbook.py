"""XLSX workbooks: the values as the sheet stored them, formulas by their last result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from skiptrace.intake.compacted import compacted
from skiptrace.intake.extent import Spread, check_kind, spread_of
from skiptrace.intake.formats import Formats
from skiptrace.intake.problem import ROW, FieldProblem
from skiptrace.intake.table import RawRow, RawTable, named_columns
from skiptrace.model.errors import IntakeError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Value = int | float | str | bool | time | date | datetime | timedelta
# Excel keeps 15 digits of a number; what it shows beyond them is not what was typed.
_EXACT = 10**15


@contextmanager
def open_workbook(path: Path, formats: Formats) -> Iterator[RawTable]:
    """The first sheet, or the mapped one, as a table; row numbers are the sheet's.

    Rows without any value are left out, and so are columns where values lie far apart. Raises
    IntakeError for a file that is no readable .xlsx, an absent sheet, one without a header, or one
    that is too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    check_kind(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            name = _sheet_name(path, book.sheet_names, formats)
            spread = spread_of(path, name)
            if spread is None:
                yield _table(path, book, name)
                return
        with CalamineWorkbook.from_filelike(compacted(path, spread)) as book:
            yield _table(path, book, name, spread)
    except CalamineError as error:
        raise IntakeError(f"{path.name}: not a readable workbook ({error})") from error


def _sheet_name(path: Path, names: Sequence[str], formats: Formats) -> str:
    name = formats.sheet or (names[0] if names else "")
    if name not in names:
        raise IntakeError(f"{path.name}: no sheet {formats.sheet!r}; there are {', '.join(names)}")
    return name


def _table(path: Path, book: CalamineWorkbook, name: str, spread: Spread | None = None) -> RawTable:
    rows = _rows(book.get_sheet_by_name(name), spread.rows if spread else ())
    top = next(rows, None)
    if top is None or len(top.cells) < 2:
        raise IntakeError(f"{path.name}: sheet {name!r} has no header of at least two columns")
    notes = [f"sheet {name}"]
    if len(book.sheet_names) > 1:
        notes.append(f"{len(book.sheet_names) - 1} other sheets are not read")
    if spread is not None:
        notes.append(
            f"values lie as far apart as {spread.farthest}: of all rows and columns the "
            f"{len(spread.rows):,} and {len(spread.columns):,} that hold any are read"
        )
    header = named_columns(top.cells, spread.columns if spread else ())
    return RawTable(header, rows, tuple(notes))


def _rows(sheet: CalamineSheet, numbers: Sequence[int]) -> Iterator[RawRow]:
    """Rows with a value; `numbers` are those of the file's rows, where blank ones were left out."""
    first = sheet.start[0] + 1 if sheet.start else 1
    for place, values in enumerate(_values(sheet), first):
        number = numbers[place - 1] if numbers else place
        if values is None:
            yield RawRow(number, [], _UNHOLDABLE)
            continue
        cells = [cell_text(value) for value in values]
        if any(cells):
            yield RawRow(number, cells)


_UNHOLDABLE = FieldProblem(ROW, "dates and times that the calendar has, in every cell", "date")


def _values(sheet: CalamineSheet) -> Iterator[list[Value] | None]:
    """The values of each row; None for a row with a date or a duration beyond all bounds.

    The reader raises OverflowError for some of these and its own kind of panic for others, which is
    no Exception; the next row is sound all the same.
    """
    rows: Iterator[list[Value]] = iter(sheet.iter_rows())
    while True:
        try:
            values = next(rows)
        except StopIteration:
            return
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            if not isinstance(error, OverflowError) and type(error).__name__ != "PanicException":
                raise
            yield None
        else:
            yield values


def cell_text(value: object) -> str:
    """A cell as text: ISO dates, whole numbers as digits, other numbers as Excel shows them.

    Numbers of more than 15 digits come out in scientific notation, since Excel lost the rest.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _EXACT
        return str(int(value)) if whole else format(value, ".15g")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)
