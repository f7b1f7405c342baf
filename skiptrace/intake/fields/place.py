"""Places: street lines, cities, states and ZIP codes of the United States."""

from __future__ import annotations

import re

from matching.parse.address.last_line import read_state
from matching.parse.address.places import zip_place
from skiptrace.intake.fields.text import free_text
from skiptrace.intake.problem import Partly, Wrong

_ZIP = re.compile(r"([0-9]{5})(?:\s*-\s*([0-9]{4})| ?([0-9]{4}))?-?")
_STATE_IN_FRONT = re.compile(r"([A-Za-z]{2})[ ,]+(?=[0-9]{5})")
_ZIP_AND_MORE = re.compile(r"([0-9]{5})[- ].*")
_NO_ZIP = Wrong("a ZIP of five digits, or five and four", "zip")
# How many digits a number had that a spreadsheet left so many of.
_SHORT = {3: 5, 4: 5, 7: 9, 8: 9}


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


def in_us(country: str) -> bool:
    """Whether a country is the United States, one of its territories, or nothing that says so."""
    letters = "".join(filter(str.isalpha, country)).upper()
    return letters in _US or not letters


_US = frozenset(
    ("US", "USA", "UNITEDSTATES", "UNITEDSTATESOFAMERICA", "AMERICA", "UNITEDSTATESUS",
     "UNITEDSTATESUSA", "PR", "PRI", "PUERTORICO", "VI", "VIR", "USVI", "USVIRGINISLANDS", "GU",
     "GUM", "GUAM", "AS", "ASM", "AMERICANSAMOA", "MP", "MNP")
)  # fmt: skip


def _lies_in(code: str, of_state: str) -> bool:
    place = zip_place(code)
    return place is not None and place.state == of_state


def state_in_front(text: str) -> str:
    """The state that stands in front of a ZIP code in one cell; empty where none does."""
    front = _STATE_IN_FRONT.match(text)
    found = state(front[1]) if front is not None else ""
    return found if isinstance(found, str) else ""


def zip_code(text: str, of_state: str) -> tuple[str, str] | Partly[tuple[str, str]] | Wrong:
    """The five digits and the four more; the five alone where what follows are not four.

    Zeros that a spreadsheet dropped are put back only where the state says that they were there.
    """
    front = _STATE_IN_FRONT.match(text)
    if front is not None and front[1].upper() == of_state:
        text = text[front.end() :]
    digits = text
    if text.isascii() and text.isdigit() and len(text) in _SHORT:
        whole = text.zfill(_SHORT[len(text)])
        digits = whole if _lies_in(whole[:5], of_state) else text
    found = _ZIP.fullmatch(digits) or _ZIP_AND_MORE.fullmatch(digits)
    if found is None or found[1] in {"00000", "99999"} or found[1] < "00500":
        return _NO_ZIP
    if found.re is _ZIP:
        return found[1], found[2] or found[3] or ""
    return Partly((found[1], ""), _NO_ZIP)
