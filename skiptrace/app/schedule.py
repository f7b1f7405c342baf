"""Builds the scheduler of an installation: its calendar, its plans, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from config.schedule import BlackoutTable, ScheduleSettings
from jobs.schedule.calendar import Blackout, WorkCalendar, knows_country
from jobs.schedule.plan import Plan
from jobs.schedule.scheduler import Scheduler
from skiptrace.app.acting import acting_user
from skiptrace.app.anchoring import anchor_of, anchored, faults_of
from skiptrace.app.build import case_file, nightly, tracer, workplace
from skiptrace.app.installation import Installation, utc_now
from skiptrace.app.sources import open_sources
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.schedule import DueOutcome
from skiptrace.model.errors import CaseFileError, ConfigError, ConnectorError
from skiptrace.model.ports import Register


def scheduler(installation: Installation, case: CaseFile) -> Scheduler:
    """The scheduler by the settings; ConfigError when they plan nothing, or what cannot be."""
    settings = installation.settings.schedule
    if not settings.jobs:
        raise ConfigError("schedule.jobs: plans nothing; see `skiptrace schedule --help`")
    plans, calendar = plans_of(settings)
    acts = {kind: partial(act, installation.config_file) for kind, act in _ACTS.items()}
    return Scheduler(plans, calendar, workplace(installation, case), acts)


def plans_of(settings: ScheduleSettings) -> tuple[list[Plan], WorkCalendar]:
    """What is planned, and the calendar of it; ConfigError names the key of what cannot be."""
    calendar = _calendar(settings)
    plans = [
        Plan(kind, t.cron, t.business_days, timedelta(hours=t.catch_up), t.in_blackout == "wait")
        for kind, t in settings.jobs.items()
    ]
    for plan in plans:
        if next(plan.dues(calendar, utc_now()), None) is None:
            raise ConfigError(f"schedule.jobs.{plan.kind}.cron: is never due")
    return plans, calendar


def _calendar(settings: ScheduleSettings) -> WorkCalendar:
    if settings.holidays and not knows_country(settings.holidays):
        raise ConfigError(f"schedule.holidays: no holidays are known of {settings.holidays}")
    plain = WorkCalendar(ZoneInfo(settings.time_zone), settings.holidays)
    blackouts = tuple(_blackout(plain, table) for table in settings.blackouts)
    return WorkCalendar(plain.zone, plain.country, frozenset(settings.closed), blackouts)


def _blackout(calendar: WorkCalendar, table: BlackoutTable) -> Blackout:
    start, end = calendar.moment(table.start), calendar.moment(table.end)
    return Blackout(start, end, table.reason)


@contextmanager
def _opened(config_file: Path) -> Iterator[tuple[Installation, CaseFile, Keyring]]:
    """The installation as its settings say now, with a case file of this run's own."""
    installation = Installation.load(config_file)
    case, keyring = case_file(installation)
    try:
        with anchored(installation, case, keyring):
            yield installation, case, keyring
    finally:
        case.close()


def _nightly(config_file: Path) -> DueOutcome:
    """The nightly batch of this day, as the user who runs the scheduler."""
    with _opened(config_file) as (installation, case, keyring), open_sources(installation) as found:
        asked = acting_user(installation, case).signature, utc_now().date()
        job = nightly(installation, case, tracer(installation, case, keyring, found), asked)
        done = job.run(installation.settings.nightly.run_budget, None, lambda _: lambda _: None)
    return DueOutcome.WITH_FAILURES if done.summary.has_failures else DueOutcome.DONE


def _registers(config_file: Path) -> DueOutcome:
    """Every register whose file is new or too old is loaded; the others stay as they are."""
    outcome = DueOutcome.DONE
    installation = Installation.load(config_file)
    with open_sources(installation) as found:
        for connector in found.connectors.values():
            try:
                if isinstance(connector, Register):
                    connector.make_ready()
            except ConnectorError:
                outcome = DueOutcome.WITH_FAILURES
    return outcome


def _verify(config_file: Path) -> DueOutcome:
    """The whole record is checked, as `skiptrace audit verify` does."""
    with _opened(config_file) as (installation, case, keyring):
        _, faults = faults_of(case, [anchor_of(installation, keyring)])
    if faults:
        raise CaseFileError(f"{len(faults)} faults in the record: run `skiptrace audit verify`")
    return DueOutcome.DONE


_ACTS: dict[str, Callable[[Path], DueOutcome]] = {
    "nightly": _nightly,
    "registers": _registers,
    "verify": _verify,
}
