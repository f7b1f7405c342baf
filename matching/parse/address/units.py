"""Secondary units: apartment, suite, floor and the like; Publication 28, section 213, app. C2."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.parse.address.buildings import HOUSES
from matching.parse.address.tables import address_tables

Unit = tuple[str, str]
_Step = tuple[tuple[str, ...], Unit | None]

_IDENTIFIER = re.compile(r"(?=[A-Z0-9-]*\d|[A-Z]$|[A-Z]-?[A-Z]$)[A-Z0-9][A-Z0-9-]*(?:/\d+)?")
_ORDINAL = re.compile(r"(\d+)(?:ST|ND|RD|TH)")
_LETTERED = re.compile(r"\d{1,4}[A-Z]")
_FRACTION = re.compile(r"\d/\d{1,2}")
_PMB = re.compile(r"\b(?:PRIVATE MAIL ?BOX|P M B|PMB)\s*(?:NO\s)?#?\s*([A-Z0-9-]+)(?=\s|$)")
_MAIL_STOP = re.compile(r"\b(?:MAIL ?STOP|MAIL ?CODE|MSC)(?: CODE)?\s*#?\s*[A-Z0-9-]*\d[A-Z0-9-]*")
_RUN_ON = re.compile(
    r"(APT|STE|UNIT|RM|LOT|TRLR|BLDG|FL|PH|SPC|SUITE)(?:-?(\d+[A-Z]?|[A-Z]\d+)|-([A-Z]\d*))"
)
_IDLE_SIGN = re.compile(
    r"#(?=(?:APT|APARTMENT|STE|SUITE|UNIT|LOT|RM|ROOM|BLDG|BUILDING|FL|FLOOR)\b)|#$"
)
_NOT_IDENTIFIERS = frozenset({"ST", "RD", "DR", "LN", "CT", "PL", "OF", "AT", "ON"})
_NUMBER_WORDS = frozenset({"NO", "NUMBER", "NUM"})
_FLOOR_WORDS = frozenset({"FLOOR", "FLR", "FL", "PISO"})
_DWELLINGS = frozenset(
    {"APT", "APARTMENT", "UNIT", "FLAT", "LEVEL", "FLOOR", "FL", "HOUSE", "BLDG", "BUILDING"}
)
_DANGLING = frozenset({"APT", "APARTMENT", "STE", "SUITE", "UNIT", "RM", "ROOM", "BLDG"})
_ROADS = frozenset({"ROAD", "RD", "HIGHWAY", "HWY", "ROUTE", "RTE", "RT", "FM", "CR", "SR"})
_SYSTEMS = frozenset({"COUNTY", "CNTY", "CO", "STATE", "ST", "US", "TOWNSHIP", "TWP"})
_FLATS = frozenset({"UPPR", "LOWR"})
_PLACES = frozenset({"REAR", "BSMT", "PH", "LBBY"})
_ALSO_NAMES = frozenset({
    "BLK", "BLOCK", "BOOTH", "CABIN", "CONDO", "CONDOMINIUM", "COTTAGE", "DOCK", "DOOR", "DORM",
    "DORMITORY", "FLAT", "LEVEL", "LVL", "PAD", "STALL", "TOWER", "TWR", "VILLA", "WING",
})  # fmt: skip
"""Designators outside appendix C2, which names of streets hold too: a direction is no number."""
_NAMED_BOTH = {"PH": "PH", "PENTHOUSE": "PH", "OFC": "OFC", "OFFICE": "OFC", "OFICINA": "OFC"}


@dataclass(frozen=True, slots=True)
class UnitSplit:
    """A street line without its units, the units in order, the private mailbox, and flags."""

    words: tuple[str, ...]
    units: tuple[Unit, ...] = ()
    pmb: str = ""
    flags: frozenset[str] = frozenset()


def split_units(line: str, keep: int) -> UnitSplit:
    """Take the units off the end of a line; the first `keep` words are never read as a unit."""
    flags: set[str] = set()
    pmb = ""
    if "M" in line and (found := _PMB.search(line)):
        pmb, line = found.group(1), f"{line[: found.start()]} {line[found.end() :]}"
    if "M" in line and (found := _MAIL_STOP.search(line)):
        flags.add("mail_stop_dropped")
        line = f"{line[: found.start()]} {line[found.end() :]}"
    words = _words(line)
    units: list[Unit] = []
    while (step := _last_unit(words, keep)) is not None:
        words, unit = step
        if unit is None:
            flags.add("unit_without_number")
        else:
            units.insert(0, unit)
    if len(units) > 1 and units[-1][0] == "#" and units[-2][0] == "STE" and not pmb:
        pmb = units.pop()[1]
    return UnitSplit(words, tuple(units), pmb, frozenset(flags))


def leading_unit(line: str) -> tuple[Unit, str] | None:
    """A unit in front of the house number, as in `APT 5 41 BIRCH LN`, and the line without it."""
    words = _words(line)
    tables = address_tables()
    if len(words) < 4:
        return None
    kind = tables.numbered_units.get(words[0])
    if kind and _identifier(words[1].lstrip("#")) and words[2][0].isdigit():
        return (kind, _identifier(words[1].lstrip("#"))), " ".join(words[2:])
    if words[1] in _FLOOR_WORDS and (floor := _ordinal(words[0])) and words[2][0].isdigit():
        return ("FL", floor), " ".join(words[2:])
    if words[0] in tables.bare_units and words[1][0].isdigit():
        return (tables.bare_units[words[0]], ""), " ".join(words[1:])
    if _LETTERED.fullmatch(words[0]) and words[1].isdigit() and words[2] != "MILE":
        is_number = words[2] not in tables.suffixes and words[2][0].isalpha()
        return (("#", words[0]), " ".join(words[1:])) if is_number else None
    if words[0].startswith("#") and words[1][0].isdigit():
        return ("#", words[0][1:]), " ".join(words[1:])
    return None


def _words(line: str) -> tuple[str, ...]:
    """The words of a line; a number sign belongs to the number behind it, not to a designator."""
    if "#" in line:
        line = re.sub(r"#\s*(?=\S)", " #", line)
        line = _IDLE_SIGN.sub(" ", line)
    return tuple(line.split())


def _last_unit(words: tuple[str, ...], keep: int) -> _Step | None:
    if len(words) <= keep:
        return None
    last, left = words[-1], words[:-1]
    tables = address_tables()
    if last.startswith("#") and len(last) > 1:
        if _is_road_number(left):
            return None
        return _signed(left, last[1:], keep)
    if len(left) > keep and last in _FLOOR_WORDS and (n := _floor(left[-1])):
        return left[:-1], ("FL", n)
    if last in tables.bare_units or last in _DWELLINGS or last in _DANGLING:
        return _bare(left, last, keep)
    if step := _numbered(words, keep):
        return step
    if last in HOUSES and len(left) > max(keep, 1):
        name = tables.directionals.get(left[-1]) or _identifier(left[-1])
        return (left[:-1], (tables.numbered_units[last], name)) if name else None
    return _directed(left, last, keep) if last in tables.directionals else None


def _directed(left: tuple[str, ...], last: str, keep: int) -> _Step | None:
    """A direction behind a unit's number is a part of the number: STE 3 SOUTH is STE 3S."""
    tables = address_tables()
    if not left or left[-1] in tables.directionals:
        return None
    step = _last_unit(left, keep)
    unit = step[1] if step else None
    if step is None or unit is None or not unit[1] or not unit[1][-1].isdigit():
        return None
    return step[0], (unit[0], unit[1] + tables.directionals[last])


