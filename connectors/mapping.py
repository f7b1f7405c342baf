"""From the columns of a row to a source record, as the card maps them; no source needs code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from connectors.card import StrictTable, Text
from connectors.names import letters, split_names
from connectors.registration import (
    AGENT_ROLE,
    MAILING,
    PRINCIPAL,
    in_role,
    names_beside,
    read_ein,
    read_standing,
    read_successor,
)
from matching.parse.person.name_order import NameOrder
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import SourceChanged
from skiptrace.model.finding import FindingKind
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Indicator, Provenance, Reported, SourceRecord
from skiptrace.model.registration import Became, RegisteredParty, Registration, Successor
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress

Column = Text
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+Z?)?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ZIP = re.compile(r"(\d{5})(?:-?(\d{4}))?")


class NameColumns(StrictTable):
    """A person's name in columns of its own."""

    surname: Column
    given: Column
    middle: Column | None = None
    generation: Column | None = None


class OwnersColumn(StrictTable):
    """One column with the names of all owners: each of the people is a record."""

    column: Column
    order: NameOrder = NameOrder.SURNAME_FIRST


class AddressColumns(StrictTable):
    """An address in columns; `in_state` is the state of all rows where no column gives it.

    `seen` is the column with the day on which the source saw the address in use.
    """

    role: Text
    line: Annotated[tuple[Column, ...], Field(min_length=1)]
    city: Column | None = None
    state: Column | None = None
    in_state: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    zip: Column | None = None
    seen: Column | None = None


class IndicatorColumns(StrictTable):
    """An asset or a status that a row reports: `detail` maps terms to columns.

    Which terms an asset knows, `matching.parse.asset` says; any other is a remark. `party` is the
    side of a recorded document on which the record's people stand.
    """

    kind: FindingKind
    description: Text
    reference: Column
    dated: Column | None = None
    detail: Mapping[str, Column] = {}
    party: Literal["grantor", "grantee"] | None = None


class AgentColumns(StrictTable):
    """The registered agent of an entry: a person or an organisation, and where it is served."""

    name: NameColumns | None = None
    organization: Column | None = None
    address: AddressColumns


class SuccessorColumns(StrictTable):
    """What a row says that its organisation became, if it did; its number is of the same register.

    `meanings` gives the words of the column `became` their meaning; another word tells nothing.
    """

    name: Column
    number: Column | None = None
    became: Column
    meanings: Mapping[str, Became]
    dated: Column | None = None


class RegistrationColumns(StrictTable):
    """What a business register's row says of the organisation itself; the rest is unknown.

    `name` is its present name, by default that of the record. `former_names` and `trade_names` may
    each hold several, parted by `;`.
    """

    name: Column | None = None
    status: Column | None = None
    entity_type: Column | None = None
    formed: Column | None = None
    formed_in: Column | None = None
    ein: Column | None = None
    reported: tuple[Column, ...] = ()
    former_names: tuple[Column, ...] = ()
    trade_names: tuple[Column, ...] = ()
    successor: SuccessorColumns | None = None
    agent: AgentColumns | None = None


class RecordColumns(StrictTable):
    """How one kind of record is read from a row; inquiries of that kind get these records.

    `part` tells the records of one row apart that several tables read from it.
    """

    entity: EntityKind
    ref: Column
    part: Text | None = None
    name: NameColumns | None = None
    owners: OwnersColumn | None = None
    organization: Column | None = None
    addresses: tuple[AddressColumns, ...] = ()
    indicators: tuple[IndicatorColumns, ...] = ()
    registration: RegistrationColumns | None = None

    def columns(self) -> frozenset[Column]:
        """Every column that the mapping reads."""
        return frozenset(_columns_of(self))


@dataclass(frozen=True, slots=True)
class RowContext:
    """What holds for a whole row: provenance without the record's reference, and the inquiry.

    `place` is the jurisdiction of the source.
    """

    provenance: Provenance
    inquiry: Inquiry
    place: str = ""


