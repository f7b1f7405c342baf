"""XLSX workbooks: the values as the sheet stored them, formulas by their last result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from skiptrace.intake.compacted import compacted
from skiptrace.intake.extent import Spread, check_kind, spread_of
from skiptrace.intake.formats import Formats
from skiptrace.intake.header_row import SEARCHED, Found, HeaderSearch
from skiptrace.intake.problem import ROW, FieldProblem
from skiptrace.intake.sheet_marks import Marks, counts_from_1904, marked_rows
from skiptrace.intake.table import DAY_0, DAY_0_OF_1904, RawRow, RawTable, named_columns
from skiptrace.model.errors import IntakeError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Value = int | float | str | bool | time | date | datetime | timedelta
# Excel keeps 15 digits of a number; what it shows beyond them is not what was typed.
_EXACT = 10**15


@contextmanager
def open_workbook(
    path: Path, formats: Formats, search: HeaderSearch | None = None
) -> Iterator[RawTable]:
    """The mapped sheet or the first one as a table; row numbers are the sheet's.

    With a search it is the visible sheet whose header is known best, and the header may stand below
    titles. Rows without any value are left out, and so are columns where values lie far apart.
    Raises IntakeError for a file that is no readable .xlsx, an absent sheet, one without a header,
    or one that is too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    check_kind(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            name = _sheet_name(path, book, formats, search)
        with _opened(path, name) as sheet:
            yield _table(path, sheet, search)
    except CalamineError as error:
        raise IntakeError(f"{path.name}: not a readable workbook ({error})") from error


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet, the names of the others, and its rows and columns where values lie far apart."""

    name: str
    others: tuple[str, ...]
    sheet: CalamineSheet
    spread: Spread | None


@contextmanager
def _opened(path: Path, name: str) -> Iterator[_Sheet]:
    from python_calamine import CalamineWorkbook

    spread = spread_of(path, name)
    source = str(path) if spread is None else compacted(path, spread)
    with CalamineWorkbook.from_object(source) as book:
        others = tuple(other for other in book.sheet_names if other != name)
        yield _Sheet(name, others, book.get_sheet_by_name(name), spread)


def _sheet_name(
    path: Path, book: CalamineWorkbook, formats: Formats, search: HeaderSearch | None
) -> str:
    name = formats.sheet or _chosen(path, book, search)
    if name not in book.sheet_names:
        there = ", ".join(book.sheet_names)
        raise IntakeError(f"{path.name}: no sheet {formats.sheet!r}; there are {there}")
    return name


def _chosen(path: Path, book: CalamineWorkbook, search: HeaderSearch | None) -> str:
    """The visible sheet with most known columns, the first of several; else the first visible."""
    from python_calamine import SheetVisibleEnum

    if search is None:
        return book.sheet_names[0] if book.sheet_names else ""
    sheets = book.sheets_metadata
    visible = [one.name for one in sheets if one.visible is SheetVisibleEnum.Visible]
    best, most = (visible or book.sheet_names or [""])[0], 0
    for name in visible if len(visible) > 1 else ():
        found = _header_of(path, name, search)
        if found is not None and found.known > most:
            best, most = name, found.known
    return best


def _header_of(path: Path, name: str, search: HeaderSearch) -> Found | None:
    """The header of a sheet; None for a sheet that cannot be laid out, too."""
    try:
        with _opened(path, name) as sheet:
            rows = islice(_rows(path, sheet), SEARCHED)
            return search.find([row.cells for row in rows])
    except IntakeError:
        return None


def _table(path: Path, sheet: _Sheet, search: HeaderSearch | None) -> RawTable:
    columns = sheet.spread.columns if sheet.spread else ()
    skip = search.skip or 0 if search else 0
    rows = (row for row in _rows(path, sheet) if row.number > skip)
    ahead = list(islice(rows, SEARCHED))
    found = search.found_behind([row.cells for row in ahead], columns) if search else None
    at, header = (found.at, found.header) if found else (0, ())
    if not ahead or len(ahead[at].cells) < 2:
        raise IntakeError(
            f"{path.name}: sheet {sheet.name!r} has no header of at least two columns"
        )
    return RawTable(
        header or named_columns(ahead[at].cells, columns),
        chain(ahead[at + 1 :], rows),
        tuple(_notes(sheet, at)),
        epoch=DAY_0_OF_1904 if counts_from_1904(path) else DAY_0,
    )


def _notes(sheet: _Sheet, above: int) -> Iterator[str]:
    yield f"sheet {sheet.name}"
    if sheet.others:
        yield f"{len(sheet.others)} other sheets are not read: {', '.join(sheet.others)}"
    if sheet.spread is not None:
        rows, columns = len(sheet.spread.rows), len(sheet.spread.columns)
        yield (
            f"values lie as far apart as {sheet.spread.farthest}: of all rows and columns the "
            f"{rows:,} and {columns:,} that hold any are read"
        )
    if above:
        yield f"{above} rows above the header are not read"


def _rows(path: Path, of: _Sheet) -> Iterator[RawRow]:
    """The rows with values, errors and zeros in front as the sheet shows them.

    Their numbers are those of the file, whatever blank rows were left out.
    """
    numbers = of.spread.rows if of.spread else ()
    places = _places(of)
    marked = marked_rows(path, of.name)
    number_of_mark, marks = next(marked, _NO_MARKS)
    for place, values in enumerate(_values(of.sheet)):
        number = numbers[place] if numbers else place + 1
        if values is None:
            yield RawRow(number, [], _UNHOLDABLE)
            continue
        cells = [cell_text(value) for value in values]
        while number_of_mark < number:
            number_of_mark, marks = next(marked, _NO_MARKS)
        if number_of_mark == number:
            _mark(cells, marks, places)
        if any(cells):
            yield RawRow(number, cells)


def _places(of: _Sheet) -> Callable[[int], int]:
    """Where the cell of a column (from 0) stands among the cells of a row."""
    if of.spread is None:
        first = of.sheet.start[1] if of.sheet.start else 0
        return lambda column: column - first
    found = {column - 1: place for place, column in enumerate(of.spread.columns)}
    return lambda column: found.get(column, -1)


def _mark(cells: list[str], marks: Marks, place_of: Callable[[int], int]) -> None:
    """Puts errors and zeros in front in the place of what the reader makes of them."""
    for column, mark in marks.items():
        place = place_of(column)
        if not 0 <= place < len(cells):
            continue
        if isinstance(mark, str):
            cells[place] = mark
        elif cells[place].isdecimal():
            cells[place] = mark.shown(cells[place])


_NO_MARKS: tuple[int, Marks] = (1 << 62, {})
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
