"""House numbers: fractions, hyphens, letters, grid numbers; Publication 28, section 232, app. D."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.normalize.address_tables import address_tables

_NUMBER = re.compile(
    r"\d+(?:[A-HJ-NP-Z])?|\d+-\d+[A-Z]?|\d+-[A-Z]|[NSEW]\d+[NSEW]\d+|[NSEW]\d+-?[NSEW]?\d*"
    r"|\d+[NSEW]\d+"
)
_GRID = re.compile(r"[NS]\d+ [EW]\d+|[EW]\d+ [NS]\d+")
_LOOKALIKES = re.compile(r"(?=.*\d)[0-9OILB][0-9OILSBZ]+")
_DIGITS = str.maketrans("OILSBZ", "011582")
_HALF = re.compile(r"(\d+)-(\d/\d{1,2})")
_FRACTION = re.compile(r"\d/\d{1,2}")
_NUMBER_WORDS = frozenset({"NO", "NUMBER", "NUM"})
_ROAD_WORDS = frozenset({"FRONTAGE", "BYPASS", "BYP", "HWY", "HIGHWAY", "ACCESS", "SERVICE"})


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number, its fraction, the words behind it, and whether a letter was guessed."""

    number: str
    fraction: str
    rest: tuple[str, ...]
    is_guess: bool = False


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
    if len(words) > 2 and first[0].isalpha() and _GRID.fullmatch(f"{first} {words[1]}"):
        return HouseNumber(first + words[1], "", tuple(words[2:]))
    if _NUMBER.fullmatch(first):
        number = first.replace("-", "") if first[0].isalpha() else first
        return _with_fraction(number, words[1:])
    if _LOOKALIKES.fullmatch(first) and words[1] not in _ROAD_WORDS:
        return HouseNumber(first.translate(_DIGITS), "", tuple(words[1:]), is_guess=True)
    return None


def _with_fraction(number: str, rest: Sequence[str]) -> HouseNumber:
    if len(rest) > 1 and _FRACTION.fullmatch(rest[0]):
        return HouseNumber(number, rest[0], tuple(rest[1:]))
    return HouseNumber(number, "", tuple(rest))
