"""The `[register]` table of a card: how the rows of its file are laid out and what they mean.

Every column is mapped, checked or listed under `ignored`; names may hold `{n}` in a table with
`times`, which then stands for that many tables numbered from 1.

`search_by` lists the keys by which the register may be searched. A row is found by the blocking
rules (matching.block.keys) whose parts all come from the fields of one of these keys, and it is a
hit when one of its people agrees as the key demands:

    name            the name
    name_and_birth  the name, and the birth as far as both sides give it
    name_and_ssn4   the name and the last four of the social security number
    ssn             the whole number, which is then searched alone
    organization    the name of the organisation, whatever its legal form
    place           nothing by itself: with a name, its parts are looked for too, the nearer of two
                    namesakes comes first, and at a known address another surname is a hit
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from connectors.card import StrictTable, Text
from connectors.engine.record_map.party import Parties, RecordMap, dated_columns
from connectors.engine.record_map.points import PointColumns
from connectors.fixed import FixedField
from matching.parse.date.layouts import DateLayout
from skiptrace.model.kinds import FindingKind

SearchKey = Literal["name", "name_and_birth", "name_and_ssn4", "ssn", "organization", "place"]


class LimitedAccess(StrictTable):
    """Rows that only a certified user may see until `years` calendar years after the date's year.

    `option` names the setting that holds the last day of the certification, `rule` the rule.
    """

    years: Annotated[int, Field(ge=1)]
    date: Text
    option: Text
    rule: Text
    law: Text


class Amendments(StrictTable):
    """Rows that change what earlier rows of the file said, as an update appended to it does.

    A row whose `column` holds one of `codes` cancels every earlier row with the same `by`, which is
    the social security number of a party.
    """

    column: Text
    codes: Annotated[tuple[Text, ...], Field(min_length=1)]
    by: Text


class RegisterSection(StrictTable):
    """The whole `[register]` table.

    `columns` is the exact header of a CSV file, or names its columns where it has none (`header`);
    behind them may stand others, as many as there are, whose names match the pattern `more`, such
    as one for each election: they are cut off as the file is read.
    `delimiter` parts them, and where they are not `quoted` a quote is a letter. `length` and
    `fields` lay out a fixed-length one, whose first line is `heading` if it has one. `member` is
    the file in a zip archive, with wildcards. `nulls` are texts that stand for none. Columns that
    are `dropped` are emptied as the file is read: nothing of them reaches the database or an
    answer, while the file stays as it lies.
    `codes` gives every known code its meaning, `patterns` what a column must fully match, `dates`
    its format; a row that breaks one is rejected. More rejects than `max_reject_share`, fewer rows
    than `min_rows`, or fewer than the version before had by more than `max_shrink_share` of them,
    is a changed source, so that "no hit" is earned. `reference` is the
    column that names a row without personal data, or `sha256` of its bytes. Rows with a code in
    `withdrawn` are not loaded; `amendments` cancel what came before them.

    A register of number blocks names no `parties` and is searched by nothing of a person: the
    column `prefix` holds the first digits of each block's numbers, and its row `says` what is so of
    all of them.
    """

    file: Text
    format: Literal["csv", "fixed"]
    encoding: Literal["utf-8", "latin-1", "ascii"]
    member: str = ""
    header: bool = True
    delimiter: Literal[",", "\t", "|"] = ","
    quoted: bool = True
    nulls: frozenset[Text] = frozenset()
    dropped: tuple[Text, ...] = ()
    columns: tuple[Text, ...] = ()
    more: str = ""
    heading: str = ""
    length: int = 0
    fields: tuple[FixedField, ...] = ()
    min_rows: Annotated[int, Field(ge=1)]
    max_reject_share: Annotated[float, Field(ge=0, lt=1)]
    max_shrink_share: Annotated[float, Field(ge=0, le=1)] = 0.1
    max_records: Annotated[int, Field(ge=1, le=500)]
    refresh_days: Annotated[int, Field(ge=1)] = 30
    reference: Text
    search_by: tuple[SearchKey, ...] = ()
    required: tuple[Text, ...] = ()
    ignored: tuple[Text, ...] = ()
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    patterns: dict[str, str] = Field(default_factory=dict)
    dates: dict[str, DateLayout] = Field(default_factory=dict)
    withdrawn: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    parties: Parties = ()
    prefix: str = ""
    says: PointColumns | None = None
    limited_access: LimitedAccess | None = None
    amendments: Amendments | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every column's name, in the file's order."""
        return self.columns or tuple(name for field in self.fields for name, _ in field.spans)

    @property
    def has_header(self) -> bool:
        """Whether the first line of the file is none of its rows."""
        return self.header if self.format == "csv" else bool(self.heading)

    @cached_property
    def map(self) -> RecordMap:
        """What the columns of its rows mean."""
        return RecordMap(self.parties, self.codes, self.dates)

    @model_validator(mode="after")
    def _layout_is_whole(self) -> Self:
        if (self.format == "csv") != bool(self.columns) or (self.format == "fixed") != bool(
            self.fields
        ):
            raise ValueError("a csv register has `columns`, a fixed one `fields` and `length`")
        if any(span.stop > self.length for field in self.fields for _, span in field.spans):
            raise ValueError("fields: one reaches over the record's length")
        self._check_meaning()
        self._check_entries()
        if self.amendments and self.amendments.by not in {party.ssn for party in self.parties}:
            raise ValueError("amendments: `by` is no party's social security number")
        self._check_columns()
        return self

    @property
    def kinds_checked(self) -> frozenset[FindingKind]:
        """The kind of contact point that its rows are about; none where they name parties."""
        return frozenset() if self.says is None else frozenset({self.says.kind})

    def _check_meaning(self) -> None:
        """Rows are about parties, and found by their keys, or about a block of numbers."""
        if bool(self.parties) == (self.says is not None):
            raise ValueError("a row either names `parties` or `says` something of a contact point")
        if bool(self.parties) != bool(self.search_by) or bool(self.says) != bool(self.prefix):
            raise ValueError("parties are searched by `search_by`, blocks by their `prefix`")
        if self.says is None:
            return
        self.says.check(self.codes)
        if self.says.kind is not FindingKind.PHONE:
            raise ValueError("says: expected facts of a phone")
        if self.limited_access or self.amendments:
            raise ValueError("says: a register of blocks has no limited access and no amendments")

    def _check_entries(self) -> None:
        known = {party.name for party in self.parties}
        if any(party.each for party in self.parties):
            raise ValueError("parties: the rows of a file hold no lists for `each`")
        places = [address for party in self.parties for address in party.addresses]
        if any(place.among or place.last_line or not place.line for place in places):
            raise ValueError("addresses: a register's have a `line`, no `among` and no `last_line`")
        for entry in filter(None, (party.registration for party in self.parties)):
            if unknown := sorted({*entry.officers, entry.agent} - known - {""}):
                raise ValueError(f"registration: no party is named {', '.join(unknown)}")
        dated = set(dated_columns(self.parties))
        if undated := sorted(dated - self.dates.keys()):
            raise ValueError(f"`dates` gives no format of {', '.join(undated)}")

    def _check_columns(self) -> None:
        read = frozenset[str]().union(*(party.columns() for party in self.parties))
        if self.says is not None:
            read |= {*self.says.columns(), self.prefix}
        read |= {self.reference} - {"sha256"}
        tables = {*self.required, *self.codes, *self.patterns, *self.dates, *self.withdrawn}
        if told := sorted(set(self.dropped) & (read | tables)):
            raise ValueError(f"dropped: {', '.join(told)} is read or checked too")
        if self.amendments:
            tables.add(self.amendments.column)
        unread_by_choice = {*self.ignored, *self.dropped}
        unknown = sorted((read | tables | unread_by_choice) - set(self.names))
        unread = sorted(set(self.names) - read - tables - unread_by_choice)
        if unknown or unread:
            raise ValueError(f"columns unknown: {unknown}; neither read nor ignored: {unread}")
