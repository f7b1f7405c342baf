"""A recorded document as a finding: what it is called, and why it may be nothing to rely on."""

from __future__ import annotations

from dataclasses import dataclass

from config.recorded_documents import DocumentKind
from skiptrace.model.asset import (
    Deed,
    Document,
    Mortgage,
    ParcelRef,
    PartyRole,
    Release,
)
from skiptrace.model.kinds import FindingKind

_NO_SIDE = "the index does not say on which side of the document the subject stands"
_NEITHER = "it neither conveys a parcel nor burdens one for certain"
_UNTOLD = "the index does not say whom it burdens"
_LENDER = "the subject is named as the lender, not as the owner"
_RELEASES = "it takes a burden off that no source shows"
_WORDS = {
    DocumentKind.ASSIGNMENT: ("assignment", _NEITHER),
    DocumentKind.LIEN: ("lien", _UNTOLD),
    DocumentKind.LIS_PENDENS: ("lis pendens", _UNTOLD),
    DocumentKind.EASEMENT: ("easement", _NEITHER),
}
_BURDENS = frozenset({DocumentKind.LIEN, DocumentKind.LIS_PENDENS})


@dataclass(frozen=True, slots=True)
class Recorded:
    """A document's finding: of which kind, in which words, and why it is nothing to rely on."""

    kind: FindingKind
    value: str
    only: str = ""


def recorded_words(asset: Document) -> Recorded:
    """What the finding of a document says; the other side is named only where it is the lender."""
    on = f"on parcel {asset.ref.number or 'without a number'}"
    if isinstance(asset, Deed):
        only = "" if asset.side is not None else _NO_SIDE
        return Recorded(FindingKind.REAL_PROPERTY, parcel_words(asset.ref), only)
    if isinstance(asset, Mortgage):
        return _mortgage(asset, on)
    if isinstance(asset, Release):
        name = "partial release" if asset.is_partial else "release or satisfaction"
        return Recorded(FindingKind.LIEN, f"recorded document: {name} {on}", _RELEASES)
    does = DocumentKind(asset.does)
    if does not in _WORDS:
        told = f" ({asset.word})" if asset.word else ""
        value = f"recorded document of unknown type{told} {on}"
        return Recorded(FindingKind.REAL_PROPERTY, value, f"unknown type: {_NEITHER}")
    name, only = _WORDS[does]
    kind = FindingKind.LIEN if does in _BURDENS else FindingKind.REAL_PROPERTY
    return Recorded(kind, f"recorded document: {name} {on}", only)


def _mortgage(asset: Mortgage, on: str) -> Recorded:
    if asset.side is PartyRole.GRANTOR:
        by = f", lender {asset.lender}" if asset.lender else ""
        return Recorded(FindingKind.LIEN, f"mortgage recorded {on}{by}")
    only = _LENDER if asset.side is PartyRole.GRANTEE else _NO_SIDE
    return Recorded(FindingKind.REAL_PROPERTY, f"mortgage recorded {on}", only)


def parcel_words(ref: ParcelRef) -> str:
    """A parcel for a reader: number, county, state, and where it lies."""
    number = f"parcel {ref.number}" if ref.number else "parcel without a number"
    place = " ".join(filter(None, (county_words(ref.county), ref.state)))
    at = f"at {ref.address}" if ref.address else ""
    return ", ".join(filter(None, (number, place, at)))


def county_words(county: str | None) -> str:
    """A county as a reader expects it, with the word that says what it is."""
    is_told = any(word in (county or "").casefold() for word in ("county", "parish", "borough"))
    return county if county and is_told else f"{county} County" if county else ""
