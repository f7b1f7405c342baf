"""How far a workbook's sheet reaches, found before anything is set up in memory for it.

The reader of workbooks lays a sheet out as a full rectangle: one stray cell at the far corner of a
sheet makes that 17 milliard cells. A sheet whose values lie that far apart is read by the rows and
columns that hold any: `compacted`. Part names are ECMA-376's (Office Open XML).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from skiptrace.model.errors import IntakeError

MOST_CELLS = 32_000_000
"""Cells of the rectangle that is laid out: a million rows of thirty columns."""

_SPREAD = 8
_SMALL = 1_000_000

Begin: TypeAlias = Callable[[str, dict[str, str]], object]

_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_CHUNK = 1 << 20
VALUES = frozenset({"v", "is", "t"})
"""The elements that make a cell one with a value."""

UNREADABLE = (BadZipFile, ExpatError, ParseError, KeyError, OSError, EOFError, zlib.error)


def check_kind(path: Path) -> None:
    """Raises IntakeError for what is no .xlsx: other workbooks are laid out as they are opened."""
    try:
        with ZipFile(path) as archive:
            archive.getinfo(_BOOK)
    except UNREADABLE:
        raise IntakeError(f"{path.name}: not a readable workbook: save it as .xlsx") from None


@dataclass(frozen=True, slots=True)
class Spread:
    """The rows and columns of a sheet that hold a value, by their numbers from 1, in order.

    `part` is the file of the sheet within the workbook, `farthest` names the cells at its ends.
    """

    part: str
    rows: Sequence[int]
    columns: Sequence[int]
    farthest: str


def spread_of(path: Path, sheet: str) -> Spread | None:
    """The rows and columns with values, of a sheet whose values lie far apart; None of any other.

    Raises IntakeError for one that is too large even without what is blank between them.
    """
    extent, part = _Extent(), ""
    try:
        with ZipFile(path) as archive:
            if part := sheet_part(archive, sheet):
                scan_part(archive, part, extent.begin)
    except UNREADABLE as error:
        words = f"not a readable workbook ({type(error).__name__}): save it as .xlsx"
        raise IntakeError(f"{path.name}: {words}") from None
    if not extent.is_spread:
        return None
    spread = Spread(part, sorted(extent.rows), sorted(extent.columns), extent.farthest)
    cells = len(spread.rows) * len(spread.columns)
    if cells > MOST_CELLS:
        raise IntakeError(
            f"{path.name}: sheet {sheet!r} reaches to {spread.farthest}, and its rows and columns "
            f"with values make {cells:,} cells: delete the stray ones, or save the rows as CSV"
        )
    return spread


def sheet_part(archive: ZipFile, sheet: str) -> str:
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
    return [element for element in root.iter() if local_name(element.tag) == name]


def scan_part(archive: ZipFile, part: str, begin: Begin, **others: Any) -> None:
    """Read an XML part in pieces; `begin` and expat's other handlers are told of its elements."""
    parser = ParserCreate()
    parser.StartElementHandler = begin
    for name, handler in others.items():
        setattr(parser, name, handler)
    with archive.open(part) as stream:
        while block := stream.read(_CHUNK):
            parser.Parse(block)
        parser.Parse(b"", True)


class Cursor:
    """Which row and column the elements of a sheet are at as they go by, both from 1."""

    def __init__(self) -> None:
        self.row = self.column = 0

    def move(self, local: str, attributes: Mapping[str, str]) -> None:
        """Takes up the start of an element by its local name: a row or a cell."""
        if local == "c":
            reference = attributes.get("r", "")
            digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
            letters = reference[: len(reference) - len(digits)]
            self.column = _column_number(letters) if letters else self.column + 1
            if digits.isdecimal():
                self.row = int(digits[:12])
        elif local == "row":
            number = attributes.get("r", "")
            self.row = int(number[:12]) if number.isdecimal() else self.row + 1
            self.column = 0


class _Extent:
    """The rows and columns that hold a value, as the elements of a sheet go by."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self._values = 0
        self._at = Cursor()
        self._deepest = self._widest = (0, 0)

    @property
    def is_spread(self) -> bool:
        """Whether the rectangle of all values is large, and nearly all of it blank."""
        if not self.rows:
            return False
        high = max(self.rows) - min(self.rows) + 1
        cells = high * (max(self.columns) - min(self.columns) + 1)
        return cells > MOST_CELLS or cells > max(_SMALL, _SPREAD * self._values)

    @property
    def farthest(self) -> str:
        """The cells in the last row and in the last column: XFD1048576, or C9000 and XFD2."""
        names = [f"{column_letters(c)}{r}" for r, c in (self._deepest, self._widest)]
        return " and ".join(dict.fromkeys(names))

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Takes up an element: a row, a cell, or the value of the cell."""
        local = local_name(name)
        self._at.move(local, attributes)
        if local in VALUES:
            self._take(self._at.row, self._at.column)

    def _take(self, row: int, column: int) -> None:
        self._values += 1
        self.rows.add(row)
        if (row, column) > self._deepest:
            self._deepest = (row, column)
        if column not in self.columns:
            self.columns.add(column)
            if column > self._widest[1]:
                self._widest = (row, column)


def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
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
