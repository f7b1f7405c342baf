"""A reply as rows: its heading, its trailer and its rows under our keys, checked before it is read.

A file without its trailer is not whole yet (`NotWhole`); one that is whole and not as its card says
is SourceChanged. A row under no key of the request is `extra`, a key that stands more than once is
a fault of its question, and one that no row bears is missing: nobody is given another's row.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from connectors.engine.record_map.known import KnownColumns
from connectors.files.layout import DELIMITERS, FilesSection, Trailer
from connectors.strict import check_columns
from skiptrace.model.errors import SourceChanged, SourceUnavailable

_BOM = b"\xef\xbb\xbf"
_LONGEST_RECORD_LINES = 20


class NotWhole(SourceUnavailable):
    """A reply that is still being written."""


@dataclass(frozen=True, slots=True, repr=False)
class ReplyRow:
    """One row: its number (from 1, without the heading), its bytes as they came, its columns."""

    number: int
    raw: bytes
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """The rows of a whole reply by our keys; `rejects` are those that cannot be anybody's.

    A reject is a row's number and what is wrong with it, in words without any value of it.
    """

    by_key: Mapping[str, Sequence[ReplyRow]]
    rejects: Mapping[int, str]
    count: int


class ReplyReader:
    """Reads replies by the layout of a card."""

    def __init__(self, section: FilesSection) -> None:
        self._reply = reply = section.reply
        self._known = KnownColumns(
            section.read_columns, reply.required, reply.ignored, section.codes
        )

    def rows(self, body: bytes, wanted: frozenset[str], sent: frozenset[str]) -> Rows:
        """The rows under the wanted keys of a whole reply to a request of the `sent` ones.

        Where nobody knows what was sent, no row can be called a reject.

        Raises NotWhole while its trailer is not there or its last line has no end, SourceChanged
        for another heading, a row that breaks the layout, and a trailer that counts otherwise.
        """
        records = list(self._records(body))
        if not records or (self._reply.trailer is None and not records[-1].endswith(b"\n")):
            raise NotWhole
        records = self._without_trailer(records)
        if self._reply.has_heading:
            self._check_heading(records)
            records = records[1:]
        by_key: dict[str, list[ReplyRow]] = defaultdict(list)
        rejects: dict[int, str] = {}
        for number, raw in enumerate(records, 1):
            row = self.row(raw, number)
            key = row.columns[self._reply.key]
            if key in wanted:
                by_key[key].append(row)
            elif sent and key not in sent:
                rejects[number] = "its key is none of the request" if key else "it has no key"
        return Rows(by_key, rejects, len(records))

    def row(self, raw: bytes, number: int) -> ReplyRow:
        """One row; SourceChanged names it and the column that breaks the layout."""
        place = f"row {number}"
        cells = self._cells(_bare(raw), place)
        if len(cells) != len(self._reply.names):
            raise SourceChanged(f"{place}: {len(cells)} columns, not {len(self._reply.names)}")
        columns = dict(zip(self._reply.names, map(str.strip, cells), strict=True))
        return ReplyRow(number, raw, columns)

    def check(self, row: ReplyRow) -> None:
        """Raises SourceChanged for a row that lacks what is required, or holds an unknown code."""
        self._known.check(row.columns, f"row {row.number}")
        empty = sorted(name for name in self._reply.required if not row.columns[name])
        if empty:
            raise SourceChanged(f"row {row.number}: column {empty[0]!r} is empty")

    def _records(self, body: bytes) -> Iterator[bytes]:
        """The lines of a file, of which a quoted CSV field may hold several; without empty ones."""
        lines = iter(body.removeprefix(_BOM).splitlines(keepends=True))
        for line in lines:
            parts = [line]
            quotes = line.count(b'"') if self._reply.format == "csv" else 0
            while quotes % 2 and len(parts) < _LONGEST_RECORD_LINES and (more := next(lines, b"")):
                parts.append(more)
                quotes += more.count(b'"')
            record = b"".join(parts)
            if record.strip():
                yield record

    def _without_trailer(self, records: list[bytes]) -> list[bytes]:
        trailer = self._reply.trailer
        if trailer is None:
            return records
        last = self._text(_bare(records[-1]), "the last line")
        if not last.startswith(trailer.starts):
            raise NotWhole
        said = self._said(last, trailer)
        rows = len(records) - 1 - int(self._reply.has_heading)
        if not said.isdecimal() or int(said) != rows + trailer.others:
            if not records[-1].endswith(b"\n"):
                raise NotWhole
            shown = int(said) - trailer.others if said.isdecimal() else "no number of"
            raise SourceChanged(f"its trailer counts {shown} rows, and {rows} are there")
        return records[:-1]

    def _said(self, last: str, trailer: Trailer) -> str:
        """The count in the trailer's line; NotWhole for one that ends before it."""
        if trailer.count is not None:
            start, length = trailer.count
            said = last[start - 1 : start - 1 + length]
            if len(said) < length:
                raise NotWhole
            return said.strip()
        cells = self._split(last, "the last line")
        if trailer.column is None or len(cells) < trailer.column:
            raise NotWhole
        return cells[trailer.column - 1].strip()

    def _check_heading(self, records: Sequence[bytes]) -> None:
        if not records:
            raise NotWhole
        heading = self._text(_bare(records[0]), "heading")
        found = [name.strip() for name in self._split(heading, "heading")]
        wanted = self._reply.names
        twice = [name for name, count in Counter(found).items() if count > 1]
        if twice:
            raise SourceChanged("heading: a column stands twice")
        check_columns(set(found), set(wanted), set(wanted), "heading")
        if tuple(found) != wanted:
            raise SourceChanged("heading: the columns stand in another order than on the card")

    def _cells(self, raw: bytes, place: str) -> list[str]:
        text = self._text(raw, place)
        reply = self._reply
        if reply.format != "fixed":
            return self._split(text, place)
        if len(text) != reply.length:
            raise SourceChanged(f"{place}: {len(text)} characters long, not {reply.length}")
        return [text[span] for span in reply.spans]

    def _split(self, text: str, place: str) -> list[str]:
        form = self._reply.format
        if form == "fixed":
            return text.split()
        if form != "csv":
            return text.split(DELIMITERS[form])
        try:
            return next(csv.reader([text], strict=True), [])
        except csv.Error:
            raise SourceChanged(f"{place}: no row of a table") from None

    def _text(self, raw: bytes, place: str) -> str:
        try:
            return raw.decode(self._reply.encoding)
        except UnicodeDecodeError:
            raise SourceChanged(f"{place}: not {self._reply.encoding}") from None


def _bare(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")
