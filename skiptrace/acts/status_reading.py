"""Reads how a night stands, beside its workers: nothing is written and nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from skiptrace.acts.health import matters_of
from skiptrace.acts.office import Office
from skiptrace.acts.runs import RunState, RunView, place_of, tier_names, views_of
from skiptrace.acts.status import (
    BudgetFigures,
    Estimate,
    NightStatus,
    OrderFigures,
    RunLine,
    SourceLine,
    Status,
    TierLine,
    WorkerLine,
    WorkerPulse,
)
from skiptrace.app.build import workplace
from skiptrace.app.fleet import FLEET
from skiptrace.casefile import night_figures as figures
from skiptrace.casefile import task_queue
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.task_queue import FleetFigures
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.order import OrderState
from skiptrace.tracing.run import night_fund

LATELY = timedelta(minutes=5)
WINDOW = timedelta(minutes=15)
"""Rates are of the last five minutes; what is left is estimated by the last fifteen."""
_RUNS = 50
_MISSED = 3
"""A worker that missed so many beats is late, though its lease still holds."""
_LEFT = (OrderState.TODO.value, OrderState.CLAIMED.value)


@dataclass(frozen=True, slots=True)
class StatusReader:
    """Reads how the night stands, each time anew."""

    office: Office

    def read(self) -> Status:
        """The status as of now; nothing is written, and no worker waits for it."""
        now = self.office.clock()
        with self.office.case.read() as tx:
            runs = self._runs(tx, now)
            workers = list(self._workers(tx, now, runs))
            night = self._night(tx, now, runs) if runs else None
            fleet = self._fleet(tx)
        return Status(now, workers, night, tuple(matters_of(workers, night, fleet)), fleet)

    def _fleet(self, tx: Tx) -> FleetFigures | None:
        is_asked = self.office.installation.settings.nightly.executor == FLEET
        return task_queue.figures(tx) if is_asked else None

    def _runs(self, tx: Tx, now: datetime) -> list[RunView]:
        """The runs of the last night, oldest first."""
        found = views_of(self.office.case, tx, self.office.case.runs.latest(tx, _RUNS), now)
        return [one for one in reversed(found) if one.as_of == found[0].as_of]

    def _workers(self, tx: Tx, now: datetime, runs: Sequence[RunView]) -> Iterator[WorkerLine]:
        terms = workplace(self.office.installation, self.office.case).terms
        patience = _MISSED * timedelta(seconds=terms.beat)
        ids = {one.id for one in runs}
        for one in figures.open_workers(tx):
            heard = one.until - terms.lease
            pulse = WorkerPulse.LATE if now - heard > patience else WorkerPulse.ALIVE
            pulse = WorkerPulse.GONE if one.until <= now else pulse
            yield WorkerLine(one.id, one.started, heard, pulse, one.id in ids)

    def _night(self, tx: Tx, now: datetime, runs: Sequence[RunView]) -> NightStatus:
        since, is_under_way = runs[0].started, any(r.state is RunState.AT_WORK for r in runs)
        ends = [one.ended for one in runs if one.ended is not None]
        if any(one.report is not None and one.report.handed_on for one in runs):
            is_under_way = is_under_way or any(figures.orders_in_hand(tx).values())
            ends += filter(None, [figures.last_end(tx, since, runs[0].as_of)])
        ended = None if is_under_way or not ends else max(ends)
        until = ended if ended is not None else now
        orders = self._orders(tx, since, until, now)
        return NightStatus(
            now,
            runs[0].as_of,
            since,
            ended,
            is_under_way,
            [RunLine(one.id, one.started, one.ended, one.state) for one in runs],
            orders,
            self._tiers(figures.tier_counts(tx, figures.ended_since(tx, since, ended))),
            self._sources(tx, figures.result_counts(tx, since, now - LATELY), since, now),
            self._budget(tx, runs[0].as_of),
            _estimate(orders, now - since, now) if is_under_way else None,
        )

    def _orders(self, tx: Tx, since: datetime, until: datetime, now: datetime) -> OrderFigures:
        hand = figures.orders_in_hand(tx)
        ended = figures.states_of(tx, figures.ended_since(tx, since, until))
        lately, window = figures.ends_since(
            tx, [max(since, now - LATELY), max(since, now - WINDOW)]
        )
        named = {state.value: 0 for state in OrderState if state.value not in _LEFT}
        counts = named | {state: n for state, n in ended.items() if state not in _LEFT}
        todo, claimed = (hand[state] for state in _LEFT)
        rate = _per_minute(lately, min(LATELY, now - since))
        placed = figures.orders_placed(tx, since)
        return OrderFigures(placed, todo, claimed, counts, lately, window, rate)

    def _tiers(self, counts: Sequence[figures.TierCount]) -> list[TierLine]:
        outcomes = figures.by_outcome(counts)
        order = tier_names(self.office.installation)
        ranked = sorted(outcomes, key=lambda tier: place_of(tier, order))
        return [
            TierLine(
                tier,
                sum(outcomes[tier].values()),
                dict(outcomes[tier]),
                sum((one.cost for one in counts if one.tier == tier), Decimal(0)),
            )
            for tier in ranked
        ]

    def _sources(
        self, tx: Tx, counts: Sequence[figures.ResultCount], since: datetime, now: datetime
    ) -> list[SourceLine]:
        pauses = self.office.case.pauses.all(tx)
        rests = {i: pause.until for i, pause in pauses.items() if pause.until > now}
        lines = _sources(counts, since, now)
        return [replace(line, rests_until=rests.get(line.source)) for line in lines]

    def _budget(self, tx: Tx, as_of: date) -> BudgetFigures:
        limit = self.office.installation.settings.nightly.run_budget
        fund = figures.fund_figures(tx, night_fund(as_of))
        return BudgetFigures(limit, fund.spent, fund.in_doubt, fund.ceiling, limit - fund.charged)


def begin_status(office: Office, actor: Actor) -> StatusReader:
    """What reads how the night stands, by leave of the office; looking on is one event."""
    office.ask(actor, Act.SHOW_STATUS)
    return StatusReader(office)


def _sources(
    counts: Sequence[figures.ResultCount], since: datetime, now: datetime
) -> Iterator[SourceLine]:
    for source in sorted({one.source for one in counts}):
        own = [one for one in counts if one.source == source]
        failed = [one for one in own if one.outcome in figures.FAILED]
        lately = sum(one.lately for one in own)
        yield SourceLine(
            source,
            sum(one.count for one in own),
            {one.outcome: one.count for one in own},
            sum(one.count for one in failed),
            lately,
            sum(one.lately for one in failed),
            _per_minute(lately, min(LATELY, now - since)),
        )


def _per_minute(count: int, span: timedelta) -> float:
    minutes = span.total_seconds() / 60
    return round(count / minutes, 1) if minutes > 0 else 0.0


def _estimate(orders: OrderFigures, run_for: timedelta, now: datetime) -> Estimate | None:
    """None while nothing ended lately: there is nothing to estimate by."""
    span = min(WINDOW, run_for)
    if not orders.ended_in_window or span <= timedelta(0):
        return None
    left = orders.todo + orders.claimed
    seconds = round(left * span.total_seconds() / orders.ended_in_window)
    minutes = max(1, round(span.total_seconds() / 60))
    words = f"an estimate: as many orders a minute as in the last {minutes} minutes"
    return Estimate(seconds, now + timedelta(seconds=seconds), words)
