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

from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from connectors.card import StrictTable, Text
from matching.parse.person.name_order import NameOrder
from skiptrace.model.finding import FindingKind
from skiptrace.model.registration import Became

DateFormat = Literal["iso", "mmddccyy", "ccyymmdd"]
SearchKey = Literal["name", "name_and_birth", "name_and_ssn4", "ssn", "organization", "place"]


class FixedField(StrictTable):
    """One column of a fixed-length record: its first position (from 1) and its length."""

    name: Text
    start: Annotated[int, Field(ge=1)]
    length: Annotated[int, Field(ge=1)]
    every: Annotated[int, Field(ge=1)] = 1
    times: Annotated[int, Field(ge=1, le=99)] = 1

    @property
    def spans(self) -> tuple[tuple[str, slice], ...]:
        """Each repetition's name and its slice of the record."""
        first = self.start - 1
        return tuple(
            (_number(self.name, n + 1), slice(at, at + self.length))
            for n in range(self.times)
            for at in (first + n * self.every,)
        )


class AddressColumns(StrictTable):
    """The columns of one address; `role_column` names a coded column whose meaning is the role.

    `seen` are dates on which the source was told of the address, of which the latest counts.
    """

    line: Annotated[tuple[Text, ...], Field(min_length=1)]
    city: Text
    zip: Text
    state: str = ""
    state_is: str = ""
    role: str = ""
    role_column: str = ""
    seen: tuple[Text, ...] = ()


class IndicatorColumns(StrictTable):
    """An asset indicator of a party; `description` is a template over columns and `role`.

    `detail` shows the meaning of a code, `coded` the code as it stands.
    """

    kind: FindingKind
    reference: Text
    description: Text
    dated: str = ""
    detail: dict[str, str] = Field(default_factory=dict)
    coded: dict[str, str] = Field(default_factory=dict)

    @property
    def template_columns(self) -> tuple[str, ...]:
        """The columns that the description shows."""
        return tuple(name for _, name, _, _ in Formatter().parse(self.description) if name)


class SuccessorColumns(StrictTable):
    """What a row says that its organisation became, if it did.

    `became` is a column whose codes mean renamed, converted or merged, `became_is` one of these for
    all rows. `number` is that of the successor's entry in the same register.
    """

    name: Text
    number: str = ""
    became: str = ""
    became_is: Became | None = None
    dated: str = ""

    @model_validator(mode="after")
    def _one_way_to_say_how(self) -> Self:
        if bool(self.became) == bool(self.became_is):
            raise ValueError("a successor has either `became` or `became_is`")
        return self

    def columns(self) -> frozenset[str]:
        """The columns that it reads."""
        return frozenset((self.name, self.number, self.became, self.dated)) - {""}


class MoreOfficers(StrictTable):
    """A column that says whether an organisation has more officers than its row lists.

    It does with one of the texts `more`, and with one of `none` it does not; another says nothing.
    """

    column: Text
    more: Annotated[tuple[str, ...], Field(min_length=1)]
    none: tuple[str, ...] = ()


class RegistrationColumns(StrictTable):
    """What a business register's row says of the organisation itself; the rest is unknown.

    `name` is its present name, by default the party's own: a party that is called by a former one
    has the present one beside it. `former_names` and `trade_names` may each hold several, parted by
    `;`. `reported` are dates of annual reports. `agent` and `officers` name parties of the row.
    """

    number: Text
    name: str = ""
    status: str = ""
    entity_type: str = ""
    formed: str = ""
    formed_in: str = ""
    ein: str = ""
    reported: tuple[Text, ...] = ()
    agent: str = ""
    officers: tuple[Text, ...] = ()
    more_officers: MoreOfficers | None = None
    former_names: tuple[Text, ...] = ()
    trade_names: tuple[Text, ...] = ()
    successor: SuccessorColumns | None = None

    def columns(self) -> frozenset[str]:
        """The columns that it reads itself; its parties read their own."""
        single = (self.status, self.entity_type, self.formed, self.formed_in, self.ein)
        several = (*self.reported, *self.former_names, *self.trade_names)
        further = {self.more_officers.column} if self.more_officers else set[str]()
        own = frozenset((self.number, self.name, *further, *single, *several)) - {""}
        return own | (self.successor.columns() if self.successor else frozenset())


