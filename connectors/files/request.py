"""The request: questions as the rows of a file, each under our key, in the layout of a card."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from connectors.engine.query.template import fill
from connectors.engine.query.values import OPTION, value_sets
from connectors.files.layout import DELIMITERS, RequestColumn, RequestFile
from skiptrace.model.inquiry import Inquiry

_BATCH_LENGTH = 20


class NotWritten(Exception):
    """A question that the layout has no room for; the words name the column, never the value."""


@dataclass(frozen=True, slots=True, repr=False)
class Batch:
    """The questions of one file: its `id` is made of their keys, `rows` are how each is written.

    `inquiries` are in the order of the keys, so that the same questions are the same file.
    """

    id: str
    keys: tuple[str, ...]
    inquiries: tuple[Inquiry, ...]
    rows: tuple[tuple[str, ...], ...]


def batch_of(written: Mapping[str, tuple[Inquiry, tuple[str, ...]]]) -> Batch:
    """The batch of these rows, by their keys."""
    keys = tuple(sorted(written))
    digest = hashlib.sha256("\n".join(keys).encode("ascii")).hexdigest()
    inquiries = tuple(written[key][0] for key in keys)
    return Batch(digest[:_BATCH_LENGTH], keys, inquiries, tuple(written[key][1] for key in keys))


class RequestWriter:
    """Writes requests by a card's layout; `options` are the installation's."""

    def __init__(self, request: RequestFile, options: Mapping[str, str]) -> None:
        self._request = request
        self._options = options

    def key(self, inquiry: Inquiry) -> str:
        """Our key of a question: as much of its id as the vendor's column takes."""
        return inquiry.id[: self._request.key_length]

    def row(self, inquiry: Inquiry, on: date) -> tuple[str, ...]:
        """The cells of a question; NotWritten names the column that its values do not fill."""
        known = next(iter(value_sets(inquiry, "", self._options)))
        values = {**known, **_of_day(on), "key": self.key(inquiry)}
        return tuple(self._cell(column, values) for column in self._request.columns)

    def body(self, batch: Batch, on: date) -> bytes:
        """The whole file."""
        request = self._request
        lines = list(map(self._line, batch.rows))
        if request.heading and request.format != "fixed":
            lines.insert(0, self._heading())
        values = {**_of_day(on), **_of_batch(batch), **_options(self._options)}
        first, last = fill(request.first, values) or "", fill(request.last, values) or ""
        every = [*filter(None, (first,)), *lines, *filter(None, (last,))]
        return "".join(line + request.line_end for line in every).encode(request.encoding)

    def _cell(self, column: RequestColumn, values: Mapping[str, str]) -> str:
        text = fill(column.value, values)
        if text is None:
            raise NotWritten(f"the question lacks what its column {column.name} holds")
        text = self._encodable(" ".join(text.split()), column)
        if column.length is not None and len(text) > column.length:
            if not column.cut:
                raise NotWritten(f"its column {column.name} holds {column.length} characters only")
            text = text[: column.length].rstrip()
        return text

    def _encodable(self, text: str, column: RequestColumn) -> str:
        """The text in the file's encoding, without accents where that has none."""
        try:
            text.encode(self._request.encoding)
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFKD", text)
            text = "".join(letter for letter in apart if not unicodedata.combining(letter))
            try:
                text.encode(self._request.encoding)
            except UnicodeEncodeError:
                words = f"its column {column.name} is written in {self._request.encoding} only"
                raise NotWritten(words) from None
        if self._request.format in ("pipe", "tsv"):
            text = text.replace(DELIMITERS[self._request.format], " ")
        return text

    def _heading(self) -> str:
        return self._line([column.name for column in self._request.columns])

    def _line(self, cells: Sequence[str]) -> str:
        form = self._request.format
        if form == "fixed":
            return "".join(self._padded(cells))
        if form != "csv":
            return DELIMITERS[form].join(cells)
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(cells)
        return out.getvalue()

    def _padded(self, cells: Sequence[str]) -> Iterator[str]:
        for column, cell in zip(self._request.columns, cells, strict=True):
            width = column.length or len(cell)
            aligned = cell.rjust if column.side == "right" else cell.ljust
            yield aligned(width, column.fill)[:width]


def named(template: str, batch_id: str, options: Mapping[str, str]) -> str:
    """A name or a folder of the card, with a batch's id and the installation's options in it."""
    return fill(template, {"batch": batch_id, **_options(options)}) or ""


def _options(options: Mapping[str, str]) -> dict[str, str]:
    return {OPTION + name: text for name, text in options.items()}


def _of_day(on: date) -> dict[str, str]:
    return {
        "today": on.isoformat(),
        "today_mdy": f"{on.month}/{on.day}/{on.year}",
        "today_ccyymmdd": f"{on:%Y%m%d}",
        "today_mmddccyy": f"{on:%m%d%Y}",
    }


def _of_batch(batch: Batch) -> dict[str, str]:
    count = len(batch.rows)
    return {
        "batch": batch.id,
        "rows": str(count),
        "rows_6": f"{count:06d}",
        "rows_9": f"{count:09d}",
    }
