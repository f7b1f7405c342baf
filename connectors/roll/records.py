"""Source records of a register's row: one for each party of it that the inquiry asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.names import NameKey, letters, organization_key, same_name
from connectors.roll.asks import asked_names, asked_surnames
from connectors.roll.layout import RollSection
from connectors.roll.parties import Party, PartyReader, Row
from connectors.roll.rows import RowReader, RowRejected
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import SourceChanged
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Indicator, Provenance, Snapshot, SourceRecord
from skiptrace.model.subject import EntityKind, PersonName


@dataclass(frozen=True, slots=True)
class Question:
    """An inquiry with the keys of its names and its surnames in letters."""

    inquiry: Inquiry
    names: frozenset[NameKey]
    surnames: frozenset[str]

    @classmethod
    def of(cls, inquiry: Inquiry) -> Question:
        """The question that the inquiry asks of every row."""
        return cls(inquiry, asked_names(inquiry), asked_surnames(inquiry))


@dataclass(frozen=True, slots=True)
class _Found:
    """One row found for one question, with everything that its records need."""

    question: Question
    snapshot: Snapshot
    row: Row
    parties: Sequence[Party]


class RecordReader:
    """Turns stored raw rows into source records, without the database."""

    def __init__(self, card: ConnectorCard, section: RollSection) -> None:
        self._card = card
        self._section = section
        self._rows = RowReader(section)
        self._parties = PartyReader(section)

    def records(self, question: Question, snapshot: Snapshot) -> Iterator[SourceRecord]:
        """The records of one row; raises SourceChanged when the bytes no longer fit the card."""
        try:
            row = self._rows.read(snapshot.body)
        except RowRejected as rejected:
            raise SourceChanged(f"{_locator(snapshot)}: {rejected}") from None
        parties = tuple(self._parties.parties(row, question.surnames))
        found = _Found(question, snapshot, row, parties)
        return (self._record(found, party) for party in _asked_for(question, parties))

    def _record(self, found: _Found, party: Party) -> SourceRecord:
        columns, row = party.columns, found.row
        reference = self._reference(found)
        first = next(p for p in found.parties if p.kind is party.kind)
        ref = reference if party.slot == first.slot else f"{reference}/{party.slot}"
        return SourceRecord(
            source=self._card.id,
            ref=ref,
            kind=party.kind,
            provenance=self._provenance(found, ref),
            names=_listed(party, found.parties),
            organization=party.organization,
            dob=self._parties.date(columns.birth, row),
            ssn=row[columns.ssn] if columns.ssn else "",
            death=self._parties.date(columns.death, row),
            addresses=self._parties.addresses(party, row),
            indicators=tuple(self._indicators(party, row)),
        )

    def _reference(self, found: _Found) -> str:
        if self._section.reference == "sha256":
            return found.snapshot.sha256[:20]
        return found.row[self._section.reference]

    def _provenance(self, found: _Found, ref: str) -> Provenance:
        return Provenance(
            connector_id=self._card.id,
            connector_version=self._card.version,
            record_ref=ref,
            retrieved=found.snapshot.retrieved,
            snapshot_sha256=found.snapshot.sha256,
            locator=_locator(found.snapshot),
            permit_id=found.question.inquiry.permit.id,
        )

    def _indicators(self, party: Party, row: Row) -> Iterator[Indicator]:
        for columns in party.columns.indicators:
            shown = {name: self._shown(name, party, row) for name in columns.template_columns}
            detail = {
                name: self._shown(column, party, row) for name, column in columns.detail.items()
            }
            yield Indicator(
                kind=columns.kind,
                description=columns.description.format_map(shown),
                reference=row[columns.reference],
                dated=self._parties.date(columns.dated, row),
                detail={name: text for name, text in detail.items() if text},
            )

    def _shown(self, column: str, party: Party, row: Row) -> str:
        return party.role if column == "role" else self._parties.text(column, row)


def _asked_for(question: Question, parties: Sequence[Party]) -> list[Party]:
    """The parties that the inquiry can mean: by name, else (found by place) by the given name."""
    inquiry = question.inquiry
    if inquiry.entity is EntityKind.ORGANIZATION:
        key = organization_key(inquiry.fields.organization)
        return [p for p in parties if p.organization and organization_key(p.organization) == key]
    people = [p for p in parties if p.kind is EntityKind.PERSON]
    if any(p.columns.ssn for p in people) and inquiry.fields.ssn:
        return people
    by_name = [p for p in people if same_name(question.names, p.keys)]
    given = {letters(name.given) for name in inquiry.fields.names}
    return by_name or [p for p in people if letters(p.name.given) in given]


def _listed(party: Party, parties: Sequence[Party]) -> tuple[PersonName, ...]:
    if party.kind is EntityKind.PERSON:
        return (party.name,)
    people = (p for p in parties if p.columns.name in party.columns.lists)
    return tuple(dict.fromkeys(p.name for p in people if p.kind is EntityKind.PERSON))


def _locator(snapshot: Snapshot) -> str:
    """Where the row stands in its file: the last words of the snapshot's request, `row N`."""
    return " ".join(snapshot.request.rsplit(" ", 2)[-2:])
