"""Dates as files write them, brought to partial dates."""

from __future__ import annotations

import re
from functools import lru_cache

from skiptrace.model.dates import PartialDate

_FORMS = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"), (3, 1, 2)),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/.](\d{4})"), (2, 1, 0)),
    (re.compile(r"(\d{4})[-/.](\d{1,2})"), (1, 2, 0)),
    (re.compile(r"(\d{4})"), (1, 0, 0)),
)


@lru_cache(maxsize=65536)
def read_date(text: str) -> PartialDate | None:
    """The date of a field (ISO, month first, CCYYMMDD, month and year, year), or None.

    Zeros for an unknown day or month leave it unknown; 13/02/1990 can only be day first.
    """
    plain = text.strip()
    for form, (year, month, day) in _FORMS:
        if found := form.fullmatch(plain[:40]):
            parts = [int(found.group(at)) if at else 0 for at in (year, month, day)]
            return _partial(*parts)
    return None


def _partial(year: int, month: int, day: int) -> PartialDate | None:
    if month > 12 and 1 <= day <= 12:
        month, day = day, month
    if not 1800 <= year <= 2200:
        return None
    try:
        return PartialDate(year, month or None, (day or None) if month else None)
    except ValueError:
        return None
