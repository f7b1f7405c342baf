"""The ways in which files write a date, each as year, month and day; zero means not known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Refusal = Literal["serial", "ambiguous", "unreadable"]


@dataclass(frozen=True, slots=True)
class DateParts:
    """Numbers as written; `either_order` where nothing but custom tells month from day."""

    year: int
    month: int = 0
    day: int = 0
    short_year: bool = False
    either_order: bool = False


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "JANUARY JAN ENERO ENE", "FEBRUARY FEB FEBRERO", "MARCH MAR MARZO",
            "APRIL APR ABRIL ABR", "MAY MAYO", "JUNE JUN JUNIO", "JULY JUL JULIO",
            "AUGUST AUG AGOSTO AGO", "SEPTEMBER SEPT SEP SEPTIEMBRE SETIEMBRE",
            "OCTOBER OCT OCTUBRE", "NOVEMBER NOV NOVIEMBRE", "DECEMBER DEC DICIEMBRE DIC",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_TIME = re.compile(
    r"(?:T|,? )\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)? ?(?:[AP]M)?(?:Z|[+-]\d\d:?\d\d)?$"
)
_WEEKDAY = re.compile(r"^(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]{0,6}[., ]+")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2}|[X?*]{1,2})(?:[-/. ](\d{1,2}|[X?*]{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2}|[X?*]{1,2})[-/. ](\d{1,2}|[X?*]{1,2})[-/. ](\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2}|[X?*]{1,2})[-/.](\d{4})")
_WORD = re.compile(r"([A-Z]+|\d+)")
_FILLERS = frozenset({"OF", "DE", "DEL", "THE", "ST", "ND", "RD", "TH"})


def recognised(text: str) -> DateParts | Refusal:
    """The parts of a date in capitals, or why they cannot be told."""
    text = _WEEKDAY.sub("", _TIME.sub("", text))
    for read in _FORMS:
        if (found := read(text)) is not None:
            return found
    return "unreadable"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _year_first(text: str) -> DateParts | None:
    found = _YEAR_FIRST.fullmatch(text)
    return DateParts(int(found[1]), _number(found[2]), _number(found[3])) if found else None


def _year_last(text: str) -> DateParts | None:
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    month, day, year = found.groups()
    return DateParts(int(year), _number(month), _number(day), len(year) == 2, True)


def _month_year(text: str) -> DateParts | None:
    found = _MONTH_YEAR.fullmatch(text)
    return DateParts(int(found[2]), _number(found[1])) if found else None


def _digits(text: str) -> DateParts | Refusal | None:
    whole = re.fullmatch(r"(\d+)(\.\d+)?", text)
    if whole is None:
        return None
    digits = whole[1]
    if len(digits) == 5 or whole[2]:
        return "serial"
    if len(digits) == 8:
        return _eight(digits)
    if len(digits) == 4:
        return DateParts(int(digits))
    return "ambiguous" if len(digits) in (6, 7) else "unreadable"


def _eight(digits: str) -> DateParts:
    """CCYYMMDD, else MMDDCCYY: no month begins with the first two digits of a year in use."""
    if "18" <= digits[:2] <= "22":
        if int(digits[4:6]) <= 12 or not "18" <= digits[4:6] <= "22":
            return DateParts(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        return DateParts(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    return DateParts(int(digits[4:]), int(digits[:2]), int(digits[2:4]), either_order=True)


def _named(text: str) -> DateParts | None:
    """A month in words with a year, and a day perhaps, in any order and with any signs between."""
    words = [word for word in _WORD.findall(text) if word not in _FILLERS]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(numbers) + 1 != len(words) or not 1 <= len(numbers) <= 2:
        return None
    years = [word for word in numbers if len(word) == 4] or numbers[-1:]
    days = [word for word in numbers if word is not years[0]]
    if len(years) != 1 or len(years[0]) not in (2, 4) or any(len(day) > 2 for day in days):
        return None
    short = len(years[0]) == 2
    if short and not days:
        return None
    return DateParts(int(years[0]), months[0], _number(days[0] if days else None), short)


_FORMS: tuple[Callable[[str], DateParts | Refusal | None], ...] = (
    _year_first, _year_last, _month_year, _digits, _named,
)  # fmt: skip
