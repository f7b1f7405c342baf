"""House numbers: fractions, hyphens, letters, grid numbers; Publication 28, section 232, app. D."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.parse.address.tables import AddressTables, address_tables

_NUMBER = re.compile(
    r"\d+(?:[A-HJ-NP-Z])?|\d+-\d+[A-Z]?|\d+-[A-Z]|[NSEW]\d+[NSEW]\d+|[NSEW]\d+-?[NSEW]?\d*"
    r"|\d+[NSEW]\d+"
)
_LONGEST_NUMBER = 7
_GRID_AXES = frozenset({"N", "S", "E", "W"})
_RANGE_WORDS = frozenset({"&", "AND", "OR", "TO", "THRU", "THROUGH"})
_GRID = re.compile(r"[NS] ?\d+ ?[EW] ?\d+|[EW] ?\d+ ?[NS] ?\d+")
_RUN_ON_GRID = re.compile(r"(\d+)([NSEW])")
_LOOKALIKES = re.compile(r"(?=.*\d)[0-9OILB][0-9OILSBZ]+")
_DIGITS = str.maketrans("OILSBZ", "011582")
_HALF = re.compile(r"(\d+)-(\d/\d{1,2})")
_FRACTION = re.compile(r"\d/\d{1,2}")
_NUMBER_WORDS = frozenset({"NO", "NUMBER", "NUM"})
_ROAD_WORDS = frozenset({"FRONTAGE", "BYPASS", "BYP", "HWY", "HIGHWAY", "ACCESS", "SERVICE"})


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number, its fraction, the words behind it, and whether a letter was guessed.

    `has_letter` says that a letter which stood apart was taken into the number.
    """

    number: str
    fraction: str
    rest: tuple[str, ...]
    is_guess: bool = False
    has_letter: bool = False


def read_number(words: Sequence[str]) -> HouseNumber | None:
    """The house number that the words begin with, or None; words must follow it."""
    if words and words[0] in _NUMBER_WORDS and len(words) > 2 and words[1][0].isdigit():
        words = words[1:]
    if words and words[0] == "#":
        words = words[1:]
    if not words or not (first := words[0].lstrip("#")) or len(words) < 2:
        return None
    tables = address_tables()
    if first in tables.house_words:
        is_street = words[1] in tables.suffixes and len(words) == 2
        return None if is_street else _with_fraction(tables.house_words[first], words[1:])
    if found := _HALF.fullmatch(first):
        return HouseNumber(found.group(1), found.group(2), tuple(words[1:]))
    if first in tables.directionals or first[0].isalpha():
        if grid := _grid(words, tables):
            return grid
    elif len(words) > 3 and words[1] in _RANGE_WORDS and first.isdigit() and words[2].isdigit():
        return HouseNumber(f"{first}-{words[2]}", "", tuple(words[3:]))
    if len(words) == 2 and (house := _run_on_grid(first, words[1])):
        return house
    if _NUMBER.fullmatch(first) and sum(map(str.isdigit, first)) <= 2 * _LONGEST_NUMBER:
        return _plain_number(first, words[1:], tables)
    if _LOOKALIKES.fullmatch(first) and words[1] not in _ROAD_WORDS:
        return HouseNumber(first.translate(_DIGITS), "", tuple(words[1:]), is_guess=True)
    return None


def _plain_number(first: str, rest: Sequence[str], tables: AddressTables) -> HouseNumber | None:
    """A number of digits, perhaps with a letter behind it that stands apart."""
    if first.isdigit():
        if len(first) > _LONGEST_NUMBER:
            return None
        if _is_letter_of_number(rest, tables):
            return HouseNumber(first + rest[0], "", tuple(rest[1:]), has_letter=True)
    return _with_fraction(first.replace("-", "") if first[0].isalpha() else first, rest)


def _grid(words: Sequence[str], tables: AddressTables) -> HouseNumber | None:
    """`N6 W23001`, `N 6 W 23001` and `N 5150` in front of a street (appendix D3)."""
    first = words[0]
    for size in (2, 3, 4):
        number = "".join(words[:size])
        if len(words) > size and number[-1].isdigit() and _GRID.fullmatch(number):
            return HouseNumber(number, "", tuple(words[size:]))
    axis = tables.directionals.get(first, "")
    if axis not in _GRID_AXES or len(words) < 4 or not words[1].isdigit():
        return None
    number, rest = axis + words[1], words[2:]
    is_named = any(w not in tables.suffixes and w not in tables.directionals for w in rest)
    return HouseNumber(number, "", tuple(rest)) if is_named else None


def _run_on_grid(first: str, second: str) -> HouseNumber | None:
    """`842E 1700S`, a grid address whose directions run on (appendix D2)."""
    here, there = _RUN_ON_GRID.fullmatch(first), _RUN_ON_GRID.fullmatch(second)
    if here is None or there is None:
        return None
    return HouseNumber(here.group(1), "", (here.group(2), there.group(1), there.group(2)))


def _is_letter_of_number(rest: Sequence[str], tables: AddressTables) -> bool:
    """Whether a lone letter belongs to the number in front: 12 B ELM ST, but not 12 B ST.

    An initial (J F KENNEDY), the O of O BRIEN and a road's letter (M 66) do not.
    """
    if len(rest) < 2 or len(rest[0]) != 1 or not rest[0].isalpha():
        return False
    letter, name = rest[0], rest[1]
    if letter in tables.directionals or letter == "O":
        return False
    if (len(name) == 1 and name not in _GRID_AXES) or (letter, name) == ("U", "S"):
        return False
    if not name[0].isalpha():
        return name[-2:] in ("ST", "ND", "RD", "TH")
    if name in tables.suffixes:
        behind = rest[2:]
        leads_on = bool(behind) and behind[0] not in tables.directionals
        return leads_on and any(word in tables.suffixes for word in behind)
    return name not in ("AND", "AT", "O")


def _with_fraction(number: str, rest: Sequence[str]) -> HouseNumber:
    if len(rest) > 1 and _FRACTION.fullmatch(rest[0]):
        return HouseNumber(number, rest[0], tuple(rest[1:]))
    return HouseNumber(number, "", tuple(rest))