def read_records(
    mapping: RecordColumns, row: Mapping[Column, str], context: RowContext
) -> Iterator[SourceRecord]:
    """The records of one row, none when it names nobody of the mapping's kind.

    Raises SourceChanged for a date or a reference that cannot be read, naming the column.
    """
    if not row[mapping.ref]:
        raise SourceChanged(f"{context.provenance.locator}: column '{mapping.ref}' is empty")
    if mapping.entity is EntityKind.ORGANIZATION:
        name = row[mapping.organization] if mapping.organization else ""
        if name:
            yield _record(mapping, row, context, _Party(_ref(mapping, row), organization=name))
        return
    people = _people(mapping, row, context.inquiry)
    for number, person in enumerate(people, start=1):
        ref = _ref(mapping, row) if len(people) == 1 else f"{_ref(mapping, row)}/{number}"
        yield _record(mapping, row, context, _Party(ref, (person,)))


def _ref(mapping: RecordColumns, row: Mapping[Column, str]) -> str:
    return f"{row[mapping.ref]}/{mapping.part}" if mapping.part else row[mapping.ref]


def _people(
    mapping: RecordColumns, row: Mapping[Column, str], inquiry: Inquiry
) -> tuple[PersonName, ...]:
    if mapping.owners is not None:
        asked = [letters(name.surname) for name in inquiry.fields.names]
        return split_names(row[mapping.owners.column], mapping.owners.order, asked)
    name = _name(mapping.name, row) if mapping.name else PersonName()
    return (name,) if name.surname else ()


def _name(columns: NameColumns, row: Mapping[Column, str]) -> PersonName:
    middle = row[columns.middle] if columns.middle else ""
    generation = row[columns.generation] if columns.generation else ""
    name = PersonName(row[columns.given], middle, row[columns.surname], generation)
    return PersonName(name.given, middle, name.surname, generation, original=name.full)


@dataclass(frozen=True, slots=True)
class _Party:
    """Whom a record is about, and its reference."""

    ref: str
    names: tuple[PersonName, ...] = ()
    organization: str = ""


def _record(
    mapping: RecordColumns, row: Mapping[Column, str], context: RowContext, party: _Party
) -> SourceRecord:
    found = context.provenance
    read = (_address(columns, row, found.locator) for columns in mapping.addresses)
    addresses = tuple(address for address in read if address is not None)
    return SourceRecord(
        source=found.connector_id,
        ref=party.ref,
        kind=mapping.entity,
        provenance=replace(found, record_ref=party.ref),
        names=party.names,
        organization=party.organization,
        addresses=addresses,
        indicators=tuple(_indicator(c, row, found.locator) for c in mapping.indicators),
        registration=_registration(mapping, row, context, party, addresses),
    )


def _registration(
    mapping: RecordColumns,
    row: Mapping[Column, str],
    context: RowContext,
    party: _Party,
    addresses: Sequence[Reported[PostalAddress]],
) -> Registration | None:
    columns, place = mapping.registration, context.provenance.locator
    if columns is None or not party.organization:
        return None
    status = row[columns.status] if columns.status else ""
    name = (row[columns.name] if columns.name else "") or party.organization
    former, trade = names_beside(
        name,
        party.organization,
        [row[column] for column in columns.former_names],
        [row[column] for column in columns.trade_names],
    )
    reports = (_day(column, row, place) for column in columns.reported)
    return Registration(
        number=row[mapping.ref],
        name=name,
        status=status or None,
        standing=read_standing(status),
        entity_type=(row[columns.entity_type] if columns.entity_type else "") or None,
        formed=_day(columns.formed, row, place),
        formed_in=(row[columns.formed_in] if columns.formed_in else "") or None,
        ein=read_ein(row[columns.ein]) if columns.ein else None,
        reports=tuple(filter(None, reports)),
        principal=in_role(PRINCIPAL, addresses),
        mailing=in_role(MAILING, addresses),
        agent=_agent(columns.agent, row, place) if columns.agent else None,
        former_names=former,
        trade_names=trade,
        successor=_successor(columns.successor, row, place) if columns.successor else None,
        place=context.place,
    )


