"""The trace report: ranked contact points with their sources, and what was not searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from skiptrace.model.account import ObligorRole, Reach
from skiptrace.model.dates import PartialDate
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import (
    CONTACT_KINDS,
    REGISTER_KINDS,
    Finding,
    FindingKind,
    FindingStatus,
)
from skiptrace.model.waterfall import Outcome
from skiptrace.reports.beside import Beside, ReportedAge, people_beside, reported_ages
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.checked import finding_checks
from skiptrace.reports.content import Gap, ReportCase
from skiptrace.reports.searched import SearchLog
from skiptrace.reports.ssn_mask import SsnMask
from skiptrace.reports.successions import is_of_successor, successions
from skiptrace.reports.terminal import add_row, print_line, print_rows, print_table, table_for
from skiptrace.reports.wording import (
    KIND_WORDS,
    LEFT_OUT,
    also_words,
    dollars,
    minute,
    percent,
    role_words,
    shown_value,
    source_title,
    subject_name,
)

if TYPE_CHECKING:
    from rich.console import Console

_KIND_ORDER = {kind: place for place, kind in enumerate(FindingKind)}
_STATUS_ORDER = {
    status: place
    for place, status in enumerate(
        (
            FindingStatus.VERIFIED,
            FindingStatus.CANDIDATE,
            FindingStatus.FORMER,
            FindingStatus.QUARANTINED,
            FindingStatus.REJECTED,
            FindingStatus.SUPERSEDED,
        )
    )
}
REGISTERED_TITLE = "Registers of businesses: entry, agent, officers (associated, not liable)"
_BELOW = ("Why", "Sources", "Seen", "Finding")
_STYLES = {FindingStatus.VERIFIED: "bold", FindingStatus.REJECTED: "dim"}


@dataclass(frozen=True, slots=True)
class RankedFinding:
    """One finding in its place among those of its kind, 1 being the best.

    `publishers` counts original publishers: two sources of one lineage count once. How many of them
    speak independently of each other is in `reason`. `checks` say of a contact point what it is, by
    sources that name nobody.
    """

    rank: int
    kind: FindingKind
    value: str
    probability: float
    status: FindingStatus
    sources: tuple[str, ...]
    publishers: int
    first_seen: str
    last_seen: str
    reason: str
    finding_id: str
    evidence_ids: tuple[str, ...]
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One source that was asked, and what it answered and billed."""

    source: str
    tier: str
    outcome: Outcome
    cost: Decimal
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class TraceReport:
    """What one trace order shows its requester; superseded findings are left out.

    `registered` is what registers of businesses say of a debtor that is one, `also` what the
    creditor says of its trade names and of who takes its mail, `followed` by which records it was
    followed to other names. `marks` travel with it, such as that the debt is disputed.
    """

    order_id: str
    account: str
    subject: str
    role: ObligorRole
    prepared: str
    purposes: tuple[str, ...]
    contacts: tuple[RankedFinding, ...]
    others: tuple[RankedFinding, ...]
    withheld: tuple[str, ...]
    steps: tuple[TraceStep, ...]
    not_searched: tuple[Gap, ...]
    left_out: tuple[str, ...]
    cost: Decimal
    ages: tuple[ReportedAge, ...] = ()
    beside: tuple[Beside, ...] = ()
    registered: tuple[RankedFinding, ...] = ()
    also: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherAccount:
    """Another account of the debtor, or of one who may be the same person."""

    account: str
    reach: Reach


