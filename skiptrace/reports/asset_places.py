"""Where the subject lives for venue, and where process can be served: two questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from matching.compare.address.delivery_points import are_one_place
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address
from skiptrace.model.asset import ParcelRef
from skiptrace.model.finding import Finding
from skiptrace.model.subject import PostalAddress
from skiptrace.reports.asset_lines import last_seen, recency, reported_span
from skiptrace.reports.wording import percent

_VENUE = "Residence for venue (rule R20): "
_SERVICE = "Address for service of process: "
_NO_HOME = frozenset({"agent", "officer", "principal", "business"})
"""Roles of a place of business: mail is taken there, nobody is said to live there."""


def residence_words(findings: Sequence[Finding], parcels: Iterable[Finding] = ()) -> str:
    """The residence for venue (Reg F 1006.30(d), R20) from confirmed addresses, latest first.

    A box, a mail drop and a place of business are no residence. It conflicts when another residence
    was still reported on or after the day on which the latest one was first reported, or when that
    day is not known. `parcels` tell the county where one of them lies at the residence.
    """
    dated = residences(findings)
    if not dated:
        return f"{_VENUE}unable to determine: no confirmed address of a dwelling carries a date."
    top, *rivals = dated
    words = f"{_VENUE}{_reported(top)}, {county_at(top, parcels)}"
    if not rivals:
        return f"{words}. Settle it again on the day of filing."
    others = "; ".join(f"{f.value} ({reported_span(f.evidence)})" for f in rivals)
    return f"{words}. HOLD: it conflicts with {others}; a person must settle it before filing."


def residences(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Of confirmed addresses the dwelling that was reported last, then those that rival it."""
    dwellings = [f for f in findings if last_seen(f) and _is_residence(f)]
    dated = sorted(dwellings, key=recency, reverse=True)
    if not dated:
        return ()
    top = dated[0]
    began = _first_seen(top)
    rivals = [f for f in dated[1:] if began is None or (last_seen(f) or date.min) >= began]
    return top, *rivals


def service_words(findings: Sequence[Finding]) -> str:
    """Where process can be handed over, from confirmed addresses, latest first.

    A dwelling comes before a place of business; a box or a mail drop is neither. That a person can
    be met there is for the server to find out.
    """
    places = [f for f in findings if not _is_box(f)]
    homes = [f for f in places if _is_residence(f)]
    if not places:
        return f"{_SERVICE}unable to determine: no confirmed address is of a street."
    top = (homes or places)[0]
    what = "a dwelling" if homes else "a place of business, no dwelling is confirmed"
    return f"{_SERVICE}{_reported(top)}, {what}."


def county_at(residence: Finding, parcels: Iterable[Finding]) -> str:
    """The county of a residence, by a parcel that lies there; else that no source gives it."""
    return county_of(PostalAddress(original=residence.value), parcels)


def county_of(address: PostalAddress, parcels: Iterable[Finding]) -> str:
    """The county of an address, by a parcel that lies there; else that no source gives it."""
    ref = _parcel_at(address, parcels)
    return f"county {ref.county}, by parcel {ref.number}" if ref else "county not given by a source"


def county_name(address: PostalAddress, parcels: Iterable[Finding]) -> str:
    """The county of an address, by a parcel that lies there; empty when no source gives it."""
    ref = _parcel_at(address, parcels)
    return (ref.county or "") if ref else ""


def _parcel_at(address: PostalAddress, parcels: Iterable[Finding]) -> ParcelRef | None:
    """The first parcel with a county that lies at the address."""
    at = normalize_address(address)
    for parcel in parcels:
        ref = parcel.title.ref if parcel.title else None
        if ref and ref.county and ref.address and are_one_place(at, _place(ref.address)):
            return ref
    return None


def _reported(finding: Finding) -> str:
    return f"{finding.value}, reported {reported_span(finding.evidence)}, {_sure(finding)}"


def _sure(finding: Finding) -> str:
    return percent(finding.probability)


def _place(text: str) -> NormalAddress:
    return normalize_address(PostalAddress(original=text))


def _is_box(finding: Finding) -> bool:
    place = _place(finding.value)
    return place.kind == "po_box" or bool(place.pmb)


def _is_residence(finding: Finding) -> bool:
    roles = {row.role for row in finding.evidence}
    return not _is_box(finding) and not (roles and roles <= _NO_HOME)


def _first_seen(finding: Finding) -> date | None:
    days = [row.first_seen.earliest() for row in finding.evidence if row.first_seen]
    return min(days, default=None)
