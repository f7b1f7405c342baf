"""The `parties` of a card: whom a row names, and what its columns say of each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Protocol, Self

from pydantic import BeforeValidator, Field, model_validator

from connectors.engine.record_map.facts import (
    AddressColumns,
    Columns,
    ContactColumns,
    IndicatorColumns,
    NameColumns,
    OtherName,
    RelationColumns,
    SomeRows,
    beneath,
)
from connectors.engine.record_map.registration import RegistrationColumns
from matching.parse.date.layouts import DateLayout
from matching.parse.person.name_order import NameOrder


class _HasColumns(Protocol):
    def columns(self) -> Iterator[str]: ...


class PartyColumns(NameColumns, SomeRows):
    """A person or an organisation that a row names, or every one of the list `each`.

    Its name is `whole` (one column, in `order`), or `surname` with the other parts; `organization`
    is a column of its own for an organisation's, which then is one where that column is filled.
    `also` are further names of a person, or all of one who has no other columns. `kind` says what
    it is; `either` leaves it to the reader of names, unless `kind_column` holds a code that means
    `person` or `organization`. `only` says as what alone it makes a record: as another it is named
    beside, and as `nobody` always. `lists` names the parties whose people it lists, `registration`
    says of a register's own organisation what its entry holds.

    `ref` are the columns that tell its records apart, by default the row's own; `part` is set
    behind it where several parties of a row are of one kind.
    """

    name: str = "party"
    kind: Literal["person", "organization", "either"] = "person"
    kind_column: str = ""
    only: Literal["", "person", "organization", "nobody"] = ""
    each: str = ""
    ref: Columns = ()
    part: str = ""
    organization: str = ""
    also: tuple[OtherName, ...] = ()
    role: str = ""
    role_column: str = ""
    birth: str = ""
    age: str = ""
    death: str = ""
    ssn: str = ""
    addresses: tuple[AddressColumns, ...] = ()
    phones: tuple[ContactColumns, ...] = ()
    emails: tuple[ContactColumns, ...] = ()
    employers: tuple[ContactColumns, ...] = ()
    indicators: tuple[IndicatorColumns, ...] = ()
    relations: tuple[RelationColumns, ...] = ()
    lists: tuple[str, ...] = ()
    registration: RegistrationColumns | None = None

    @model_validator(mode="after")
    def _one_way_to_name(self) -> Self:
        if self.whole and self.surname:
            raise ValueError("a party has either `whole` or `surname`")
        if not (self.whole or self.surname or self.organization or self.also):
            raise ValueError("a party has `whole`, `surname`, `organization` or `also`")
        return self

    @property
    def is_surname_first(self) -> bool:
        """Whether the whole name stands in one column, surname first."""
        return bool(self.whole) and self.order is NameOrder.SURNAME_FIRST

    @property
    def name_columns(self) -> tuple[str, ...]:
        """The columns that say who the party is; where they are all empty it is nobody."""
        parts = (self.given, self.middle, self.generation, self.kind_column)
        first = self.whole or self.surname or self.organization
        others = (column for column in (*parts, self.organization) if column != first)
        return (*filter(None, (first, *others)), *self.among_columns)

    def columns(self) -> frozenset[str]:
        """The columns that the party is read from."""
        single = (
            *self.parts,
            self.organization,
            self.role_column,
            self.kind_column,
            *self.among_columns,
        )
        facts = (self.birth, self.age, self.death, self.ssn, *self.ref)
        contacts = (*self.phones, *self.emails, *self.employers)
        tables: list[_HasColumns] = [*self.also, *self.addresses, *contacts]
        tables += [*self.indicators, *self.relations]
        nested = [column for table in tables for column in table.columns()]
        entry = self.registration.columns() if self.registration else frozenset[str]()
        return frozenset(beneath(self.each, (*single, *facts, *nested, *entry)))


@dataclass(frozen=True, slots=True)
class RecordMap:
    """What the columns of a source's rows mean: who is named, what codes say, how dates stand.

    `codes` and `dates` are by column, those of nested rows by their path; a column without a layout
    has `layout`.
    """

    parties: tuple[PartyColumns, ...]
    codes: dict[str, dict[str, str]]
    dates: dict[str, DateLayout]
    layout: DateLayout = "common"


def numbered(tables: Any) -> Any:
    """The party tables, each with `times` as that many, in which `{n}` counts from 1."""
    return [one for table in tables for one in _numbered(table)]


Parties = Annotated[
    tuple[PartyColumns, ...], BeforeValidator(numbered), Field(min_length=1, validate_default=False)
]


def _numbered(table: Any) -> list[Any]:
    if not isinstance(table, dict) or "times" not in table:
        return [table]
    rest = {key: value for key, value in table.items() if key != "times"}
    return [number(rest, n + 1) for n in range(int(table["times"]))]


def number(value: Any, n: int) -> Any:
    """The value with `{n}` in its texts as that number."""
    if isinstance(value, str):
        return value.replace("{n}", str(n))
    if isinstance(value, dict):
        return {key: number(item, n) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [number(item, n) for item in value]
    return value


def dated_columns(parties: tuple[PartyColumns, ...]) -> Iterator[str]:
    """The columns of registrations and of addresses that hold dates."""
    for party in parties:
        for address in party.addresses:
            yield from filter(None, (address.first_seen, *address.last_seen))
        if party.registration:
            yield from party.registration.dated()
