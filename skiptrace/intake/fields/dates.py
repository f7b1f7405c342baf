"""Dates: full or partial, within a span that makes sense for their field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from skiptrace.intake.fields.date_formats import DateFormat, DateParts, compile_format
from skiptrace.intake.problem import Wrong
from skiptrace.model.dates import PartialDate

# ISO 8601 is read whatever the mapping says: it has one meaning only.
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?|([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_TIME = re.compile(
    r"(?:[T ]|, )[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
    r" ?([AaPp][Mm]|Z|[+-][0-9]{2}:?[0-9]{2})?$"
)
_TWO_DIGITS = re.compile(r"[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3})[-/. ][0-9]{2}")
_SERIAL = re.compile(r"[1-9][0-9]{4}(\.[0-9]+)?")

DateReader = Callable[[str], PartialDate | Wrong]


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a field may hold, both ends included, and what to call them."""

    earliest: date
    latest: date
    words: str


def birth_span(today: date) -> Span:
    """From 120 years ago to today: nobody alive or recently dead is older."""
    first = date(max(today.year - 120, 1900), 1, 1)
    return Span(first, today, f"a date of birth from {first.year} to today")


def past_span(today: date) -> Span:
    """From 1900 to today."""
    return Span(date(1900, 1, 1), today, "a day from 1900 to today")


def date_reader(patterns: Sequence[str], span: Span) -> DateReader:
    """A function that reads one text by ISO 8601 or the patterns, and refuses days out of the span.

    A time of day after the date is left out. A year of two digits is the latest that the span
    allows, and is read only by a pattern with YY.
    """
    formats = tuple(compile_format(pattern) for pattern in patterns)
    shown = ", ".join(patterns[:3])

    def read(text: str) -> PartialDate | Wrong:
        text = _TIME.sub("", text) if ":" in text else text
        parts = _iso(text) or _first(formats, text)
        return _dated(parts, span) if parts else _unread(text, shown)

    return read


def full_day(value: PartialDate | Wrong) -> date | Wrong:
    """A partial date of which the day is known, as a day."""
    if isinstance(value, Wrong):
        return value
    return value.earliest() if value.is_full else Wrong("a date with its day", "date")


def _iso(text: str) -> DateParts | None:
    found = _ISO.fullmatch(text)
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
        words = "a year of four digits (or a mapped date pattern with YY)"
        return Wrong(words, "date_ambiguous")
    if _SERIAL.fullmatch(text):
        return Wrong("a date, not a spreadsheet's day number: format the column as dates", "date")
    return Wrong(f"a date as YYYY-MM-DD, {shown}", "date")
