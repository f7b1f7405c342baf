"""What stands behind a street on parts of its own: quadrants, units, names of buildings."""

from __future__ import annotations

import re
from dataclasses import replace

from matching.parse.address.buildings import HOUSES
from matching.parse.address.form import AddressKind
from matching.parse.address.none import is_phone
from matching.parse.address.points import Reading
from matching.parse.address.tables import address_tables
from matching.parse.address.units import inner_unit, split_units

_IDENTIFIER = re.compile(r"(?=.*\d|[A-Z]$)[A-Z0-9]{1,6}(?:-[A-Z0-9]{1,6})?")
_REMARK = re.compile(
    r"(?:AS OF|EFF(?:ECTIVE)?|SINCE|UNTIL|VERIFIED|UPDATED|LAST|PREV|CONFIRMED)\b.*\d"
)
"""When an address was true or looked at, which is no unit."""
_MERGED = {("N", "E"): "NE", ("N", "W"): "NW", ("S", "E"): "SE", ("S", "W"): "SW"}


def read_piece(reading: Reading, piece: str) -> None:
    """Add what a piece behind the street says; words that say nothing known stay as details."""
    words = piece.split()
    if len(words) == 1 and words[0] in address_tables().numbered_units and words[0] not in HOUSES:
        reading.flags.add("unit_without_number")
        reading.designator = words[0]
    elif not (_read_direction(reading, words) or _read_suffix(reading, words)):
        read_unit_piece(reading, piece)


def is_piece(piece: str) -> bool:
    """Whether a text that could begin a street is rather a unit: `207`, `3 SOUTH`, `4 B`."""
    words = piece.split()
    tables = address_tables()
    if not _IDENTIFIER.fullmatch(words[0]) or len(words) > 3:
        return False
    return all(
        w in tables.directionals or w in tables.bare_units or _IDENTIFIER.fullmatch(w)
        for w in words[1:]
    )


def read_unit_piece(reading: Reading, piece: str) -> None:
    """Add a unit that is written without its word, or in words that no table has."""
    tables = address_tables()
    split = split_units(piece, 0)
    reading.flags |= split.flags
    reading.pmb = reading.pmb or split.pmb
    words = split.words
    units = list(split.units)
    if (found := inner_unit(("", *words))) is not None and not found[0][1:]:
        units.insert(0, found[1])
        words = found[2]
    if len(words) == 2 and words[1] in HOUSES and _names_house(words[0]):
        name = tables.directionals.get(words[0], words[0])
        units.insert(0, (tables.numbered_units[words[1]], name))
        words = ()
    if _begins_with_direction(words) and _read_direction(reading, [words[0]]):
        words = words[1:]
    text = " ".join(words)
    if is_phone(text) or _REMARK.match(text):
        reading.details.append(text)
    elif any(map(str.isdigit, text)) or (len(text) == 1 and text not in tables.directionals):
        reading.flags.add("unit_without_designator")
        kind = tables.numbered_units.get(reading.designator, "#")
        units.insert(0, (kind, _joined(words)))
        reading.flags.discard("unit_without_number" if reading.designator else "")
        reading.designator = ""
    elif _read_direction(reading, list(words)):
        pass
    elif words and all(w in tables.directionals for w in words) and units:
        kind, name = units[0]
        units[0] = (kind, f"{name} {' '.join(tables.directionals[w] for w in words)}".strip())
    elif text:
        reading.details.append(text)
    reading.units += units


def _begins_with_direction(words: tuple[str, ...]) -> bool:
    """Whether a unit stands behind the street's direction: `NW 7`, `EAST B`, but not `E 7`."""
    if len(words) != 2 or words[0] not in address_tables().directionals:
        return False
    is_unit = _IDENTIFIER.fullmatch(words[1]) is not None
    return is_unit and (len(words[0]) > 1 or not words[1].isdigit())


def _names_house(word: str) -> bool:
    """Whether a word in front of TOWER, WING or BUILDING tells it from its neighbours."""
    return word in address_tables().directionals or _IDENTIFIER.fullmatch(word) is not None


def _joined(words: tuple[str, ...]) -> str:
    """A unit's number in one word where it is short: `4 B` and `207 SOUTH` are 4B and 207S."""
    tables = address_tables()
    if not all(w in tables.directionals or _IDENTIFIER.fullmatch(w) for w in words):
        return " ".join(words)
    short = [words[0], *(tables.directionals.get(word, word) for word in words[1:])]
    numbers = sum(word[-1].isdigit() for word in short)
    return ("" if numbers < 2 else " ").join(short)


def _read_direction(reading: Reading, words: list[str]) -> bool:
    """A direction behind the comma is the street's, unless it has another one there."""
    dirs = address_tables().directionals
    if not 0 < len(words) < 3 or not all(word in dirs for word in words):
        return False
    ways = [dirs[word] for word in words]
    way = _MERGED.get((ways[0], ways[-1]), "") if len(ways) == 2 else ways[0]
    at = len(reading.points) - 1
    point = reading.points[at]
    if not way or point.kind is not AddressKind.STREET or point.postdir not in ("", way):
        return False
    reading.points[at] = replace(point, postdir=way)
    return True


def _read_suffix(reading: Reading, words: list[str]) -> bool:
    """A suffix that was parted from its street by a comma."""
    suffix = address_tables().suffixes.get(words[0], "") if len(words) == 1 else ""
    at = len(reading.points) - 1
    point = reading.points[at]
    if not suffix or point.kind is not AddressKind.STREET or point.suffix or point.postdir:
        return False
    reading.points[at] = replace(point, suffix=suffix)
    return True