class PartyColumns(StrictTable):
    """A person or an organisation that a row names.

    Its name is `whole` (one column, in `order`), or `surname` with the other parts. `kind` says
    what it is; `either` leaves it to the reader of names, unless `kind_column` holds a code that
    means `person` or `organization`. `lists` names the parties whose people it lists,
    `registration` says of a register's own organisation what its entry holds.
    """

    name: Text
    kind: Literal["person", "organization", "either"] = "person"
    kind_column: str = ""
    times: Annotated[int, Field(ge=1, le=99)] = 1
    whole: str = ""
    order: NameOrder = NameOrder.SURNAME_FIRST
    surname: str = ""
    given: str = ""
    middle: str = ""
    generation: str = ""
    role: str = ""
    role_column: str = ""
    birth: str = ""
    death: str = ""
    ssn: str = ""
    addresses: tuple[AddressColumns, ...] = ()
    indicators: tuple[IndicatorColumns, ...] = ()
    lists: tuple[Text, ...] = ()
    registration: RegistrationColumns | None = None

    @model_validator(mode="after")
    def _one_way_to_name(self) -> Self:
        if bool(self.whole) == bool(self.surname):
            raise ValueError("a party has either `whole` or `surname`")
        return self

    @property
    def is_surname_first(self) -> bool:
        """Whether the whole name stands in one column, surname first."""
        return bool(self.whole) and self.order is NameOrder.SURNAME_FIRST

    @property
    def name_columns(self) -> tuple[str, ...]:
        """The columns that say who the party is; the first is empty when it names nobody."""
        parts = (self.given, self.middle, self.generation, self.kind_column)
        return (self.whole or self.surname, *filter(None, parts))

    def columns(self) -> frozenset[str]:
        """The columns that the party is read from."""
        single = (self.whole, self.surname, self.given, self.middle, self.generation)
        more = (self.role_column, self.kind_column, self.birth, self.death, self.ssn)
        nested = [
            name
            for a in self.addresses
            for name in (*a.line, a.city, a.zip, a.state, a.role_column, *a.seen)
        ]
        nested += [
            name
            for i in self.indicators
            for name in (
                *(i.reference, i.dated, *i.detail.values(), *i.coded.values()),
                *i.template_columns,
            )
        ]
        entry = self.registration.columns() if self.registration else frozenset[str]()
        return (frozenset((*single, *more, *nested)) | entry) - {"", "role"}


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

    `columns` is the exact header of a CSV file; `length` and `fields` lay out a fixed-length one.
    `codes` gives every known code its meaning, `patterns` what a column must fully match, `dates`
    its format; a row that breaks one is rejected. More rejects than `max_reject_share`, or fewer
    rows than `min_rows`, is a changed source, so that "no hit" is earned. `reference` is the
    column that names a row without personal data, or `sha256` of its bytes. Rows with a code in
    `withdrawn` are not loaded; `amendments` cancel what came before them.
    """

    file: Text
    format: Literal["csv", "fixed"]
    encoding: Literal["utf-8", "latin-1", "ascii"]
    columns: tuple[Text, ...] = ()
    length: int = 0
    fields: tuple[FixedField, ...] = ()
    min_rows: Annotated[int, Field(ge=1)]
    max_reject_share: Annotated[float, Field(ge=0, lt=1)]
    max_records: Annotated[int, Field(ge=1, le=500)]
    refresh_days: Annotated[int, Field(ge=1)] = 30
    reference: Text
    search_by: Annotated[tuple[SearchKey, ...], Field(min_length=1)]
    required: tuple[Text, ...] = ()
    ignored: tuple[Text, ...] = ()
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    patterns: dict[str, str] = Field(default_factory=dict)
    dates: dict[str, DateFormat] = Field(default_factory=dict)
    withdrawn: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    parties: Annotated[tuple[PartyColumns, ...], Field(min_length=1)]
    limited_access: LimitedAccess | None = None
    amendments: Amendments | None = None

    @field_validator("parties", mode="before")
    @classmethod
    def _expand(cls, tables: Any) -> Any:
        return [one for table in tables for one in _numbered(table)]

    @property
    def names(self) -> tuple[str, ...]:
        """Every column's name, in the file's order."""
        return self.columns or tuple(name for field in self.fields for name, _ in field.spans)

    @model_validator(mode="after")
    def _layout_is_whole(self) -> Self:
        if (self.format == "csv") != bool(self.columns) or (self.format == "fixed") != bool(
            self.fields
        ):
            raise ValueError("a csv register has `columns`, a fixed one `fields` and `length`")
        if any(span.stop > self.length for field in self.fields for _, span in field.spans):
            raise ValueError("fields: one reaches over the record's length")
        self._check_entries()
        if self.amendments and self.amendments.by not in {party.ssn for party in self.parties}:
            raise ValueError("amendments: `by` is no party's social security number")
        self._check_columns()
        return self

    def _check_entries(self) -> None:
        known = {party.name for party in self.parties}
        dated = {name for p in self.parties for a in p.addresses for name in a.seen}
        for entry in filter(None, (party.registration for party in self.parties)):
            if unknown := sorted({*entry.officers, entry.agent} - known - {""}):
                raise ValueError(f"registration: no party is named {', '.join(unknown)}")
            changed = entry.successor.dated if entry.successor else ""
            dated |= {entry.formed, *entry.reported, changed} - {""}
        if undated := sorted(dated - self.dates.keys()):
            raise ValueError(f"`dates` gives no format of {', '.join(undated)}")

    def _check_columns(self) -> None:
        read = frozenset[str]().union(*(party.columns() for party in self.parties))
        read |= {self.reference} - {"sha256"}
        tables = {*self.required, *self.codes, *self.patterns, *self.dates, *self.withdrawn}
        if self.amendments:
            tables.add(self.amendments.column)
        unknown = sorted((read | tables | set(self.ignored)) - set(self.names))
        unread = sorted(set(self.names) - read - tables - set(self.ignored))
        if unknown or unread:
            raise ValueError(f"columns unknown: {unknown}; neither read nor ignored: {unread}")


def _numbered(table: Any) -> list[Any]:
    if not isinstance(table, dict) or "times" not in table:
        return [table]
    rest = {key: value for key, value in table.items() if key != "times"}
    return [_number(rest, n + 1) for n in range(int(table["times"]))]


def _number(value: Any, n: int) -> Any:
    if isinstance(value, str):
        return value.replace("{n}", str(n))
    if isinstance(value, dict):
        return {key: _number(item, n) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_number(item, n) for item in value]
    return value
