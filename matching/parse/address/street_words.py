"""The words of house, street and box that blocking keys are made of, and columns that say none."""

from __future__ import annotations

import re
from functools import lru_cache

from matching.parse.address.none import is_no_address
from matching.parse.address.tables import address_tables
from matching.parse.text import LONGEST, folded

BOX = "PO BOX"
"""The street of a post office box; its number stands as the house number."""

_APART = re.compile(r"[^A-Z0-9/]+")
_ORDINAL = re.compile(r"(\d+)(?:ST|ND|RD|TH)")
_BOX_WORDS = re.compile(r"^(?:P\s*O\s*|POST\s+OFFICE\s+)?(?:BOX|DRAWER|LOCKBOX)?\s*#?\s*")


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


def _street_word(word: str) -> str:
    tables = address_tables()
    word = tables.number_words.get(word, word)
    if found := _ORDINAL.fullmatch(word):
        return found.group(1)
    return tables.suffixes.get(word) or tables.directionals.get(word) or word


def house_word(text: str) -> str:
    """A house number for matching: capitals, no leading zeros, no inner spaces or hyphens."""
    return re.sub(r"[^A-Z0-9/]", "", folded(text)).lstrip("0")


def box_word(text: str) -> str:
    """The number of a post office box, without the words in front of it."""
    return house_word(_BOX_WORDS.sub("", re.sub(r"[.,]", " ", folded(text)).strip()))
