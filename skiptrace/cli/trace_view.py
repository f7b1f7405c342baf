"""Shows a trace, the weights behind a finding, and the stored bytes behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jobs.obligors import Obligors, obligors_of
from jobs.orders import OrderForm
from skiptrace.app.build import desk, earlier, refuse_if_withheld
from skiptrace.app.sources import cards
from skiptrace.casefile.listing import last_orders
from skiptrace.casefile.standing_holds import same_debtors
from skiptrace.cli.exits import Exit
from skiptrace.cli.obligor_orders import orders_of, worst_of
from skiptrace.cli.private import write_private
from skiptrace.cli.session import Session, people, tables
from skiptrace.model.account import Reach
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import Finding
from skiptrace.model.kinds import ASSET_KINDS, CONTACT_KINDS
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.content import ReportCase
from skiptrace.reports.discarded import build_discarded, print_discarded
from skiptrace.reports.explanation import (
    explain,
    explanation_json,
    explanation_svg,
    print_explanation,
)
from skiptrace.reports.terminal import print_bytes, print_json, print_line, print_lines
from skiptrace.reports.trace_report import (
    OtherAccount,
    TraceReport,
    build_trace_report,
    print_trace_report,
    trace_report_json,
)
from skiptrace.reports.wording import obligor_words, subject_name

_OTHERS = {
    Reach.SAME_PERSON: "Other accounts of the debtor",
    Reach.MAYBE_PERSON: "Other accounts, perhaps of the debtor",
}
_ASSOCIATED = "associated only, not liable: not searched (R23)"


@dataclass(frozen=True, slots=True)
class TraceAsk:
    """What was asked: the account, the form of the answer, whether a recent trace will not do.

    `obligor` is the number of the one obligor that is asked for; None asks for all who owe.
    """

    account: str
    as_json: bool
    again: bool
    obligor: int | None = None


def print_orders(session: Session, ask: TraceAsk, form: OrderForm) -> int:
    """Show the recent trace of each obligor of an account, or trace them now.

    JSON is one report where the account has one obligor or one was asked for, else an object with
    `obligors` and those who are only `associated`; `other_accounts` are those of the same people.
    """
    entries = earlier(session.installation, session.case).obligors(ask.account)
    found = obligors_of(entries, ask.obligor)
    orders = orders_of(session, found, form, ask.again)
    writer = desk(session.policy, cards())
    reports = [build_trace_report(writer.of_order(session.case, order)) for order in orders]
    is_single = found.is_alone or ask.obligor is not None
    others = _others(session, found)
    if ask.as_json:
        alone = trace_report_json(reports[0], others)
        print_json(alone if is_single else _joint_json(found, reports, others))
    else:
        _print_reports(found, reports, is_single)
        _print_others(others)
    return worst_of([_end(session, o, r) for o, r in zip(orders, reports, strict=True)])


def _print_reports(found: Obligors, reports: Sequence[TraceReport], is_single: bool) -> None:
    out = tables()
    for one, report in zip(found.asked, reports, strict=True):
        if not is_single:
            words = obligor_words(one.entry.subject, one.entry.role)
            print_line(out, f"Obligor {one.number} of {found.count}: {words}", "bold")
        print_trace_report(report, out)
    for other in found.associated:
        words = obligor_words(other.entry.subject, other.entry.role)
        print_line(out, f"Obligor {other.number} of {found.count}: {words}: {_ASSOCIATED}")


def _others(session: Session, found: Obligors) -> list[OtherAccount]:
    """The other accounts of those who were asked for, by number."""
    here = {one.entry.account.id for one in found.asked}
    with session.case.read() as tx:
        reaches = same_debtors(tx, [one.entry.subject.id for one in found.asked])
        others = [
            OtherAccount(session.case.accounts.number_of(tx, account_id), reach)
            for account_id, reach in reaches.items()
            if account_id not in here
        ]
    return sorted(others, key=lambda one: one.account)


def _print_others(others: Sequence[OtherAccount]) -> None:
    for reach, words in _OTHERS.items():
        same = [one.account for one in others if one.reach is reach]
        if same:
            print_line(tables(), f"{words}: {', '.join(same)}")


def _joint_json(
    found: Obligors, reports: Sequence[TraceReport], others: Sequence[OtherAccount]
) -> str:
    asked = zip(found.asked, reports, strict=True)
    return canonical_json(
        {
            "account": reports[0].account,
            "obligors": [{"number": one.number, "report": report} for one, report in asked],
            "associated": [
                {
                    "number": other.number,
                    "subject": subject_name(other.entry.subject),
                    "role": other.entry.role,
                    "why": _ASSOCIATED,
                }
                for other in found.associated
            ],
            "other_accounts": others,
        }
    )


def _end(session: Session, order: TraceOrder, report: TraceReport) -> int:
    if report.withheld and not report.contacts:
        return Exit.REFUSED
    return exit_of(session, order)


def exit_of(session: Session, order: TraceOrder) -> int:
    """The exit code that says how an order ended."""
    with session.case.read() as tx:
        state = session.case.orders.states(tx, [order.id]).get(order.id)
    ends = {
        OrderState.HELD: Exit.REFUSED,
        OrderState.IN_DOUBT: Exit.DONE_WITH_FAILURES,
        OrderState.INCOMPLETE: Exit.DONE_WITH_FAILURES,
        OrderState.PARKED: Exit.DONE_WITH_FAILURES,
    }
    return ends.get(state, Exit.DONE) if state is not None else Exit.DONE


def print_notes(session: Session, account: str) -> int:
    """Show the notes of every trace of the account, oldest first, on standard output."""
    entry = earlier(session.installation, session.case).account(account)
    refuse_if_withheld(session.policy, entry, CONTACT_KINDS | ASSET_KINDS)
    with session.case.read() as tx:
        notes = session.case.notes.for_account(tx, entry.account.id)
    for note in notes:
        print_lines(tables(), note.text)
    return Exit.DONE


def print_discards(session: Session, account: str, obligor: int | None, as_json: bool) -> int:
    """Show what the traces of each obligor brought and did not take; nothing is asked.

    JSON is a list with one object for each obligor who was traced.
    """
    found = obligors_of(earlier(session.installation, session.case).obligors(account), obligor)
    writer, told = desk(session.policy, cards()), []
    with session.case.read() as tx:
        last = last_orders(tx, [found.asked[0].entry.account.id])
        orders = [session.case.orders.get(tx, order.id) for order in last.values()]
    by_subject = {order.subject.id: order for order in orders if order is not None}
    for one in found.asked:
        order = by_subject.get(one.entry.subject.id)
        if order is not None:
            told.append(build_discarded(writer.of_order(session.case, order)))
    if as_json:
        print_json(canonical_json(told))
        return Exit.DONE
    for discarded in told:
        print_discarded(discarded, tables())
    if not told:
        print_line(tables(), "not traced yet")
    return Exit.DONE


def print_explained(
    session: Session, account: str, finding_id: str, as_json: bool, chart: Path | None
) -> int:
    """Show why a finding is believed, or was: each record's weight, term by term.

    An id that an earlier trace printed is explained as it was, with the finding in its place now.
    `chart` is a file for the waterfall charts of the weights (SVG).
    """
    finding = _finding(session, account, finding_id)
    explanation = explain(_report_case(session, finding), finding_id)
    if as_json:
        print_json(explanation_json(explanation))
    else:
        print_explanation(explanation, tables())
    if chart:
        write_private(chart, explanation_svg(explanation).encode())
        print_line(people(), f"chart written to {chart}")
    return Exit.DONE


def write_evidence(session: Session, account: str, finding_id: str, out: Path | None) -> int:
    """Write the stored answers behind a finding, byte for byte as the sources sent them.

    They go to standard output one after the other, or into the folder, each named by its SHA-256.
    """
    finding = _finding(session, account, finding_id)
    steps = [step for e in finding.evidence for step in e.provenance.followed]
    behind = [e.provenance.snapshot_sha256 for e in finding.evidence]
    for sha256 in dict.fromkeys([*behind, *(step.snapshot_sha256 for step in steps)]):
        with session.case.read() as tx:
            snapshot = session.case.snapshots.get(tx, sha256)
        for step in dict.fromkeys(s for s in steps if s.snapshot_sha256 == sha256):
            print_line(people(), f"{step.in_words}, {step.locator}")
        said = [e.provenance for e in finding.evidence if e.provenance.snapshot_sha256 == sha256]
        for provenance in said:
            print_line(
                people(),
                f"{provenance.connector_id} v{provenance.connector_version}, "
                f"record {provenance.record_ref}, {provenance.locator}, "
                f"retrieved {provenance.retrieved:%Y-%m-%d %H:%M:%S}Z, {provenance.permit_id}",
            )
        print_line(
            people(), f"sha256 {sha256}, {len(snapshot.body):,} bytes of {snapshot.media_type}"
        )
        if out is None:
            print_bytes(snapshot.body)
        else:
            write_private(out / sha256, snapshot.body)
            print_line(people(), f"written to {out / sha256}")
    return Exit.DONE


def _report_case(session: Session, finding: Finding) -> ReportCase:
    return desk(session.policy, cards()).of_finding(session.case, finding)


def _finding(session: Session, account: str, finding_id: str) -> Finding:
    entry = earlier(session.installation, session.case).account(account)
    with session.case.read() as tx:
        finding = session.case.findings.get(tx, finding_id)
    if finding is None or finding.account_id != entry.account.id:
        raise CaseFileError("the account has no such finding")
    refuse_if_withheld(session.policy, entry, frozenset({finding.kind}))
    return finding
