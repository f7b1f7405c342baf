"""The runs of the nightly batch: what each did, and whether it came to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jobs.nightly import RUN_REPORT
from skiptrace.acts.office import Office
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.runs import StoredRun
from skiptrace.casefile.statements import Tx
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.reports.summary import NightlySummary


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


def latest_runs(office: Office, actor: Actor, limit: int) -> list[RunView]:
    """The last runs, the newest first."""
    with office.doing(actor, Act.SHOW_RUNS) as done:
        found = office.case.runs.latest(done.tx, limit)
        return views_of(office.case, done.tx, found, office.clock())


def run_named(office: Office, actor: Actor, beginning: str) -> RunView:
    """The run whose id begins so; CaseFileError for none, or for several."""
    with office.doing(actor, Act.SHOW_RUNS) as done:
        found = office.case.runs.named(done.tx, beginning)
        return views_of(office.case, done.tx, [found], office.clock())[0]


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
