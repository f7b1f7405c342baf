"""Findings that a later trace no longer stands behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from matching.parse.address.read import normalize_address
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Decision
from skiptrace.model.subject import PostalAddress
from skiptrace.tracing.state import OrderTrace

_RESPELLED = "is the same delivery point as another finding, which has its evidence"
_REASON = "a later trace saw the records behind it again and no longer takes them for the subject's"


def dropped_by(trace: OrderTrace, current: Iterable[Finding]) -> Iterator[Finding]:
    """The current findings that the trace refutes, as superseded ones.

    A finding falls when every record behind it came again and was rejected. One whose records did
    not come again stays: a source that was not asked, or failed, says nothing against it. An
    address whose spelling now stands behind another finding goes over into that one.
    """
    own = [f for f in current if f.subject_id == trace.order.subject.id and _stands(f)]
    if not own:
        return
    rejected = {
        (c.record.source, c.record.ref) for c in trace.candidates if c.decision is Decision.REJECT
    }
    found = {(f.kind, f.key) for f in trace.findings}
    spelled = {
        key for f in trace.findings if f.kind is FindingKind.ADDRESS for key in _spellings(f)
    }
    for finding in own:
        behind = {(e.provenance.connector_id, e.provenance.record_ref) for e in finding.evidence}
        if (finding.kind, finding.key) in found:
            continue
        if finding.kind is FindingKind.ADDRESS and finding.key in spelled:
            yield replace(finding, status=FindingStatus.SUPERSEDED, reason=_RESPELLED)
        elif behind and behind <= rejected:
            yield replace(finding, status=FindingStatus.SUPERSEDED, reason=_REASON)


def _stands(finding: Finding) -> bool:
    return finding.status is not FindingStatus.SUPERSEDED


def _spellings(finding: Finding) -> Iterator[str]:
    """The keys of the spellings that stand behind a finding."""
    for row in finding.evidence:
        yield normalize_address(PostalAddress(original=row.value)).key
