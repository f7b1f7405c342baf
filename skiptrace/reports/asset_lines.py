"""Lines of the asset report: a finding, a name or an account fact with its sources and dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from skiptrace.model.dates import PartialDate
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import CONTACT_KINDS, Finding
from skiptrace.reports.asset_words import asset_details, term_value
from skiptrace.reports.content import Citation, Line
from skiptrace.reports.exhibits import ExhibitList, distinct
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.wording import KIND_WORDS, span


def reported_span(evidence: Sequence[Evidence]) -> str:
    """The first and the last day any of the rows was seen at its source, or that none is given."""
    first = _earliest(row.first_seen for row in evidence)
    last = _latest(row.last_seen for row in evidence)
    if first and not last and not any(row.kind in CONTACT_KINDS for row in evidence):
        return f"dated {first}"
    return span(first, last) or "date not given by the source"


def last_seen(finding: Finding) -> date | None:
    """The latest day on which a source reported the finding; None when no source gave a day."""
    latest = _latest(row.last_seen for row in finding.evidence)
    return latest.earliest() if latest else None


def recency(finding: Finding) -> tuple[date, float, str]:
    """Sorts findings by the latest day on which a source reported them; undated ones first."""
    return last_seen(finding) or date.min, finding.probability, finding.id


def finding_line(finding: Finding, status: str, exhibits: ExhibitList, mask: SsnMask) -> Line:
    """The line of one finding; every distinct source record behind it is cited."""
    return Line(
        label=KIND_WORDS[finding.kind],
        value=mask.text(finding.value),
        details=details(finding.evidence, mask),
        status=mask.text(status),
        reported=reported_span(finding.evidence),
        probability=finding.probability,
        citations=distinct([exhibits.cite(row) for row in finding.evidence]),
        finding_id=finding.id,
    )


def details(evidence: Sequence[Evidence], mask: SsnMask) -> tuple[str, ...]:
    """What the sources say beyond the value, each fact once."""
    facts: dict[str, None] = {}
    for row in evidence:
        for term, text in sorted(row.detail.items()):
            if text:
                facts[f"{term.replace('_', ' ')}: {term_value(term, text, mask)}"] = None
        if row.asset is not None:
            facts |= dict.fromkeys(asset_details(row.asset, mask))
    return tuple(facts)


def account_line(label: str, value: str, status: str, citation: Citation) -> Line:
    """A line that only the creditor vouches for: it was given, not matched."""
    day = citation.first_seen
    reported = f"since {day}" if day else f"as held on {citation.retrieved}"
    return Line(label, value, (), status, reported, None, (citation,))


def record_line(label: str, value: str, citations: Sequence[Citation]) -> Line:
    """A line that source records state about the person, with the best of their probabilities."""
    known = [c.probability for c in citations if c.probability is not None]
    days = sorted({c.retrieved for c in citations})
    reported = f"as retrieved on {', '.join(days)}"
    best = max(known, default=None)
    return Line(label, value, (), "verified", reported, best, distinct(citations))


def with_details(line: Line, more: Sequence[str]) -> Line:
    """The same line with more said of it."""
    return replace(line, details=(*line.details, *more))


def with_status(line: Line, status: str) -> Line:
    """The same line under another status."""
    return replace(line, status=status)


def _earliest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    return min((d for d in dates if d), key=PartialDate.earliest, default=None)


def _latest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    return max((d for d in dates if d), key=PartialDate.earliest, default=None)
