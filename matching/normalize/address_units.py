"""Secondary units: apartment, suite, floor and the like, taken off a street line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.normalize.address_tables import address_tables

_IDENTIFIER = re.compile(r"#?(?=[A-Z0-9-]*\d|[A-Z]$|[A-Z]{2}$)[A-Z0-9][A-Z0-9-]*(?:/\d+)?")
_ORDINAL = re.compile(r"(\d+)(?:ST|ND|RD|TH)")
_PMB = re.compile(r"\b(?:PRIVATE MAIL ?BOX|P M B|PMB)\s*#?\s*([A-Z0-9-]+)$")
_NOT_IDENTIFIERS = frozenset({"ST", "RD", "DR", "LN", "CT", "PL", "OF", "AT", "ON"})


@dataclass(frozen=True, slots=True)
class UnitSplit:
    """A street line without its units, the units in order, and the private mailbox, if any."""

    words: tuple[str, ...]
    units: tuple[tuple[str, str], ...] = ()
    pmb: str = ""


def split_units(line: str, keep: int) -> UnitSplit:
    """Take the units off the end of a line; the first `keep` words are never read as a unit."""
    pmb = ""
    found = _PMB.search(line)
    if found:
        pmb, line = found.group(1), line[: found.start()].strip()
    words = tuple(re.sub(r"#\s*", " #", line).split())
    units: list[tuple[str, str]] = []
    while (step := _last_unit(words, keep)) is not None:
        words, unit = step
        units.insert(0, unit)
    if len(units) > 1 and units[-1][0] == "#" and units[-2][0] == "STE" and not pmb:
        pmb = units.pop()[1]
    return UnitSplit(words, tuple(units), pmb)


def _last_unit(words: tuple[str, ...], keep: int) -> tuple[tuple[str, ...], tuple[str, str]] | None:
    tables = address_tables()
    if len(words) <= keep:
        return None
    last, left = words[-1], words[:-1]
    if len(left) > keep and last in ("FLOOR", "FLR", "FL") and (n := _ordinal(left[-1])):
        return left[:-1], ("FL", n)
    if len(left) >= keep and last in tables.bare_units and _can_end(left, last):
        return left, (tables.bare_units[last], "")
    if last.startswith("#") and len(last) > 1:
        if len(left) > keep and left[-1] in tables.numbered_units:
            return left[:-1], (tables.numbered_units[left[-1]], last[1:])
        if len(left) >= keep:
            return left, ("#", last[1:])
    if len(left) > keep or (keep == 0 and left):
        kind = tables.numbered_units.get(left[-1]) or _bare_as_numbered(left[-1])
        if kind and _is_identifier(last):
            return left[:-1], (kind, _ordinal(last) or last)
    return _run_on(words, keep)


def _can_end(left: tuple[str, ...], last: str) -> bool:
    """FRONT, SIDE, UPPER and their like also name streets: behind a suffix only they are units."""
    tables = address_tables()
    if tables.bare_units[last] in ("REAR", "BSMT", "PH", "LBBY") or not left:
        return True
    return left[-1] in tables.suffixes or left[-1] in tables.directionals or len(left) > 3


def _bare_as_numbered(word: str) -> str:
    return {"PH": "PH", "PENTHOUSE": "PH", "OFC": "OFC", "OFFICE": "OFC"}.get(word, "")


def _run_on(words: tuple[str, ...], keep: int) -> tuple[tuple[str, ...], tuple[str, str]] | None:
    """Units written in one word: APT4, STE210."""
    found = re.fullmatch(r"(APT|STE|UNIT|RM|LOT|TRLR|BLDG)-?(\d+[A-Z]?)", words[-1])
    if found is None or len(words) <= keep:
        return None
    return words[:-1], (found.group(1), found.group(2))


def _is_identifier(word: str) -> bool:
    return word not in _NOT_IDENTIFIERS and _IDENTIFIER.fullmatch(word) is not None


def _ordinal(word: str) -> str:
    found = _ORDINAL.fullmatch(word)
    return found.group(1) if found else address_tables().number_words.get(word, "")
