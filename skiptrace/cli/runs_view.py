"""Shows runs of the nightly batch: one a line, or one as it reported itself."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from skiptrace.acts.runs import RunState, RunView
from skiptrace.model.order import OrderState
from skiptrace.reports.summary import print_summary
from skiptrace.reports.terminal import add_row, print_line, print_table, table_for
from skiptrace.reports.wording import dollars, minute

_COLUMNS = ("Run", "Night", "Began", "Ended", ">Placed", ">Resumed")
_COUNTED = (
    OrderState.DONE,
    OrderState.HELD,
    OrderState.AWAITING,
    OrderState.INCOMPLETE,
    OrderState.IN_DOUBT,
)
_ID = 12
_WORDS = {
    RunState.AT_WORK: "at work",
    RunState.LOST: "never: it was killed, and a later run takes its orders up",
    RunState.BROKEN_OFF: "broken off",
}


def print_runs(runs: Sequence[RunView], console: Console) -> None:
    """The runs as a table; a run is named by the beginning of its id."""
    if not runs:
        print_line(console, "no run of the nightly batch yet")
        return
    states = (*(f">{s.value.replace('_', ' ').capitalize()}" for s in _COUNTED), ">Cost")
    table = table_for(console, "", (*_COLUMNS, *states, "Sources that failed"))
    for run in runs:
        add_row(table, (*_began(run), *_did(run)))
    print_table(console, table)


def _began(run: RunView) -> tuple[str, ...]:
    return run.id[:_ID], str(run.as_of), minute(run.started), _ended(run)


def _did(run: RunView) -> tuple[str, ...]:
    report = run.report
    if report is None:
        return ("", "", *("" for _ in _COUNTED), "", "")
    failed = dict.fromkeys(one.source for one in report.failures)
    counts = (report.placed, report.resumed, *(report.orders.get(s, 0) for s in _COUNTED))
    return (*(f"{n:,}" for n in counts), dollars(report.cost), "; ".join(failed))


def print_run(run: RunView, console: Console) -> None:
    """One run with its report."""
    lead = f"Run {run.id}, night of {run.as_of}, started by {run.requester}"
    print_line(console, f"{lead} on {minute(run.started)}, ended {_ended(run)}", "bold")
    if run.report is not None:
        print_summary(run.report, console)


def _ended(run: RunView) -> str:
    at = minute(run.ended) if run.ended is not None else ""
    return ", ".join(filter(None, (at, _WORDS.get(run.state, ""))))
