"""Places: street lines, cities, states and ZIP codes of the United States."""

from __future__ import annotations

import re

from matching.parse.address.last_line import read_state
from matching.parse.address.places import zip_place
from skiptrace.intake.fields.text import free_text
from skiptrace.intake.problem import Wrong

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
    found = read_state(text.upper().replace(".", ""))
    return found or Wrong("a US state by its two letters or its name", "state")


def _lies_in(code: str, of_state: str) -> bool:
    place = zip_place(code)
    return place is not None and place.state == of_state


def zip_code(text: str, of_state: str) -> tuple[str, str] | Wrong:
    """The five digits and the four more, or none of these.

    Zeros that a spreadsheet dropped are put back only where the state says that they were there.
    """
    digits = text
    if text.isascii() and text.isdigit() and len(text) in (3, 4):
        digits = text.zfill(5) if _lies_in(text.zfill(5), of_state) else text
    found = _ZIP.fullmatch(digits)
    if found is None or found[1] in {"00000", "99999"} or found[1] < "00500":
        return Wrong("a ZIP of five digits, or five and four", "zip")
    return found[1], found[2] or ""
