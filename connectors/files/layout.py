"""The `[files]` table of a card: how its request is written, and how its reply is laid out.

A request is a file of one row for each question, each under a key of ours: the question's own
opaque id, never a number of a person or an account. It is put on the server under another name and
then renamed, so that nobody reads half of it. Its name is `{batch}`, which is made of the keys.

A reply is fetched once it is there and whole: its `trailer` counts the rows, a file `ready` stands
beside it, or it has not grown for `quiet` seconds. Its rows are told apart by our key alone. Names
and folders may hold `{option.NAME}`, which an installation sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from connectors.card import StrictTable, Text
from connectors.engine.query.template import names_in
from connectors.engine.query.values import NAMES, OPTION
from connectors.engine.record_map.party import Parties, RecordMap
from connectors.fixed import FixedField
from matching.parse.date.layouts import DateLayout

FileForm = Literal["csv", "tsv", "pipe", "fixed"]
Encoding = Literal["ascii", "latin-1", "utf-8"]
DELIMITERS: Mapping[FileForm, str] = {"csv": ",", "tsv": "\t", "pipe": "|"}
OF_DAY = frozenset({"today", "today_mdy", "today_ccyymmdd", "today_mmddccyy"})
OF_FILE = OF_DAY | {"batch", "rows", "rows_6", "rows_9"}
"""Values of a request's first and last line; `rows_6` is the count of its rows in six digits."""
OF_ROW = NAMES | OF_DAY | {"key"}
"""Values of a request's columns: those of a question, and our key."""
_OF_NAME = frozenset({"batch"})
_BATCH = "{batch}"


class RequestColumn(StrictTable):
    """One column: its `name` in the heading, its `value`, a template over the question's values.

    A row of which a value that must be there is not, or is longer than `length`, is not written,
    unless it may be `cut`. A column of a fixed-length record has a `length`, and its value stands
    `left` or `right` in it, with blanks or what `fill` says around it.
    """

    name: Text
    value: str
    length: Annotated[int, Field(ge=1)] | None = None
    cut: bool = False
    side: Literal["left", "right"] = "left"
    fill: Annotated[str, Field(min_length=1, max_length=1)] = " "


