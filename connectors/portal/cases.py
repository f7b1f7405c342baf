"""Source records of a portal's cases: one for each party of a case that the inquiry asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from connectors.engine.record_map.reader import Party
from connectors.engine.record_map.records import RecordReader
from connectors.engine.record_map.rows import TreeRow
from connectors.names import is_name_asked_for, readings
from connectors.portal.layout import CaseReading, PortalSection
from connectors.portal.pages import Page, read_case, read_parties
from matching.compare.organization.relate import compare_organizations
from skiptrace.model.card import ConnectorCard
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import SourceChanged
from skiptrace.model.finding import FindingKind
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Indicator, Provenance, Snapshot, SourceRecord
from skiptrace.model.subject import EntityKind

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CasePage:
    """A recognised detail page, with the snapshot it was read from and the call that brought it."""

    page: Page
    snapshot: Snapshot
    call: str


class CaseReader:
    """Reads the cases of one portal by its card."""

    def __init__(self, card: ConnectorCard, section: PortalSection) -> None:
        self._card = card
        self._section = section
        self._records = RecordReader(section.map, card.jurisdiction)

    def records(self, inquiry: Inquiry, found: CasePage) -> Iterator[SourceRecord]:
        """The records of one case; raises SourceChanged for anything the card does not know."""
        reading, read = self._section.reading, self._records.parties
        case = read_case(found.page, self._section, found.call)
        rows = read_parties(found.page, self._section, found.call)
        if not rows or not case[reading.number]:
            raise SourceChanged(f"{found.call}: a case without a number or without parties")
        role_column = self._section.party.role_column
        seen = 0
        for number, party_row in enumerate(rows, 1):
            if party_row[role_column] not in self._section.codes[role_column]:
                raise SourceChanged(f"{found.call}: a party with an unknown role")
            row = TreeRow({**case, **party_row}, f"{found.call}, party {number}")
            for party in read.parties(row):
                if is_asked_for(inquiry, party):
                    seen += 1
                    suffix = f"/party {number}" if seen > 1 else ""
                    ref = case[reading.number] + suffix
                    yield self._record(party, self._provenance(inquiry, found, ref, number))

    def _record(self, party: Party, provenance: Provenance) -> SourceRecord:
        reading, row = self._section.reading, party.row
        record = self._records.record(party, (party,), provenance)
        filed = self._records.parties.date(reading.filed, row)
        role = row[self._section.party.role_column]
        return replace(record, indicators=(_indicator(row, role, filed, reading),))

    def _provenance(self, inquiry: Inquiry, found: CasePage, ref: str, number: int) -> Provenance:
        return Provenance(
            connector_id=self._card.id,
            connector_version=self._card.version,
            record_ref=ref,
            retrieved=found.snapshot.retrieved,
            snapshot_sha256=found.snapshot.sha256,
            locator=f"party {number}",
            permit_id=inquiry.permit.id,
        )


def is_asked_for(inquiry: Inquiry, party: Party) -> bool:
    """Whether a party can be the subject, as its name goes."""
    if inquiry.entity is EntityKind.ORGANIZATION:
        asked, organization = inquiry.fields.organization, party.organization
        return bool(organization) and not compare_organizations(organization, asked).is_different
    if party.organization:
        return False
    names = readings(party.name) if party.columns.is_surname_first else (party.name,)
    return is_name_asked_for(inquiry.fields.names, names)


def _indicator(case: Row, role: str, filed: PartialDate | None, reading: CaseReading) -> Indicator:
    known = reading.kinds.get(case[reading.type]) if role in reading.against else None
    detail = {name: case[column] for name, column in reading.detail.items() if case[column]}
    detail |= {"role": role, "case_type": case[reading.type]}
    return Indicator(
        kind=known.kind if known else FindingKind.COURT_CASE,
        description=f"{case[reading.type]}, {role.lower()}",
        reference=case[reading.number],
        dated=filed,
        detail={**detail, **(known.detail if known else {})},
    )
