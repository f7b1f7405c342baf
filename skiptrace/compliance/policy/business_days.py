"""Business days: weekdays that are no federal holiday (5 USC 6103)."""

from __future__ import annotations

from datetime import date, timedelta

_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
# month, weekday (Monday is 0), which one of the month; -1 is the last
_FLOATING = ((1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4))


def after_business_days(day: date, count: int) -> date:
    """The business day that is so many business days after a day."""
    found = day
    while count > 0:
        found += timedelta(days=1)
        count -= is_business_day(found)
    return found


def is_business_day(day: date) -> bool:
    """Whether a day is a weekday and no federal holiday, nor the weekday that stands for one."""
    if day.weekday() >= 5:
        return False
    beside = {0: -1, 4: 1}.get(day.weekday())
    if beside is not None:
        weekend = day + timedelta(days=beside)
        if (weekend.month, weekend.day) in _FIXED:
            return False
    return (day.month, day.day) not in _FIXED and not _floats(day)


def _floats(day: date) -> bool:
    nth = (day.day - 1) // 7 + 1
    is_last = (day + timedelta(days=7)).month != day.month
    return any(
        (day.month, day.weekday()) == (month, weekday) and (nth == which or (which < 0 and is_last))
        for month, weekday, which in _FLOATING
    )