def inner_unit(words: tuple[str, ...]) -> tuple[tuple[str, ...], Unit, tuple[str, ...]] | None:
    """A unit inside a line, with the words on either side of it, or None.

    In `123 APT 4 MAIN ST` they are `123` and `MAIN ST`; a suffix behind it makes it a street's
    name, as in `12 STOP 8 RD`.
    """
    tables = address_tables()
    if len(words) > 3 and words[1] == "REAR":
        return words[:1], ("REAR", ""), words[2:]
    for at in range(1, len(words) - 1):
        found = _unit_at(words, at)
        if found is None:
            continue
        unit, size = found
        tail = words[at + size :]
        is_name = all(word in tables.suffixes or word in tables.directionals for word in tail)
        if tail and not is_name and words[at - 1] not in _ROADS:
            return words[:at], unit, tail
    return None


def _unit_at(words: tuple[str, ...], at: int) -> tuple[Unit, int] | None:
    """The unit that begins at a word, and the number of its words."""
    word = words[at]
    if word.startswith("#") and len(word) > 1:
        return ("#", word[1:]), 1
    if words[at + 1] in _FLOOR_WORDS and (floor := _ordinal(word)):
        return ("FL", floor), 2
    kind = address_tables().numbered_units.get(word)
    if kind is None:
        found = _RUN_ON.fullmatch(word)
        return ((found.group(1), found.group(2) or found.group(3)), 1) if found else None
    name = words[at + 1].lstrip("#")
    takes = _takes(word, name) and (any(map(str.isdigit, name)) or len(name) == 1)
    return ((kind, _identifier(name)), 2) if takes and _identifier(name) else None


def _takes(designator: str, identifier: str) -> bool:
    """Whether a word is a number behind this designator; behind TOWER the N of TOWER N is none."""
    return designator not in _ALSO_NAMES or identifier not in address_tables().directionals


