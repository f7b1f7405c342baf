"""The plans and the calendar of an installation, as its settings say."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from config.schedule import BlackoutTable, ScheduleSettings
from jobs.schedule.calendar import Blackout, WorkCalendar, knows_country
from jobs.schedule.plan import Plan
from skiptrace.app.installation import utc_now
from skiptrace.model.errors import ConfigError


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
