"""What is planned, what came of it, and when it is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jobs.schedule.scheduler import Scheduler
from skiptrace.acts.office import Office
from skiptrace.casefile.schedule import DueOutcome, StoredDue
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor

_EARLIER = 5


@dataclass(frozen=True, slots=True)
class ComingTime:
    """One time to come in local time with its offset; `starts` is None where it is skipped."""

    at: datetime
    starts: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class EarlierTime:
    """One attempt at a time that passed; without an outcome it is under way."""

    at: datetime
    attempt: int
    began: datetime
    ended: datetime | None
    outcome: DueOutcome | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """One kind of work with its next times, and the last ones that passed, the newest first."""

    kind: str
    cron: str
    zone: str
    coming: Sequence[ComingTime]
    earlier: Sequence[EarlierTime]


def planned(office: Office, actor: Actor, scheduler: Scheduler, count: int) -> list[PlanView]:
    """Every kind of work with that many times to come, in local time."""
    office.ask(actor, Act.SHOW_RUNS, "schedule")
    local = scheduler.calendar.local
    views: list[PlanView] = []
    for plan in scheduler.plans:
        coming = [
            ComingTime(local(d.at), None if d.starts is None else local(d.starts), d.why)
            for d in scheduler.coming(plan, count)
        ]
        earlier = [_earlier(scheduler, stored) for stored in scheduler.history(plan, _EARLIER)]
        views.append(PlanView(plan.kind, plan.cron, scheduler.calendar.zone.key, coming, earlier))
    return views


def may_schedule(office: Office, actor: Actor) -> None:
    """Ask leave to begin what falls due; the nightly batch is part of it. NotAllowed without."""
    office.ask(actor, Act.RUN_NIGHT, "schedule")


def _earlier(scheduler: Scheduler, stored: StoredDue) -> EarlierTime:
    local, run = scheduler.calendar.local, stored.run
    ended = None if stored.ended is None else local(stored.ended)
    return EarlierTime(local(run.due), run.attempt, local(run.at), ended, stored.outcome)
