"""The nightly summary: calls, answers, refusals and cost by source, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from skiptrace.model.card import ConnectorCard
from skiptrace.model.finding import FindingKind, FindingStatus
from skiptrace.model.order import OrderState
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.terminal import add_row, print_line, print_table, table_for
from skiptrace.reports.wording import KIND_WORDS, dollars, source_title

if TYPE_CHECKING:
    from rich.console import Console

_CALLED = frozenset(
    {
        Outcome.HIT,
        Outcome.NO_HIT,
        Outcome.FAILED,
        Outcome.PENDING,
        Outcome.IN_DOUBT,
        Outcome.OVERDUE,
    }
)
_FAILED = frozenset(
    {Outcome.FAILED, Outcome.BLOCKED, Outcome.IN_DOUBT, Outcome.PENDING, Outcome.OVERDUE}
)
_TOLD = 20
"""Reasons of failures that a person is told; the steps of each order have all of them."""


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many steps of one source ended alike; `refused` when a rule of ours stopped them.

    `reason` is the source's own, where it did not answer.
    """

    connector_id: str
    outcome: Outcome
    refused: bool
    count: int
    cost: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that did not answer so many questions of the run, and why."""

    source: str
    outcome: Outcome
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Unfinished:
    """So many orders that did not end `done`: how they ended, by which rule or source, and why.

    An order that two sources left incomplete counts for each.
    """

    state: OrderState
    source: str
    rule: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class Money:
    """What the night's budget was and left, in US dollars, and whom it left waiting.

    All runs of a night share it. `waiting` orders were not asked in full because it was used up,
    `capped` ones because their own was.
    """

    budget: Decimal
    left: Decimal
    waiting: int
    capped: int


@dataclass(frozen=True, slots=True)
class SourceTally:
    """One source's night. `calls` left the house: the gate's refusals and skips did not.

    A question whose answer did not come by its deadline is one of the failures.
    """

    source: str
    connector_id: str
    calls: int
    hits: int
    no_hits: int
    refusals: int
    blocked: int
    failures: int
    in_doubt: int
    pending: int
    skipped: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many findings have one kind and one status."""

    kind: FindingKind
    status: FindingStatus
    count: int


@dataclass(frozen=True, slots=True)
class NightlySummary:
    """What a run did with its own orders: by source, by state, by kind and status of finding.

    `placed` orders are new, `resumed` ones of an earlier run; `handed_on` ones were left to a fleet
    of workers. `broken_off` says what ended a run before all its orders were traced.
    """

    sources: tuple[SourceTally, ...]
    orders: Mapping[OrderState, int]
    findings: tuple[FindingCount, ...]
    cost: Decimal
    failures: tuple[Failure, ...] = ()
    money: Money | None = None
    placed: int = 0
    resumed: int = 0
    handed_on: int = 0
    unfinished: tuple[Unfinished, ...] = ()
    broken_off: str = ""

    @property
    def has_failures(self) -> bool:
        """Whether a source failed, blocked us, left a call in doubt, or an order was parked."""
        is_parked = bool(self.orders.get(OrderState.PARKED))
        return is_parked or any(s.failures or s.blocked or s.in_doubt for s in self.sources)


def count_steps(steps: Iterable[StepOutcome]) -> tuple[StepCount, ...]:
    """The steps counted by source, outcome and whether a rule stopped them."""
    counts: Counter[tuple[str, Outcome, bool, str]] = Counter()
    costs: dict[tuple[str, Outcome, bool, str], Decimal] = {}
    for step in steps:
        refused = step.outcome is Outcome.BLOCKED and bool(step.rule)
        reason = step.reason if step.outcome in _FAILED and not refused else ""
        key = (step.connector_id, step.outcome, refused, reason)
        counts[key] += 1
        costs[key] = costs.get(key, Decimal(0)) + step.cost
    return tuple(
        StepCount(connector_id, outcome, refused, count, costs[key], reason)
        for key, count in sorted(counts.items())
        for connector_id, outcome, refused, reason in [key]
    )


def join_counts(counts: Iterable[StepCount]) -> list[StepCount]:
    """Counts of steps with those of one kind added together, in the order of `count_steps`."""
    sums: dict[tuple[str, Outcome, bool, str], tuple[int, Decimal]] = {}
    for one in counts:
        key = (one.connector_id, one.outcome, one.refused, one.reason)
        count, cost = sums.get(key, (0, Decimal(0)))
        sums[key] = (count + one.count, cost + one.cost)
    return [StepCount(*key[:3], *sums[key], key[3]) for key in sorted(sums)]


def summarise(
    steps: Iterable[StepCount],
    cards: Mapping[str, ConnectorCard],
    orders: Mapping[OrderState, int],
    findings: Mapping[tuple[FindingKind, FindingStatus], int],
    money: Money | None = None,
    repeated: Iterable[StepCount] = (),
) -> NightlySummary:
    """The summary of a run; sources that cost most come first.

    `orders` counts the run's own orders by the state in which they ended, `repeated` the steps
    that said an earlier run's answer again: what it asked and paid is not this run's.
    """
    rows = tuple(_without(steps, repeated))
    ids = sorted({row.connector_id for row in rows})
    tallies = [_tally(i, [r for r in rows if r.connector_id == i], cards) for i in ids]
    kinds = list(FindingKind)
    ordered = sorted(findings.items(), key=lambda item: (kinds.index(item[0][0]), item[0][1]))
    return NightlySummary(
        sources=tuple(sorted(tallies, key=lambda t: (-t.cost, t.connector_id))),
        orders={state: orders[state] for state in OrderState if orders.get(state)},
        findings=tuple(FindingCount(*key, count) for key, count in ordered if count),
        cost=sum((t.cost for t in tallies), Decimal(0)),
        failures=tuple(_failures(rows, cards)),
        money=money,
    )


