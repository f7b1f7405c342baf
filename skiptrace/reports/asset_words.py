"""What a record of an asset says, in words for a reader: each fact once, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from skiptrace.model.asset import (
    Asset,
    CourtRecord,
    Deed,
    Document,
    Money,
    Parcel,
    PartyRole,
    Remark,
)
from skiptrace.model.dates import PartialDate
from skiptrace.reports.ssn_mask import SsnMask, ending, masked
from skiptrace.reports.wording import NOT_GIVEN, money_words

EXEMPT = "reported as homestead: may be exempt from execution, counsel decides"
_SSN_TERMS = frozenset({"ssn", "social_security_number"})
_TAX_TERMS = frozenset({"taxpayer_id", "tax_id", "tin", "ein", "fei"})
_APART = frozenset({"ref", "number", "type", "parties", "remarks", "side", "is_partial", "does"})
"""Fields that the line itself shows, or that are worded in their own way."""
_NAMED = frozenset(
    {
        PartyRole.AGENT,
        PartyRole.CREDITOR,
        PartyRole.DEBTOR,
        PartyRole.HOLDER,
        PartyRole.SECURED_PARTY,
    }
)
"""Whom a line names beside the subject; the sides of a deed are told in the chain of its parcel."""
_LABELS: Mapping[str, str] = {"word": "document type", "ein": "taxpayer id", "licence_type": "type"}


def asset_details(asset: Asset, mask: SsnMask) -> Iterator[str]:
    """The facts of an asset as `label: value`; what a court's record leaves out is said."""
    for field in fields(asset):
        if field.name in _APART:
            continue
        value = getattr(asset, field.name)
        if value is not None:
            label = _LABELS.get(field.name, field.name.replace("_", " "))
            yield f"{label}: {_value(field.name, value, mask)}"
        elif field.name in ("court", "county") and isinstance(asset, CourtRecord):
            yield f"{field.name}: {NOT_GIVEN}"
    if isinstance(asset, Document) and not isinstance(asset, Deed):
        yield from _of_parcel(asset, mask)
    if isinstance(asset, Parcel) and asset.homestead:
        yield EXEMPT
    for party in asset.parties:
        if party.role in _NAMED:
            yield f"{party.role.value.replace('_', ' ')}: {mask.text(party.name)}"
    yield from remarks(asset.remarks, mask)


def remarks(said: Iterable[Remark], mask: SsnMask) -> Iterator[str]:
    """What a source says in its own terms, numbers of persons masked."""
    for remark in said:
        yield f"{remark.term.replace('_', ' ')}: {term_value(remark.term, remark.text, mask)}"


def term_value(term: str, text: str, mask: SsnMask) -> str:
    """A value as the report may print it under that term."""
    digits = "".join(c for c in text if c.isdigit())
    if term.lower() in _SSN_TERMS:
        return masked(digits) or "not of four or nine digits, not shown"
    return ending(digits) if term.lower() in _TAX_TERMS else mask.text(text)


def _of_parcel(asset: Document, mask: SsnMask) -> Iterator[str]:
    ref = asset.ref
    yield f"parcel: {mask.text(ref.number or NOT_GIVEN)}"
    yield f"county: {mask.text(ref.county or NOT_GIVEN)}"
    if asset.lender:
        yield f"lender: {mask.text(asset.lender)}"


def _value(name: str, value: object, mask: SsnMask) -> str:
    if isinstance(value, Money):
        return money_words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | PartialDate):
        return str(value)
    return term_value(name, str(value), mask)


def is_parcel(asset: Asset | None) -> bool:
    """Whether the record is of a parcel itself: a roll's line or a deed."""
    return isinstance(asset, Parcel | Deed)
