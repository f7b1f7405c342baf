"""A workbook whose sheet holds only the rows and columns with values, side by side.

What a sheet says of a cell is its value, its type and its style, which tells dates from numbers;
nothing else is kept. Row and column numbers of the file are the spread's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from skiptrace.intake.extent import (
    UNREADABLE,
    VALUES,
    Cursor,
    Spread,
    column_letters,
    local_name,
    scan_part,
)
from skiptrace.model.errors import IntakeError

_SHEETS = "xl/worksheets/"
_CHUNK = 1 << 20
_SPACE = "xml:space"
_HEAD = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
)
_FOOT = "</row></sheetData></worksheet>"


def compacted(path: Path, spread: Spread) -> BytesIO:
    """The workbook anew, in memory, with the one sheet that the spread is of.

    Raises IntakeError for a file that cannot be read.
    """
    made = BytesIO()
    try:
        with ZipFile(path) as old, ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as new:
            for part in old.namelist():
                if part == spread.part:
                    with new.open(part, "w", force_zip64=True) as out:
                        sheet = _Sheet(spread, out)
                        sheet.write(old)
                elif not part.startswith(_SHEETS):
                    _copy(old, new, part)
    except UNREADABLE as error:
        words = f"not a readable workbook ({type(error).__name__}): save it as .xlsx"
        raise IntakeError(f"{path.name}: {words}") from None
    made.seek(0)
    return made


def _copy(old: ZipFile, new: ZipFile, part: str) -> None:
    with old.open(part) as source, new.open(part, "w", force_zip64=True) as out:
        while block := source.read(_CHUNK):
            out.write(block)


class _Sheet:
    """Writes the cells that hold a value, each at its new place, as the old sheet goes by."""

    def __init__(self, spread: Spread, out: IO[bytes]) -> None:
        self._rows = spread.rows
        self._columns = {number: column_letters(n) for n, number in enumerate(spread.columns, 1)}
        self._part = spread.part
        self._out = out
        self._at = Cursor()
        self._row = 0
        self._cell: list[str] = []
        self._inside = 0
        self._is_held = False

    def write(self, old: ZipFile) -> None:
        """Write the whole sheet."""
        self._out.write(_HEAD.encode())
        handlers = {"EndElementHandler": self._end, "CharacterDataHandler": self._text}
        scan_part(old, self._part, self._begin, **handlers)
        self._out.write(_FOOT.encode())

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        local = local_name(name)
        self._at.move(local, attributes)
        if local == "c":
            self._cell, self._is_held = [self._opening(attributes)], False
        elif self._cell and (self._inside or local in VALUES):
            self._inside += 1
            self._is_held = self._is_held or local in VALUES
            space = attributes.get(_SPACE)
            kept = f" {_SPACE}={quoteattr(space)}" if space else ""
            self._cell.append(f"<{local}{kept}>")

    def _opening(self, attributes: Mapping[str, str]) -> str:
        column = self._columns.get(self._at.column)
        if column is None:
            return ""  # a blank cell of a blank column
        place = f"{column}{bisect_left(self._rows, self._at.row) + 1}"
        kept = "".join(f" {n}={quoteattr(attributes[n])}" for n in ("s", "t") if n in attributes)
        return f'<c r="{place}"{kept}>'

    def _text(self, data: str) -> None:
        if self._inside:
            self._cell.append(escape(data))

    def _end(self, name: str) -> None:
        local = local_name(name)
        if local == "c":
            if self._is_held:
                self._flush()
            self._cell = []
        elif self._inside:
            self._inside -= 1
            self._cell.append(f"</{local}>")

    def _flush(self) -> None:
        begins = "</row><row>" if self._at.row != self._row else ""
        self._row = self._at.row
        self._out.write(f"{begins}{''.join(self._cell)}</c>".encode())
