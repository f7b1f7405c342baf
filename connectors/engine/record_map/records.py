"""Source records of the parties of a row, with every fact that the card maps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from string import Formatter

from connectors.engine.record_map.entries import EntryReader
from connectors.engine.record_map.facts import IndicatorColumns
from connectors.engine.record_map.party import PartyColumns, RecordMap
from connectors.engine.record_map.reader import Party, PartyReader
from connectors.engine.record_map.rows import Row, elements
from skiptrace.model.record import Indicator, Provenance, SourceRecord
from skiptrace.model.subject import EntityKind, PersonName

_NO = ("", "0", "false", "no", "n")


class RecordReader:
    """Makes records of the parties of a row; `place` is the jurisdiction of the source."""

    def __init__(self, record_map: RecordMap, place: str) -> None:
        self.parties = PartyReader(record_map)
        self._entries = EntryReader(self.parties, place)

    def record(
        self, party: Party, parties: Sequence[Party], provenance: Provenance
    ) -> SourceRecord:
        """The record of one party among those of its row.

        Raises SourceChanged for a date of another layout, naming the column.
        """
        columns, row, read = party.columns, party.row, self.parties
        return SourceRecord(
            source=provenance.connector_id,
            ref=provenance.record_ref,
            kind=party.kind,
            provenance=provenance,
            names=self._names(party, parties),
            organization=party.organization,
            dob=read.date(columns.birth, row),
            ssn=row[columns.ssn] if columns.ssn else "",
            death=read.date(columns.death, row),
            addresses=read.addresses(party),
            phones=tuple(read.contacts(columns.phones, row)),
            emails=tuple(read.contacts(columns.emails, row)),
            employers=tuple(read.contacts(columns.employers, row)),
            indicators=tuple(self._indicators(party)),
            age=_age(columns, row),
            relations=tuple(read.relations(party)),
            registration=self._entries.entry(party, parties),
        )

    def _names(self, party: Party, parties: Sequence[Party]) -> tuple[PersonName, ...]:
        if party.kind is EntityKind.PERSON:
            return self.parties.names(party)
        people = (p for p in parties if p.columns.name in party.columns.lists)
        return tuple(dict.fromkeys(p.name for p in people if p.kind is EntityKind.PERSON))

    def _indicators(self, party: Party) -> Iterator[Indicator]:
        for columns in party.columns.indicators:
            for row in elements(party.row, columns.each) if columns.each else (party.row,):
                is_told = not columns.when or row[columns.when].lower() not in _NO
                if is_told and columns.stands_in(row):
                    yield self._indicator(columns, party, row)

    def _indicator(self, columns: IndicatorColumns, party: Party, row: Row) -> Indicator:
        def text(column: str) -> str:
            return party.role if column == "role" else self.parties.text(column, row)

        detail = {term: text(column) for term, column in columns.detail.items()}
        detail |= {term: row[column] for term, column in columns.coded.items()}
        detail["party"] = columns.party
        if columns.count and (number := row[columns.count]).isdecimal():
            detail["count"] = number
        return Indicator(
            kind=columns.kind,
            description="".join(
                literal + (text(name) if name else "")
                for literal, name in _template(columns.description)
            ),
            reference="-".join(filter(None, (row[name] for name in columns.reference))),
            dated=self.parties.date(columns.dated, row),
            detail={name: text for name, text in detail.items() if text},
        )


@cache
def _template(description: str) -> Sequence[tuple[str, str | None]]:
    """The words of a description, and the column behind each of them."""
    return [(literal, name) for literal, name, _, _ in Formatter().parse(description)]


def _age(columns: PartyColumns, row: Row) -> int | None:
    """The age in years; None where the source gives none."""
    text = row[columns.age] if columns.age else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None
