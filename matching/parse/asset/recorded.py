"""Parcels and recorded documents: what a roll's line or a recorder's index says of a parcel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from config.recorded_documents import DocumentKind, RecordedDocuments
from matching.parse.asset.terms import Terms
from skiptrace.model.asset import (
    Asset,
    Deed,
    Jurisdiction,
    Mortgage,
    OtherDocument,
    Parcel,
    ParcelRef,
    Party,
    PartyRole,
    Release,
)
from skiptrace.model.record import Indicator

_SIDES = {"grantor": PartyRole.GRANTOR, "grantee": PartyRole.GRANTEE}
_OTHER_SIDE = {PartyRole.GRANTOR: PartyRole.GRANTEE, PartyRole.GRANTEE: PartyRole.GRANTOR}
_RELEASES = frozenset({DocumentKind.RELEASE, DocumentKind.PARTIAL_RELEASE})
_LENDS = {
    DocumentKind.MORTGAGE: PartyRole.GRANTEE,
    **dict.fromkeys(_RELEASES, PartyRole.GRANTOR),
}
_OWNERS = ("owner", "owner_1", "owner_2", "owner_3", "co_owner")


def is_document(said: Mapping[str, str]) -> bool:
    """Whether the terms are those of a recorded document: a number, or a word for its type."""
    return bool(said.get("document") or said.get("document_type"))


def read_parcel(indicator: Indicator, terms: Terms, place: Jurisdiction) -> Parcel:
    """A parcel as a roll lists it; its day is that of the deed which the roll rests on."""
    owners = tuple(filter(None, (terms.text(term) for term in _OWNERS)))
    return Parcel(
        ref=_ref(indicator, terms, place),
        land_use=terms.text("land_use"),
        assessed=terms.money("assessed_value"),
        tax_year=terms.year("tax_year"),
        homestead=terms.flag("homestead"),
        deed_date=terms.date("deed_date") or indicator.dated,
        parties=tuple(Party(name, PartyRole.OWNER) for name in owners),
        remarks=terms.rest(),
    )


def read_recorded(
    indicator: Indicator, terms: Terms, place: Jurisdiction, documents: RecordedDocuments
) -> Asset:
    """A recorded document, by the recorder's word for its type; an unknown word is no deed."""
    word = terms.text("document_type")
    kind = documents.kind(word or "")
    side = _SIDES.get(terms.text("party") or "")
    ref = _ref(indicator, terms, place)
    amount, number = terms.money("amount", "consideration"), terms.text("document")
    parties, refers_to = _parties(terms, side, kind), terms.text("refers_to")
    remarks = terms.rest()
    said: dict[str, Any] = {
        "ref": ref, "number": number, "word": word, "recorded": indicator.dated, "side": side,
        "amount": amount, "refers_to": refers_to, "parties": parties, "remarks": remarks,
    }  # fmt: skip
    if kind is DocumentKind.DEED:
        return Deed(**said)
    if kind is DocumentKind.MORTGAGE:
        return Mortgage(**said)
    if kind in _RELEASES:
        return Release(**said, is_partial=kind is DocumentKind.PARTIAL_RELEASE)
    return OtherDocument(**said, does=kind.value)


def _ref(indicator: Indicator, terms: Terms, place: Jurisdiction) -> ParcelRef:
    """Which parcel is meant: `parcel` names it where the reference is a document's."""
    number = terms.text("parcel") or indicator.reference or None
    street, city = terms.text("street"), terms.text("city")
    state, postcode = terms.text("state"), terms.text("zip")
    last = (
        " ".join(filter(None, (city, state or place.state, postcode))) if city or postcode else ""
    )
    address = ", ".join(filter(None, (street, last))) if street else None
    county = terms.text("county") or place.county
    return ParcelRef(number, county, state or place.state, address)


def _parties(terms: Terms, side: PartyRole | None, kind: DocumentKind) -> tuple[Party, ...]:
    """Both sides as the index writes them; `counterparty` is the one on which the subject is not.

    Of a mortgage the grantee, and of a release the grantor, is the lender.
    """
    names = {role: terms.text(term) for term, role in _SIDES.items()}
    other = terms.text("counterparty")
    if other and side is not None:
        names[_OTHER_SIDE[side]] = names[_OTHER_SIDE[side]] or other
    lends = {
        DocumentKind.MORTGAGE: PartyRole.GRANTEE,
        **dict.fromkeys(_RELEASES, PartyRole.GRANTOR),
    }
    lender = lends.get(kind)
    if lender is not None and not names[lender]:
        names[lender] = terms.text("lender")
    return tuple(Party(name, role) for role, name in names.items() if name)