def build_trace_report(case: ReportCase) -> TraceReport:
    """The trace report of one order, ranked by kind, status, probability, then independence.

    What is of another organisation, into which the debtor merged, stands behind the debtor's own.
    """
    mask = SsnMask.of(case)
    shown = [f for f in case.findings if f.id not in case.withheld]
    ranked = _ranked([f for f in shown if f.status is not FindingStatus.SUPERSEDED], case, mask)
    held = [f for f in case.findings if f.id in case.withheld]
    log = SearchLog(case, mask, frozenset(_connectors(held) - _connectors(shown)))
    return TraceReport(
        order_id=case.order.id,
        account=case.order.account.number,
        subject=subject_name(case.order.subject),
        role=case.order.role,
        prepared=minute(case.prepared),
        purposes=tuple(sorted(case.order.purposes)),
        contacts=tuple(r for r in ranked if r.kind in CONTACT_KINDS),
        others=tuple(r for r in ranked if r.kind not in CONTACT_KINDS | REGISTER_KINDS),
        withheld=tuple(_withheld(f, case) for f in held),
        steps=tuple(_steps(case, mask, log)),
        not_searched=log.gaps(),
        left_out=case.order.subject.left_out,
        cost=sum((step.cost for step in case.steps), Decimal(0)),
        ages=reported_ages(case),
        beside=people_beside(case),
        registered=tuple(r for r in ranked if r.kind in REGISTER_KINDS),
        followed=() if case.barred else tuple(map(mask.text, successions(case))),
        marks=case.marks,
        also=tuple(map(mask.text, also_words(case.order.subject.trade_names, case.care_of))),
    )


def trace_report_json(report: TraceReport, others: Sequence[OtherAccount] = ()) -> str:
    """The report as canonical JSON, with the other accounts of those who owe."""
    told = {one.name: getattr(report, one.name) for one in fields(report)}
    return canonical_json({**told, "other_accounts": others})


def print_trace_report(report: TraceReport, console: Console) -> None:
    """The report as tables on the console: contacts, other findings, steps, what was missed."""
    role = "" if report.role is ObligorRole.PRIMARY else f" ({role_words(report.role)})"
    lead = f"Account {report.account}, {report.subject}{role}, order {report.order_id}, purposes "
    print_line(console, lead + (", ".join(report.purposes) or "none stated"), "bold")
    for words in report.marks:
        print_line(console, words, "bold")
    for words in report.also:
        print_line(console, f"By the creditor: {words}")
    if report.contacts or not report.withheld:
        _print_findings(console, "Contact points", report.contacts)
    if report.registered:
        _print_findings(console, REGISTERED_TITLE, report.registered)
    if report.others:
        _print_findings(console, "Status and asset indicators", report.others)
    for words in report.followed:
        print_line(console, f"Name: {words}")
    for words in report.withheld:
        print_line(console, words)
    for words in report.left_out:
        print_line(console, f"{LEFT_OUT}: {words}")
    print_beside(console, report)
    _print_steps(console, report)


def print_findings(console: Console, title: str, report: TraceReport) -> None:
    """Everything that the report shows, contacts first, as one table."""
    _print_table(console, title, (*report.contacts, *report.registered, *report.others))


def print_beside(console: Console, report: TraceReport) -> None:
    """How old the debtor is said to be, and whom sources name beside them."""
    for age in report.ages:
        print_line(console, f"Age {age.years} ({age.source}, {age.on})")
    for use in dict.fromkeys(one.use for one in report.beside):
        print_line(console, f"Other people, not contacts of the debtor: each {use}")
    if report.beside:
        columns = ("Name", "What they are", "Named by")
        rows = ((b.name, b.word or b.kind.value, "; ".join(b.sources)) for b in report.beside)
        print_rows(console, "", columns, rows)


def _print_findings(console: Console, title: str, findings: tuple[RankedFinding, ...]) -> None:
    if not findings:
        print_line(console, f"{title}: none found in the sources that answered")
        return
    _print_table(console, title, findings)


def _print_table(console: Console, title: str, findings: tuple[RankedFinding, ...]) -> None:
    names = ("#", "Kind", "Value", ">Probability", "Status", "Sources", "Seen", "Why", "Finding")
    table = table_for(console, title, names, dict.fromkeys(_BELOW, "Value"))
    for found in findings:
        seen = " to ".join(day for day in (found.first_seen, found.last_seen) if day)
        sources = "; ".join(found.sources)
        lead = (str(found.rank), KIND_WORDS[found.kind], shown_value(found.kind, found.value))
        believed = (percent(found.probability), found.status.value, sources, seen)
        why = "; ".join((found.reason, *found.checks))
        cells = (*lead, *believed, why, found.finding_id)
        add_row(table, cells, _STYLES.get(found.status, ""))
    print_table(console, table)


