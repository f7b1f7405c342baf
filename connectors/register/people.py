"""The people and organisations of a register's rows as columns, for blocking and for scoring."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from connectors.engine.record_map.party import PartyColumns
from connectors.engine.record_map.reader import PartyReader, slot_of
from connectors.register.layout import RegisterSection
from connectors.register.name_forms import NameForms
from connectors.register.place_table import PlaceReader, Table
from connectors.register.rows import RowTable
from matching.encode.address_rows import WIDTH as ADDRESS_WIDTH
from matching.encode.batch import NOT_KNOWN, Bag, Ints, Names, PersonBatch, Places, Words
from matching.encode.name_codes import WIDTH as NAME_WIDTH
from matching.parse.date.read import stands_for_none
from matching.parse.identifier.read import is_placeholder
from skiptrace.model.subject import EntityKind, PersonName

Row = tuple[int, ...]
_UNKNOWN: Row = (0,) * NAME_WIDTH
_NUMBERS = (0, 0, 0, NOT_KNOWN, NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Parties:
    """Every party of some rows: `people` in columns, the row of each, and its slot in that row.

    `organizations` are the names, as written, of those that are no person, by their number.
    """

    people: PersonBatch
    row: Ints
    slots: Sequence[str]
    organizations: Mapping[int, str]


@dataclass(slots=True)
class _Part:
    """The parties of one of the card's party tables, of all rows."""

    row: list[int] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    name_counts: list[int] = field(default_factory=list)
    organizations: dict[int, str] = field(default_factory=dict)

    def add_person(self, row: int, slot: str, forms: Sequence[Row]) -> None:
        """Adds a person whom one row names, by the forms of the name."""
        self.row.append(row)
        self.slots.append(slot)
        self.names += forms
        self.name_counts.append(len(forms))

    def add(self, row: int, named: _Named) -> None:
        """Adds the parties that one row names."""
        for slot, forms, organization in named:
            if organization:
                self.organizations[len(self.row)] = organization
            self.add_person(row, slot, forms)


_Named = Sequence[tuple[str, Sequence[Row], str]]
"""What one value of the name columns names: slot, forms of the name, name of an organisation."""


