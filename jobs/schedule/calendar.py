"""The house's calendar: its zone, its business days, and spans in which nothing begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

_SATURDAY = 5
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Blackout:
    """A span of moments, its end not included, and why nothing begins in it."""

    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Turns local times into moments, and says which days and moments are for work.

    `country` is the ISO 3166 code whose public holidays are no business days, or empty; `closed`
    are further such days.
    """

    zone: ZoneInfo
    country: str = ""
    closed: frozenset[date] = frozenset()
    blackouts: Sequence[Blackout] = field(default=())

    def is_business_day(self, day: date) -> bool:
        """Whether it is a weekday, no public holiday, and no day on which the house is closed."""
        if day.weekday() >= _SATURDAY or day in self.closed:
            return False
        return not self.country or day not in _holidays(self.country, day.year)

    def moment(self, wall: datetime) -> datetime:
        """The moment in UTC at which local clocks show this time.

        A time that they show twice is the first of the two; one that they leave out is the moment
        at which they leave it out, so that later times are never earlier moments.
        """
        first = wall.replace(tzinfo=self.zone, fold=0)
        found = first.astimezone(UTC)
        if self.local(found).replace(tzinfo=None) == wall:
            return found
        at = wall.replace(tzinfo=self.zone, fold=1).astimezone(UTC)
        before = self.local(at - _MINUTE).utcoffset()
        while at < found and self.local(at).utcoffset() == before:
            at += _MINUTE
        return at

    def local(self, moment: datetime) -> datetime:
        """The time that local clocks show at a moment, with its offset."""
        return moment.astimezone(self.zone)

    def blackout(self, moment: datetime) -> Blackout | None:
        """The blackout that a moment falls into; of several that which ends last."""
        found = [b for b in self.blackouts if b.start <= moment < b.end]
        return max(found, key=lambda b: b.end, default=None)


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def knows_country(code: str) -> bool:
    """Whether public holidays of a country are known."""
    return code in holidays.list_supported_countries()
