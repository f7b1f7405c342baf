"""What somebody should know of a night: what does not go on by itself, and what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from skiptrace.acts.runs import RunState
from skiptrace.acts.status import (
    Matter,
    NightStatus,
    Severity,
    WorkerLine,
    WorkerPulse,
)
from skiptrace.casefile.task_queue import FleetFigures
from skiptrace.model.order import OrderState

STALLED = timedelta(minutes=15)
"""A run under way that ended no order and had no answer for so long stands still."""
_FEW = 10
"""Answers of a source of which a part says nothing yet."""
_SHORT = 12
_LOOKED_AT = (OrderState.IN_DOUBT.value, OrderState.PARKED.value)


def matters_of(
    workers: Sequence[WorkerLine], night: NightStatus | None, fleet: FleetFigures | None
) -> Iterator[Matter]:
    """What is to be told, the most pressing first; none when all is well."""
    if night is not None:
        yield from _lost(night)
        yield from _stalled(night)
    if fleet is not None:
        yield from _fleet(fleet)
    yield from _workers(workers)
    if night is not None:
        yield from _broken_off(night)
        yield from _orders(night)
        yield from _sources(night)
        yield from _budget(night)


def _lost(night: NightStatus) -> Iterator[Matter]:
    """A run that was killed and that no other goes on with."""
    if night.is_under_way:
        return
    last = night.runs[-1]
    if last.state is RunState.LOST:
        words = f"run {last.id[:_SHORT]} ended without a word and none goes on with its orders"
        yield Matter(Severity.FAILING, f"{words}: start `skiptrace nightly`")


def _stalled(night: NightStatus) -> Iterator[Matter]:
    orders = night.orders
    is_old = night.read_at - night.since > STALLED
    is_still = not orders.ended_in_window and not any(s.lately for s in night.sources)
    if night.is_under_way and is_old and is_still and orders.todo + orders.claimed:
        words = f"no order ended in the last {STALLED.seconds // 60} minutes and no source answered"
        yield Matter(Severity.FAILING, f"{words}: look at its log, or end it and start it again")


def _fleet(fleet: FleetFigures) -> Iterator[Matter]:
    if fleet.waiting and not fleet.processes:
        words = f"{fleet.waiting:,} tasks of the fleet wait and no worker is heard of"
        yield Matter(Severity.FAILING, f"{words}: start `skiptrace worker`")
    if fleet.failed:
        words = f"{fleet.failed:,} tasks of the fleet failed by a fault of ours"
        yield Matter(Severity.LOOK, f"{words}: look at the log; each night tries their orders anew")


def _workers(workers: Sequence[WorkerLine]) -> Iterator[Matter]:
    for one in workers:
        if one.pulse is WorkerPulse.ALIVE:
            continue
        heard = f"was last heard of at {one.heard:%Y-%m-%d %H:%M}Z"
        does = (
            "the next run gives back what it holds"
            if one.pulse is WorkerPulse.GONE
            else "is its process stopped, or its host asleep?"
        )
        yield Matter(Severity.LOOK, f"worker {one.id[:_SHORT]} {heard}: {does}")


def _broken_off(night: NightStatus) -> Iterator[Matter]:
    last = night.runs[-1]
    if not night.is_under_way and last.state is RunState.BROKEN_OFF:
        words = f"run {last.id[:_SHORT]} was broken off"
        yield Matter(Severity.LOOK, f"{words}: see `skiptrace runs show {last.id[:_SHORT]}`")


def _orders(night: NightStatus) -> Iterator[Matter]:
    for state in _LOOKED_AT:
        if count := night.orders.ended.get(state, 0):
            words = f"{count:,} orders of this night are {state.replace('_', ' ')}"
            yield Matter(Severity.LOOK, f"{words}: see `skiptrace orders list`")


def _sources(night: NightStatus) -> Iterator[Matter]:
    for one in night.sources:
        if one.rests_until is not None:
            words = f"{one.source}: it failed or refused and is not asked before"
            yield Matter(Severity.LOOK, f"{words} {one.rests_until:%Y-%m-%d %H:%M}Z")
        elif one.lately >= _FEW and one.failed_lately * 2 > one.lately:
            words = (
                f"{one.source}: {one.failed_lately:,} of its last {one.lately:,} answers are none"
            )
            yield Matter(Severity.LOOK, f"{words}: it fails or refuses")


def _budget(night: NightStatus) -> Iterator[Matter]:
    if night.budget.left <= 0 and night.orders.ended.get(OrderState.INCOMPLETE.value):
        words = "the money of the night is used up, and orders are left incomplete"
        yield Matter(Severity.LOOK, f"{words}: see nightly.run_budget")
