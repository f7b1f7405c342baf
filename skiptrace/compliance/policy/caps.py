"""How many attempts are left: the counters of the law, each by its own days, media and settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from config.law import Cap
from skiptrace.compliance.policy.facts.contact import Attempt, Medium, Setting
from skiptrace.compliance.policy.facts.debt import Collector


@dataclass(frozen=True, slots=True)
class Counter:
    """One cap with what is left of it; after a talk nothing is left until `again`."""

    cap: Cap
    left: int
    again: date | None = None


def counters(
    caps: Iterable[Cap],
    places: frozenset[str],
    collector: Collector | None,
    attempts: Iterable[Attempt],
    on: tuple[date, str],
) -> Iterator[Counter]:
    """The caps that bind in any of the places, with what is left of each on (day, account).

    A cap of one place binds wherever no place is known. A creditor is bound where a cap says so,
    and so is whoever may be another.
    """
    day, account = on
    made = list(attempts)
    for cap in caps:
        if not cap.is_in_force(day) or (cap.place and places and cap.place not in places):
            continue
        if collector is Collector.FIRST_PARTY and not cap.first_party:
            continue
        counted = sum(_counts(cap, attempt, day, account) for attempt in made)
        again = _after_talk(cap, made, day)
        yield Counter(cap, 0 if again else max(cap.count - counted, 0), again)


def binds(cap: Cap, medium: Medium, setting: Setting | None) -> bool:
    """Whether a contact by that medium counts under the cap; an unknown setting counts."""
    by_place = not cap.settings or setting is None or setting.value in cap.settings
    return medium.value in cap.media and by_place


def _counts(cap: Cap, attempt: Attempt, day: date, account: str) -> bool:
    first = day - timedelta(days=cap.days)
    is_late = first < attempt.on <= day
    is_real = not attempt.wrong and (attempt.connected or not cap.connected_only)
    is_mine = cap.per == "debt" or attempt.account == account
    return is_late and is_real and is_mine and binds(cap, attempt.medium, attempt.setting)


def _after_talk(cap: Cap, attempts: Iterable[Attempt], day: date) -> date | None:
    """The first day on which a call is allowed again; the day of the talk counts as the first."""
    if not cap.after_talk_days:
        return None
    talks = [a.on for a in attempts if a.talked and not a.wrong and a.medium is Medium.VOICE]
    again = [talk + timedelta(days=cap.after_talk_days) for talk in talks if talk <= day]
    return max((one for one in again if one > day), default=None)
