"""Shows how a night stands, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from rich.console import Console

from skiptrace.acts.runs import RunState
from skiptrace.acts.status import NightStatus, SourceLine, Status, TierLine, WorkerLine
from skiptrace.casefile.task_queue import FleetFigures
from skiptrace.model.waterfall import Outcome
from skiptrace.reports.terminal import add_row, print_line, print_table, table_for
from skiptrace.reports.wording import dollars, minute

_ID = 12
OUTCOMES = (*(outcome.value for outcome in Outcome), "refused")
"""The columns of what became of steps, in their order."""


def print_status(found: Status, console: Console) -> None:
    """The night, its workers, and what somebody should know."""
    if found.night is None:
        print_line(console, "no run of the nightly batch yet")
    else:
        _print_night(found.night, console)
    _print_workers(found.workers, console)
    if found.fleet is not None:
        _print_fleet(found.fleet, console)
    for matter in found.matters:
        print_line(console, f"{matter.severity.value}: {matter.words}", "bold")


def _print_night(night: NightStatus, console: Console) -> None:
    print_line(console, f"Night of {night.as_of}, since {minute(night.since)}: {_stands(night)}")
    orders = night.orders
    hand = f"{orders.placed:,} placed; {orders.todo:,} wait, {orders.claimed:,} claimed"
    ended = ", ".join(f"{n:,} {_words(state)}" for state, n in orders.ended.items() if n)
    print_line(console, f"Orders: {hand}; ended: {ended or 'none'}")
    rate = f"{orders.per_minute:,.1f} orders a minute in the last five"
    estimate = night.estimate
    if estimate is not None:
        left = timedelta(seconds=estimate.seconds)
        rate = f"{rate}; about {left} left, until {minute(estimate.at)} ({estimate.words})"
    if night.is_under_way:
        print_line(console, rate)
    _print_tiers(night.tiers, console)
    _print_sources(night.sources, console)
    budget = night.budget
    money = f"{dollars(budget.spent)} spent, {dollars(budget.left)} of {dollars(budget.limit)} left"
    doubt = f"; {budget.in_doubt:,} calls without a sure answer, at most {dollars(budget.ceiling)}"
    print_line(console, f"Budget of the night: {money}{doubt if budget.in_doubt else ''}")


def _print_fleet(fleet: FleetFigures, console: Console) -> None:
    print_line(console, f"Fleet: {fleet.processes:,} worker processes are heard of")
    if fleet.queues:
        table = table_for(console, "Tasks", ("Queue", ">Waiting", ">In hand", ">Failed"))
        for one in fleet.queues:
            counts = (one.waiting, one.in_hand, one.failed)
            add_row(table, (one.queue, *(f"{n:,}" for n in counts)))
        print_table(console, table)


def _stands(night: NightStatus) -> str:
    if night.is_under_way:
        at_work = len([r for r in night.runs if r.state is RunState.AT_WORK])
        return f"under way, {at_work} at work" if at_work else "under way, handed on to the fleet"
    word = night.runs[-1].state.value.replace("_", " ")
    return f"{word} {minute(night.ended)}" if night.ended is not None else word


def _words(state: str) -> str:
    return state.replace("_", " ")


def _heads(outcomes: Sequence[Mapping[str, int]]) -> list[str]:
    """The outcomes that there are, in their order."""
    there = {name for one in outcomes for name in one}
    return [*(o for o in OUTCOMES if o in there), *sorted(there - set(OUTCOMES))]


def _print_tiers(tiers: Sequence[TierLine], console: Console) -> None:
    if not tiers:
        return
    names = _heads([one.outcomes for one in tiers])
    heads = (">Steps", *(f">{_words(name).capitalize()}" for name in names), ">Cost")
    table = table_for(console, "Tiers, of the orders that ended", ("Tier", *heads))
    for one in tiers:
        counts = (f"{one.outcomes.get(name, 0):,}" for name in names)
        add_row(table, (one.tier, f"{one.steps:,}", *counts, dollars(one.cost)))
    print_table(console, table)


def _print_sources(sources: Sequence[SourceLine], console: Console) -> None:
    if not sources:
        return
    names = _heads([one.outcomes for one in sources])
    heads = (">Answers", *(f">{_words(name).capitalize()}" for name in names))
    table = table_for(
        console, "Sources, as they answer", ("Source", *heads, ">A minute", ">Failed lately")
    )
    for one in sources:
        counts = (f"{one.outcomes.get(name, 0):,}" for name in names)
        rate = (f"{one.per_minute:,.1f}", f"{one.failed_lately:,} of {one.lately:,}")
        add_row(table, (one.source, f"{one.answers:,}", *counts, *rate), _style(one))
    print_table(console, table)


def _style(one: SourceLine) -> str:
    return "red" if one.failed_lately else ""


def _print_workers(workers: Sequence[WorkerLine], console: Console) -> None:
    if not workers:
        return
    table = table_for(console, "Workers", ("Worker", "Since", "Last heard", "", "What"))
    for one in workers:
        what = "nightly run" if one.is_run else "other work"
        times = (minute(one.started), minute(one.heard))
        add_row(table, (one.id[:_ID], *times, one.pulse.value, what))
    print_table(console, table)
