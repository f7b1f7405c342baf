"""The `upload` of a card: many questions are one call, which brings them as a file of rows.

Each row is under our key, and the rows of the reply are matched by it alone: they come in any
order, and some may be shorter than others. What one says of its point, the card's `says` reads.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, model_validator
from urllib3.fields import RequestField
from urllib3.filepost import encode_multipart_formdata

from connectors.card import StrictTable, Text
from connectors.engine.query.template import fill, unknown_names
from connectors.engine.query.values import value_sets
from connectors.engine.transport.reply import Came, Reply, check_reply, check_size
from skiptrace.model.errors import SourceChanged, SourceUnavailable
from skiptrace.model.inquiry import Inquiry

_KEY = "key"
_OF_KEY = "{key}"


class Upload(StrictTable):
    """How questions are brought and answered as rows of CSV, without a heading.

    A call has `most` rows at most, as the part `file` of a form, called `name`, beside the parts
    `form`. A row holds the `columns`: templates over the values of a question, and its `{key}`.

    A row of the reply has the `names` in their order, or only as many of them as one of `widths`
    says; a cell that holds several values with a comma between them has as many names. `key` is
    that of our key. `verdict` is the column whose texts say what became of the row: `found` of its
    point, `nothing` known of it, or `several` points of which none is told.
    """

    file: Text
    name: Text
    form: dict[str, str] = Field(default_factory=dict)
    most: Annotated[int, Field(ge=2, le=100_000)]
    columns: Annotated[tuple[Text, ...], Field(min_length=2)]
    names: Annotated[tuple[Text, ...], Field(min_length=2)]
    widths: tuple[Annotated[int, Field(ge=2)], ...] = ()
    key: Text
    verdict: Text
    found: Annotated[frozenset[str], Field(min_length=1)]
    nothing: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _is_keyed(self) -> Self:
        if self.columns.count(_OF_KEY) != 1:
            raise ValueError("columns: one of them is the {key}")
        if unknown := unknown_names([text for text in self.columns if text != _OF_KEY]):
            raise ValueError(f"columns: {', '.join(unknown)} is no value of an inquiry")
        first = self.cells[: min(self.widths, default=len(self.names))]
        if not {(self.key,), (self.verdict,)} <= set(first):
            raise ValueError("key, verdict: names of cells that every row has")
        return self

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The names of each cell of a whole row."""
        return tuple(tuple(one.strip() for one in name.split(",")) for name in self.names)

    @property
    def verdicts(self) -> frozenset[str]:
        """Every text that the verdict may have."""
        return self.found | self.nothing | self.several

    def row(self, inquiry: Inquiry, options: Mapping[str, str]) -> tuple[str, ...] | None:
        """The cells of a question; None where it lacks what one of them holds."""
        values = {**next(iter(value_sets(inquiry, "", options))), _KEY: inquiry.id}
        cells = [fill(text, values) for text in self.columns]
        whole = tuple(" ".join(cell.split()) for cell in cells if cell is not None)
        return whole if len(whole) == len(cells) else None

    def body(self, rows: Sequence[Sequence[str]]) -> tuple[bytes, str]:
        """The form that brings these rows, and its media type; the same rows are the same bytes."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        text = out.getvalue().encode()
        boundary = f"rows-{hashlib.sha256(text).hexdigest()[:24]}"
        file = RequestField(self.file, text, self.name)
        file.make_multipart(content_type="text/csv")
        return encode_multipart_formdata([file, *self.form.items()], boundary)

    def rows(self, reply: Reply) -> Iterator[UploadedRow]:
        """The rows of a usable reply, which may be anybody's.

        Raises SourceUnavailable for a reply that is cut, SourceChanged for a row of another width.
        """
        check_reply(reply)
        check_size(reply)
        if reply.came is Came.CUT or not reply.body.endswith(b"\n"):
            raise SourceUnavailable(f"{reply.call}: the answer was cut off")
        lines = (line for line in reply.body.splitlines(keepends=True) if line.strip())
        for number, line in enumerate(lines, 1):
            yield self.read(line, number)

    def read(self, line: bytes, number: int) -> UploadedRow:
        """One row of a reply; SourceChanged for one that is none, or of another width."""
        place = f"row {number}"
        try:
            (cells,) = csv.reader([line.decode("utf-8-sig")], strict=True)
        except (csv.Error, UnicodeDecodeError, ValueError):
            raise SourceChanged(f"{place}: no row of a table") from None
        names = self.cells
        if len(cells) not in (len(names), *self.widths):
            raise SourceChanged(f"{place}: {len(cells)} columns")
        columns = {name: "" for several in names for name in several}
        for several, cell in zip(names, cells, strict=False):
            values = [cell] if len(several) == 1 else cell.split(",")
            if cell and len(values) != len(several):
                raise SourceChanged(f"{place}: a cell of {len(values)} values")
            columns |= {name: value.strip() for name, value in zip(several, values, strict=False)}
        if columns[self.verdict] not in self.verdicts:
            raise SourceChanged(f"{place}: column {self.verdict!r} holds an unknown code")
        return UploadedRow(number, line, columns)


@dataclass(frozen=True, slots=True, repr=False)
class UploadedRow:
    """One row of a reply: its number, its bytes as they came, its columns."""

    number: int
    raw: bytes
    columns: Mapping[str, str]
