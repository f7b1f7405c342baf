"""Dates: full or partial, within a span that makes sense for their field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from skiptrace.intake.fields.date_formats import (
    DEFAULT_FORMATS,
    SHORT_FORMATS,
    DateFormat,
    DateParts,
    compile_format,
)
from skiptrace.intake.problem import Wrong
from skiptrace.intake.table import DAY_0
from skiptrace.model.dates import PartialDate

# ISO 8601 is read whatever the mapping says: it has one meaning only.
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?|([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_TIME = re.compile(
    r"(?:[T ]|, )[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
    r" ?([AaPp][Mm]|Z|[+-][0-9]{2}:?[0-9]{2})?$"
)
_TWO_DIGITS = re.compile(r"[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3})[-/. ][0-9]{2}")
_ORDINAL = re.compile(r"(?<=[0-9])(?:ST|ND|RD|TH)\b", re.IGNORECASE)
# 02-03-27 may begin with its year as well as end with it.
_DASHED = re.compile(r"[0-9]+-[0-9]+-[0-9]+")
_FOUR = "a year of four digits (or a mapped date pattern with YY)"
_SEVEN = re.compile(r"[1-9][0-9]{6}")
# A spreadsheet's day number of five digits: from 18 May 1927 on, as Excel counts.
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:\.[0-9]+)?")

DateReader = Callable[[str], PartialDate | Wrong]


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a field may hold, both ends included, and what to call them.

    `short_from` is the first year that a year of two digits may mean.
    """

    earliest: date
    latest: date
    words: str
    short_from: int


def birth_span(today: date) -> Span:
    """From 120 years ago to today: nobody alive or recently dead is older."""
    first = date(max(today.year - 120, 1900), 1, 1)
    return Span(first, today, f"a date of birth from {first.year} to today", first.year)


def past_span(today: date) -> Span:
    """From 1900 to today; two digits are a year of the last hundred."""
    return Span(date(1900, 1, 1), today, "a day from 1900 to today", today.year - 99)


def date_reader(patterns: Sequence[str], span: Span, epoch: date = DAY_0) -> DateReader:
    """A function that reads one text by ISO 8601 or the patterns, and refuses days out of the span.

    A time of day after the date is left out; five digits count days from the epoch. A year of
    two digits is the latest that the span allows where a mapping has a pattern with YY; else it is
    read where the span leaves one century.
    """
    formats = tuple(compile_format(pattern) for pattern in patterns)
    is_usual = tuple(patterns) == DEFAULT_FORMATS
    short = tuple(compile_format(pattern) for pattern in SHORT_FORMATS) if is_usual else ()
    shown = ", ".join(patterns[:3])

    def read(text: str) -> PartialDate | Wrong:
        text = _TIME.sub("", text) if ":" in text else text
        text = _ORDINAL.sub("", text) if is_usual and not text.isdigit() else text
        parts = _serial(text, epoch) or _iso(text, is_usual) or _first(formats, text)
        if parts is None and (parts := _first(short, _even(text))) is not None and parts.short:
            leads = parts.year <= 31 and _DASHED.fullmatch(text)
            return Wrong(_FOUR, "date_ambiguous") if leads else _of_one_century(parts, span)
        return _dated(parts, span) if parts else _unread(text, shown)

    return read


def _even(text: str) -> str:
    """Seven digits are eight of which a spreadsheet dropped the first, a 0."""
    return f"0{text}" if _SEVEN.fullmatch(text) else text


def _serial(text: str, epoch: date) -> DateParts | None:
    found = _SERIAL.fullmatch(text)
    if found is None:
        return None
    day = epoch + timedelta(days=int(found[1]))
    return DateParts(day.year, day.month, day.day, False)


def _of_one_century(parts: DateParts, span: Span) -> PartialDate | Wrong:
    """The date of a year of two digits that can be only one."""
    read = [
        _dated(DateParts(year, parts.month, parts.day, False), span)
        for year in (1900 + parts.year, 2000 + parts.year)
        if span.short_from <= year <= span.latest.year
    ]
    good = [value for value in read if not isinstance(value, Wrong)]
    if len(good) == 1:
        return good[0]
    return Wrong(_FOUR, "date_ambiguous") if good or not read else read[0]


def full_day(value: PartialDate | Wrong) -> date | Wrong:
    """A partial date of which the day is known, as a day."""
    if isinstance(value, Wrong):
        return value
    return value.earliest() if value.is_full else Wrong("a date with its day", "date")


def _iso(text: str, month_may_lead: bool) -> DateParts | None:
    """ISO 8601; eight digits that begin with a month and no year of ours are left to a pattern."""
    found = _ISO.fullmatch(text)
    if found is not None and month_may_lead and found[4] and found[4] < "1300":
        return None
    if found is not None:
        year, month, day, *joined = found.groups()
        if joined[0]:
            year, month, day = joined
        return DateParts(int(year), int(month), int(day) if day else None, False)
    return DateParts(int(text), None, None, False) if _YEAR.fullmatch(text) else None


def _first(formats: Sequence[DateFormat], text: str) -> DateParts | None:
    return next((parts for f in formats if (parts := f.read(text)) is not None), None)


def _dated(parts: DateParts, span: Span) -> PartialDate | Wrong:
    year = _full_year(parts.year, span.latest) if parts.short else parts.year
    if 0 in (parts.month, parts.day):
        return Wrong("a day that the calendar has", "date")
    try:
        value = PartialDate(year, parts.month, parts.day)
        if parts.short and value.earliest() > span.latest:
            value = PartialDate(year - 100, parts.month, parts.day)
    except ValueError:
        return Wrong("a day that the calendar has", "date")
    if value.earliest() > span.latest or value.year < span.earliest.year:
        return Wrong(span.words, "date_range")
    return value


def _full_year(short: int, latest: date) -> int:
    year = latest.year - latest.year % 100 + short
    return year - 100 if year > latest.year else year


def _unread(text: str, shown: str) -> Wrong:
    if _TWO_DIGITS.fullmatch(text):
        return Wrong(_FOUR, "date_ambiguous")
    return Wrong(f"a date as YYYY-MM-DD, {shown}", "date")
