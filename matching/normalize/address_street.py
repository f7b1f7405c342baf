"""Street lines: house number, directions, name and suffix; Publication 28, sections 231-237."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching.normalize.address_highways import read_highway, split_after
from matching.normalize.address_number import read_number
from matching.normalize.address_tables import AddressTables, address_tables

_FRACTION = re.compile(r"\d/\d{1,2}")
_TRAILING_UNIT = re.compile(r"\d{1,4}[A-Z]?|[A-Z]-?\d{1,4}|[A-Z]")
_MIXED_UNIT = re.compile(r"\d{1,4}[A-Z]")
_LETTERED = frozenset({"AVENUE", "STREET", "ROAD", "LANE", "DRIVE", "COURT"})
_MERGED = {("N", "E"): "NE", ("N", "W"): "NW", ("S", "E"): "SE", ("S", "W"): "SW"}
_NAMED_BY_DIRECTION = frozenset({"END"})
_TENS = frozenset(
    {"TWENTY", "THIRTY", "FORTY", "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY", "HUNDRED"}
)
_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)?")
_KEPT = frozenset({"VIA", "LA", "IS", "PR", "UN", "VL", "DM"})


@dataclass(frozen=True, slots=True)
class Street:
    """A street in components; `unit` is a unit that stood there without a designator."""

    predir: str = ""
    name: str = ""
    suffix: str = ""
    postdir: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class StreetLine:
    """A house number with its street; `flags` name what was guessed or ZIP+4 data must settle."""

    number: str
    fraction: str
    street: Street
    flags: frozenset[str]


def read_street(words: Sequence[str], state: str = "") -> StreetLine | None:
    """A street line without units, read by position, or None without house number and name."""
    house = read_number(words)
    if house is None:
        return None
    street = _read_name(_unhyphened(house.rest), state)
    if not street.name.strip():
        return None
    flags = {"ocr_number"} if house.is_guess else set()
    if street.unit:
        flags.add("unit_without_designator")
    if _is_numeric(street):
        flags.add("numeric_or_spelled")
    return StreetLine(house.number, house.fraction, street, frozenset(flags))


def _is_numeric(street: Street) -> bool:
    """Whether ZIP+4 data must say if the street is NINTH or 9TH (section 235); no grid is."""
    if street.predir and street.postdir and not street.suffix:
        return False
    words = street.name.split()
    spelled = words[-1] in address_tables().number_words
    return (len(words) == 1 and _ORDINAL.fullmatch(words[0]) is not None) or (
        spelled and (len(words) == 1 or words[0] in _TENS)
    )


def _unhyphened(words: Sequence[str]) -> list[str]:
    """Hyphens between letters are spaces in a street's name (section 232)."""
    if not any("-" in word for word in words):
        return list(words)
    return [part for word in words for part in _parts(word)]


def _parts(word: str) -> list[str]:
    return word.strip("-").split("-") if not any(c.isdigit() for c in word) else [word.strip("-")]


def _read_name(words: list[str], state: str) -> Street:
    tables = address_tables()
    predir, after = _take_predir(words, tables)
    highway = read_highway(words, state)
    if highway is not None:
        predir = ""
    elif predir:
        highway = read_highway(after, state)
    if highway is not None:
        more, postdir = split_after(highway.rest)
        return Street(predir=predir, name=f"{highway.name} {more}".strip(), postdir=postdir)
    words, unit = _take_trailing_unit(words, tables)
    if lettered := _lettered(words, tables):
        return replace(lettered, unit=unit) if unit else lettered
    words, postdir = _take_postdir(words, tables)
    words, suffix = _take_suffix(words, tables)
    predir, name = _take_predir(words, tables)
    return Street(predir, _shown(name, suffix, tables), suffix, postdir, unit)


def _take_trailing_unit(words: list[str], tables: AddressTables) -> tuple[list[str], str]:
    """A number or letter behind the suffix, as in `12 MAIN ST 4B`, is a unit without its word."""
    if len(words) < 2 or not _TRAILING_UNIT.fullmatch(words[-1]):
        return words, ""
    before = words[-2]
    is_road = tables.suffix_words.get(tables.suffixes.get(before, "")) in ("HIGHWAY", "ROUTE")
    if words[-1] in tables.directionals or is_road:
        return words, ""
    behind_suffix = len(words) > 2 and before in tables.suffixes
    behind_name = _MIXED_UNIT.fullmatch(words[-1]) and len(before) > 3 and before.isalpha()
    if behind_suffix or (behind_name and before not in tables.suffixes):
        return words[:-1], words[-1]
    return words, ""


def _lettered(words: list[str], tables: AddressTables) -> Street | None:
    """Lettered and numbered streets: in AVENUE N the N is the name, no direction (233.3)."""
    dirs = tables.directionals
    predir, rest = "", words
    if len(words) == 3 and words[0] in dirs:
        predir, rest = dirs[words[0]], words[1:]
    if len(rest) not in (2, 3) or not (rest[1].isdigit() or len(rest[1]) == 1):
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
    if len(words) < 2 or words[-1] not in tables.suffixes or words[-2] in ("THE", "OF"):
        return words, ""
    return words[:-1], tables.suffixes[words[-1]]


def _take_predir(words: list[str], tables: AddressTables) -> tuple[str, list[str]]:
    dirs = tables.directionals
    if len(words) < 2 or words[0] not in dirs or words[1] in _NAMED_BY_DIRECTION:
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
            direction = tables.directionals.get(words[end])
            if direction and not is_letter:
                words[end] = tables.directional_words[direction]
    if suffix and words:
        words[-1] = _written_out(words[-1], tables)
    if len(words) > 2 and words[1] == "OF" and words[0] in tables.suffixes:
        words[0] = tables.suffix_words[tables.suffixes[words[0]]]
    return " ".join(words)


def _written_out(word: str, tables: AddressTables) -> str:
    """A suffix word in front of the suffix in full (234.2); full words such as CENTRE stay."""
    standard = tables.suffixes.get(word)
    if standard is None or word in _KEPT:
        return word
    full = tables.suffix_words[standard]
    is_word = len(word) > 4 or word.startswith(full)
    return word if is_word and word != standard else full


def _plain(word: str) -> str:
    return word if _FRACTION.fullmatch(word) else word.strip("-/")
