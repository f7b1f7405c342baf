"""Figures of a night under way, read beside its workers: counts alone, and no row is opened.

Turns of orders and results of calls are numbered as they are stored, so what came since a moment
stands at the end of their tables: its first row is searched for by halving, and nothing before it
is read, however large the case file is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Select, Table, case, exists, func, select, true

from skiptrace.casefile.ledger_rows import newest_calls
from skiptrace.casefile.statements import Tx, is_newest, read_rows
from skiptrace.casefile.tables.orders import (
    call_result,
    connector_call,
    order_turn,
    step,
    trace_order,
    worker,
)
from skiptrace.model.order import OrderState, Scope
from skiptrace.model.waterfall import Outcome

_BEGUN = (OrderState.TODO.value, OrderState.CLAIMED.value)
_SLACK = timedelta(minutes=5)
"""How far two rows may stand in another order than their moments: a transaction is never older."""
FAILED = frozenset({Outcome.FAILED, Outcome.BLOCKED, Outcome.IN_DOUBT, Outcome.OVERDUE})
"""Outcomes by which a source gave no answer where it should have."""
UNANSWERED = FAILED | {Outcome.PENDING}
"""Outcomes by which there is no answer yet."""
Ids = Select[tuple[str]]
"""The ids of some orders, as a query."""
_REFUSED = (step.c.outcome == Outcome.BLOCKED.value) & (step.c.rule != "")
"""A step that a rule of ours stopped, not the source."""
_LOCATE = trace_order.c.scope == Scope.LOCATE.value
_COUNTS = is_newest(step, "order_id", "tier", "connector_id", by="seq")
"""A step that no later one of the same order, tier and source superseded."""


@dataclass(frozen=True, slots=True)
class OpenWorker:
    """A worker that nobody has ended: when it began, and until when its lease holds."""

    id: str
    started: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class TierCount:
    """So many steps of one tier and source that ended alike; `refused` by a rule of ours."""

    tier: str
    source: str
    outcome: str
    refused: bool
    count: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class SourceCost:
    """What one source's paid calls cost: sure answers, and calls in doubt at their ceiling."""

    source: str
    calls: int
    spent: Decimal
    in_doubt: int
    ceiling: Decimal


@dataclass(frozen=True, slots=True)
class ResultCount:
    """So many results of one source that say the same: in all, and since a later moment."""

    source: str
    outcome: str
    count: int
    lately: int


@dataclass(frozen=True, slots=True)
class FundFigures:
    """What was charged to one fund: sure answers in US dollars, and open calls at their ceiling."""

    spent: Decimal
    in_doubt: int
    ceiling: Decimal

    @property
    def charged(self) -> Decimal:
        """What may not be spent a second time."""
        return self.spent + self.ceiling


def open_workers(tx: Tx) -> list[OpenWorker]:
    """The workers that nobody has ended, oldest first."""
    t = worker.c
    query = select(t.id, t.started, t.until).where(t.ended.is_(None)).order_by(t.started)
    return [OpenWorker(*row) for row in tx.execute(query)]


def orders_in_hand(tx: Tx) -> dict[str, int]:
    """How many locate orders have not ended, by state: they wait, or a worker has them."""
    state = trace_order.c.state
    query = select(state, func.count()).where(_LOCATE, state.in_(_BEGUN)).group_by(state)
    found = dict.fromkeys(_BEGUN, 0)
    found.update({row[0]: row[1] for row in tx.execute(query)})
    return found


def orders_placed(tx: Tx, since: datetime) -> int:
    """How many locate orders were placed since."""
    query = select(func.count()).where(_LOCATE, trace_order.c.created >= since)
    states = trace_order.c.state.in_([one.value for one in OrderState])
    return tx.execute(query.where(states)).scalar_one()


def states_of(tx: Tx, orders: Ids) -> dict[str, int]:
    """How many of these locate orders stand in each state now."""
    query = select(trace_order.c.state, func.count()).where(_LOCATE, trace_order.c.id.in_(orders))
    rows = tx.execute(query.group_by(trace_order.c.state))
    return {row[0]: row[1] for row in rows}


def ends_since(tx: Tx, moments: Sequence[datetime]) -> list[int]:
    """How many locate orders ended since each of these moments."""
    if not moments:
        return []
    turns = order_turn.c
    sums = [func.sum(case((turns.at >= moment, 1), else_=0)) for moment in moments]
    query = (
        select(*sums)
        .join(trace_order, trace_order.c.id == turns.order_id)
        .where(
            _LOCATE, turns.seq >= first_since(tx, order_turn, min(moments)), turns.at.isnot(None)
        )
    )
    return [int(count or 0) for count in tx.execute(query).one()]


def last_end(tx: Tx, since: datetime, as_of: date) -> datetime | None:
    """When the last locate order of that night or an earlier one ended since."""
    turns = order_turn.c
    query = (
        select(turns.at)
        .join(trace_order, trace_order.c.id == turns.order_id)
        .where(_LOCATE, trace_order.c.as_of <= as_of, turns.at.isnot(None))
        .where(turns.seq >= first_since(tx, order_turn, since))
        .order_by(turns.at.desc())
        .limit(1)
    )
    return tx.execute(query).scalar()


