"""Shows a trace, the weights behind a finding, and the stored bytes behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from jobs.obligors import Obligors
from skiptrace.acts.reading import NotesTold, StoredAnswer
from skiptrace.acts.traces import TraceView
from skiptrace.cli.exits import Exit
from skiptrace.cli.obligor_orders import exit_of, worst_of
from skiptrace.cli.private import write_private
from skiptrace.model.account import Reach
from skiptrace.model.order import OrderState
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.discarded import Discarded, print_discarded
from skiptrace.reports.explanation import (
    Explanation,
    explanation_json,
    explanation_svg,
    print_explanation,
)
from skiptrace.reports.terminal import print_bytes, print_json, print_line, print_lines
from skiptrace.reports.trace_report import TraceReport, print_trace_report, trace_report_json
from skiptrace.reports.wording import obligor_words, subject_name

_OTHERS = {
    Reach.SAME_PERSON: "Other accounts of the debtor",
    Reach.MAYBE_PERSON: "Other accounts, perhaps of the debtor",
}
_ASSOCIATED = "associated only, not liable: not searched (R23)"


def print_trace(view: TraceView, as_json: bool, out: Console) -> int:
    """Show the reports of an account's obligors; the exit code says how their orders ended.

    JSON is one report where the account has one obligor or one was asked for, else an object with
    `obligors` and those who are only `associated`; `other_accounts` are those of the same people.
    """
    if as_json:
        alone = trace_report_json(view.reports[0], view.others)
        print_json(alone if view.is_single else _joint_json(view))
    else:
        _print_reports(view.found, view.reports, view.is_single, out)
        for reach, words in _OTHERS.items():
            same = [one.account for one in view.others if one.reach is reach]
            if same:
                print_line(out, f"{words}: {', '.join(same)}")
    return worst_of([_end(e, r) for e, r in zip(view.ends, view.reports, strict=True)])


def _print_reports(
    found: Obligors, reports: Sequence[TraceReport], is_single: bool, out: Console
) -> None:
    for one, report in zip(found.asked, reports, strict=True):
        if not is_single:
            words = obligor_words(one.entry.subject, one.entry.role)
            print_line(out, f"Obligor {one.number} of {found.count}: {words}", "bold")
        print_trace_report(report, out)
    for other in found.associated:
        words = obligor_words(other.entry.subject, other.entry.role)
        print_line(out, f"Obligor {other.number} of {found.count}: {words}: {_ASSOCIATED}")


def _joint_json(view: TraceView) -> str:
    found, reports, others = view.found, view.reports, view.others
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


def _end(state: OrderState | None, report: TraceReport) -> int:
    if report.withheld and not report.contacts:
        return Exit.REFUSED
    return exit_of(state)


def print_notes(told: NotesTold, out: Console) -> int:
    """Show the notes of every trace of the account, oldest first, and why others are not here."""
    for note in told.notes:
        print_lines(out, note.text)
    for words in told.kept_back:
        print_line(out, f"Notes on another obligor are {words}")
    return Exit.DONE


def print_discards(told: Sequence[Discarded], as_json: bool, out: Console) -> int:
    """Show what the traces of each obligor brought and did not take.

    JSON is a list with one object for each obligor who was traced.
    """
    if as_json:
        print_json(canonical_json(told))
        return Exit.DONE
    for discarded in told:
        print_discarded(discarded, out)
    if not told:
        print_line(out, "not traced yet")
    return Exit.DONE


def print_explained(
    explanation: Explanation, as_json: bool, chart: Path | None, outs: tuple[Console, Console]
) -> int:
    """Show each record's weight, term by term; `outs` are for the answer and for words about it.

    `chart` is a file for the waterfall charts of the weights (SVG).
    """
    out, words = outs
    if as_json:
        print_json(explanation_json(explanation))
    else:
        print_explanation(explanation, out)
    if chart:
        write_private(chart, explanation_svg(explanation).encode())
        print_line(words, f"chart written to {chart}")
    return Exit.DONE


def write_evidence(answers: Sequence[StoredAnswer], folder: Path | None, words: Console) -> int:
    """Write stored answers, byte for byte as the sources sent them.

    They go to standard output one after the other, or into the folder, each named by its SHA-256.
    The lines about them may be logged and say no record's reference: --explain has it.
    """
    for one in answers:
        for step in one.followed:
            print_line(words, f"followed by a record of {step.source}, {step.locator}")
        for provenance in one.said:
            print_line(
                words,
                f"{provenance.connector_id} v{provenance.connector_version}, "
                f"{provenance.locator}, retrieved {provenance.retrieved:%Y-%m-%d %H:%M:%S}Z, "
                f"{provenance.permit_id}",
            )
        for check in one.checked:
            print_line(
                words,
                f"{check.connector_id} v{check.connector_version}, check of {check.kind.value}, "
                f"retrieved {check.checked:%Y-%m-%d %H:%M:%S}Z, {check.permit_id}",
            )
        body = one.snapshot.body
        print_line(words, f"sha256 {one.sha256}, {len(body):,} bytes of {one.snapshot.media_type}")
        if folder is None:
            print_bytes(body)
        else:
            write_private(folder / one.sha256, body)
            print_line(words, f"written to {folder / one.sha256}")
    return Exit.DONE