class PeopleReader:
    """Reads the parties of many rows at once; a value that comes again is normalised once."""

    def __init__(self, section: RegisterSection, words: Words) -> None:
        self._section = section
        self._parties = PartyReader(section.map)
        self._names = NameForms(words)
        self._places = PlaceReader(words)

    def read(self, rows: RowTable) -> Parties:
        """The parties of the rows, in the order of the card's party tables."""
        self._places.forget()
        tables = self._section.parties
        parts = [self._part(columns, rows) for columns in tables]
        of = [np.array(part.row, dtype=np.int64) for part in parts]
        pairs = list(zip(tables, of, strict=True))
        places = [self._addresses(columns, rows, at) for columns, at in pairs]
        facts = np.concatenate([self._facts(columns, rows)[at] for columns, at in pairs])
        forms = list(chain.from_iterable(name for part in parts for name in part.names))
        names = np.fromiter(forms, dtype=np.int32, count=len(forms))
        counts = [count for part in parts for count in part.name_counts]
        nobody = Bag(np.zeros(len(facts) + 1, dtype=np.int64), np.zeros(0, dtype=np.int64))
        year, month, day, ssn, last4 = _columns(facts, 5)
        people = PersonBatch(
            Names(_starts(counts), *_columns(names, NAME_WIDTH)),
            Places(
                _starts(np.concatenate([counts for counts, _ in places])),
                *_columns(np.concatenate([found for _, found in places]), ADDRESS_WIDTH),
            ),
            nobody,
            nobody,
            year,
            month,
            day,
            ssn,
            last4,
            np.zeros(len(facts), dtype=np.bool_),
            np.zeros(len(facts), dtype=np.bool_),
        )
        slots = [slot for part in parts for slot in part.slots]
        return Parties(people, np.concatenate(of), slots, _numbered(parts))

    def _part(self, columns: PartyColumns, rows: RowTable) -> _Part:
        part = _Part()
        read = columns.name_columns
        is_alone = columns.is_surname_first and len(read) == 1 and columns.kind != "organization"
        known: dict[tuple[str, ...], _Named] = {}
        for row, values in enumerate(zip(*(rows.columns[name] for name in read), strict=True)):
            if not values[0]:
                continue
            if is_alone and (plain := self._names.plain(values[0])):
                part.add_person(row, columns.name, plain)
                continue
            if values not in known:
                known[values] = self._named(columns, dict(zip(read, values, strict=True)))
            part.add(row, known[values])
        return part

    def _named(self, columns: PartyColumns, row: Mapping[str, str]) -> _Named:
        if columns.is_surname_first and (plain := self._plain(columns, row)):
            return [(columns.name, plain, "")]
        return [
            (slot_of(columns, number), (_UNKNOWN,), one.organization)
            if one.organization
            else (slot_of(columns, number), self._forms(columns, one.name), "")
            for number, one in enumerate(self._parties.named(columns, row))
        ]

    def _plain(self, columns: PartyColumns, row: Mapping[str, str]) -> Sequence[Row]:
        """The forms of a name of plain words, unless the row says that it is an organisation's."""
        text = row[columns.whole]
        if not columns.stands_in(row):
            return ()
        if self._parties.kind(columns, row) is EntityKind.ORGANIZATION:
            return ()
        return self._names.plain(text)

    def _forms(self, columns: PartyColumns, name: PersonName) -> Sequence[Row]:
        if columns.is_surname_first:
            return self._names.of_surname_first(name)
        return (self._names.of(name),)

    def _addresses(self, columns: PartyColumns, rows: RowTable, of: Ints) -> tuple[Ints, Table]:
        """How many addresses each party has, and the addresses; a place that comes twice once."""
        tables = [self._places.table(addresses, rows) for addresses in columns.addresses]
        found = np.stack(tables or [np.zeros((len(rows), ADDRESS_WIDTH), dtype=np.int32)], axis=1)
        kept = (found != 0).any(axis=2)
        for later in range(1, found.shape[1]):
            for earlier in range(later):
                kept[:, later] &= (found[:, later] != found[:, earlier]).any(axis=1)
        kept[:, 0] |= ~kept.any(axis=1)
        return kept.sum(axis=1)[of], found[of][kept[of]]

    def _facts(self, columns: PartyColumns, rows: RowTable) -> Table:
        """Birth (year, month, day), number and its last four of every row."""
        found = np.tile(np.array(_NUMBERS, dtype=np.int32), (len(rows), 1))
        if columns.birth:
            found[:, :3] = _by_value(rows.columns[columns.birth], self._birth(columns))
        if columns.ssn:
            found[:, 3:5] = _by_value(rows.columns[columns.ssn], _ssn)
        return found

    def _birth(self, columns: PartyColumns) -> Callable[[str], Row]:
        def read(text: str) -> Row:
            date = self._parties.date(columns.birth, {columns.birth: text})
            if date is None or stands_for_none(date):
                return 0, 0, 0
            return date.year, date.month or 0, date.day or 0

        return read


def _by_value(column: Sequence[str], read: Callable[[str], Row]) -> Table:
    known = {text: read(text) for text in set(column)}
    return np.array([known[text] for text in column], dtype=np.int32)


def _ssn(text: str) -> Row:
    if not text.isdigit() or len(text) not in (4, 9) or is_placeholder(text):
        return NOT_KNOWN, NOT_KNOWN
    return int(text) if len(text) == 9 else NOT_KNOWN, int(text[-4:])


def _numbered(parts: Sequence[_Part]) -> dict[int, str]:
    found: dict[int, str] = {}
    before = 0
    for part in parts:
        found |= {before + at: name for at, name in part.organizations.items()}
        before += len(part.row)
    return found


def _starts(counts: Sequence[int] | Ints) -> Ints:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _columns(table: Table, width: int = 7) -> list[Table]:
    return [np.ascontiguousarray(column) for column in table.reshape(-1, width).T]
