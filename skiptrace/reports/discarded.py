"""Why not: what a trace brought and did not take, each with the reason that decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.in_words import sentence
from skiptrace.model.finding import CONTACT_KINDS, Finding, FindingKind, FindingStatus
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import SourceRecord
from skiptrace.reports.content import ReportCase
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.terminal import print_line, print_rows
from skiptrace.reports.wording import KIND_WORDS, percent, shown_value, source_title, subject_name

if TYPE_CHECKING:
    from rich.console import Console

_GONE = (FindingStatus.REJECTED, FindingStatus.SUPERSEDED)
_KEPT = "of rejected records an order keeps the five that came nearest"


@dataclass(frozen=True, slots=True)
class DiscardedRecord:
    """A source record that was not taken for the subject's, or is left for a person to review.

    It is, or may be, somebody else's: `held` says how many facts of which kind it has, and none of
    them. `candidate_id` is its row in the case file.
    """

    source: str
    record_ref: str
    decision: Decision
    probability: float
    reason: str
    held: str
    candidate_id: str


@dataclass(frozen=True, slots=True)
class DiscardedFinding:
    """A finding of the subject that may not be used, or that a later trace took back."""

    kind: FindingKind
    value: str
    status: FindingStatus
    reason: str
    finding_id: str


@dataclass(frozen=True, slots=True)
class Discarded:
    """What the traces of one subject brought and did not take; `withheld` counts kept-back ones."""

    order_id: str
    account: str
    subject: str
    records: tuple[DiscardedRecord, ...]
    findings: tuple[DiscardedFinding, ...]
    withheld: int


def build_discarded(case: ReportCase) -> Discarded:
    """What was discarded for the order's subject, the likeliest first."""
    mask = SsnMask.of(case)
    gone = [f for f in case.findings if f.status in _GONE]
    shown = [f for f in gone if f.id not in case.withheld]
    records = (_record(i, c, case, mask) for i, c in _not_taken(case))
    ordered = sorted(shown, key=lambda f: (f.kind not in CONTACT_KINDS, -f.probability, f.id))
    return Discarded(
        order_id=case.order.id,
        account=case.order.account.number,
        subject=subject_name(case.order.subject),
        records=tuple(sorted(records, key=lambda r: (-r.probability, r.source, r.record_ref))),
        findings=tuple(_finding(f, mask) for f in ordered),
        withheld=len(gone) - len(shown),
    )


def _not_taken(case: ReportCase) -> Iterator[tuple[str, Candidate]]:
    """Each record once, as it was ranked last; none that was accepted then."""
    last = {(c.record.source, c.record.ref): (i, c) for i, c in case.candidates.items()}
    yield from (one for one in last.values() if one[1].decision is not Decision.ACCEPT)


def _record(key: str, candidate: Candidate, case: ReportCase, mask: SsnMask) -> DiscardedRecord:
    record = candidate.record
    return DiscardedRecord(
        source=source_title(case.cards, record.provenance.connector_id),
        record_ref=mask.reference(record.ref),
        decision=candidate.decision,
        probability=candidate.probability,
        reason=sentence(candidate),
        held=_held(record),
        candidate_id=key,
    )


def _held(record: SourceRecord) -> str:
    counts = Counter(
        {
            "address": len(record.addresses),
            "phone": len(record.phones),
            "e-mail": len(record.emails),
            "employer": len(record.employers),
            "register entry": int(record.registration is not None),
        }
    )
    counts.update(KIND_WORDS[one.kind].lower() for one in record.indicators)
    return ", ".join(f"{n} {kind}" for kind, n in counts.items() if n)


def _finding(finding: Finding, mask: SsnMask) -> DiscardedFinding:
    value, reason = mask.text(finding.value), mask.text(finding.reason)
    return DiscardedFinding(finding.kind, value, finding.status, reason, finding.id)


def print_discarded(discarded: Discarded, console: Console) -> None:
    """Both lists as tables."""
    lead = f"Account {discarded.account}, {discarded.subject}, order {discarded.order_id}"
    print_line(console, lead, "bold")
    if discarded.records:
        columns = ("Source", "Record", "Decision", ">Probability", "Why not", "It holds")
        rows = (
            (r.source, r.record_ref, r.decision.value, percent(r.probability), r.reason, r.held)
            for r in discarded.records
        )
        below = {"Record": "Source", "It holds": "Why not"}
        title = "Records that were not taken for the debtor's"
        print_rows(console, title, columns, rows, below)
        print_line(console, _KEPT)
    else:
        print_line(console, "every record that is kept was taken for the debtor's")
    if discarded.findings:
        names = ("Kind", "Value", "Status", "Why not", "Finding")
        found = (
            (
                KIND_WORDS[f.kind],
                shown_value(f.kind, f.value),
                f.status.value,
                f.reason,
                f.finding_id,
            )
            for f in discarded.findings
        )
        below = {"Why not": "Value", "Finding": "Value"}
        title = "Findings that may not be used, or were taken back"
        print_rows(console, title, names, found, below)
    if discarded.withheld:
        print_line(console, f"{discarded.withheld} findings are withheld by a hold")
