"""How far a workbook's sheet reaches, found before anything is set up in memory for it.

The reader of workbooks lays a sheet out as a full rectangle: one stray cell at the far corner of a
sheet makes that 17 milliard cells. Part names are ECMA-376's (Office Open XML).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from skiptrace.model.errors import IntakeError

MOST_CELLS = 32_000_000
"""Cells of the rectangle that holds every value: a million rows of thirty columns."""

_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_CHUNK = 1 << 20
_VALUES = frozenset({"v", "is", "t"})


_UNREADABLE = (BadZipFile, ExpatError, ParseError, KeyError, OSError, EOFError, zlib.error)


def check_kind(path: Path) -> None:
    """Raises IntakeError for what is no .xlsx: other workbooks are laid out as they are opened."""
    try:
        with ZipFile(path) as archive:
            archive.getinfo(_BOOK)
    except _UNREADABLE:
        raise IntakeError(f"{path.name}: not a readable workbook: save it as .xlsx") from None


def check_extent(path: Path, sheet: str) -> None:
    """Raises IntakeError naming the farthest cells when a sheet's values lie too far apart."""
    extent = _Extent()
    try:
        with ZipFile(path) as archive:
            if part := _part(archive, sheet):
                _scan(archive, part, extent)
    except _UNREADABLE as error:
        words = f"not a readable workbook ({type(error).__name__}): save it as .xlsx"
        raise IntakeError(f"{path.name}: {words}") from None
    if extent.cells > MOST_CELLS:
        raise IntakeError(
            f"{path.name}: sheet {sheet!r} reaches to row {extent.row:,} and column "
            f"{column_letters(extent.column)}, {extent.cells:,} cells: delete the stray cell in "
            f"{column_letters(extent.column)}{extent.widest} or {extent.deepest}, or save the "
            "rows as CSV"
        )


def _part(archive: ZipFile, sheet: str) -> str:
    """The file of that sheet within the workbook; empty when there is no sheet of that name."""
    relations = _elements(archive, _LINKS, "Relationship")
    links = {link.attrib["Id"]: link.attrib["Target"] for link in relations}
    for element in _elements(archive, _BOOK, "sheet"):
        if element.attrib.get("name") == sheet:
            id = next(value for key, value in element.attrib.items() if key.endswith("}id"))
            return str(PurePosixPath("/xl") / links[id]).lstrip("/")
    return ""


def _elements(archive: ZipFile, part: str, name: str) -> list[Element]:
    root = fromstring(archive.read(part))  # noqa: S314 - expat expands no entity without bounds
    return [element for element in root.iter() if _local(element.tag) == name]


def _scan(archive: ZipFile, part: str, extent: _Extent) -> None:
    parser = ParserCreate()
    parser.StartElementHandler = extent.begin
    with archive.open(part) as stream:
        while block := stream.read(_CHUNK):
            parser.Parse(block)
        parser.Parse(b"", True)


class _Extent:
    """The rectangle of the cells that hold a value, as the elements of a sheet go by."""

    def __init__(self) -> None:
        self.row = self.column = self.widest = 0
        self.deepest = ""
        self._first_row = self._first_column = 1 << 62
        self._at_row = self._at_column = 0

    @property
    def cells(self) -> int:
        """How many cells the rectangle has."""
        if not self.row:
            return 0
        return (self.row - self._first_row + 1) * (self.column - self._first_column + 1)

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Takes up an element: a row, a cell, or the value of the cell."""
        local = _local(name)
        if local == "c":
            reference = attributes.get("r", "")
            digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
            letters = reference[: len(reference) - len(digits)]
            self._at_column = _column_number(letters) if letters else self._at_column + 1
            if digits.isdecimal():
                self._at_row = int(digits[:12])
        elif local in _VALUES:
            self._take()
        elif local == "row":
            number = attributes.get("r", "")
            self._at_row = int(number[:12]) if number.isdecimal() else self._at_row + 1
            self._at_column = 0

    def _take(self) -> None:
        row, column = self._at_row, self._at_column
        if row > self.row:
            self.row, self.deepest = row, f"{column_letters(column)}{row}"
        if column > self.column:
            self.column, self.widest = column, row
        self._first_row = min(self._first_row, row)
        self._first_column = min(self._first_column, column)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters[:6].upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The name of a column by its number: 1 is A, 16,384 is XFD."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
