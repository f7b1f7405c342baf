"""When one kind of work is due: from a cron expression in local time, never from the clock.

The trigger reads the expression over a calendar without time zones; the house's calendar makes
moments of its local times. Given the zone itself, APScheduler 3.11 comes back to the hour that
clocks show twice, again and again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from jobs.schedule.calendar import WorkCalendar
from skiptrace.model.errors import ConfigError

_FIELDS = ("minute", "hour", "day of month", "month", "day of week")
_NEVER = timedelta(days=5 * 366)
"""29 February is due within it, weekends that are to be business days are not."""
_LONGEST_BACK = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Due:
    """One time at which a kind of work is due.

    `at` is the moment that the expression names and by which the run is known; `starts` when it
    begins, which a blackout puts off, or None where one skips it; `why` says so in words.
    """

    kind: str
    at: datetime
    starts: datetime | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One kind of work, when it is due, and for how long behind its time it is still begun."""

    kind: str
    cron: str
    business_days: bool = False
    catch_up: timedelta = timedelta(hours=12)
    waits: bool = True

    def __post_init__(self) -> None:
        self._trigger()

    def dues(self, calendar: WorkCalendar, after: datetime) -> Iterator[Due]:
        """The times behind a moment, in order; they end where none follows within years."""
        trigger = self._trigger()
        wall = calendar.local(after - _LONGEST_BACK).replace(tzinfo=UTC)
        last = after
        while (found := trigger.get_next_fire_time(None, wall)) is not None:
            wall = found + timedelta(seconds=1)
            if found > last + _NEVER:
                return
            shown = found.replace(tzinfo=None)
            at = calendar.moment(shown)
            if at <= last or not (calendar.is_business_day(shown.date()) or not self.business_days):
                continue
            last = at
            yield self.due_at(calendar, at)

    def until(self, calendar: WorkCalendar, after: datetime, now: datetime) -> list[Due]:
        """The times behind a moment that have come."""
        found: list[Due] = []
        for due in self.dues(calendar, after):
            if due.at > now:
                break
            found.append(due)
        return found

    def due_at(self, calendar: WorkCalendar, at: datetime) -> Due:
        """One time of it, with what a blackout makes of that."""
        blackout = calendar.blackout(at)
        if blackout is None:
            return Due(self.kind, at, at)
        if not self.waits:
            return Due(self.kind, at, None, f"skipped: {blackout.reason}")
        return Due(self.kind, at, _behind(calendar, blackout.end), f"put off: {blackout.reason}")

    def _trigger(self) -> CronTrigger:
        fields = self.cron.split()
        where = f"schedule.jobs.{self.kind}.cron"
        if len(fields) != len(_FIELDS):
            raise ConfigError(f"{where}: expected {', '.join(_FIELDS)}")
        if any(c.isdigit() for c in fields[-1]):
            raise ConfigError(f"{where}: expected days of the week by name, as in mon-fri")
        minute, hour, day, month, weekday = fields
        try:
            return CronTrigger(
                minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=UTC
            )
        except ValueError as error:
            raise ConfigError(f"{where}: {error}") from None


def _behind(calendar: WorkCalendar, moment: datetime) -> datetime:
    """The first moment behind a blackout that no other one covers."""
    while (another := calendar.blackout(moment)) is not None:
        moment = another.end
    return moment
