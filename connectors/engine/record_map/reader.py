"""The people and organisations that a row names, with their addresses, contacts and dates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from connectors.engine.record_map.addresses import read_address
from connectors.engine.record_map.facts import ContactColumns, NameColumns
from connectors.engine.record_map.party import PartyColumns, RecordMap
from connectors.engine.record_map.rows import Row, called, elements, place_of, shown
from connectors.names import Owner, as_person, owners_of
from matching.parse.date.layouts import of_parts, read_laid_out
from matching.parse.organization.signs import is_organization_name
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import SourceChanged
from skiptrace.model.record import Relation, Reported
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress


@dataclass(frozen=True, slots=True)
class Party:
    """One person (`name`) or organisation (`organization`) of one row.

    `slot` tells the parties of a row apart; `columns` is the card's table it was read from, and
    `row` the row, nested or whole, that holds its columns.
    """

    slot: str
    kind: EntityKind
    columns: PartyColumns
    row: Row
    name: PersonName = field(default_factory=PersonName)
    organization: str = ""
    role: str = ""


class _HasRole(Protocol):
    @property
    def role(self) -> str: ...

    @property
    def role_column(self) -> str: ...


class PartyReader:
    """Reads the parties of a row by the card's `parties`."""

    def __init__(self, record_map: RecordMap) -> None:
        self._map = record_map

    def parties(self, row: Row, surnames: Collection[str] = frozenset()) -> Iterator[Party]:
        """The parties that the row names; `surnames` (in letters) settle where a surname ends."""
        for columns in self._map.parties:
            count = 0
            for inner in elements(row, columns.each) if columns.each else (row,):
                for one in self.named(columns, inner, surnames):
                    kind = EntityKind.ORGANIZATION if one.organization else EntityKind.PERSON
                    slot, role = slot_of(columns, count), self._role(columns, inner)
                    named = (one.name, one.organization, role)
                    yield Party(slot, kind, columns, inner, *named)
                    count += 1

    def named(
        self, columns: PartyColumns, row: Row, surnames: Collection[str] = frozenset()
    ) -> Sequence[Owner]:
        """Whom the party's columns name; nobody when they are empty or hold no name.

        Nobody in a row in which the party does not stand.
        """
        if not columns.stands_in(row):
            return ()
        if columns.organization and (text := row[columns.organization]):
            return (Owner(organization=text),)
        text = row[columns.whole or columns.surname] if columns.parts else ""
        if not text:
            return self._others_alone(columns, row) if columns.also else ()
        kind = self.kind(columns, row)
        if kind is EntityKind.ORGANIZATION:
            return (Owner(organization=text),)
        if columns.whole:
            found = owners_of(text, columns.order, surnames)
            if kind is None:
                return found
            return [
                as_person(o.organization, columns.order) if o.organization else o for o in found
            ]
        if kind is None and is_organization_name(text):
            return (Owner(organization=text),)
        return (Owner(name_in_parts(columns, row)),)

    def _others_alone(self, columns: PartyColumns, row: Row) -> Sequence[Owner]:
        """A person of whom only further names are given, by the first of these."""
        first = next(iter(self._also(columns, row)), None)
        return (Owner(first),) if first else ()

    def names(self, party: Party) -> tuple[PersonName, ...]:
        """A person's name and the further ones, each once."""
        return tuple(dict.fromkeys((party.name, *self._also(party.columns, party.row))))

    def _also(self, columns: PartyColumns, row: Row) -> Iterator[PersonName]:
        for table in columns.also:
            for inner in elements(row, table.each) if table.each else (row,):
                yield from read_names(table, inner)

    def addresses(self, party: Party) -> tuple[Reported[PostalAddress], ...]:
        """The party's addresses with their roles; one without line and town is left out."""
        return tuple(self._addresses(party))

    def first_address(self, party: Party) -> PostalAddress | None:
        """The address that its first table holds, which is the party's own."""
        tables = party.columns.addresses
        if not tables or tables[0].each or not tables[0].stands_in(party.row):
            return None
        return read_address(tables[0], party.row)

    def _addresses(self, party: Party) -> Iterator[Reported[PostalAddress]]:
        for table in party.columns.addresses:
            for inner in elements(party.row, table.each) if table.each else (party.row,):
                place = read_address(table, inner) if table.stands_in(inner) else None
                if place is None:
                    continue
                first = self.date(table.first_seen, inner)
                last = self.latest(table.last_seen, inner)
                sources = inner[table.sources] if table.sources else ""
                yield Reported(place, first, last, self._role(table, inner), sources)

    def contacts(self, tables: Sequence[ContactColumns], row: Row) -> Iterator[Reported[str]]:
        """The telephones, e-mails or employers of these tables; an empty one is left out."""
        for table in tables:
            for inner in elements(row, table.each) if table.each else (row,):
                if not (value := inner[table.value]) or not table.stands_in(inner):
                    continue
                words = (self.meaning(column, inner).lower() for column in table.role_columns)
                role = table.role or " ".join(filter(None, words))
                first, last = (
                    self.date(table.first_seen, inner),
                    self.latest(table.last_seen, inner),
                )
                sources = inner[table.sources] if table.sources else ""
                yield Reported(value, first, last, role, sources)

    def relations(self, party: Party) -> Iterator[Relation]:
        """The people named beside the party, but for those who opted out."""
        for table in party.columns.relations:
            for inner in elements(party.row, table.each):
                word = inner[table.word] if table.word else ""
                if table.hidden and inner[table.hidden].lower() in ("true", "1"):
                    continue
                for name in read_names(table, inner):
                    yield Relation(table.kind, name, word)

    def latest(self, columns: Sequence[str], row: Row) -> PartialDate | None:
        """The latest of the dates of these columns, None where none of them has one."""
        return max(self.dates(columns, row), key=PartialDate.earliest, default=None)

    def dates(self, columns: Sequence[str], row: Row) -> tuple[PartialDate, ...]:
        """The dates that these columns have."""
        return tuple(date for column in columns if (date := self.date(column, row)))

    def date(self, column: str, row: Row) -> PartialDate | None:
        """The date of a column, None when the column or its date is empty.

        Raises SourceChanged naming the column when it holds another layout.
        """
        if not column:
            return None
        layout = self._map.dates.get(called(row, column), self._map.layout)
        try:
            if layout == "parts":
                parts = (row[f"{column}.{part}"] for part in ("Year", "Month", "Day"))
                return read_laid_out(of_parts(*parts), "ymd")
            return read_laid_out(row[column], layout)
        except ValueError:
            raise SourceChanged(f"{place_of(row)}: column {shown(column)} is not a date") from None

    def text(self, column: str, row: Row) -> str:
        """A column as a reader may see it: a code's meaning, a date as ISO text, else the text."""
        if called(row, column) in self._map.dates:
            return str(self.date(column, row) or "")
        return self.meaning(column, row)

    def meaning(self, column: str, row: Row) -> str:
        """What a column's code means, or its text where it has no table of codes."""
        text = row[column]
        return self._map.codes.get(called(row, column), {}).get(text, text)

    def _role(self, columns: _HasRole, row: Row) -> str:
        return self.meaning(columns.role_column, row) if columns.role_column else columns.role

    def kind(self, columns: PartyColumns, row: Row) -> EntityKind | None:
        """What the card says that the party is; None leaves it to the reader of names."""
        kind: str = columns.kind
        if columns.kind_column:
            meaning = self.meaning(columns.kind_column, row)
            kind = meaning if meaning in set(EntityKind) else "either"
        return None if kind == "either" else EntityKind(kind)


def slot_of(columns: PartyColumns, number: int) -> str:
    """What tells the people of one party table apart: the first has the party's own name."""
    return f"{columns.name}+{number}" if number else columns.name


def read_names(columns: NameColumns, row: Row) -> tuple[PersonName, ...]:
    """The people of these columns: those of a whole name, or the one in parts; none when empty."""
    if columns.whole:
        found = owners_of(row[columns.whole], columns.order) if row[columns.whole] else ()
        return tuple(one.name for one in found if not one.organization)
    name = name_in_parts(columns, row)
    return (name,) if name.original else ()


def name_in_parts(columns: NameColumns, row: Row) -> PersonName:
    """The name whose parts stand in columns of their own."""
    parts = (columns.given, columns.middle, columns.surname, columns.generation)
    given, middle, surname, generation = (row[part] if part else "" for part in parts)
    original = " ".join(filter(None, (given, middle, surname, generation)))
    return PersonName(given, middle, surname, generation, original=original)