def tier_counts(tx: Tx, orders: Ids) -> list[TierCount]:
    """What became of the steps of these locate orders, by tier and source."""
    refused = case((_REFUSED, 1), else_=0)
    alike = (step.c.tier, step.c.connector_id, step.c.outcome, refused)
    query = (
        select(*alike, func.count(), func.sum(step.c.cost))
        .join(trace_order, trace_order.c.id == step.c.order_id)
        .where(_LOCATE, step.c.order_id.in_(orders), _COUNTS)
        .group_by(*alike)
    )
    return [
        TierCount(tier, source, outcome, bool(is_refused), count, cost or Decimal(0))
        for tier, source, outcome, is_refused, count, cost in tx.execute(query)
    ]


def failure_counts(tx: Tx, orders: Ids) -> Counter[tuple[str, Outcome, str]]:
    """How often each source did not answer these orders, by outcome and reason; rows are opened.

    Raises CaseFileError for a step that was changed by hand.
    """
    failed = [outcome.value for outcome in UNANSWERED]
    unanswered = select(step).where(
        step.c.order_id.in_(orders), step.c.outcome.in_(failed), ~_REFUSED, _COUNTS
    )
    rows = read_rows(tx, step, unanswered)
    return Counter(
        (row["connector_id"], Outcome(row["outcome"]), row["reason"].decode()) for row in rows
    )


def fund_by_source(tx: Tx, fund: str, worker_id: str | None) -> list[SourceCost]:
    """What one worker's paid calls cost that were charged to a fund, by source; None is all."""
    calls = newest_calls().c
    query = (
        select(
            calls.connector_id,
            func.count(),
            func.sum(case((calls.is_open == 0, calls.cost))),
            func.sum(calls.is_open),
            func.sum(case((calls.is_open == 1, calls.ceiling))),
        )
        .where(calls.fund == fund, true() if worker_id is None else calls.worker == worker_id)
        .group_by(calls.connector_id)
        .order_by(calls.connector_id)
    )
    return [
        SourceCost(source, count, spent or Decimal(0), int(doubtful), ceiling or Decimal(0))
        for source, count, spent, doubtful, ceiling in tx.execute(query)
    ]


def result_counts(tx: Tx, since: datetime, lately: datetime) -> list[ResultCount]:
    """What sources answered since, and how much of that since the later moment."""
    t = call_result.c
    recent = func.sum(case((t.at >= lately, 1), else_=0))
    query = (
        select(connector_call.c.connector_id, t.outcome, func.count(), recent)
        .join(connector_call, connector_call.c.inquiry_id == t.inquiry_id)
        .where(t.seq >= first_since(tx, call_result, since), t.at >= since, t.worker.is_(None))
        .group_by(connector_call.c.connector_id, t.outcome)
    )
    return [
        ResultCount(source, outcome, count, int(new))
        for source, outcome, count, new in tx.execute(query)
    ]


def fund_figures(tx: Tx, fund: str) -> FundFigures:
    """What was charged to a fund so far, whatever run made the calls."""
    calls = newest_calls().c
    query = select(
        func.sum(case((calls.is_open == 0, calls.cost))),
        func.sum(calls.is_open),
        func.sum(case((calls.is_open == 1, calls.ceiling))),
    ).where(calls.fund == fund)
    spent, doubtful, ceiling = tx.execute(query).one()
    return FundFigures(spent or Decimal(0), int(doubtful or 0), ceiling or Decimal(0))


def by_outcome(counts: Sequence[TierCount]) -> Mapping[str, Counter[str]]:
    """The steps of each tier by outcome; what a rule refused counts as `refused`."""
    found: dict[str, Counter[str]] = {}
    for one in counts:
        outcome = "refused" if one.refused else one.outcome
        found.setdefault(one.tier, Counter())[outcome] += one.count
    return found


def ended_since(tx: Tx, since: datetime, until: datetime | None) -> Ids:
    """The ids of orders that have a turn by which they ended in that span."""
    turns = order_turn.c
    query = select(turns.order_id).where(
        turns.seq >= first_since(tx, order_turn, since), turns.at >= since
    )
    return query if until is None else query.where(turns.at <= until)


def claimed_by(tx: Tx, worker_id: str, since: datetime) -> Ids:
    """The ids of orders that a worker claimed, which began then, and no other after it."""
    turns, later = order_turn.c, order_turn.alias()
    claims = (
        turns.seq >= first_since(tx, order_turn, since),
        turns.state == OrderState.CLAIMED.value,
        turns.worker == worker_id,
    )
    again = exists().where(
        later.c.order_id == turns.order_id,
        later.c.state == OrderState.CLAIMED.value,
        later.c.seq > turns.seq,
    )
    return select(turns.order_id).where(*claims, ~again.correlate(order_turn))


def first_since(tx: Tx, table: Table, moment: datetime) -> int:
    """A row number of the table before which no row has a moment `at` that is not earlier.

    Rows of several workers are stored in another order than their moments, so a few earlier ones
    stand behind it: compare `at` besides.
    """
    columns, moment = table.c, moment - _SLACK
    low, high = tx.execute(
        select(func.coalesce(func.min(columns.seq), 0), func.coalesce(func.max(columns.seq), 0) + 1)
    ).one()
    while low < high:
        middle = (low + high) // 2
        at = tx.execute(
            select(columns.at)
            .where(columns.seq >= middle, columns.at.isnot(None))
            .order_by(columns.seq)
            .limit(1)
        ).scalar()
        if at is None or at >= moment:
            high = middle
        else:
            low = middle + 1
    return int(low)
