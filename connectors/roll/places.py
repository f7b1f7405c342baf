"""Addresses of a register in the words of matching; plain lines by a short way of their own."""

from __future__ import annotations

import re
from functools import lru_cache

from matching.normalize.address import normalize_address
from matching.normalize.address_tables import address_tables
from matching.normalize.delivery_words import delivery_words
from matching.normalize.street_words import BOX, street_words
from skiptrace.model.subject import PostalAddress

Line = tuple[str, str, str, str]
"""House number, street, core of the street, unit; empty is not known."""

_NOTHING: Line = ("", "", "", "")
_ORDINAL = re.compile(r"[1-9]\d*(?:ST|ND|RD|TH)")
_ISLAND = "PR"
_UNITS = frozenset({"APT", "UNIT", "STE"})
_STREET_ENDS = frozenset({"AVE", "AVENUE", "BLVD", "BOULEVARD", "DR", "DRIVE", "LANE", "LN", "RD",
                          "ROAD", "ST", "STREET"})  # fmt: skip
"""Inside a line they may end the street in front of a building's name."""


class LineReader:
    """Reads delivery lines as `people_of_profiles` has them; each street only once.

    What stands behind a plain house number reads the same whatever the number is.
    """

    def __init__(self) -> None:
        self._streets: dict[tuple[str, str], tuple[str, str, str] | None] = {}

    def read(self, line: str, city: str, state: str, zip5: str) -> Line:
        """House number, street, core and unit of an address."""
        if not line:
            return _NOTHING
        house, _, rest = line.partition(" ")
        if house == "PO" and rest.startswith("BOX ") and rest[4:].isdecimal() and rest.isascii():
            return rest[4:].lstrip("0"), BOX, BOX, ""
        if house.isdecimal() and house[0] != "0" and line.isascii() and state != _ISLAND:
            text, unit = _split_unit(rest)
            key = text, state
            if key not in self._streets:
                place = PostalAddress(f"{house} {text}", city, state, zip5)
                self._streets[key] = _plain_street(text) or _street(house, place)
            if (street := self._streets[key]) and not (unit and street[2]):
                return house, street[0], street[1], unit or street[2]
        return _words(PostalAddress(line, city, state, zip5))


def _words(place: PostalAddress) -> Line:
    return delivery_words(normalize_address(place))


def _street(house: str, place: PostalAddress) -> tuple[str, str, str] | None:
    """The street as the normaliser reads it; None when it takes the number for part of it."""
    number, street, core, unit = _words(place)
    return (street, core, unit) if number == house else None


@lru_cache(maxsize=65536)
def last_line(city: str, state: str, zip5: str) -> tuple[str, str, int]:
    """Town, state and ZIP as the normaliser has them; 0 for a ZIP that is not known."""
    if not city and not zip5:
        return "", state, 0
    found = normalize_address(PostalAddress("1 MAIN ST", city, state, zip5))
    return found.city, found.state, int(found.zip5) if found.zip5.isdecimal() else 0


def _split_unit(text: str) -> tuple[str, str]:
    """What stands in front of `APT 4`, and the 4; the text itself when it ends in no such unit."""
    head, _, number = text.rpartition(" ")
    street, _, designator = head.rpartition(" ")
    if not number.isdecimal() or designator not in _UNITS:
        return text, ""
    bare = number.lstrip("0")
    return (street, bare) if bare and street else (text, "")


def _plain_street(text: str) -> tuple[str, str, str] | None:
    """A street's words when each stands for itself and a suffix comes last, else None."""
    words = text.split(" ")
    tables = address_tables()
    if len(words) > 2 and words[-1] in tables.directionals:
        words.pop()
    if len(words) > 2 and words[0] in tables.directionals:
        del words[0]
    if len(words) < 2 or words.pop() not in tables.suffixes:
        return None
    ordinal = len(words) == 1 and _ORDINAL.fullmatch(words[0])
    if not ordinal and not all(map(_stands_for_itself, words)):
        return None
    street, core = street_words(text)
    return (street, core, "") if street else None


def _stands_for_itself(word: str) -> bool:
    tables = address_tables()
    special = (
        tables.directionals, tables.numbered_units, tables.bare_units,
        tables.highways, tables.number_words, tables.tens_words, tables.house_words,
    )  # fmt: skip
    if len(word) < 2 or word in _STREET_ENDS or not word.isalpha() or not word.isupper():
        return False
    return not any(word in table for table in special)
