"""The runs of the nightly batch: what each did, and whether it came to its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from jobs.nightly import RUN_REPORT
from skiptrace.acts.office import Office
from skiptrace.app.build import waterfalls_of
from skiptrace.app.installation import Installation
from skiptrace.app.sources import cards
from skiptrace.casefile import night_figures as figures
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.night_figures import SourceCost
from skiptrace.casefile.runs import StoredRun
from skiptrace.casefile.statements import Tx
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import CaseFileError, ConfigError
from skiptrace.model.order import Scope
from skiptrace.model.waterfall import Outcome
from skiptrace.reports.summary import Failure, NightlySummary
from skiptrace.reports.wording import source_title
from skiptrace.tracing.run import night_fund


class RunState(StrEnum):
    """How a run stands; one that is `lost` was killed, and the next one took its orders up."""

    ENDED = "ended"
    BROKEN_OFF = "broken_off"
    AT_WORK = "at_work"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class RunView:
    """One run: who started it for which night, when, how it stands, and what it reported."""

    id: str
    requester: str
    as_of: date
    started: datetime
    ended: datetime | None
    state: RunState
    report: NightlySummary | None


@dataclass(frozen=True, slots=True)
class TierSource:
    """What became of one source in one tier, of the orders that a run had last; costs in USD."""

    tier: str
    source: str
    steps: int
    outcomes: Mapping[str, int]
    cost: Decimal


@dataclass(frozen=True, slots=True)
class RunInFull:
    """One run, and what the case file has of it, whether it reported or was killed.

    Of one that handed its orders on to a fleet that is what ended until the next run began.

    `orders` counts those it claimed last by the state in which they stand now. `costs` are of the
    paid calls that it made, from the ledger; `failures` of the sources that did not answer.
    """

    run: RunView
    orders: Mapping[str, int]
    tiers: Sequence[TierSource]
    costs: Sequence[SourceCost]
    failures: Sequence[Failure]


def latest_runs(office: Office, actor: Actor, limit: int) -> list[RunView]:
    """The last runs, the newest first."""
    with office.doing(actor, Act.SHOW_RUNS) as done:
        found = office.case.runs.latest(done.tx, limit)
        return views_of(office.case, done.tx, found, office.clock())


def run_named(office: Office, actor: Actor, beginning: str | None) -> RunInFull:
    """The run whose id begins so, None is the last; CaseFileError for none, or for several."""
    office.ask(actor, Act.SHOW_RUNS, "one run")
    with office.case.read() as tx:
        found = (
            _last(office.case, tx) if beginning is None else office.case.runs.named(tx, beginning)
        )
        run = views_of(office.case, tx, [found], office.clock())[0]
        mine = figures.claimed_by(tx, run.id, run.started)
        is_handed_on = run.report is not None and run.report.handed_on > 0
        if is_handed_on:
            until = office.case.runs.next_start(tx, run.id)
            mine = figures.ended_since(tx, run.started, until)
        return RunInFull(
            run,
            figures.states_of(tx, mine),
            list(_tiers(figures.tier_counts(tx, mine), tier_names(office.installation))),
            figures.fund_by_source(tx, night_fund(run.as_of), None if is_handed_on else run.id),
            list(_failures(figures.failure_counts(tx, mine), cards(office.installation))),
        )


def _last(case: CaseFile, tx: Tx) -> StoredRun:
    runs = case.runs.latest(tx, 1)
    if not runs:
        raise CaseFileError("no run has begun yet")
    return runs[0]


def tier_names(installation: Installation) -> list[str]:
    """The tiers of a locate order in the order in which they are asked, if the settings say."""
    try:
        asked = waterfalls_of(installation).by_scope[Scope.LOCATE]
    except ConfigError:  # settings that changed since: their order is all that is lost
        return []
    return [tier.name for tier in asked.tiers]


def place_of(tier: str, order: Sequence[str]) -> tuple[int, str]:
    """Where a tier stands among those in order; a later name's stands beside the first's."""
    name = tier.partition(",")[0]
    return (order.index(name) if name in order else len(order)), tier


def _tiers(counts: Sequence[figures.TierCount], order: Sequence[str]) -> Iterator[TierSource]:
    places = {(one.tier, one.source) for one in counts}
    for tier, source in sorted(places, key=lambda p: (place_of(p[0], order), p[1])):
        own = [one for one in counts if (one.tier, one.source) == (tier, source)]
        (outcomes,) = figures.by_outcome(own).values()
        cost = sum((one.cost for one in own), Decimal(0))
        yield TierSource(tier, source, sum(outcomes.values()), dict(outcomes), cost)


def _failures(
    counts: Counter[tuple[str, Outcome, str]], titles: Mapping[str, ConnectorCard]
) -> Iterator[Failure]:
    for (source, outcome, reason), count in counts.most_common():
        yield Failure(source_title(titles, source), outcome, reason, count)


def views_of(case: CaseFile, tx: Tx, runs: Sequence[StoredRun], now: datetime) -> list[RunView]:
    """Runs as they stand, in the order given."""
    open_ids = [one.run.id for one in runs if one.ended is None]
    workers = case.workers.states(tx, open_ids)
    at_work = {i for i, w in workers.items() if w.ended is None and w.until > now}
    return [_view(one, one.run.id in at_work) for one in runs]


def _view(one: StoredRun, is_at_work: bool) -> RunView:
    run = one.run
    report = RUN_REPORT.decode(one.report) if one.ended is not None else None
    if report is None:
        state = RunState.AT_WORK if is_at_work else RunState.LOST
    else:
        state = RunState.BROKEN_OFF if report.broken_off else RunState.ENDED
    return RunView(run.id, run.requester, run.as_of, run.started, one.ended, state, report)
