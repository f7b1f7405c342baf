"""Dates of a declared layout: a source that writes another one has changed, and nothing is guessed.

`read_dated` reads what anybody may have written; here the card of a source says how it writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal

from skiptrace.model.dates import PartialDate

DateLayout = Literal[
    "common", "iso", "mdy", "ccyymmdd", "mmddccyy", "ymd", "year", "epoch_ms", "parts"
]
"""`iso` is YYYY-MM-DD with or without a time, `mdy` M/D/YYYY, in which month and day may be masked
with X; `common` is either of these. `ymd` is YYYY, YYYY-MM or YYYY-MM-DD. `epoch_ms` counts
milliseconds from 1970-01-01 UTC. `parts` are Year, Month and Day by themselves, of which `of_parts`
makes `ymd`."""

_TIME = r"(?:[T ][\d:.]+ ?(?:[AP]M)?(?:Z|[+-]\d\d:?\d\d)?)?"
_ISO = r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)" + _TIME
_MDY = r"(?P<m>\d{1,2}|[Xx]{1,2})/(?P<d>\d{1,2}|[Xx]{1,2})/(?P<y>\d{4})" + _TIME
_PATTERNS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "common": (re.compile(_ISO), re.compile(_MDY)),
    "iso": (re.compile(_ISO),),
    "mdy": (re.compile(_MDY),),
    "ccyymmdd": (re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),),
    "mmddccyy": (re.compile(r"(?P<m>\d\d)(?P<d>\d\d)(?P<y>\d{4})"),),
    "ymd": (re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?"),),
    "year": (re.compile(r"(?P<y>\d{4})"),),
}
_MILLISECONDS = re.compile(r"-?\d{1,14}")


@lru_cache(maxsize=32768)
def read_laid_out(text: str, layout: DateLayout) -> PartialDate | None:
    """A date of that layout, in which month or day 00 is unknown; None for blanks and zeros.

    Raises ValueError for anything else.
    """
    if not text.strip("0 "):
        return None
    if layout == "epoch_ms":
        return _of_milliseconds(text)
    found = next(filter(None, (p.fullmatch(text) for p in _PATTERNS[layout])), None)
    if found is None:
        raise ValueError("not a date of this layout")
    parts = found.groupdict()
    month, day = (_number(parts.get(name)) for name in ("m", "d"))
    is_masked = not (parts.get("m") or "").isdecimal()
    if not month and day and not is_masked:
        raise ValueError("a day without a month")
    return PartialDate(int(parts["y"]), month, day if month else None)


def of_parts(year: str, month: str, day: str) -> str:
    """The parts of a date as `ymd`; a month or a day that is masked or not given is left out.

    '' without a year. Raises ValueError for a part that is none.
    """
    kept = [part for part in (year, month, day) if part.strip("Xx0 ")]
    if not year.strip("Xx0 "):
        return ""
    if not all(part.isdecimal() for part in kept) or len(year) != 4:
        raise ValueError("not a part of a date")
    if not month.strip("Xx0 "):
        return year
    return "-".join(part.zfill(2) for part in kept)


def _number(text: str | None) -> int | None:
    """The number; None for none, zeros and a mask."""
    return (int(text) or None) if text and text.isdecimal() else None


def _of_milliseconds(text: str) -> PartialDate:
    if _MILLISECONDS.fullmatch(text) is None:
        raise ValueError("not a number of milliseconds")
    try:
        day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(text))
    except OverflowError:
        raise ValueError("no day that a calendar has") from None
    return PartialDate.of(day.date())
