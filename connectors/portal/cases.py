"""Source records of a portal's cases: one for each party of a case that the inquiry asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectors.names import is_name_asked_for, owners_of, readings, split_names
from connectors.portal.layout import CaseReading, PartyPlaces, PortalSection
from connectors.portal.pages import Page, read_case, read_parties
from matching.compare.organization.relate import compare_organizations
from matching.parse.person.name_order import NameOrder
from skiptrace.model.card import ConnectorCard
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import SourceChanged
from skiptrace.model.finding import FindingKind
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Indicator, Provenance, Reported, Snapshot, SourceRecord
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress

_ONE_LINE = re.compile(r"(.+), ([^,]+), ([A-Z]{2}) (\d{5})(?:-?(\d{4}))?")
_ZIP = re.compile(r"(\d{5})(?:-?(\d{4}))?")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CasePage:
    """A recognised detail page, with the snapshot it was read from and the call that brought it."""

    page: Page
    snapshot: Snapshot
    call: str


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Reads the cases of one portal by its card."""

    card: ConnectorCard
    section: PortalSection

    def records(self, inquiry: Inquiry, found: CasePage) -> Iterator[SourceRecord]:
        """The records of one case; raises SourceChanged for anything the card does not know."""
        case = read_case(found.page, self.section, found.call)
        parties = read_parties(found.page, self.section, found.call)
        if not parties or not case[self.section.reading.number]:
            raise SourceChanged(f"{found.call}: a case without a number or without parties")
        seen = 0
        for number, party in enumerate(parties, 1):
            if party[self.section.party.role] not in self.section.reading.roles:
                raise SourceChanged(f"{found.call}: a party with an unknown role")
            if is_asked_for(inquiry, party, self.section.party):
                seen += 1
                suffix = f"/party {number}" if seen > 1 else ""
                ref = case[self.section.reading.number] + suffix
                provenance = self._provenance(inquiry, found, ref, number)
                yield self._record(provenance, case, party)

    def _record(self, provenance: Provenance, case: Row, party: Row) -> SourceRecord:
        places = self.section.party
        organization = named_organization(party, places)
        filed = read_day(case[self.section.reading.filed])
        address = read_address(party, places)
        role = party[places.role]
        return SourceRecord(
            source=self.card.id,
            ref=provenance.record_ref,
            kind=EntityKind.ORGANIZATION if organization else EntityKind.PERSON,
            provenance=provenance,
            names=() if organization else read_names(party, places),
            organization=organization,
            dob=_birth(party, places),
            addresses=(Reported(address, filed, filed, role.lower()),) if address else (),
            indicators=(_indicator(case, role, filed, self.section.reading),),
        )

    def _provenance(self, inquiry: Inquiry, found: CasePage, ref: str, number: int) -> Provenance:
        return Provenance(
            connector_id=self.card.id,
            connector_version=self.card.version,
            record_ref=ref,
            retrieved=found.snapshot.retrieved,
            snapshot_sha256=found.snapshot.sha256,
            locator=f"party {number}",
            permit_id=inquiry.permit.id,
        )


def is_asked_for(inquiry: Inquiry, party: Row, places: PartyPlaces) -> bool:
    """Whether a party can be the subject, as its name goes."""
    organization = named_organization(party, places)
    if inquiry.entity is EntityKind.ORGANIZATION:
        asked = inquiry.fields.organization
        return bool(organization) and not compare_organizations(organization, asked).is_different
    if organization:
        return False
    names = read_names(party, places)
    if places.whole and places.order is NameOrder.SURNAME_FIRST:
        names = tuple(reading for name in names for reading in readings(name))
    return is_name_asked_for(inquiry.fields.names, names)


def named_organization(party: Row, places: PartyPlaces) -> str:
    """The organisation that the party is, from its own column or by its whole name; else empty."""
    if places.organization:
        return party[places.organization]
    if not places.whole:
        return ""
    found = (one.organization for one in owners_of(party[places.whole], places.order))
    return next(filter(None, found), "")


def read_names(party: Row, places: PartyPlaces) -> tuple[PersonName, ...]:
    """The party's name in parts."""
    if places.whole:
        return split_names(party[places.whole], places.order)
    parts = (places.given, places.middle, places.surname, places.generation)
    given, middle, surname, generation = (party[part] if part else "" for part in parts)
    original = " ".join(filter(None, (given, middle, surname, generation)))
    return (PersonName(given, middle, surname, generation, original=original),)


def read_address(party: Row, places: PartyPlaces) -> PostalAddress | None:
    """The party's address; None when the case gives none. What cannot be split stays whole."""
    if places.address:
        text = party[places.address]
        found = _ONE_LINE.fullmatch(text)
        if found is None:
            return PostalAddress(original=text) if text else None
        line, city, state, zip5, zip4 = found.groups(default="")
        return PostalAddress(line, city, state, zip5, zip4, original=text)
    line, city, state, postcode = (
        party[column] if column else ""
        for column in (places.line, places.city, places.state, places.zip)
    )
    if not line:
        return None
    digits = _ZIP.fullmatch(postcode)
    zip5, zip4 = digits.groups(default="") if digits else ("", "")
    original = ", ".join(filter(None, (line, city, state, postcode)))
    return PostalAddress(line, city, state, zip5, zip4, original=original)


def read_day(text: str) -> PartialDate | None:
    """A date as YYYY-MM-DD or MM/DD/YYYY; None when empty, SourceChanged for anything else."""
    if not text:
        return None
    month, slash, rest = text.partition("/")
    day, _, year = rest.partition("/")
    try:
        return PartialDate(int(year), int(month), int(day)) if slash else PartialDate.parse(text)
    except ValueError:
        raise SourceChanged("a case's date has an unknown form") from None


def _birth(party: Row, places: PartyPlaces) -> PartialDate | None:
    year = party[places.birth_year] if places.birth_year else ""
    if year and not (year.isdecimal() and len(year) == 4):
        raise SourceChanged("a party's year of birth has an unknown form")
    return PartialDate(int(year)) if year else None


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
