"""The hours in which everybody agrees that somebody may be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from config.law import Window
from skiptrace.compliance.policy.facts.contact import Hours, Medium, Place
from skiptrace.compliance.policy.places import Atlas


@dataclass(frozen=True, slots=True)
class Open:
    """From when to when, in UTC, a day of contact lasts; it is of no length where none agree."""

    first: datetime
    last: datetime

    @property
    def is_never(self) -> bool:
        """Whether there is no moment in it."""
        return self.first >= self.last

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.first <= at < self.last


def window_on(
    day: date, medium: Medium, places: Iterable[Place], windows: Iterable[Window], atlas: Atlas
) -> Open | None:
    """The hours of a local day that suit every candidate place, by every window that is law there.

    None where the time zone of a place is unknown: then nobody knows the hour (comment
    6(b)(1)(i)-2). An area code that is no place's, such as a toll-free one, is no place.
    """
    known = [place for place in places if place.state or atlas.zones(place)]
    zones = {zone for place in known for zone in atlas.zones(place)}
    if not zones or any(not atlas.zones(place) for place in known):
        return None
    found = atlas.jurisdictions(known)
    laws = [w for w in windows if medium.value in w.media and w.is_in_force(day)]
    spans = [
        _span(day, w.opens, w.closes, zone)
        for w in laws
        if not w.place or w.place in found
        for zone in zones
    ]
    if not spans:
        return None
    return Open(max(first for first, _ in spans), min(last for _, last in spans))


def is_bad_time(at: datetime, hours: Iterable[Hours], zones: Iterable[str]) -> bool:
    """Whether a moment lies in hours that the consumer called inconvenient, in any of the zones."""
    locals_ = [at.astimezone(ZoneInfo(zone)).time() for zone in zones]
    return any(h.first <= local < h.last for h in hours for local in locals_)


def _span(day: date, opens: time, closes: time, zone: str) -> tuple[datetime, datetime]:
    where = ZoneInfo(zone)
    first, last = (datetime.combine(day, hour, where) for hour in (opens, closes))
    return first.astimezone(UTC), last.astimezone(UTC)
