"""The audit-ready note that every trace writes to its case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.waterfall import Outcome
from skiptrace.reports.content import ReportCase
from skiptrace.reports.searched import SearchLog
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.successions import successions
from skiptrace.reports.wording import (
    KIND_WORDS,
    LEFT_OUT,
    dollars,
    minute,
    percent,
    printable,
    shown_value,
    source_title,
    subject_name,
)

_ANSWER_WORDS = {Outcome.HIT: "records found", Outcome.NO_HIT: "nothing found"}


def write_trace_note(case: ReportCase) -> str:
    """The note as text: who asked, when, why, what was searched at what cost, found, refused.

    It may name values, because notes are stored encrypted; it never holds a social security number
    beyond its last four digits.
    """
    mask = SsnMask.of(case)
    log = SearchLog(case, mask, frozenset())
    gaps = log.gaps()
    parts = (
        _asked(case),
        ("Searched:", *_searched(case)),
        *((("Names:", *names),) if (names := successions(case)) else ()),
        ("Found:", *_found(case)),
        ("Came back and was not taken:", *_not_taken(case, log)),
        ("Refused:", *(f"{g.source}: {g.why}" for g in gaps if g.rule)),
        ("Not searched or not answered:", *(f"{g.source}: {g.why}" for g in gaps if not g.rule)),
    )
    return "\n".join(line for part in parts for line in _block(part, mask)) + "\n"


def _block(part: tuple[str, ...], mask: SsnMask) -> Iterable[str]:
    lead, *rest = (printable(mask.text(line)) for line in part)
    yield lead
    yield from (f"- {line}" for line in rest or ["nothing"])


def _asked(case: ReportCase) -> tuple[str, ...]:
    order = case.order
    why = ", ".join(f"{c} {case.purposes.get(c, '')}".strip() for c in sorted(order.purposes))
    return (
        f"Trace note, order {order.id}, written {minute(case.prepared)}",
        f"account {order.account.number}, scope {order.scope.value}, role {order.role.value}",
        f"obligor: {subject_name(order.subject)}",
        f"asked by {order.requester} on {minute(order.created)}, as of {order.as_of.isoformat()}",
        f"purpose: {why or 'none stated'}; reason: {order.action.value.replace('_', ' ')}",
        f"matter: {order.matter or 'none'}; budget {dollars(order.budget)}",
        *(f"{LEFT_OUT}: {words}" for words in order.subject.left_out),
    )


def _searched(case: ReportCase) -> Iterable[str]:
    answered = [s for s in case.steps if s.outcome in _ANSWER_WORDS]
    for step in answered:
        title = source_title(case.cards, step.connector_id)
        yield f"{title}: {_ANSWER_WORDS[step.outcome]}, {dollars(step.cost)}"
    total = sum((s.cost for s in case.steps), Decimal(0))
    yield f"{len(answered)} answers, {dollars(total)} billed in all"


def _not_taken(case: ReportCase, log: SearchLog) -> Iterable[str]:
    for connector_id in log.answered():
        if words := log.not_taken(connector_id):
            yield f"{source_title(case.cards, connector_id)}: {words}"


def _found(case: ReportCase) -> Iterable[str]:
    live = [f for f in case.findings if f.status is not FindingStatus.SUPERSEDED]
    counts = Counter((f.kind, f.status) for f in live)
    for (kind, status), count in sorted(counts.items()):
        ids = [f for f in live if (f.kind, f.status) == (kind, status)]
        listed = "; ".join(_named(f, case) for f in sorted(ids, key=lambda f: f.id))
        yield f"{count} {KIND_WORDS[kind].lower()} {status.value}: {listed}"


def _named(finding: Finding, case: ReportCase) -> str:
    """A verified value with its probability; other findings are named by id only."""
    if finding.id in case.withheld:
        return f"{finding.id} (withheld by rule {case.withheld[finding.id].rule})"
    if finding.status is not FindingStatus.VERIFIED:
        return finding.id
    value = shown_value(finding.kind, finding.value)
    return f"{value} ({percent(finding.probability)}, finding {finding.id})"
