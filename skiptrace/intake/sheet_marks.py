"""What a sheet says of its cells beside their values: errors, and zeros in front of numbers.

The reader of workbooks gives an error as an empty cell and 02134 as 2134. Part and element names
are ECMA-376's (Office Open XML).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile

from skiptrace.intake.extent import Cursor, local_name, sheet_part
from skiptrace.intake.number_format import ZeroFormat, zero_format
from skiptrace.model.errors import IntakeError

Marks = Mapping[int, str | ZeroFormat]
"""By the column from 0: an error's text, or the format that shows a number with zeros in front."""

_BOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"
_CHUNK = 1 << 20
_OVERLAP = 64
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")


def counts_from_1904(path: Path) -> bool:
    """Whether the workbook counts days from 1904, as those of old Macs do."""
    with ZipFile(path) as archive:
        book = _elements(path, archive, _BOOK, "workbookPr")
    return any(one.attrib.get("date1904", "0") in {"1", "true"} for one in book)


def marked_rows(path: Path, sheet: str) -> Iterator[tuple[int, Marks]]:
    """The rows of a sheet (from 1) that have such cells, in their order, with these cells.

    A sheet without any is not read twice.
    """
    with ZipFile(path) as archive:
        part = sheet_part(archive, sheet)
        if not part:
            return
        formats = _zero_formats(path, archive)
        if not _has_any(archive, part, formats):
            return
        scan = _Scan(formats)
        parser = ParserCreate()
        parser.StartElementHandler = scan.begin
        parser.EndElementHandler = scan.end
        parser.CharacterDataHandler = scan.say
        with archive.open(part) as stream:
            while block := stream.read(_CHUNK):
                parser.Parse(block)
                yield from scan.complete()
            parser.Parse(b"", True)
        yield from scan.rows


def _zero_formats(path: Path, archive: ZipFile) -> dict[str, ZeroFormat]:
    """By the number of a cell's style: the format that shows zeros in front."""
    if _STYLES not in archive.namelist():
        return {}
    codes = {
        one.attrib.get("numFmtId", ""): zero_format(one.attrib.get("formatCode", ""))
        for one in _elements(path, archive, _STYLES, "numFmt")
    }
    styles = _elements(path, archive, _STYLES, "cellXfs")
    used = [codes.get(xf.attrib.get("numFmtId", "")) for xf in (styles[0] if styles else ())]
    return {str(number): code for number, code in enumerate(used) if code is not None}


def _has_any(archive: ZipFile, part: str, formats: Mapping[str, ZeroFormat]) -> bool:
    """Whether the bytes of a sheet hold an error cell, or a style that shows zeros."""
    styles = b"|".join(number.encode() for number in formats)
    wanted = [_ERROR]
    if styles:
        wanted.append(re.compile(rb"""\bs\s*=\s*["'](?:""" + styles + rb""")["']"""))
    with archive.open(part) as stream:
        tail = b""
        while block := stream.read(_CHUNK):
            text = tail + block
            if any(one.search(text) for one in wanted):
                return True
            tail = text[-_OVERLAP:]
    return False


def _elements(path: Path, archive: ZipFile, part: str, name: str) -> list[Element]:
    try:
        root = fromstring(archive.read(part))  # noqa: S314 - expat expands no entity without bounds
    except ParseError:
        words = f"not a readable workbook ({part}): save it as .xlsx"
        raise IntakeError(f"{path.name}: {words}") from None
    return [one for one in root.iter() if local_name(one.tag) == name]


class _Scan:
    """Collects the marked cells as the elements of a sheet go by."""

    def __init__(self, formats: Mapping[str, ZeroFormat]) -> None:
        self._formats = formats
        self.rows: list[tuple[int, dict[int, str | ZeroFormat]]] = []
        self._at = Cursor()
        self._is_error = False
        self._text: list[str] | None = None

    def complete(self) -> list[tuple[int, dict[int, str | ZeroFormat]]]:
        """The rows before the last one, which may go on; they are given once."""
        rows, self.rows = self.rows[:-1], self.rows[-1:]
        return rows

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        local = local_name(name)
        self._at.move(local, attributes)
        if local == "c":
            self._is_error = attributes.get("t") == "e"
            style = self._formats.get(attributes.get("s", ""))
            if style is not None and attributes.get("t", "n") == "n":
                self._mark(style)
        elif local == "v" and self._is_error:
            self._text = []

    def end(self, name: str) -> None:
        local = local_name(name)
        if local == "v" and self._text is not None:
            self._mark("".join(self._text).strip() or "#VALUE!")
            self._text, self._is_error = None, False

    def say(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _mark(self, mark: str | ZeroFormat) -> None:
        if not self.rows or self.rows[-1][0] != self._at.row:
            self.rows.append((self._at.row, {}))
        self.rows[-1][1][self._at.column - 1] = mark
