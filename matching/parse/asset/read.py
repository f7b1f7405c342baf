"""The one place where what a source says of an asset becomes an asset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from config.recorded_documents import RecordedDocuments, shipped_recorded_documents
from matching.parse.asset.recorded import is_document, read_parcel, read_recorded
from matching.parse.asset.terms import Terms
from skiptrace.model.asset import (
    Aircraft,
    Asset,
    BusinessInterest,
    CourtCase,
    Judgment,
    Jurisdiction,
    Licence,
    Lien,
    Party,
    PartyRole,
    UccFiling,
    UnclaimedProperty,
    Vehicle,
    Vessel,
)
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Indicator

Reader = Callable[[Indicator, Terms, Jurisdiction], Asset]


def read_asset(
    indicator: Indicator,
    place: Jurisdiction,
    documents: RecordedDocuments | None = None,
) -> Asset | None:
    """The asset that an indicator reports; None where it reports a status.

    `place` is whose numbering its reference follows. A term that no field knows, and a value that
    cannot be read, stays among the remarks.
    """
    terms = Terms(indicator.detail, place.currency)
    if indicator.kind is FindingKind.REAL_PROPERTY:
        if is_document(indicator.detail):
            return read_recorded(indicator, terms, place, documents or shipped_recorded_documents())
        return read_parcel(indicator, terms, place)
    reader = _READERS.get(indicator.kind)
    return reader(indicator, terms, place) if reader else None


def _court_record(
    indicator: Indicator, terms: Terms, place: Jurisdiction
) -> Judgment | Lien | CourtCase:
    made = _COURT_RECORDS[indicator.kind]
    return made(
        number=indicator.reference or None,
        filed=terms.date("filed") or indicator.dated,
        court=terms.text("court"),
        county=terms.text("county") or place.county,
        case_type=terms.text("case_type"),
        status=terms.text("status"),
        disposition=terms.text("disposition"),
        amount=terms.money("amount"),
        role=terms.text("role"),
        parties=_parties(terms, {"creditor": PartyRole.CREDITOR, "plaintiff": PartyRole.CREDITOR}),
        remarks=terms.rest(),
    )


def _ucc(indicator: Indicator, terms: Terms, place: Jurisdiction) -> UccFiling:
    return UccFiling(
        number=indicator.reference or None,
        filed=terms.date("filed") or indicator.dated,
        lapses=terms.date("lapses", "lapse_date"),
        status=terms.text("status"),
        collateral=terms.text("collateral"),
        role=terms.text("role"),
        parties=_parties(
            terms, {"debtor": PartyRole.DEBTOR, "secured_party": PartyRole.SECURED_PARTY}
        ),
        remarks=terms.rest(),
    )


def _business(indicator: Indicator, terms: Terms, place: Jurisdiction) -> BusinessInterest:
    return BusinessInterest(
        number=indicator.reference or None,
        name=terms.text("entity", "name"),
        role=terms.text("role", "title"),
        entity_type=terms.text("type", "filing_type"),
        status=terms.text("status"),
        formed=terms.date("formed") or indicator.dated,
        formed_in=terms.text("formed_in"),
        ein=terms.text("fei", "ein"),
        parties=_parties(terms, {"agent": PartyRole.AGENT}),
        remarks=terms.rest(),
    )


def _vehicle(indicator: Indicator, terms: Terms, place: Jurisdiction) -> Vehicle:
    return Vehicle(
        vin=terms.text("vin"),
        plate=terms.text("plate"),
        **_registered(indicator, terms),
        parties=_parties(terms, {"lienholder": PartyRole.SECURED_PARTY}),
        remarks=terms.rest(),
    )


def _vessel(indicator: Indicator, terms: Terms, place: Jurisdiction) -> Vessel:
    return Vessel(
        hull=terms.text("hull", "hin"),
        name=terms.text("name"),
        **_registered(indicator, terms),
        parties=_parties(terms, {"lienholder": PartyRole.SECURED_PARTY}),
        remarks=terms.rest(),
    )


def _aircraft(indicator: Indicator, terms: Terms, place: Jurisdiction) -> Aircraft:
    return Aircraft(
        serial=terms.text("serial"),
        **_registered(indicator, terms),
        parties=_parties(terms, {"lienholder": PartyRole.SECURED_PARTY}),
        remarks=terms.rest(),
    )


def _registered(indicator: Indicator, terms: Terms) -> dict[str, Any]:
    """The fields that every registered thing has."""
    return {
        "number": indicator.reference or None,
        "make": terms.text("make"),
        "model": terms.text("model"),
        "year": terms.year("year"),
        "status": terms.text("status"),
        "since": terms.date("since", "titled", "registered") or indicator.dated,
        "expires": terms.date("expires", "expiration"),
    }


def _licence(indicator: Indicator, terms: Terms, place: Jurisdiction) -> Licence:
    return Licence(
        number=indicator.reference or None,
        licence_type=terms.text("licence_type", "license_type", "type"),
        status=terms.text("status"),
        issued=terms.date("issued") or indicator.dated,
        expires=terms.date("expires", "expiration"),
        issuer=terms.text("issuer", "board"),
        remarks=terms.rest(),
    )


def _unclaimed(indicator: Indicator, terms: Terms, place: Jurisdiction) -> UnclaimedProperty:
    return UnclaimedProperty(
        number=indicator.reference or None,
        amount=terms.money("amount", "balance"),
        parties=_parties(terms, {"holder": PartyRole.HOLDER}),
        remarks=terms.rest(),
    )


def _parties(terms: Terms, roles: Mapping[str, PartyRole]) -> tuple[Party, ...]:
    named = ((terms.text(term), role) for term, role in roles.items())
    return tuple(Party(name, role) for name, role in named if name)


_COURT_RECORDS: Mapping[FindingKind, type[Judgment] | type[Lien] | type[CourtCase]] = {
    FindingKind.JUDGMENT: Judgment,
    FindingKind.LIEN: Lien,
    FindingKind.COURT_CASE: CourtCase,
}
_READERS: Mapping[FindingKind, Reader] = {
    **dict.fromkeys(_COURT_RECORDS, _court_record),
    FindingKind.UCC: _ucc,
    FindingKind.BUSINESS_INTEREST: _business,
    FindingKind.VEHICLE: _vehicle,
    FindingKind.VESSEL: _vessel,
    FindingKind.AIRCRAFT: _aircraft,
    FindingKind.LICENCE: _licence,
    FindingKind.UNCLAIMED_PROPERTY: _unclaimed,
}
