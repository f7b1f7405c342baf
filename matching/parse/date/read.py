"""Dates as files write them, brought to partial dates; what was guessed is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from matching.parse.date.forms import DateParts, recognised
from matching.parse.text import folded, squeezed
from skiptrace.model.dates import PartialDate

__all__ = [
    "DateFlag",
    "DateStatus",
    "NormalDate",
    "read_date",
    "read_dated",
    "stands_for_none",
    "starts_a_calendar",
]

_EARLIEST, _LATEST = 1800, 2200
_NOTHING = frozenset(
    {"N/A", "NA", "NONE", "NULL", "NIL", "UNKNOWN", "UNK", "TBD", "-", "--", "?", "REFUSED"}
)


class DateStatus(StrEnum):
    """What a field for a date holds; only `ok` carries a date.

    `serial` is a number of days as a spreadsheet counts them: which day it means depends on the
    workbook, so it is refused. `two_digit_year` needs a latest day to know its century.
    """

    OK = "ok"
    EMPTY = "empty"
    SERIAL = "serial"
    TWO_DIGIT_YEAR = "two_digit_year"
    AMBIGUOUS = "ambiguous"
    IMPOSSIBLE = "impossible"
    OUT_OF_RANGE = "out_of_range"
    UNREADABLE = "unreadable"


class DateFlag(StrEnum):
    """What a reader of a date should know.

    `swapped`: the day stood where the month is expected, and can be nothing else. `either_order`:
    day and month may be the other way round. `century_guessed`: of a two-digit year. `stand_in`:
    a day that files use for an unknown one (1 January, the first day of a computer's calendar).
    """

    SWAPPED = "swapped"
    EITHER_ORDER = "either_order"
    CENTURY_GUESSED = "century_guessed"
    STAND_IN = "stand_in"


@dataclass(frozen=True, slots=True)
class NormalDate:
    """A date with its status; `other` is the other reading of one flagged `either_order`."""

    value: PartialDate | None = None
    status: DateStatus = DateStatus.OK
    flags: frozenset[DateFlag] = frozenset()
    other: PartialDate | None = None


_NOBODY_LIVES = 1904
_NOBODYS_BIRTHS = frozenset({PartialDate(1911, 11, 11), PartialDate(2099, 12, 31)})

_LONGEST = 80
"""Characters of a field that may still be a date."""

_STAND_INS = frozenset(
    {
        PartialDate(1899, 12, 30), PartialDate(1899, 12, 31), PartialDate(1904, 1, 1),
        PartialDate(1969, 12, 31), PartialDate(2099, 12, 31), PartialDate(1901, 12, 13),
        PartialDate(1850, 12, 31),
    }
)  # fmt: skip
"""First and last days of computer calendars: Excel, Unix and FORTRAN-era files."""


_FIRST_DAYS = frozenset({PartialDate(1753, 1, 1), PartialDate(1900, 1, 1), PartialDate(1970, 1, 1)})
"""Those that are 1 January: of SQL Server, its small dates and Excel, and Unix."""


def stands_for_none(born: PartialDate) -> bool:
    """Whether a date of birth is what files write for an unknown one.

    The first and last days of computer calendars, 11/11/1911, 1900 alone, and 1 January of
    a year so early that nobody born then lives.
    """
    if born.year <= _NOBODY_LIVES:
        first = (born.month, born.day) == (1, 1) or (born.year == 1900 and not born.month)
        return first or born in _STAND_INS
    return born in _NOBODYS_BIRTHS


def starts_a_calendar(born: PartialDate) -> bool:
    """Whether a day is the first or last one of a computer's calendar, which files write for none.

    So it is in a file of people of the past too, in which any other day may be one of birth.
    """
    return born in _STAND_INS or born in _FIRST_DAYS


def read_date(text: str) -> PartialDate | None:
    """The date of a field (ISO, month first, CCYYMMDD, month and year, year), or None.

    Zeros for an unknown day or month leave it unknown; 13/02/1990 can only be day first. Years of
    two digits give None: use `read_dated` with the latest day they can mean.
    """
    return read_dated(text).value


def read_dated(text: str, latest: date | None = None) -> NormalDate:
    """The date of a field with its status and what was guessed; it never raises.

    Month before day, as in the United States, unless only the other order gives a date. A year of
    two digits is the last one not after `latest`; without `latest` it is refused.
    """
    return _read(text[: _LONGEST + 1], latest)


@lru_cache(maxsize=65536)
def _read(text: str, latest: date | None) -> NormalDate:
    plain = squeezed(folded(text[:_LONGEST])).strip(" '\"=")
    if not plain.strip("0/-. ") or plain in _NOTHING:
        return NormalDate(status=DateStatus.EMPTY)
    if len(text) > _LONGEST:
        return NormalDate(status=DateStatus.UNREADABLE)
    parts = recognised(plain)
    if isinstance(parts, DateParts):
        return _dated(parts, latest)
    return NormalDate(status=DateStatus(parts))


def _dated(parts: DateParts, latest: date | None) -> NormalDate:
    flags: set[DateFlag] = set()
    year, month, day = parts.year, parts.month, parts.day
    if month > 12 and 1 <= day <= 12:
        month, day = day, month
        flags.add(DateFlag.SWAPPED)
    if parts.short_year:
        if latest is None:
            return NormalDate(status=DateStatus.TWO_DIGIT_YEAR)
        year = _century(year, max(month, 1), max(day, 1), latest)
        flags.add(DateFlag.CENTURY_GUESSED)
    if year == 9999 or (year in (1, 1753) and (month, day) == (1, 1)):
        return NormalDate(status=DateStatus.EMPTY)
    if not _EARLIEST <= year <= _LATEST:
        return NormalDate(status=DateStatus.OUT_OF_RANGE)
    value = _partial(year, month, day)
    if value is None:
        return NormalDate(status=DateStatus.IMPOSSIBLE)
    other = None
    if parts.either_order and DateFlag.SWAPPED not in flags and 1 <= day <= 12 and month != day:
        other = _partial(year, day, month) if month else None
        flags |= {DateFlag.EITHER_ORDER} if other else set()
    if value in _STAND_INS or (value.month, value.day) == (1, 1):
        flags.add(DateFlag.STAND_IN)
    return NormalDate(value, DateStatus.OK, frozenset(flags), other)


def _century(year: int, month: int, day: int, latest: date) -> int:
    """The last year with these two digits whose day is not after the latest day."""
    full = latest.year - latest.year % 100 + year
    return full if (full, month, day) <= (latest.year, latest.month, latest.day) else full - 100


def _partial(year: int, month: int, day: int) -> PartialDate | None:
    try:
        return PartialDate(year, month or None, (day or None) if month else None)
    except ValueError:
        return None
