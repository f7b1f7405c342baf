"""Dates of birth compared, partial ones and typing errors included."""

from __future__ import annotations

from matching.normalize.identifier import is_one_digit_off
from skiptrace.model.dates import PartialDate


def compare_birth(a: PartialDate | None, b: PartialDate | None) -> str:
    """How two dates of birth relate, from `exact` to `contradiction`; missing is `no data`.

    1 January is often a stand-in for an unknown day, so it counts as the year alone.
    """
    if a is None or b is None:
        return "no data"
    if a == b and a.is_full:
        return "exact"
    if a.is_full and b.is_full:
        return _full(a, b)
    return _partial(a, b)


def _full(a: PartialDate, b: PartialDate) -> str:
    if a.year == b.year and (a.day, a.month) == (b.month, b.day):
        return "swapped"
    if is_one_digit_off(_digits(a), _digits(b)):
        return "one digit"
    same_day = (a.month, a.day) == (b.month, b.day)
    if same_day and abs(a.year - b.year) == 1:
        return "one digit"
    if a.year == b.year:
        if (1, 1) in ((a.month, a.day), (b.month, b.day)):
            return "year only"
        return "year and month" if a.month == b.month else "same year"
    return "contradiction"


def _partial(a: PartialDate, b: PartialDate) -> str:
    if a.year != b.year:
        gap = abs(a.year - b.year)
        if gap == 1:
            return "year near"
        return "contradiction" if gap >= 10 else "year conflict"
    if a.month is None or b.month is None:
        return "year only"
    return "year and month" if a.month == b.month else "same year"


def _digits(day: PartialDate) -> str:
    return f"{day.year:04d}{day.month or 0:02d}{day.day or 0:02d}"
