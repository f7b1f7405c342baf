"""What begins by itself: what is planned, what came of it, and what each kind of work does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from jobs.schedule.scheduler import Act as Work
from jobs.schedule.scheduler import Scheduler
from skiptrace.acts.nights import NightAsked, run_night
from skiptrace.acts.office import Office
from skiptrace.acts.retention import dispose
from skiptrace.app.anchoring import anchor_of, anchored, faults_of
from skiptrace.app.build import workplace
from skiptrace.app.schedule import plans_of
from skiptrace.casefile.schedule import DueOutcome, StoredDue
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.errors import CaseFileError, ConfigError, ConnectorError
from skiptrace.model.order import OrderState, Scope
from skiptrace.model.ports import Register

_EARLIER = 5
CERTIFICATES = "certificates"
"""The folder beside the settings for certificates of scheduled disposals."""


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


def scheduler_for(office: Office, actor: Actor) -> Scheduler:
    """The scheduler of the settings, which works as that user.

    ConfigError when they plan nothing, or what cannot be.
    """
    settings = office.installation.settings.schedule
    if not settings.jobs:
        raise ConfigError("schedule.jobs: plans nothing; see `skiptrace schedule --help`")
    plans, calendar = plans_of(settings)
    works: dict[str, Work] = {
        kind: partial(_anchored, office, partial(work, office, actor))
        for kind, work in _WORKS.items()
    }
    return Scheduler(plans, calendar, workplace(office.installation, office.case), works)


def begin_schedule(office: Office, actor: Actor) -> Scheduler:
    """The scheduler, by leave of the office; from now on times count."""
    office.ask(actor, Act.RUN_SCHEDULE)
    scheduler = scheduler_for(office, actor)
    scheduler.begin()
    return scheduler


def planned(office: Office, actor: Actor, count: int) -> list[PlanView]:
    """Every kind of work with that many times to come, in local time."""
    office.ask(actor, Act.SHOW_SCHEDULE)
    scheduler = scheduler_for(office, actor)
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


def _earlier(scheduler: Scheduler, stored: StoredDue) -> EarlierTime:
    local, run = scheduler.calendar.local, stored.run
    ended = None if stored.ended is None else local(stored.ended)
    return EarlierTime(local(run.due), run.attempt, local(run.at), ended, stored.outcome)


def _anchored(office: Office, work: Work, day: date) -> DueOutcome:
    """One piece of work, with the anchor at its heels: the process lives for long."""
    with anchored(office.installation, office.case, office.keyring):
        return work(day)


def _nightly(office: Office, actor: Actor, day: date) -> DueOutcome:
    """The nightly batch of the day."""
    return _night(office, actor, NightAsked(day))


def _collect(office: Office, actor: Actor, day: date) -> DueOutcome:
    """Answers that are due are collected between nights, with the money of the day; none is asked.

    Where nothing is to be taken up there is no run. Orders that a night left waiting go on too.
    """
    office.ask(actor, Act.RUN_SCHEDULE, "collect")
    case = office.case
    with case.read() as tx:
        orders = case.orders
        due = orders.due(tx, office.clock(), Scope.LOCATE) or orders.waiting(tx, Scope.LOCATE)
        is_idle = not (due or orders.ended_as(tx, OrderState.IN_DOUBT, Scope.LOCATE))
    return DueOutcome.DONE if is_idle else _night(office, actor, NightAsked(day, limit=0))


def _night(office: Office, actor: Actor, asked: NightAsked) -> DueOutcome:
    done = run_night(office, actor, asked, lambda _: lambda _: None)
    return DueOutcome.WITH_FAILURES if done.summary.has_failures else DueOutcome.DONE


def _registers(office: Office, actor: Actor, day: date) -> DueOutcome:
    """Every register whose file is new or too old is loaded; the others stay as they are."""
    office.ask(actor, Act.RUN_SCHEDULE, "registers")
    outcome = DueOutcome.DONE
    with office.sources(office.installation, office.case) as found:
        for connector in found.connectors.values():
            try:
                if isinstance(connector, Register):
                    connector.make_ready()
            except ConnectorError:
                outcome = DueOutcome.WITH_FAILURES
    return outcome


def _verify(office: Office, actor: Actor, day: date) -> DueOutcome:
    """The whole record is checked, as `skiptrace audit verify` does."""
    office.ask(actor, Act.RUN_SCHEDULE, "verify")
    _, faults = faults_of(office.case, [anchor_of(office.installation, office.keyring)])
    if faults:
        raise CaseFileError(f"{len(faults)} faults in the record: run `skiptrace audit verify`")
    return DueOutcome.DONE


def _retention(office: Office, actor: Actor, day: date) -> DueOutcome:
    """What the law lets go of is disposed of; certificates lie beside the settings."""
    dispose(office, actor, office.installation.root / CERTIFICATES)
    return DueOutcome.DONE


_WORKS: dict[str, Callable[[Office, Actor, date], DueOutcome]] = {
    "nightly": _nightly,
    "collect": _collect,
    "registers": _registers,
    "verify": _verify,
    "retention": _retention,
}
