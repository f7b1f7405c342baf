"""Source records of a register's row: one for each party of it that the inquiry asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from connectors.engine.record_map.reader import Party
from connectors.engine.record_map.records import RecordReader
from connectors.engine.record_map.rows import Row
from connectors.register.agreement import Sides, may_be_asked_for
from connectors.register.asked import Asked, Keyed
from connectors.register.asks import asked_surnames
from connectors.register.layout import RegisterSection, SearchKey
from connectors.register.people import PeopleReader
from connectors.register.rows import RowReader, RowRejected, RowTable
from matching.compare.organization.relate import compare_organizations
from matching.compare.pairs import compare
from matching.compare.rarity import census_shares
from matching.compare.words import word_facts
from matching.encode.batch import Words
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import SourceChanged
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Provenance, Snapshot, SourceRecord
from skiptrace.model.subject import EntityKind


@dataclass(frozen=True, slots=True)
class FoundRows:
    """An inquiry with the search keys that it fills and the stored rows that it found."""

    inquiry: Inquiry
    keys: Sequence[SearchKey]
    rows: Sequence[Snapshot]


@dataclass(frozen=True, slots=True)
class _Found:
    """One row found for one question, with everything that its records need."""

    question: FoundRows
    snapshot: Snapshot
    row: Row
    parties: Sequence[Party]


class FoundReader:
    """Turns stored raw rows into source records, without the database."""

    def __init__(self, card: ConnectorCard, section: RegisterSection) -> None:
        self._card = card
        self._section = section
        self._rows = RowReader(section)
        self._records = RecordReader(section.map, card.jurisdiction)

    def records(self, questions: Sequence[FoundRows]) -> Sequence[Sequence[SourceRecord]]:
        """The records of each question, in the order of its rows.

        Raises SourceChanged when the bytes of a row no longer fit the card.
        """
        rows = [
            (place, snapshot, self._row(snapshot))
            for place, question in enumerate(questions)
            for snapshot in question.rows
        ]
        keyed = [(question.inquiry, question.keys) for question in questions]
        wanted = self._asked_for(keyed, [(place, row) for place, _, row in rows])
        found: list[list[SourceRecord]] = [[] for _ in questions]
        surnames = [asked_surnames(question.inquiry) for question in questions]
        for (place, snapshot, row), slots in zip(rows, wanted, strict=True):
            parties = tuple(self._records.parties.parties(row, surnames[place]))
            one = _Found(questions[place], snapshot, row, parties)
            found[place] += [self._record(one, p) for p in parties if p.slot in slots]
        return found

    def _row(self, snapshot: Snapshot) -> Row:
        try:
            return self._rows.read(snapshot.body)
        except RowRejected as rejected:
            raise SourceChanged(f"{_locator(snapshot)}: {rejected}") from None

    def _asked_for(self, keyed: Keyed, rows: Sequence[tuple[int, Row]]) -> list[set[str]]:
        """The slots of each row's parties that its inquiry can mean; rows with their inquiry."""
        wanted: list[set[str]] = [set() for _ in rows]
        if not rows:
            return wanted
        words = Words()
        asked = Asked.of(keyed, words)
        names = self._section.names
        table = RowTable({n: [row[n] for _, row in rows] for n in names}, range(len(rows)))
        parties = PeopleReader(self._section, words).read(table)
        i = np.array([place for place, _ in rows], dtype=np.int64)[parties.row]
        j = np.arange(len(i))
        sides = Sides(word_facts(words), asked.people, parties.people)
        shares = census_shares(sides.facts, parties.people)
        levels = compare(sides.facts, shares, asked.people, i, parties.people, j)
        fits = may_be_asked_for(sides, asked.demands, i, j, levels)
        for at in np.flatnonzero(fits).tolist():
            inquiry, _ = keyed[int(i[at])]
            if _is_of_kind(inquiry, parties.organizations.get(at, "")):
                wanted[parties.row[at]].add(parties.slots[at])
        return wanted

    def _record(self, found: _Found, party: Party) -> SourceRecord:
        reference = self._reference(found)
        first = next(p for p in found.parties if p.kind is party.kind)
        ref = reference if party.slot == first.slot else f"{reference}/{party.slot}"
        return self._records.record(party, found.parties, self._provenance(found, ref))

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


def _is_of_kind(inquiry: Inquiry, organization: str) -> bool:
    """Whether a party is a person where one is asked for, or may be the organisation that is."""
    if inquiry.entity is not EntityKind.ORGANIZATION:
        return not organization
    asked = inquiry.fields.organization
    return bool(organization) and not compare_organizations(organization, asked).is_different


def _locator(snapshot: Snapshot) -> str:
    """Where the row stands in its file: the last words of the snapshot's request, `row N`."""
    return " ".join(snapshot.request.rsplit(" ", 2)[-2:])
