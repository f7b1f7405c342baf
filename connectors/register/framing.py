"""A register's file as rows of raw bytes, in the order of the file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import IO

from connectors.register.layout import RegisterSection
from connectors.strict import check_columns
from skiptrace.model.errors import SourceChanged

_LONGEST_ROW_LINES = 20
_BOM = b"\xef\xbb\xbf"


def raw_rows(path: Path, section: RegisterSection) -> Iterator[bytes]:
    """The file's data rows as they stand in it, without their line ends.

    A quoted CSV field may hold line ends. Columns that the card drops are empty, and those behind
    the ones that it names are cut off: nothing of them is kept. Raises SourceChanged when the
    header differs, and for an archive without the one member.
    """
    with _opened(path, section) as file:
        first = file.readline().removeprefix(_BOM)
        width = len(section.names)
        if section.has_header:
            width = _check_header(first, section)
            first = b""
        lines = _chained(first, file)
        rows = _joined(lines) if section.format == "csv" and section.quoted else map(_bare, lines)
        is_changed = section.dropped or width > len(section.names)
        yield from map(_Dropping(section, width), rows) if is_changed else rows


@contextmanager
def _opened(path: Path, section: RegisterSection) -> Iterator[IO[bytes]]:
    if not section.member:
        with path.open("rb") as file:
            yield file
        return
    place = f"file {section.file}"
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if fnmatch(name, section.member)]
            if len(names) != 1:
                raise SourceChanged(f"{place}: {len(names)} members are called {section.member}")
            with archive.open(names[0]) as inside:
                yield inside
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        kind = type(error).__name__
        raise SourceChanged(f"{place}: an archive that cannot be read ({kind})") from None


def _chained(first: bytes, lines: IO[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from lines


class _Dropping:
    """Empties columns of a row of that width, and cuts off those behind the ones that are named.

    A row that cannot be split is emptied whole, and so rejected.
    """

    def __init__(self, section: RegisterSection, width: int) -> None:
        self._section, self._width = section, width
        self._places = frozenset(section.names.index(name) for name in section.dropped)

    def __call__(self, row: bytes) -> bytes:
        section = self._section
        if section.format == "fixed":
            return self._blanked(row)
        try:
            text = row.decode(section.encoding)
            if section.quoted:
                values = next(csv.reader([text], delimiter=section.delimiter, strict=True), [])
            else:
                values = text.split(section.delimiter)
        except (UnicodeDecodeError, csv.Error):
            return b""
        if len(values) != self._width:
            return b""
        named = values[: len(section.names)]
        kept = ["" if n in self._places else value for n, value in enumerate(named)]
        if not section.quoted:
            return section.delimiter.join(kept).encode(section.encoding)
        out = io.StringIO()
        csv.writer(out, delimiter=section.delimiter, lineterminator="").writerow(kept)
        return out.getvalue().encode(section.encoding)

    def _blanked(self, row: bytes) -> bytes:
        spans = [span for field in self._section.fields for _, span in field.spans]
        for place in sorted(self._places):
            found = row[spans[place]]
            row = row[: spans[place].start] + b" " * len(found) + row[spans[place].stop :]
        return row


def _joined(lines: Iterator[bytes]) -> Iterator[bytes]:
    """CSV rows: a line with an odd number of quotes goes on in the next lines."""
    for line in lines:
        parts = [line]
        quotes = line.count(b'"')
        while quotes % 2 and len(parts) < _LONGEST_ROW_LINES and (more := next(lines, b"")):
            parts.append(more)
            quotes += more.count(b'"')
        if quotes % 2:
            yield from map(_bare, parts)
        else:
            yield _bare(b"".join(parts))


def _bare(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")


def _check_header(line: bytes, section: RegisterSection) -> int:
    """The number of columns that a row has; SourceChanged for another header than on the card."""
    text = _bare(line).decode(section.encoding, "replace")
    place = f"file {section.file}, header"
    if section.format == "fixed":
        if text.strip() != section.heading:
            raise SourceChanged(f"{place}: another heading than on the card")
        return len(section.names)
    found = [name.strip() for name in next(csv.reader([text], delimiter=section.delimiter), [])]
    named, more = found[: len(section.columns)], found[len(section.columns) :]
    if not section.more or any(re.fullmatch(section.more, name) is None for name in more):
        named = found
    check_columns(set(named), set(section.columns), set(section.columns), place)
    if tuple(named) != section.columns:
        raise SourceChanged(f"{place}: the columns stand in another order than on the card")
    return len(found)