def _successor(
    columns: SuccessorColumns, row: Mapping[Column, str], place: str
) -> Successor | None:
    became = columns.meanings.get(row[columns.became])
    number = row[columns.number] if columns.number else ""
    on = _day(columns.dated, row, place)
    return read_successor(became.value if became else "", row[columns.name], number, on)


def _agent(columns: AgentColumns, row: Mapping[Column, str], place: str) -> RegisteredParty | None:
    """The agent; None where the row names neither somebody nor a place."""
    person = _name(columns.name, row).full if columns.name else ""
    name = person or (row[columns.organization] if columns.organization else "")
    address = _address(columns.address, row, place)
    if not name and address is None:
        return None
    return RegisteredParty(name, AGENT_ROLE, address.value if address else None)


def _address(
    columns: AddressColumns, row: Mapping[Column, str], place: str
) -> Reported[PostalAddress] | None:
    line = " ".join(row[column] for column in columns.line if row[column])
    city = row[columns.city] if columns.city else ""
    if not line and not city:
        return None
    state = row[columns.state] if columns.state else columns.in_state or ""
    postcode = row[columns.zip] if columns.zip else ""
    original = ", ".join(part for part in (line, city, f"{state} {postcode}".strip()) if part)
    zip5, zip4 = split_zip(postcode)
    seen = _day(columns.seen, row, place)
    address = PostalAddress(line, city, state, zip5, zip4, original=original)
    return Reported(address, seen, seen, columns.role)


def _indicator(columns: IndicatorColumns, row: Mapping[Column, str], place: str) -> Indicator:
    detail = {term: row[column] for term, column in columns.detail.items() if row[column]}
    if columns.party:
        detail["party"] = columns.party
    dated = _day(columns.dated, row, place)
    reference = row[columns.reference]
    return Indicator(columns.kind, columns.description, reference, dated, detail)


def split_zip(text: str) -> tuple[str, str]:
    """The five and the four digits of a US ZIP code; two empty texts for anything else."""
    found = _ZIP.fullmatch(text.strip())
    return (found[1], found[2] or "") if found else ("", "")


def _day(column: Column | None, row: Mapping[Column, str], place: str) -> PartialDate | None:
    """The day of a Socrata date, `YYYY-MM-DD` with or without a time, or of an American one."""
    if column is None or not row[column]:
        return None
    try:
        return read_day(row[column])
    except ValueError:
        raise SourceChanged(f"{place}: column '{column}' is not a date") from None


def read_day(text: str) -> PartialDate:
    """The day of `YYYY-MM-DD`, the same with a time, or `M/D/YYYY`; ValueError for all else."""
    if american := _AMERICAN.fullmatch(text):
        month, day, year = (int(part) for part in american.groups())
        return PartialDate(year, month, day)
    found = _DAY.fullmatch(text)
    return PartialDate.parse(found[1] if found else "")


def _columns_of(mapping: RecordColumns) -> Iterator[Column]:
    yield mapping.ref
    if mapping.organization:
        yield mapping.organization
    if mapping.owners:
        yield mapping.owners.column
    if mapping.name:
        yield from filter(None, mapping.name.model_dump().values())
    for address in mapping.addresses:
        yield from _columns_of_address(address)
    if mapping.registration:
        yield from _columns_of_registration(mapping.registration)
    for indicator in mapping.indicators:
        yield from filter(None, (indicator.reference, indicator.dated))
        yield from indicator.detail.values()


def _columns_of_address(address: AddressColumns) -> Iterator[Column]:
    yield from address.line
    yield from filter(None, (address.city, address.state, address.zip, address.seen))


def _columns_of_registration(columns: RegistrationColumns) -> Iterator[Column]:
    single = (columns.status, columns.entity_type, columns.formed, columns.formed_in, columns.ein)
    yield from filter(None, (columns.name, *single))
    yield from (*columns.reported, *columns.former_names, *columns.trade_names)
    if after := columns.successor:
        yield from filter(None, (after.name, after.number, after.became, after.dated))
    if agent := columns.agent:
        yield from filter(None, agent.name.model_dump().values() if agent.name else ())
        yield from filter(None, (agent.organization,))
        yield from _columns_of_address(agent.address)
