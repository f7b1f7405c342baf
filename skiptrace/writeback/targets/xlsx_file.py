"""An XLSX file of contacts: every cell is a text cell, so nothing in it is ever computed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from skiptrace.model.errors import WriteBackError
from skiptrace.model.ports import Clock
from skiptrace.writeback.rows import COLUMNS, Row
from skiptrace.writeback.targets.contact_file import ContactFile, FileFormat, checked_rows

SHEET = "contacts"
ROW_LIMIT = 1_048_576  # rows of a sheet in the XLSX format, the header included
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 a fixed day, so that equal rows give equal bytes
_WIDTHS = (30, 18, 10, 10, 8, 48, 14, 14, 12, 36, 12, 28, 12, 30, 48)


def xlsx_target(path: Path, clock: Clock) -> ContactFile:
    """The XLSX file at the path as a write-back target."""
    return ContactFile(path, FileFormat("xlsx", read_xlsx, draw_xlsx), clock)


def draw_xlsx(rows: Sequence[Row]) -> bytes:
    """The workbook's bytes; equal rows give equal bytes.

    Raises WriteBackError when the rows do not fit into a sheet: nothing is cut.
    """
    import xlsxwriter

    if len(rows) >= ROW_LIMIT:
        raise WriteBackError(f"an XLSX sheet holds {ROW_LIMIT} rows at most: use CSV or SQL")
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.set_properties({"title": "skiptrace contacts", "created": _MADE})
        sheet = book.add_worksheet(SHEET)
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        for index, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(index, index, width, text)
            sheet.write_string(0, index, name, head)
        for number, row in enumerate(rows, start=1):
            for index, field in enumerate(row):
                sheet.write_string(number, index, field, text)
        sheet.freeze_panes(1, 0)
    return held.getvalue()


def read_xlsx(path: Path) -> list[Row]:
    """The rows of a workbook that draw_xlsx wrote; raises WriteBackError for any other."""
    import python_calamine

    try:
        book = python_calamine.load_workbook(str(path))
        table = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
        header, *rows = table
    except (OSError, ValueError, python_calamine.CalamineError) as error:
        raise WriteBackError(f"{path.name} cannot be read as a write-back file") from error
    if not all(isinstance(cell, str) for row in table for cell in row):
        raise WriteBackError(f"{path.name} holds cells that are not text: left untouched")
    return checked_rows([str(c) for c in header], [[str(c) for c in row] for row in rows])
