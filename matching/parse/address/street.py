"""Street lines: house number, directions, name and suffix; Publication 28, sections 231-237."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching.parse.address.buildings import HOUSES, is_building
from matching.parse.address.highways import Highway, read_highway, split_after
from matching.parse.address.none import are_no_address
from matching.parse.address.number import read_number
from matching.parse.address.tables import AddressTables, address_tables

_FRACTION = re.compile(r"\d/\d{1,2}")
_TRAILING_UNIT = re.compile(
    r"\d{1,2}(?:ST|ND|RD|TH)|\d{1,5}(?:-?[A-Z]|-\d{1,4})?|[A-Z]{1,2}-?\d{1,4}[A-Z]?|[A-Z](?:-[A-Z])?|([A-Z])\1"
)
_MIXED_UNIT = re.compile(r"\d{1,4}(?:-?[A-Z])?|[A-Z]-?\d{1,4}")
_LONE_NUMBER = re.compile(r"\d{1,5}(?:-?[A-Z])?")
_LETTERED = frozenset({"AVENUE", "STREET", "ROAD", "LANE", "DRIVE", "COURT"})
_MERGED = {("N", "E"): "NE", ("N", "W"): "NW", ("S", "E"): "SE", ("S", "W"): "SW"}
_NAMED_BY_DIRECTION = frozenset({"END"})
_TENS = frozenset(
    {"TWENTY", "THIRTY", "FORTY", "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY", "HUNDRED"}
)
_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)?")
_ROADS = frozenset({"HIGHWAY", "ROUTE"})
_NUMBERED_BY_NAME = frozenset({
    "CALLE", "CALLEJON", "CAMINO", "RUE", "AVENIDA", "VIA", "PASEO", "TRACT", "AREA", "SECTION",
    "ZONE", "EXIT", "GATE", "BUSINESS", "TRUCK", "ALTERNATE", "SPUR", "LOOP", "FARM", "MILE",
})  # fmt: skip
_FIRMS = frozenset({"COMPANY", "CO", "INC", "LLC", "CORP", "CORPORATION", "LTD", "LLP"})
_STRONG = frozenset({"STREET", "AVENUE", "ROAD", "BOULEVARD", "DRIVE", "LANE"})
_KINDS_OF_ROAD = frozenset({
    "ST", "AVE", "RD", "DR", "LN", "BLVD", "CT", "PL", "CIR", "TER", "WAY", "HWY", "PKWY", "TRL",
    "LOOP", "PIKE", "PLZ", "ALY", "SQ", "ROW", "PATH", "RUN", "XING", "CV", "EXPY", "FWY", "BYP",
    "TPKE", "RTE", "CRES", "TRCE", "WALK", "MALL", "LNDG", "PASS", "CTS", "STS", "RDS", "DRS",
})  # fmt: skip
"""Suffixes that name a road; of the others the word is the street in 1520 N WELLS."""
_SAINTS = frozenset({
    "PORT", "MOUNT", "MT", "FORT", "FT", "BAY", "RUE", "OLD", "LAKE", "CAPE", "THE", "OF",
    "POINT", "PT", "VIA", "DE", "NEW",
})  # fmt: skip
_NAMES_OF_SAINTS = frozenset({
    "LOUIS", "PAUL", "CHARLES", "GEORGE", "JOHN", "JOHNS", "JOSEPH", "JAMES", "CLAIR", "LUCIE",
    "MARYS", "MICHAELS", "ANDREWS", "FRANCIS", "ANTHONY", "PETERS", "PETERSBURG", "AUGUSTINE",
    "LAWRENCE", "VINCENT", "REGIS", "CLOUD", "HELENA", "HELENS", "ALBANS", "BERNARD", "SIMONS",
})  # fmt: skip
_KEPT = frozenset({"VIA", "LA", "IS", "PR", "UN", "VL", "DM"})


@dataclass(frozen=True, slots=True)
class Street:
    """A street in components, and what stood behind it.

    `unit` is a unit without a designator, `building` other words.
    """

    predir: str = ""
    name: str = ""
    suffix: str = ""
    postdir: str = ""
    unit: str = ""
    building: str = ""


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
    if not _is_name(street):
        return None
    flags = {"ocr_number"} if house.is_guess else set()
    if street.unit:
        flags.add("unit_without_designator")
    if _is_numeric(street):
        flags.add("numeric_or_spelled")
    return StreetLine(house.number, house.fraction, street, frozenset(flags))


def _is_name(street: Street) -> bool:
    """Whether it is a street at all: no bare numbers, and no note such as UNKNOWN."""
    words = street.name.split()
    if not words:
        return False
    if "-" in words[-1] and words[-1].replace("-", "").isdigit() and not street.suffix:
        return False
    is_bare = len(words) > 1 and not (street.suffix or street.predir or street.postdir)
    if is_bare and not any(word[-1].isalpha() for word in words):
        return False
    if not street.suffix and words[-1] in _FIRMS:
        return False
    return not are_no_address(street.name.replace("/", " ").split())


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
        return _road(predir, highway)
    if avenue := _avenue(words, tables):
        return avenue
    words, building = _take_building(words, tables)
    words, unit = _take_trailing_unit(words, tables)
    if lettered := _lettered(words, tables):
        return replace(lettered, unit=unit, building=building)
    words, postdir = _take_postdir(words, tables)
    words, suffix = _take_suffix(words, tables)
    predir, name = _take_predir(words, tables)
    is_lone = len(words) == 1 and words[0] in tables.directionals
    if is_lone and after and suffix and suffix not in _KINDS_OF_ROAD:
        predir, name, suffix = tables.directionals[words[0]], after[:1], ""
    return Street(predir, _shown(name, suffix, tables), suffix, postdir, unit, building)


def _road(predir: str, highway: Highway) -> Street:
    """A numbered road; a number behind its own number is a unit."""
    rest, unit = highway.rest, ""
    if rest and _LONE_NUMBER.fullmatch(rest[-1]) and (len(rest) == 1 or not rest[-2].isdigit()):
        rest, unit = rest[:-1], rest[-1]
    elif len(rest) == 2 and len(rest[1]) == 1 and rest[0] in address_tables().directionals:
        rest, unit = (rest, "") if rest[1] in address_tables().directionals else (rest[:1], rest[1])
    more, postdir = split_after(rest)
    return Street(predir, f"{highway.name} {more}".strip(), "", postdir, unit)


def _take_trailing_unit(words: list[str], tables: AddressTables) -> tuple[list[str], str]:
    """A number or letter behind the street, as in `12 MAIN ST 4B`, is a unit without its word."""
    size = len(words)
    if size < 2:
        return words, ""
    last, before = words[-1], words[-2]
    joined = _in_two_words(before, last, tables) if size > 3 else ""
    if joined and _ends_street(words[:-2], tables):
        return words[:-2], joined
    if not _TRAILING_UNIT.fullmatch(last) or last in tables.directionals:
        return words, ""
    if _ends_street(words[:-1], tables):
        return words[:-1], last
    is_plain = len(before) > 2 and before.isalpha() and before not in tables.suffixes
    if before in tables.directionals and size > 2:
        is_plain = words[-3].isalpha() and len(words[-3]) > 2 and not last.isalpha()
        is_plain = is_plain and words[-3] not in tables.directionals
        return (words[:-1], last) if is_plain else (words, "")
    behind_name = _MIXED_UNIT.fullmatch(last) and is_plain
    if behind_name and before not in tables.directionals and before not in _NUMBERED_BY_NAME:
        return words[:-1], last
    return words, ""


def _in_two_words(first: str, second: str, tables: AddressTables) -> str:
    """A unit of a number and a letter that stand apart: `4 B`, `B 4`, `4 N`."""
    letter, number = (first, second) if second.isdigit() else (second, first)
    if len(letter) > 1 and number == first:
        letter = tables.directionals.get(letter, letter)
    is_pair = len(letter) == 1 and letter.isalpha() and number.isdigit() and len(number) < 5
    if not is_pair or (first == letter and first in tables.directionals):
        return ""
    return first + letter if number == first else first + second


def _ends_street(words: Sequence[str], tables: AddressTables) -> bool:
    """Whether the words end in a suffix, or in one and a direction, with a name in front."""
    last = words[-1]
    if last in tables.directionals:
        if len(words) > 2 and words[-2] in tables.directionals:
            words = words[:-1]
        is_grid = len(words) > 2 and words[-2].isdigit() and words[0] in tables.directionals
        return is_grid or (len(words) > 2 and words[-2] in tables.suffixes)
    is_road = tables.suffix_words.get(tables.suffixes.get(last, "")) in _ROADS
    return len(words) > 1 and last in tables.suffixes and not is_road


def _take_building(words: list[str], tables: AddressTables) -> tuple[list[str], str]:
    """Words behind a street that has its suffix: the name of a building or a place.

    What ends in another suffix is a street, as STATE ST HILL RD, unless it names a building.
    """
    for at in range(1, len(words) - 1):
        word = words[at]
        if tables.suffix_words.get(tables.suffixes.get(word, "")) not in _STRONG:
            continue
        is_saint = word == "ST" and _is_saint(words, at, tables)
        start = at + 1
        while start < len(words) and words[start] in tables.directionals:
            start += 1
        if start < len(words) and words[start] in HOUSES:
            start = at + 1
        behind = words[start:]
        if is_saint or not behind or not behind[0][0].isalpha() or len(behind[0]) < 3:
            continue
        last = behind[-1] if behind[-1].isalpha() or len(behind) < 2 else behind[-2]
        names_building = len(behind) > 1 and (is_building(last) or last in HOUSES)
        if names_building or not any(w in tables.suffixes for w in behind):
            return words[:start], " ".join(behind)
    return words, ""


def _is_saint(words: list[str], at: int, tables: AddressTables) -> bool:
    """Whether ST is no street but a saint: PORT ST LUCIE, and S ST LOUIS with no name in front."""
    if words[at - 1] in _SAINTS:
        return True
    return words[at + 1] in _NAMES_OF_SAINTS and all(w in tables.directionals for w in words[:at])


def _avenue(words: list[str], tables: AddressTables) -> Street | None:
    """A lettered or numbered avenue, perhaps with a direction in front and a unit behind it."""
    at = 1 if len(words) > 2 and words[0] in tables.directionals else 0
    if tables.suffixes.get(words[at]) != "AVE" or not at + 1 < len(words) <= at + 4:
        return None
    if lettered := _lettered(words, tables):
        return lettered
    last = words[-1]
    if not _TRAILING_UNIT.fullmatch(last) or last in tables.directionals:
        return None
    lettered = _lettered(words[:-1], tables)
    return replace(lettered, unit=last) if lettered else None


def _lettered(words: list[str], tables: AddressTables) -> Street | None:
    """Lettered and numbered streets: in AVENUE N the N is the name, no direction (233.3)."""
    dirs = tables.directionals
    predir, rest = "", words
    if len(words) in (3, 4) and words[0] in dirs:
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
