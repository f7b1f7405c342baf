"""Postal addresses as sources hold them: in parts, or in one text."""

from __future__ import annotations

import re

from connectors.engine.record_map.facts import AddressColumns
from connectors.engine.record_map.rows import Row
from skiptrace.model.subject import PostalAddress

_ONE_LINE = re.compile(r"(.+), ([^,]+), ([A-Z]{2}) (\d{5})(?:-?(\d{4}))?")

_LAST_LINE = re.compile(r"(.+?),? +([A-Z]{2})(?:,? +(\d{5})(?:-?(\d{4}))?)?", re.IGNORECASE)
_STATES = frozenset(
    {
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN",
        "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH",
        "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT",
        "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP", "PR", "VI", "AA", "AE", "AP",
    }
)  # fmt: skip
"""Publication 28 of the Postal Service, appendix B: states, possessions, military states."""


def zip_digits(text: str) -> str:
    """A ZIP as 5 or 9 digits; anything else is left out."""
    digits = text.replace("-", "")
    return digits if digits.isdecimal() and len(digits) in (5, 9) else ""


def read_address(columns: AddressColumns, row: Row) -> PostalAddress | None:
    """The postal address of these columns; None where they hold neither a line nor a town.

    A ZIP of other than 5 or 9 digits is left out; one text that cannot be split stays whole, and a
    state as ISO 3166-2 writes it (US-DE) loses its country.
    """
    wording = row[columns.whole] if columns.whole else ""
    if not columns.line:
        return _split(wording) if wording else None
    line = " ".join([text for name in columns.line if (text := row[name])])
    city, state, last_zip = _last_line(columns, row)
    if not line and not city:
        return PostalAddress(original=wording) if wording else None
    postcode = row[columns.zip] if columns.zip else last_zip
    digits = zip_digits(postcode)
    zip4 = digits[5:] or (row[columns.zip4] if columns.zip4 else "")
    last = " ".join(filter(None, (state, postcode)))
    original = wording or ", ".join(filter(None, (line, city, last)))
    return PostalAddress(line, city, state, digits[:5], zip4, original=original)


def _last_line(columns: AddressColumns, row: Row) -> tuple[str, str, str]:
    """Town, state and, where it stands with them, the ZIP."""
    if not columns.last_line:
        state = row[columns.state].removeprefix("US-") if columns.state else columns.in_state
        return row[columns.city] if columns.city else "", state, ""
    found = _LAST_LINE.fullmatch(row[columns.last_line])
    if found is None or found[2].upper() not in _STATES:
        return row[columns.last_line], columns.in_state, ""
    city, state, zip5, zip4 = found.groups(default="")
    return city, state.upper(), zip5 + zip4


def _split(text: str) -> PostalAddress:
    found = _ONE_LINE.fullmatch(text)
    if found is None:
        return PostalAddress(original=text)
    line, city, state, zip5, zip4 = found.groups(default="")
    return PostalAddress(line, city, state, zip5, zip4, original=text)
