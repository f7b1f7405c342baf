"""What is recorded beside a parcel, and what was formerly held or has been satisfied."""

from __future__ import annotations

from collections.abc import Iterator

from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import Finding, FindingKind, FindingStatus
from skiptrace.reports.asset_lines import finding_line, reported_span
from skiptrace.reports.asset_sections import Desk
from skiptrace.reports.content import Section

FORMER_TITLE = "Formerly held, conveyed or satisfied"
_NOTHING = "No record of a parcel conveyed away, or of a burden satisfied, is on file."
_CAUTION = (
    "What a later recorded document took away indicates no asset. A conveyance itself may matter: "
    "read it at its keeper."
)
_BESIDE = frozenset({FindingKind.LIEN, FindingKind.REAL_PROPERTY})
_STANDS = {
    FindingStatus.VERIFIED: "verified",
    FindingStatus.CANDIDATE: "unconfirmed",
    FindingStatus.FORMER: "former",
}


def former_section(desk: Desk) -> Section:
    """The findings of former times, with the day and the document that ended each."""
    findings = desk.former()
    lines = tuple(finding_line(f, f.reason, desk.exhibits, desk.mask) for f in findings)
    statements = (_CAUTION,) if lines else (_NOTHING,)
    return Section("former", FORMER_TITLE, lines, statements, (), ())


def beside_parcel(finding: Finding, desk: Desk) -> tuple[str, ...]:
    """The other documents that are recorded on the parcel of a finding, one text each."""
    parcels = {_plain(row.original) for row in finding.evidence} - {""}
    others = (f for f in desk.shown(_BESIDE) if f.id != finding.id and f.status in _STANDS)
    return tuple(
        words for other in others for words in _documents(other, desk) if _is_on(other, parcels)
    )


def _documents(finding: Finding, desk: Desk) -> Iterator[str]:
    row = _document_of(finding)
    if row is None:
        return
    said = row.detail
    lender = f", lender {said['lender']}" if said.get("lender") else ""
    number = said.get("document") or "not given"
    word = said.get("document_type") or "document of unknown type"
    why = f": {finding.reason}" if finding.status is not FindingStatus.VERIFIED else ""
    text = (
        f"also recorded on the parcel: {word} {reported_span([row])}{lender}, document {number} "
        f"({_STANDS[finding.status]}{why})"
    )
    yield desk.mask.text(text)


def _document_of(finding: Finding) -> Evidence | None:
    """The row of the document that the finding is about; none where it is about a parcel."""
    rows = (row for row in finding.evidence if row.detail.get("parcel"))
    return next(rows, None)


def _is_on(finding: Finding, parcels: set[str]) -> bool:
    row = _document_of(finding)
    return row is not None and _plain(row.detail["parcel"]) in parcels


def _plain(number: str) -> str:
    return "".join(c for c in number.casefold() if c.isalnum())
