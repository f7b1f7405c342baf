"""The date of a trust or agreement in a name, in any usual spelling."""

from __future__ import annotations

import re

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_NAMES = (
    "JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?"
    "|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?"
)
_MARK = (
    r"[\s,(]*(?:(?:U/?T/?A|U/?A/?D?|U/?T/?D|UNDER (?:AGREEMENT|TRUST)|AGREEMENT|AGMT|DATED|DTD|UTD"
    r"|DATE|DECLARATION(?: OF TRUST)?|EST(?:ABLISHED)?|OF)\b[\s.,]*)"
)
_NUMERIC = re.compile(rf"{_MARK}{{1,6}}(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}})\)?")
_BARE = re.compile(r"[\s,(]+(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\)?\s*$")
_NAMED = re.compile(
    rf"{_MARK}{{0,6}}\b({_NAMES})\.?\s+(\d{{1,2}})(?:ST|ND|RD|TH)?,?\s+(\d{{4}})\)?"
)
_ISO = re.compile(rf"{_MARK}{{1,6}}(\d{{4}})-(\d{{2}})-(\d{{2}})\)?")


def split_date(text: str) -> tuple[str, str]:
    """The text without the date of its trust, and that date as YYYY-MM-DD, or empty.

    Dates are read month first; a year of two digits is 1930 to 2029.
    """
    for pattern, order in ((_NUMERIC, "mdy"), (_NAMED, "mdy"), (_ISO, "ymd"), (_BARE, "mdy")):
        if found := pattern.search(text):
            parts = dict(zip(order, found.groups(), strict=True))
            return f"{text[: found.start()]} {text[found.end() :]}".strip(), _iso(parts)
    return text, ""


def _iso(parts: dict[str, str]) -> str:
    year = int(parts["y"])
    if year < 100:
        year += 1900 if year >= 30 else 2000
    month = parts["m"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    return f"{year:04d}-{number:02d}-{int(parts['d']):02d}"
