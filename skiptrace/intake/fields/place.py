"""Places: street lines, cities, states and ZIP codes of the United States."""

from __future__ import annotations

import re

from skiptrace.intake.fields.text import free_text
from skiptrace.intake.problem import Wrong

# USPS Publication 28, appendix B: states, possessions, freely associated states, armed forces.
STATES = {
    "ALABAMA": "AL", "ALASKA": "AK", "AMERICAN SAMOA": "AS", "ARIZONA": "AZ", "ARKANSAS": "AR",
    "CALIFORNIA": "CA", "COLORADO": "CO", "CONNECTICUT": "CT", "DELAWARE": "DE",
    "DISTRICT OF COLUMBIA": "DC", "FEDERATED STATES OF MICRONESIA": "FM", "FLORIDA": "FL",
    "GEORGIA": "GA", "GUAM": "GU", "HAWAII": "HI", "IDAHO": "ID", "ILLINOIS": "IL",
    "INDIANA": "IN", "IOWA": "IA", "KANSAS": "KS", "KENTUCKY": "KY", "LOUISIANA": "LA",
    "MAINE": "ME", "MARSHALL ISLANDS": "MH", "MARYLAND": "MD", "MASSACHUSETTS": "MA",
    "MICHIGAN": "MI", "MINNESOTA": "MN", "MISSISSIPPI": "MS", "MISSOURI": "MO", "MONTANA": "MT",
    "NEBRASKA": "NE", "NEVADA": "NV", "NEW HAMPSHIRE": "NH", "NEW JERSEY": "NJ",
    "NEW MEXICO": "NM", "NEW YORK": "NY", "NORTH CAROLINA": "NC", "NORTH DAKOTA": "ND",
    "NORTHERN MARIANA ISLANDS": "MP", "OHIO": "OH", "OKLAHOMA": "OK", "OREGON": "OR",
    "PALAU": "PW", "PENNSYLVANIA": "PA", "PUERTO RICO": "PR", "RHODE ISLAND": "RI",
    "SOUTH CAROLINA": "SC", "SOUTH DAKOTA": "SD", "TENNESSEE": "TN", "TEXAS": "TX", "UTAH": "UT",
    "VERMONT": "VT", "VIRGIN ISLANDS": "VI", "VIRGINIA": "VA", "WASHINGTON": "WA",
    "WEST VIRGINIA": "WV", "WISCONSIN": "WI", "WYOMING": "WY", "ARMED FORCES AMERICAS": "AA",
    "ARMED FORCES EUROPE": "AE", "ARMED FORCES PACIFIC": "AP",
}  # fmt: skip
_CODES = frozenset(STATES.values())
# States whose ZIP codes begin with zeros: a spreadsheet drops those of a number.
_ONE_ZERO = frozenset(["CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR", "VI", "AE"])
_TWO_ZEROS = frozenset(["NY", "PR", "VI"])
_ZIP = re.compile(r"([0-9]{5})(?:[- ]?([0-9]{4}))?-?")


def street_line(text: str) -> str | Wrong:
    """A delivery line of at most 200 characters."""
    return free_text(text, 200, "a street line")


def city(text: str) -> str | Wrong:
    """A city's name of at most 60 characters, with letters."""
    if len(text) > 60 or not any(c.isalpha() for c in text):
        return Wrong("a city's name of at most 60 characters", "city")
    return text


def state(text: str) -> str | Wrong:
    """The two letters of a US state, possession or armed-forces region, from them or its name."""
    word = text.upper().replace(".", "")
    if word in _CODES:
        return word
    return STATES.get(word) or Wrong("a US state by its two letters or its name", "state")


def zip_code(text: str, of_state: str) -> tuple[str, str] | Wrong:
    """The five digits and the four more, or none of these.

    Zeros that a spreadsheet dropped are put back only where the state says that they were there.
    """
    digits = text
    if text.isascii() and text.isdigit():
        lost = {4: _ONE_ZERO, 3: _TWO_ZEROS}.get(len(text), frozenset())
        digits = text.zfill(5) if of_state in lost else text
    found = _ZIP.fullmatch(digits)
    if found is None or found[1] in {"00000", "99999"} or found[1] < "00500":
        return Wrong("a ZIP of five digits, or five and four", "zip")
    return found[1], found[2] or ""
