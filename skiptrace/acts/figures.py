"""The figures of a status as monitors name them: one registry of names, whatever shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from skiptrace.acts.runs import RunState
from skiptrace.acts.status import NightStatus, Status, WorkerPulse

Labels = Mapping[str, str]
Sample = tuple[Labels, float]
Read = Callable[[Status], Iterator[Sample]]
_NONE: Labels = {}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, what it says and in which unit, its labels, and where it is found.

    A figure of a night has no sample while there was none.
    """

    name: str
    words: str
    labels: tuple[str, ...]
    samples: Read


def _of_night(
    read: Callable[[NightStatus], Iterator[Sample]],
) -> Callable[[Status], Iterator[Sample]]:
    def samples(status: Status) -> Iterator[Sample]:
        if status.night is not None:
            yield from read(status.night)

    return samples


def _one(
    read: Callable[[NightStatus], float | Decimal | None],
) -> Callable[[Status], Iterator[Sample]]:
    def samples(night: NightStatus) -> Iterator[Sample]:
        value = read(night)
        if value is not None:
            yield _NONE, float(value)

    return _of_night(samples)


def _workers(status: Status) -> Iterator[Sample]:
    for pulse in WorkerPulse:
        count = len([one for one in status.workers if one.pulse is pulse])
        yield {"pulse": pulse.value}, float(count)


def _processes(status: Status) -> Iterator[Sample]:
    if status.fleet is not None:
        yield _NONE, float(status.fleet.processes)


def _tasks(status: Status) -> Iterator[Sample]:
    for one in status.fleet.queues if status.fleet is not None else ():
        states = {"waiting": one.waiting, "in_hand": one.in_hand, "failed": one.failed}
        for state, count in states.items():
            yield {"queue": one.queue, "state": state}, float(count)


def _matters(status: Status) -> Iterator[Sample]:
    for severity in ("look", "failing"):
        count = len([one for one in status.matters if one.severity.value == severity])
        yield {"severity": severity}, float(count)


def _read_at(status: Status) -> Iterator[Sample]:
    yield _NONE, status.read_at.timestamp()


def _runs(night: NightStatus) -> Iterator[Sample]:
    for state in RunState:
        yield {"state": state.value}, float(len([r for r in night.runs if r.state is state]))


def _orders(night: NightStatus) -> Iterator[Sample]:
    orders = night.orders
    yield {"state": "todo"}, float(orders.todo)
    yield {"state": "claimed"}, float(orders.claimed)
    for state, count in orders.ended.items():
        yield {"state": state}, float(count)


def _steps(night: NightStatus) -> Iterator[Sample]:
    for tier in night.tiers:
        for outcome, count in tier.outcomes.items():
            yield {"tier": tier.tier, "outcome": outcome}, float(count)


def _answers(night: NightStatus) -> Iterator[Sample]:
    for one in night.sources:
        for outcome, count in one.outcomes.items():
            yield {"source": one.source, "outcome": outcome}, float(count)


def _answer_rate(night: NightStatus) -> Iterator[Sample]:
    for one in night.sources:
        yield {"source": one.source}, one.per_minute


def _failed_lately(night: NightStatus) -> Iterator[Sample]:
    for one in night.sources:
        yield {"source": one.source}, float(one.failed_lately)


FIGURES = (
    Figure("skiptrace_read_timestamp_seconds", "When this was read.", (), _read_at),
    Figure("skiptrace_workers", "Workers that nobody ended, by whether they are heard of.",
           ("pulse",), _workers),
    Figure("skiptrace_fleet_processes", "Worker processes of the fleet that are heard of.", (),
           _processes),
    Figure("skiptrace_fleet_tasks", "Tasks of the fleet that have not ended well.",
           ("queue", "state"), _tasks),
    Figure("skiptrace_matters", "What somebody should know, by how pressing it is.",
           ("severity",), _matters),
    Figure("skiptrace_night_under_way", "1 while a run of the night is at work, else 0.", (),
           _one(lambda night: float(night.is_under_way))),
    Figure("skiptrace_night_start_timestamp_seconds", "When the night began.", (),
           _one(lambda night: night.since.timestamp())),
    Figure("skiptrace_night_runs", "Runs of the night, by how they stand.", ("state",),
           _of_night(_runs)),
    Figure("skiptrace_night_orders_placed", "Orders that were placed since the night began.", (),
           _one(lambda night: night.orders.placed)),
    Figure("skiptrace_night_orders", "Orders in hand, and those that ended in the night, by state.",
           ("state",), _of_night(_orders)),
    Figure("skiptrace_night_orders_per_minute", "Orders ended a minute, over the last five.", (),
           _one(lambda night: night.orders.per_minute)),
    Figure("skiptrace_night_steps", "Steps of the orders that ended, by tier and outcome.",
           ("tier", "outcome"), _of_night(_steps)),
    Figure("skiptrace_night_answers", "Answers of sources since the night began, by outcome.",
           ("source", "outcome"), _of_night(_answers)),
    Figure("skiptrace_night_answers_per_minute", "Answers a minute, over the last five.",
           ("source",), _of_night(_answer_rate)),
    Figure("skiptrace_night_failed_lately", "Answers that are none, in the last five minutes.",
           ("source",), _of_night(_failed_lately)),
    Figure("skiptrace_night_budget_limit_dollars", "The money of the night.", (),
           _one(lambda night: night.budget.limit)),
    Figure("skiptrace_night_spent_dollars", "What sure answers cost so far.", (),
           _one(lambda night: night.budget.spent)),
    Figure("skiptrace_night_in_doubt_dollars", "What calls in doubt cost at most.", (),
           _one(lambda night: night.budget.ceiling)),
    Figure("skiptrace_night_budget_left_dollars", "What may still be spent.", (),
           _one(lambda night: night.budget.left)),
    Figure("skiptrace_night_left_seconds", "Estimated time until the orders in hand are done.", (),
           _one(lambda night: night.estimate.seconds if night.estimate else None)),
)  # fmt: skip
"""Every figure there is, in the order in which it is shown."""
