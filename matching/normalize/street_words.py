"""Parts of an address that come in columns of their own: house, street, unit, box.

For files that split addresses already; a whole address goes to `normalize_address`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from matching.normalize.address_none import is_no_address
from matching.normalize.address_tables import address_tables
from matching.normalize.text import LONGEST, folded

BOX = "PO BOX"
"""The street of a post office box; its number stands as the house number."""

_APART = re.compile(r"[^A-Z0-9/]+")
_ORDINAL = re.compile(r"(\d+)(?:ST|ND|RD|TH)")
_BOX_WORDS = re.compile(r"^(?:P\s*O\s*|POST\s+OFFICE\s+)?(?:BOX|DRAWER|LOCKBOX)?\s*#?\s*")
_TOWERS = frozenset({"TOWER", "WING"})
"""Designators that tell buildings apart as BLDG does."""
_UNITS = frozenset({"NO", "NUMBER", "NUM"})
_KINGS = frozenset({"MLK", "LUTHER"})

BUILDING = "BLDG"
"""Leads a unit that lies in a building of its own: `BLDG2 4`."""

FLOOR = "FL"


def street_words(text: str) -> tuple[str, str]:
    """A street's name for matching and its core, without directionals and the last suffix.

    Both are in capitals, suffixes and directionals abbreviated, ordinals without their ending.
    Both are empty for a text that is no address, such as `N/A` or `see notes`.
    """
    return _street(text[:LONGEST])


@lru_cache(maxsize=1 << 18)
def _street(text: str) -> tuple[str, str]:
    if is_no_address(text):
        return "", ""
    tables = address_tables()
    raw = [word for word in _APART.split(folded(text)) if word]
    words = [_street_word(word) for word in raw]
    core = [word for word in words if word not in tables.directionals]
    if len(core) > 1 and core[-1] in tables.suffix_words:
        core.pop()
    return " ".join(words), " ".join(core or words)


@lru_cache(maxsize=1 << 16)
def street_marks(street: str) -> tuple[str, str]:
    """The directionals and the suffix of a street that `street_words` gave, each empty when none.

    A king's street has many names with one suffix or another, so its suffix says nothing.
    """
    tables = address_tables()
    words = street.split(" ")
    plain = [word for word in words if word not in tables.directionals]
    has_suffix = len(plain) > 1 and plain[-1] in tables.suffix_words and _KINGS.isdisjoint(plain)
    ways = (word for word in words if word in tables.directionals)
    return " ".join(ways), plain[-1] if has_suffix else ""


def _street_word(word: str) -> str:
    tables = address_tables()
    word = tables.number_words.get(word, word)
    if found := _ORDINAL.fullmatch(word):
        return found.group(1)
    return tables.suffixes.get(word) or tables.directionals.get(word) or word


def house_word(text: str) -> str:
    """A house number for matching: capitals, no leading zeros, no inner spaces or hyphens."""
    return re.sub(r"[^A-Z0-9/]", "", folded(text)).lstrip("0")


def unit_word(text: str) -> str:
    """A unit for matching without designator and leading zeros: `NO 4`, `APT 04`, `#4` are 4.

    A building stands in front (`BLDG2 4`); a floor is told from an apartment, unless it is only
    where the apartment lies.
    """
    tables = address_tables()
    words = [word for word in _APART.split(folded(text)) if word]
    parts: dict[str, list[str]] = {}
    kind = ""
    for word in words:
        designator = tables.numbered_units.get(word)
        if designator in (BUILDING, FLOOR):
            kind = designator
        elif designator in _TOWERS:
            kind = BUILDING
        elif designator or word in tables.bare_units or word in _UNITS:
            kind = ""
        else:
            parts.setdefault(kind, []).append(word)
            kind = "" if kind else kind
    return _unit({kind: "".join(found).lstrip("0") for kind, found in parts.items()}, words)


def _unit(parts: Mapping[str, str], words: Sequence[str]) -> str:
    floor = f"{FLOOR}{parts[FLOOR]}" if parts.get(FLOOR) else ""
    inner = parts.get("") or floor
    if parts.get(BUILDING):
        return f"{BUILDING}{parts[BUILDING]} {inner}".strip()
    return inner or "".join(words).lstrip("0")


def box_word(text: str) -> str:
    """The number of a post office box, without the words in front of it."""
    return house_word(_BOX_WORDS.sub("", re.sub(r"[.,]", " ", folded(text)).strip()))