class RequestFile(StrictTable):
    """The file of the questions, at most `most`: `first` and `last` are lines around its rows.

    `key_length` is how much of our id a vendor's column takes; `part` is set behind the name while
    the file is written.
    """

    folder: str = ""
    name: Text = "{batch}.csv"
    part: Text = ".part"
    format: FileForm = "csv"
    encoding: Encoding = "ascii"
    line_end: Literal["\n", "\r\n"] = "\n"
    heading: bool = True
    first: str = ""
    last: str = ""
    key_length: Annotated[int, Field(ge=16, le=32)] = 32
    most: Annotated[int, Field(ge=1, le=1_000_000)] = 200_000
    columns: Annotated[tuple[RequestColumn, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if _BATCH not in self.name:
            raise ValueError("request: `name` holds {batch}, or its reply could not be told")
        if not any("key" in names_in(column.value) for column in self.columns):
            raise ValueError("request: no column holds {key}, by which the reply's rows are told")
        for text, known in self._templates():
            unknown = {n for n in names_in(text) if n not in known and not n.startswith(OPTION)}
            if unknown:
                raise ValueError(f"request: {', '.join(sorted(unknown))} is no value of a request")
        if self.format == "fixed" and any(column.length is None for column in self.columns):
            raise ValueError("request: every column of a fixed-length record has a `length`")
        return self

    def _templates(self) -> Iterator[tuple[str, frozenset[str]]]:
        yield from ((text, _OF_NAME) for text in (self.folder, self.name))
        yield from ((text, OF_FILE) for text in (self.first, self.last))
        yield from ((column.value, OF_ROW) for column in self.columns)


class Trailer(StrictTable):
    """The last line of a reply: it begins with `starts`, and counts the rows at `count`.

    `count` is the first position and the length in that line, or with `column` the number of the
    column (from 1) that holds it. `others` are the lines that it counts beside the rows.
    """

    starts: Text
    count: Annotated[tuple[int, ...], Field(min_length=2, max_length=2)] | None = None
    column: Annotated[int, Field(ge=1)] | None = None
    others: Annotated[int, Field(ge=0, le=3)] = 0

    @model_validator(mode="after")
    def _counts_somewhere(self) -> Self:
        if (self.count is None) == (self.column is None):
            raise ValueError("trailer: it has either `count` or `column`")
        return self


class Says(StrictTable):
    """What a row's `column` says: that somebody was `found`, `nothing`, or that it was `rejected`.

    Any other text is a change of the source. A row that was rejected was not searched and is not
    billed. Of a card without this table a row that names nobody says that nothing was found.
    """

    column: Text
    found: Annotated[tuple[str, ...], Field(min_length=1)]
    nothing: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _each_is_one(self) -> Self:
        every = (*self.found, *self.nothing, *self.rejected)
        if len(set(every)) != len(every):
            raise ValueError("says: a text stands twice")
        return self


class ReplyFile(StrictTable):
    """The file of the answers: `columns` are its exact heading, or name its columns without one.

    `name` may hold wildcards, but only one file may then be there. `key` is the column of our key.
    Of a source that answers a question in `several` rows a key may stand in more than one.
    """

    folder: str = ""
    name: Text
    format: FileForm = "csv"
    encoding: Encoding = "utf-8"
    heading: bool = True
    columns: tuple[Text, ...] = ()
    length: int = 0
    fields: tuple[FixedField, ...] = ()
    key: Text
    several: bool = False
    trailer: Trailer | None = None
    ready: str = ""
    quiet: Annotated[float, Field(ge=0, le=600)] = 0.0
    required: frozenset[Text] = frozenset()
    ignored: frozenset[Text] = frozenset()
    says: Says | None = None

    @property
    def has_heading(self) -> bool:
        """Whether the first line names the columns; that of a fixed-length file never does."""
        return self.heading and self.format != "fixed"

    @property
    def names(self) -> tuple[str, ...]:
        """Every column's name, in the file's order."""
        return self.columns or tuple(name for field in self.fields for name, _ in field.spans)

    @property
    def spans(self) -> tuple[slice, ...]:
        """Where each column of a fixed-length record stands."""
        return tuple(span for field in self.fields for _, span in field.spans)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.format == "fixed") != bool(self.fields) or bool(self.columns) == bool(self.fields):
            raise ValueError("reply: a fixed one has `fields` and `length`, any other `columns`")
        if self.fields and max(span.stop for span in self.spans) > self.length:
            raise ValueError("reply: a field reaches over the record's length")
        if len(set(self.names)) != len(self.names):
            raise ValueError("reply: a column stands twice")
        if not (self.trailer or self.ready or self.quiet):
            raise ValueError("reply: `trailer`, `ready` or `quiet` says when it is whole")
        if _BATCH not in self.name or (self.ready and _BATCH not in self.ready):
            raise ValueError(
                "reply: `name` and `ready` hold {batch}, or they belong to any request"
            )
        return self


class FilesSection(StrictTable):
    """The whole table.

    The answer is asked for `answer_minutes` after the request, then every `again_minutes`, and
    awaited for `days`. `carried` says what a person does with the file where no program may. With
    `reference`, columns that name a row, a record is called by these and not by our key.
    """

    answer_minutes: Annotated[int, Field(ge=0)] = 60
    again_minutes: Annotated[int, Field(ge=0)] = 60
    days: Annotated[int, Field(ge=1, le=366)] = 7
    carried: str = ""
    request: RequestFile
    reply: ReplyFile
    reference: tuple[Text, ...] = ()
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    dates: dict[str, DateLayout] = Field(default_factory=dict)
    parties: Parties

    @model_validator(mode="after")
    def _columns_are_known(self) -> Self:
        reply, tables = self.reply, {*self.codes, *self.dates}
        read = self.read_columns | tables | reply.required
        unknown = sorted((read | reply.ignored) - set(reply.names))
        unread = sorted(set(reply.names) - read - reply.ignored)
        if unknown or unread:
            raise ValueError(f"columns unknown: {unknown}; neither read nor ignored: {unread}")
        if any(party.each for party in self.parties):
            raise ValueError("parties: the rows of a file hold no lists for `each`")
        asked, said = (one.replace(_BATCH, "0") for one in (self.request.name, reply.name))
        if self.request.folder == reply.folder and fnmatchcase(asked, said):
            raise ValueError("reply: `name` stands for requests too, in the same folder")
        names = [party.name + party.part for party in self.parties]
        if len(set(names)) != len(names):
            raise ValueError("parties: two have one name; give each its own `name`")
        return self

    @cached_property
    def map(self) -> RecordMap:
        """What the columns of a reply's rows mean."""
        return RecordMap(self.parties, self.codes, self.dates)

    @cached_property
    def read_columns(self) -> frozenset[str]:
        """Every column of a reply that something reads."""
        parties = (party.columns() for party in self.parties)
        says = {self.reply.says.column} if self.reply.says else set[str]()
        return frozenset({self.reply.key, *self.reference, *says, *self.codes}).union(*parties)