def _print_steps(console: Console, report: TraceReport) -> None:
    columns = ("Source", "Tier", "Outcome", ">Cost", "Rule", "Reason")
    title = f"Searched, {dollars(report.cost)} in all"
    table = table_for(console, title, columns, {"Reason": "Source"})
    for step in report.steps:
        cells = (step.source, step.tier, step.outcome.value, dollars(step.cost))
        add_row(table, (*cells, step.rule, step.reason))
    print_table(console, table)
    for gap in report.not_searched:
        print_line(console, f"Not searched: {gap.source} ({gap.why})")


def _ranked(findings: list[Finding], case: ReportCase, mask: SsnMask) -> list[RankedFinding]:
    ordered = sorted(findings, key=lambda f: _merit(f, case))
    places: dict[FindingKind, int] = {}
    ranked = []
    for finding in ordered:
        places[finding.kind] = places.get(finding.kind, 0) + 1
        ranked.append(_in_place(finding, places[finding.kind], case, mask))
    return ranked


def _in_place(finding: Finding, place: int, case: ReportCase, mask: SsnMask) -> RankedFinding:
    rows = finding.evidence
    ids = dict.fromkeys(row.provenance.connector_id for row in rows)
    first = min((d for row in rows if (d := row.first_seen)), key=_day, default=None)
    last = max((d for row in rows if (d := row.last_seen)), key=_day, default=None)
    return RankedFinding(
        rank=place,
        kind=finding.kind,
        value=mask.text(finding.value),
        probability=finding.probability,
        status=finding.status,
        sources=tuple(mask.text(_named(i, rows, case)) for i in ids),
        publishers=publishers(rows, case),
        first_seen=str(first or ""),
        last_seen=str(last or ""),
        reason=mask.text(finding.reason),
        finding_id=finding.id,
        evidence_ids=tuple(row.id for row in rows),
        checks=finding_checks(finding, case.checks, case.cards),
    )


def _named(source: str, rows: Iterable[Evidence], case: ReportCase) -> str:
    """A source by its title, with those that it says it has the fact from itself."""
    said = [r.detail.get("sources", "") for r in rows if r.provenance.connector_id == source]
    told = dict.fromkeys(name for text in said for name in text.split("; ") if name)
    title = source_title(case.cards, source)
    return f"{title} (from {', '.join(told)})" if told else title


def publishers(rows: Iterable[Evidence], case: ReportCase) -> int:
    """How many original publishers speak for the fact; a source without a card is its own."""
    ids = {row.provenance.connector_id for row in rows}
    return len({case.cards[i].lineage if i in case.cards else i for i in ids})


def _merit(finding: Finding, case: ReportCase) -> tuple[int, bool, int, float, int, int, str]:
    seen = [row.last_seen.earliest().toordinal() for row in finding.evidence if row.last_seen]
    return (
        _KIND_ORDER[finding.kind],
        is_of_successor(finding),
        _STATUS_ORDER[finding.status],
        -finding.probability,
        -publishers(finding.evidence, case),
        -max(seen, default=0),
        finding.id,
    )


def _steps(case: ReportCase, mask: SsnMask, log: SearchLog) -> Iterable[TraceStep]:
    for step in case.steps:
        if step.connector_id not in log.hidden:
            title = source_title(case.cards, step.connector_id)
            came = log.not_taken(step.connector_id) if step.outcome is Outcome.HIT else ""
            reason = mask.text("; ".join(filter(None, (step.reason, came))))
            yield TraceStep(title, step.tier, step.outcome, step.cost, reason, step.rule)


def _withheld(finding: Finding, case: ReportCase) -> str:
    rule = case.withheld[finding.id]
    return f"{KIND_WORDS[finding.kind]}: withheld by rule {rule.rule}: {rule.reason}"


def _connectors(findings: Iterable[Finding]) -> set[str]:
    return {row.provenance.connector_id for f in findings for row in f.evidence}


def _day(seen: PartialDate) -> date:
    return seen.earliest()