def _is_road_number(left: tuple[str, ...]) -> bool:
    """Whether a number sign belongs to a numbered road, as in COUNTY ROAD #12."""
    if not left or left[-1] not in _ROADS:
        return False
    return len(left) <= 2 or left[-2] in _SYSTEMS or left[-2] in address_tables().directionals


def _signed(left: tuple[str, ...], identifier: str, keep: int) -> _Step:
    """`APT #7`, `APT NO #7` and `#7`."""
    tables = address_tables()
    if len(left) > keep and left[-1] in _NUMBER_WORDS:
        left = left[:-1]
    if len(left) > keep or (keep == 0 and left):
        kind = tables.numbered_units.get(left[-1]) or _NAMED_BOTH.get(left[-1])
        if kind:
            return left[:-1], (kind, identifier)
    return left, ("#", identifier)


def _bare(left: tuple[str, ...], last: str, keep: int) -> _Step | None:
    """Designators without a number: REAR, FRONT APT, APT REAR, UPPER FLAT, or a word left over."""
    tables = address_tables()
    before = left[-1] if len(left) > keep else ""
    if last in _DWELLINGS and before in tables.bare_units and _can_end(left[:-1], before):
        return left[:-1], (tables.bare_units[before], "")
    if last in tables.bare_units and before in _DWELLINGS - _FLOOR_WORDS:
        return left[:-1], (tables.bare_units[last], "")
    if last in tables.bare_units and len(left) >= keep and _can_end(left, last):
        return left, (tables.bare_units[last], "")
    ends_street = before in tables.suffixes or before in tables.directionals
    if last in _DANGLING and ends_street and before not in tables.numbered_units:
        return left, None
    return None


def _can_end(left: tuple[str, ...], last: str) -> bool:
    """FRONT, SIDE, UPPER and their like also name streets: behind a suffix only they are units."""
    tables = address_tables()
    if tables.bare_units[last] in _PLACES or not left:
        return True
    ends_line = left[-1] in tables.suffixes or left[-1] in tables.directionals
    if tables.bare_units[last] in _FLATS and len(left) > 1 and left[-1].isalpha():
        return True
    return ends_line or left[-1] in _FLOOR_WORDS or len(left) > 3


def _numbered(words: tuple[str, ...], keep: int) -> _Step | None:
    """`APT 7`, `APT NO 7`, `APT 4 B`, `APT 3 1/2`, `NO 7` and `APT7`."""
    last, left = words[-1], words[:-1]
    if kind := _kind(left, keep):
        if (identifier := _identifier(last)) and _takes(left[-1], last):
            return left[:-1], (kind, identifier)
    elif len(left) > keep and left[-1] in _NUMBER_WORDS and last[0].isdigit():
        if left[-2:-1] and left[-2] in _ROADS and _is_road_number(left[:-1]):
            return None
        kind = _kind(left[:-1], keep)
        return (left[:-2], (kind, last)) if kind else (left[:-1], ("#", last))
    elif (joined := _in_two(left[-1:], last)) and (kind := _kind(left[:-1], keep)):
        return left[:-2], (kind, joined)
    found = _RUN_ON.fullmatch(last)
    if found is None:
        return None
    kind = address_tables().numbered_units.get(found.group(1)) or found.group(1)
    return left, (kind, found.group(2) or found.group(3))


def _kind(left: tuple[str, ...], keep: int) -> str:
    """The standard designator that ends the words, or an empty string."""
    if len(left) > keep or (keep == 0 and left):
        word = left[-1]
        if word == "RM" and len(left) == 3 and left[1] in address_tables().directionals:
            return ""
        return address_tables().numbered_units.get(word) or _NAMED_BOTH.get(word, "")
    return ""


def _in_two(first: tuple[str, ...], last: str) -> str:
    """An identifier in two words: 4 B, B 4 and 3 1/2."""
    head = first[0].lstrip("#") if first else ""
    if head.isdigit() and _FRACTION.fullmatch(last):
        return f"{head} {last}"
    mixed = head.isdigit() and len(last) == 1 and last.isalpha()
    if mixed or (len(head) == 1 and head.isalpha() and last.isdigit()):
        return head + last
    return ""


def _identifier(word: str) -> str:
    """The identifier as printed (2 for TWO and 2ND), or an empty string when it is none."""
    tables = address_tables()
    if spelled := tables.house_words.get(word) or _ordinal(word):
        return spelled
    is_one = word not in _NOT_IDENTIFIERS and _IDENTIFIER.fullmatch(word) is not None
    return word if is_one else ""


def _floor(word: str) -> str:
    return word if word.isdigit() and len(word) < 3 else _ordinal(word)


def _ordinal(word: str) -> str:
    found = _ORDINAL.fullmatch(word)
    return found.group(1) if found else address_tables().number_words.get(word, "")
