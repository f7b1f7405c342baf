"""Street lines: house number, directions, name and suffix; Publication 28, sections 231-237."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching.normalize.address_highways import read_highway, split_after
from matching.normalize.address_tables import AddressTables, address_tables

_NUMBER = re.compile(
    r"\d+[A-Z]?|\d+-\d+[A-Z]?|\d+-[A-Z]|[NSEW]\d+[NSEW]\d+|[NSEW]\d+-?[NSEW]?\d*|\d+[NSEW]\d+|\d+[A-Z]\d+"
)
_FRACTION = re.compile(r"\d/\d{1,2}")
_TRAILING_UNIT = re.compile(r"\d{1,4}[A-Z]?|[A-Z]-?\d{1,4}|[A-Z]")
_LETTERED = frozenset({"AVENUE", "STREET", "ROAD", "LANE", "DRIVE", "COURT"})
_MERGED = {("N", "E"): "NE", ("N", "W"): "NW", ("S", "E"): "SE", ("S", "W"): "SW"}


@dataclass(frozen=True, slots=True)
class Street:
    """A street line in components; `unit` is a unit that stood there without a designator."""

    number: str = ""
    fraction: str = ""
    predir: str = ""
    name: str = ""
    suffix: str = ""
    postdir: str = ""
    unit: str = ""


def has_number(words: Sequence[str]) -> bool:
    """Whether the words begin with a house number and go on."""
    if len(words) < 2:
        return False
    if words[0] in address_tables().house_words:
        return words[1] not in address_tables().suffixes
    return _NUMBER.fullmatch(words[0]) is not None


def read_street(words: Sequence[str]) -> Street:
    """A street line without units, read by position; the words begin with a house number."""
    number = address_tables().house_words.get(words[0], words[0])
    rest = list(words[1:])
    fraction = ""
    if rest and _FRACTION.fullmatch(rest[0]) and len(rest) > 1:
        fraction = rest.pop(0)
    return replace(_read_name(rest), number=number, fraction=fraction)


def _read_name(words: list[str]) -> Street:
    tables = address_tables()
    predir, after = _take_predir(words, tables)
    highway = read_highway(after)
    if highway is not None:
        more, postdir = split_after(highway.rest)
        return Street(predir=predir, name=f"{highway.name} {more}".strip(), postdir=postdir)
    words, unit = _take_trailing_unit(words, tables)
    if lettered := _lettered(words, tables):
        return replace(lettered, unit=unit)
    words, postdir = _take_postdir(words, tables)
    words, suffix = _take_suffix(words, tables)
    predir, name = _take_predir(words, tables)
    return Street("", "", predir, _shown(name, suffix, tables), suffix, postdir, unit)


def _take_trailing_unit(words: list[str], tables: AddressTables) -> tuple[list[str], str]:
    """A number or letter behind the suffix, as in `12 MAIN ST 4B`, is a unit without its word."""
    if len(words) < 3 or not _TRAILING_UNIT.fullmatch(words[-1]):
        return words, ""
    is_direction = words[-1] in tables.directionals
    if is_direction or words[-2] not in tables.suffixes or words[-2] in ("HWY", "HIGHWAY"):
        return words, ""
    return words[:-1], words[-1]


def _lettered(words: list[str], tables: AddressTables) -> Street | None:
    """Lettered streets: in AVENUE N the N is the name and not a direction (section 233.3)."""
    dirs = tables.directionals
    predir, rest = "", words
    if len(words) == 3 and words[0] in dirs:
        predir, rest = dirs[words[0]], words[1:]
    if len(rest) not in (2, 3) or len(rest[1]) != 1 or not rest[1].isalpha():
        return None
    word = tables.suffix_words.get(tables.suffixes.get(rest[0], ""), "")
    if word not in _LETTERED:
        return None
    postdir = dirs.get(rest[2], "") if len(rest) == 3 else ""
    if len(rest) == 3 and not postdir:
        return None
    return Street(predir=predir, name=f"{word} {rest[1]}", postdir=postdir)


def _take_postdir(words: list[str], tables: AddressTables) -> tuple[list[str], str]:
    dirs = tables.directionals
    if len(words) < 2 or words[-1] not in dirs:
        return words, ""
    last = dirs[words[-1]]
    if len(words) > 2 and (merged := _MERGED.get((dirs.get(words[-2], ""), last))):
        return words[:-2], merged
    return words[:-1], last


def _take_suffix(words: list[str], tables: AddressTables) -> tuple[list[str], str]:
    if len(words) < 2 or words[-1] not in tables.suffixes:
        return words, ""
    return words[:-1], tables.suffixes[words[-1]]


def _take_predir(words: list[str], tables: AddressTables) -> tuple[str, list[str]]:
    dirs = tables.directionals
    if len(words) < 2 or words[0] not in dirs:
        return "", words
    first = dirs[words[0]]
    if len(words) > 2 and (merged := _MERGED.get((first, dirs.get(words[1], "")))):
        return merged, words[2:]
    return first, words[1:]


def _shown(name: list[str], suffix: str, tables: AddressTables) -> str:
    """The name as printed: a direction inside it and an earlier suffix word are written out."""
    words = [_plain(word) for word in name]
    if len(words) > 1 or suffix:
        for end in {0, len(words) - 1} if words else set():
            is_letter = len(words) == 1 and len(words[end]) == 1
            if words[end] in tables.directional_words and not is_letter:
                words[end] = tables.directional_words[words[end]]
    if suffix and len(words) > 1 and words[-1] in tables.suffixes:
        words[-1] = tables.suffix_words[tables.suffixes[words[-1]]]
    return " ".join(words)


def _plain(word: str) -> str:
    return word if _FRACTION.fullmatch(word) else word.strip("-/")