def _without(steps: Iterable[StepCount], repeated: Iterable[StepCount]) -> Iterator[StepCount]:
    """The steps without those that were repeated."""
    rest = Counter({(one.connector_id, one.outcome): one.count for one in repeated})
    costs = {(one.connector_id, one.outcome): one.cost for one in repeated}
    for row in steps:
        alike = (row.connector_id, row.outcome)
        less, cost = min(row.count, rest[alike]), min(row.cost, costs.get(alike, Decimal(0)))
        if less:
            rest[alike] -= less
            costs[alike] -= cost
            row = replace(row, count=row.count - less, cost=row.cost - cost)
        if row.count:
            yield row


def _failures(rows: Iterable[StepCount], cards: Mapping[str, ConnectorCard]) -> Iterable[Failure]:
    """Each source's failures with their reasons, the most frequent first."""
    counts: Counter[tuple[str, Outcome, str]] = Counter()
    for row in rows:
        if row.outcome in _FAILED and not row.refused:
            counts[row.connector_id, row.outcome, row.reason] += row.count
    for (connector_id, outcome, reason), count in counts.most_common():
        yield Failure(source_title(cards, connector_id), outcome, reason, count)


def summary_json(summary: NightlySummary) -> str:
    """The summary as canonical JSON."""
    return canonical_json(summary)


def print_summary(summary: NightlySummary, console: Console) -> None:
    """The summary as tables: sources, what failed and why, findings, orders, the money left."""
    placed = f"{summary.placed:,} orders placed, {summary.resumed:,} taken up from an earlier run"
    print_line(console, placed)
    if summary.handed_on:
        words = f"{summary.handed_on:,} orders handed on to the fleet: see `skiptrace status`"
        print_line(console, words)
    if summary.broken_off:
        print_line(console, f"Broken off: {summary.broken_off}")
    names = ("Source", ">Calls", ">Hits", ">No hits", ">Refused", ">Blocked", ">Failed")
    more = (">In doubt", ">Pending", ">Skipped", ">Cost")
    table = table_for(console, "Sources", (*names, *more))
    for t in summary.sources:
        counts = (t.calls, t.hits, t.no_hits, t.refusals, t.blocked, t.failures)
        rest = (t.in_doubt, t.pending, t.skipped)
        cells = (t.source, *(f"{n:,}" for n in counts + rest), dollars(t.cost))
        add_row(table, cells, "red" if t.failures or t.in_doubt or t.blocked else "")
    print_table(console, table)
    for f in summary.failures[:_TOLD]:
        words = f.outcome.value.replace("_", " ")
        print_line(console, f"{f.source}: {f.count:,} {words}: {f.reason or 'no reason given'}")
    _print_unfinished(summary, console)
    _print_findings(summary, console)
    orders = ", ".join(f"{count:,} {state.value}" for state, count in summary.orders.items())
    print_line(console, f"Orders: {orders or 'none'}. Cost in all: {dollars(summary.cost)}")
    if summary.money is not None:
        print_line(console, _money(summary.money))


def _print_unfinished(summary: NightlySummary, console: Console) -> None:
    if not summary.unfinished:
        return
    table = table_for(console, "Not done", ("State", ">Orders", "Rule", "Source", "Why"))
    for one in summary.unfinished[:_TOLD]:
        state = one.state.value.replace("_", " ")
        add_row(table, (state, f"{one.count:,}", one.rule, one.source, one.why))
    print_table(console, table)
    if (more := len(summary.unfinished) - _TOLD) > 0:
        print_line(console, f"and {more:,} more reasons: --json has them all")


def _money(money: Money) -> str:
    spent = f"{dollars(money.budget - money.left)} spent"
    words = [f"Budget of the night: {spent}, {dollars(money.left)} of {dollars(money.budget)} left"]
    if money.waiting:
        words.append(f"{money.waiting:,} orders wait for money and are due again")
    if money.capped:
        words.append(f"{money.capped:,} orders reached their own budget")
    return "; ".join(words)


def _print_findings(summary: NightlySummary, console: Console) -> None:
    counts = {(row.kind, row.status): row.count for row in summary.findings}
    statuses = [status for status in FindingStatus if any(s is status for _, s in counts)]
    table = table_for(console, "Findings", ("Kind", *(f">{s.value}" for s in statuses)))
    for kind in dict.fromkeys(kind for kind, _ in counts):
        numbers = (f"{counts.get((kind, status), 0):,}" for status in statuses)
        add_row(table, (KIND_WORDS[kind], *numbers))
    if counts:
        print_table(console, table)
    else:
        print_line(console, "Findings: none")


def _tally(
    connector_id: str, rows: list[StepCount], cards: Mapping[str, ConnectorCard]
) -> SourceTally:
    ended: Counter[Outcome] = Counter()
    for row in rows:
        ended[row.outcome] += row.count
    refusals = sum(row.count for row in rows if row.refused)
    blocked = ended[Outcome.BLOCKED] - refusals
    return SourceTally(
        source=source_title(cards, connector_id),
        connector_id=connector_id,
        calls=sum(ended[outcome] for outcome in _CALLED) + blocked,
        hits=ended[Outcome.HIT],
        no_hits=ended[Outcome.NO_HIT],
        refusals=refusals,
        blocked=blocked,
        failures=ended[Outcome.FAILED] + ended[Outcome.OVERDUE],
        in_doubt=ended[Outcome.IN_DOUBT],
        pending=ended[Outcome.PENDING],
        skipped=ended[Outcome.SKIPPED],
        cost=sum((row.cost for row in rows), Decimal(0)),
    )
