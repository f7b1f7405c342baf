"""Findings that a later trace no longer stands behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.match import Decision
from skiptrace.tracing.state import OrderTrace

_REASON = "a later trace saw the records behind it again and no longer takes them for the subject's"


def dropped_by(trace: OrderTrace, current: Iterable[Finding]) -> Iterator[Finding]:
    """The current findings that the trace refutes, as superseded ones.

    A finding falls when every record behind it came again and was rejected. One whose records did
    not come again stays: a source that was not asked, or failed, says nothing against it.
    """
    rejected = {
        (c.record.source, c.record.ref) for c in trace.candidates if c.decision is Decision.REJECT
    }
    found = {(f.kind, f.key) for f in trace.findings}
    for finding in current:
        behind = {(e.provenance.connector_id, e.provenance.record_ref) for e in finding.evidence}
        stands = finding.status is not FindingStatus.SUPERSEDED
        mine = finding.subject_id == trace.order.subject.id
        refuted = (finding.kind, finding.key) not in found and behind and behind <= rejected
        if mine and stands and refuted:
            yield replace(finding, status=FindingStatus.SUPERSEDED, reason=_REASON)
