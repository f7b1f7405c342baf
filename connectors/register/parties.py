"""The people and organisations that a register's row names, with their addresses and dates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from connectors.names import Owner, as_person, owners_of
from connectors.register.layout import AddressColumns, PartyColumns, RegisterSection
from connectors.register.rows import read_date
from matching.parse.organization.signs import is_organization_name
from skiptrace.model.dates import PartialDate
from skiptrace.model.record import Reported
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Party:
    """One person (`name`) or organisation (`organization`) of one row.

    `slot` tells the parties of a row apart; `columns` is the card's table it was read from.
    """

    slot: str
    kind: EntityKind
    columns: PartyColumns
    name: PersonName = field(default_factory=PersonName)
    organization: str = ""
    role: str = ""


class PartyReader:
    """Reads the parties of a row by the card's `[[register.parties]]`."""

    def __init__(self, section: RegisterSection) -> None:
        self._section = section

    def parties(self, row: Row, surnames: Collection[str] = frozenset()) -> Iterator[Party]:
        """The parties that the row names; `surnames` (in letters) settle where a surname ends."""
        for columns in self._section.parties:
            text = row[columns.whole or columns.surname]
            if not text:
                continue
            role = self._meaning(columns.role_column, row) if columns.role_column else columns.role
            for number, one in enumerate(self.named(columns, row, surnames)):
                kind = EntityKind.ORGANIZATION if one.organization else EntityKind.PERSON
                slot = slot_of(columns, number)
                yield Party(slot, kind, columns, one.name, one.organization, role)

    def named(
        self, columns: PartyColumns, row: Row, surnames: Collection[str] = frozenset()
    ) -> Sequence[Owner]:
        """Whom the party's columns name; nobody when they are empty or hold no name."""
        text = row[columns.whole or columns.surname]
        if not text:
            return ()
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
        return (Owner(_name_in_parts(columns, row)),)

    def addresses(self, party: Party, row: Row) -> tuple[Reported[PostalAddress], ...]:
        """The party's addresses with their roles; one without a delivery line is left out."""
        found = ((a, read_address(a, row)) for a in party.columns.addresses)
        return tuple(
            Reported(place, last_seen=self.latest(a.seen, row), role=self._role(a, row))
            for a, place in found
            if place.line
        )

    def latest(self, columns: Sequence[str], row: Row) -> PartialDate | None:
        """The latest of the dates of these columns, None where none of them has one."""
        return max(self.dates(columns, row), key=PartialDate.earliest, default=None)

    def dates(self, columns: Sequence[str], row: Row) -> tuple[PartialDate, ...]:
        """The dates that these columns have."""
        return tuple(date for column in columns if (date := self.date(column, row)))

    def date(self, column: str, row: Row) -> PartialDate | None:
        """The date of a column, None when the column or its date is empty."""
        return read_date(row[column], self._section.dates[column]) if column else None

    def text(self, column: str, row: Row) -> str:
        """A column as a reader may see it: a code's meaning, a date as ISO text, else the text."""
        if column in self._section.dates:
            return str(self.date(column, row) or "")
        return self._meaning(column, row)

    def _meaning(self, column: str, row: Row) -> str:
        return self._section.codes.get(column, {}).get(row[column], row[column])

    def _role(self, columns: AddressColumns, row: Row) -> str:
        return self._meaning(columns.role_column, row) if columns.role_column else columns.role

    def kind(self, columns: PartyColumns, row: Row) -> EntityKind | None:
        """What the card says that the party is; None leaves it to the reader of names."""
        kind: str = columns.kind
        if columns.kind_column:
            meaning = self._meaning(columns.kind_column, row)
            kind = meaning if meaning in set(EntityKind) else "either"
        return None if kind == "either" else EntityKind(kind)


def zip_digits(text: str) -> str:
    """A ZIP as 5 or 9 digits; anything else is left out."""
    digits = text.replace("-", "")
    return digits if digits.isdigit() and len(digits) in (5, 9) else ""


def read_address(columns: AddressColumns, row: Row) -> PostalAddress:
    """The postal address of these columns; a ZIP of other than 5 or 9 digits is left out."""
    line = " ".join([text for name in columns.line if (text := row[name])])
    city, digits = row[columns.city], zip_digits(row[columns.zip])
    state = row[columns.state] if columns.state else columns.state_is
    original = ", ".join(filter(None, (line, city, state, row[columns.zip])))
    return PostalAddress(
        line=line,
        city=city,
        state=state,
        zip5=digits[:5],
        zip4=digits[5:],
        original=original,
    )


def slot_of(columns: PartyColumns, number: int) -> str:
    """What tells the people of one name column apart: the first has the party's own name."""
    return f"{columns.name}+{number}" if number else columns.name


def _name_in_parts(columns: PartyColumns, row: Row) -> PersonName:
    parts = (columns.given, columns.middle, columns.surname, columns.generation)
    given, middle, surname, generation = (row[part] if part else "" for part in parts)
    original = " ".join(filter(None, (given, middle, surname, generation)))
    return PersonName(given, middle, surname, generation, original=original)
