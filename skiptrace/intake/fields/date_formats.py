"""Date patterns such as M/D/YYYY, compiled to what reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# US custom: the month first, unless the year leads.
DEFAULT_FORMATS = (
    "M/D/YYYY",
    "M-D-YYYY",
    "M.D.YYYY",
    "YYYY/M/D",
    "YYYY-M-D",
    "YYYY.M.D",
    "D-MON-YYYY",
    "D MON YYYY",
    "MON D, YYYY",
    "MON D YYYY",
    "MON-D-YYYY",
    "M/YYYY",
    "MON YYYY",
    "MON-YYYY",
)
# Read beside the default ones: digits without separators, and years of two digits where only one
# century makes sense.
SHORT_FORMATS = ("MMDDYYYY", "M/D/YY", "M-D-YY", "M.D.YY", "D-MON-YY", "MON D, YY")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

_TOKENS = re.compile(r"YYYY|YY|MON|MM|M|DD|D")
_READS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<short>[0-9]{2})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
    "MON": r"(?P<name>[A-Za-z]{3,9})\.?",
}


@dataclass(frozen=True, slots=True)
class DateParts:
    """The numbers of a date as written; `short` when the year has two digits."""

    year: int
    month: int | None
    day: int | None
    short: bool


@dataclass(frozen=True, slots=True)
class DateFormat:
    """One date pattern; `order` tells day-first from month-first patterns of the same look."""

    pattern: str
    regex: re.Pattern[str]
    order: str

    def read(self, text: str) -> DateParts | None:
        """The parts of a text that looks as the pattern says, else None."""
        found = self.regex.fullmatch(text)
        if found is None:
            return None
        part = found.groupdict()
        month = _month(part.get("name"), part.get("month"))
        if month == 0:
            return None
        year, day = part.get("year") or part["short"], part.get("day")
        return DateParts(int(year), month, int(day) if day else None, "short" in part)


def _month(name: str | None, digits: str | None) -> int | None:
    if name is None:
        return int(digits) if digits else None
    start = name[:3].upper()
    return MONTHS.index(start) + 1 if start in MONTHS else 0


@lru_cache(maxsize=256)
def compile_format(pattern: str) -> DateFormat:
    """A pattern's reader; ValueError for one without a year, or with a part twice."""
    tokens = _TOKENS.findall(pattern)
    kinds = [_kind(token) for token in tokens]
    if "year" not in kinds or len(set(kinds)) != len(kinds):
        raise ValueError(
            "expected a date pattern of YYYY or YY, MM, M or MON, and DD or D, such as M/D/YYYY"
        )
    if re.search(r"[A-Za-z0-9]", _TOKENS.sub("", pattern)):
        raise ValueError("expected a date pattern of YYYY, YY, MM, M, DD, D, MON and separators")
    regex, at = "", 0
    for token in _TOKENS.finditer(pattern):
        regex += re.escape(pattern[at : token.start()]) + _READS[token[0]]
        at = token.end()
    regex += re.escape(pattern[at:])
    return DateFormat(pattern, re.compile(regex), " ".join(kinds))


def _kind(token: str) -> str:
    return {"Y": "year", "M": "month", "D": "day"}[token[0]]


def _look(pattern: str) -> str:
    """What a pattern looks like when the order of its numbers is not known."""
    return _TOKENS.sub(lambda t: "w" if t[0] == "MON" else "y" if "Y" in t[0] else "n", pattern)


def check_formats(patterns: Sequence[str]) -> None:
    """ValueError when a pattern cannot be read, or two would read one text as different days."""
    seen: dict[str, str] = {}
    for pattern in patterns:
        order = compile_format(pattern).order
        if seen.setdefault(_look(pattern), order) != order:
            raise ValueError(f"{pattern} and another pattern would read one text as two dates")
