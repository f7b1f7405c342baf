"""Shows runs of the nightly batch: one a line, or one as it reported itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from rich.console import Console

from skiptrace.acts.runs import RunInFull, RunState, RunView, TierSource
from skiptrace.casefile.night_figures import SourceCost
from skiptrace.cli.status_view import OUTCOMES
from skiptrace.model.order import OrderState
from skiptrace.reports.canonical import canonical_json
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
_TOLD = 20
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


def run_json(found: RunInFull) -> str:
    """The run as `runs list` has it, with what the case file has of it beside."""
    more = {f.name: getattr(found, f.name) for f in fields(found) if f.name != "run"}
    own = {f.name: getattr(found.run, f.name) for f in fields(found.run)}
    return canonical_json(own | more)


def print_run(found: RunInFull, console: Console) -> None:
    """One run with its report, and what the case file has of it."""
    run = found.run
    lead = f"Run {run.id}, night of {run.as_of}, started by {run.requester}"
    print_line(console, f"{lead} on {minute(run.started)}, ended {_ended(run)}", "bold")
    if run.report is not None:
        print_summary(run.report, console)
    else:
        orders = ", ".join(f"{n:,} {state.replace('_', ' ')}" for state, n in found.orders.items())
        print_line(console, f"Orders that it had last, as they stand: {orders or 'none'}")
        for one in found.failures[:_TOLD]:
            words = one.outcome.value.replace("_", " ")
            why = one.reason or "no reason given"
            print_line(console, f"{one.source}: {one.count:,} {words}: {why}")
    _print_tiers(found.tiers, console)
    _print_costs(found.costs, console)


def _print_tiers(tiers: Sequence[TierSource], console: Console) -> None:
    if not tiers:
        return
    names = [name for name in OUTCOMES if any(one.outcomes.get(name) for one in tiers)]
    heads = (">Steps", *(f">{name.replace('_', ' ').capitalize()}" for name in names), ">Cost")
    table = table_for(console, "Tiers", ("Tier", "Source", *heads))
    for one in tiers:
        counts = (f"{one.outcomes.get(name, 0):,}" for name in names)
        add_row(table, (one.tier, one.source, f"{one.steps:,}", *counts, dollars(one.cost)))
    print_table(console, table)


def _print_costs(costs: Sequence[SourceCost], console: Console) -> None:
    if not costs:
        return
    heads = ("Source", ">Calls", ">Spent", ">In doubt", ">At most")
    table = table_for(console, "Paid calls that it made, by the ledger", heads)
    for one in costs:
        most = dollars(one.ceiling) if one.in_doubt else ""
        cells = (one.source, f"{one.calls:,}", dollars(one.spent), f"{one.in_doubt:,}", most)
        add_row(table, cells)
    print_table(console, table)


def _ended(run: RunView) -> str:
    at = minute(run.ended) if run.ended is not None else ""
    return ", ".join(filter(None, (at, _WORDS.get(run.state, ""))))
