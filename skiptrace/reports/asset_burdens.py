"""What is recorded beside a parcel: mortgages, with what became of them, and other documents."""

from __future__ import annotations

from collections.abc import Iterator

from matching.compare.parcel import ParcelVerdict, compare_parcels
from skiptrace.model.asset import Deed, Document, Mortgage, Parcel, ParcelRef
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.reports.asset_sections import SectionWriter
from skiptrace.reports.wording import NOT_GIVEN, money_words

_BESIDE = frozenset({FindingKind.LIEN, FindingKind.REAL_PROPERTY})
_STANDS = {
    FindingStatus.VERIFIED: "verified",
    FindingStatus.CANDIDATE: "unconfirmed",
    FindingStatus.FORMER: "former",
}
_NO_RELEASE = "no release found"


def mortgages_on(finding: Finding, desk: SectionWriter) -> str:
    """The mortgages that records show on the parcel of a finding, and whether each is released."""
    found = [
        f"{_document_words(asset)}: {_released(other)}"
        for other, asset in _beside(finding, desk)
        if isinstance(asset, Mortgage)
    ]
    return "; ".join(found) or "none found in the sources that answered"


def beside_parcel(finding: Finding, desk: SectionWriter) -> tuple[str, ...]:
    """The other documents that are recorded on the parcel of a finding, one text each.

    The mortgages of a parcel with a title stand among its facts.
    """
    has_facts = finding.title is not None
    return tuple(
        desk.mask.text(f"also recorded on the parcel: {_document_words(asset)} ({_stands(other)})")
        for other, asset in _beside(finding, desk)
        if not (has_facts and isinstance(asset, Mortgage))
    )


def _beside(finding: Finding, desk: SectionWriter) -> Iterator[tuple[Finding, Document]]:
    refs = _refs(finding)
    for other in desk.shown(_BESIDE):
        if other.id == finding.id or other.status not in _STANDS:
            continue
        asset = _document_of(other)
        if asset is not None and any(_are_one(asset.ref, ref) for ref in refs):
            yield other, asset


def _refs(finding: Finding) -> list[ParcelRef]:
    own = [finding.title.ref] if finding.title else []
    rows = (row.asset for row in finding.evidence)
    return own + [asset.ref for asset in rows if isinstance(asset, Parcel | Deed)]


def _document_of(finding: Finding) -> Document | None:
    """The document that the finding is about; none where it is about a parcel."""
    if finding.title is not None:
        return None
    for row in finding.evidence:
        if isinstance(row.asset, Document) and not isinstance(row.asset, Deed):
            return row.asset
    return None


def _are_one(a: ParcelRef, b: ParcelRef) -> bool:
    return compare_parcels(a, b).verdict is ParcelVerdict.SAME


def _document_words(asset: Document) -> str:
    parts = (
        asset.word or "document of unknown type",
        f"dated {asset.recorded}" if asset.recorded else "date not given by the source",
    )
    amount = f", {money_words(asset.amount)}" if asset.amount else ""
    named = f", lender {asset.lender}" if asset.lender else ""
    return f"{' '.join(parts)}{amount}{named}, document {asset.number or NOT_GIVEN}"


def _released(finding: Finding) -> str:
    return _NO_RELEASE if finding.status is FindingStatus.VERIFIED else finding.reason


def _stands(finding: Finding) -> str:
    why = f": {finding.reason}" if finding.status is not FindingStatus.VERIFIED else ""
    return f"{_STANDS[finding.status]}{why}"
