"""A street whose words all stand for themselves, read without the grammars."""

from __future__ import annotations

import re

from matching.parse.address.form import AddressKind, NormalAddress
from matching.parse.address.none import are_no_address
from matching.parse.address.tables import address_tables

_ORDINAL = re.compile(r"[1-9]\d*(?:ST|ND|RD|TH)")
_STREET_ENDS = frozenset({"AVE", "AVENUE", "BLVD", "BOULEVARD", "DR", "DRIVE", "LANE", "LN", "RD",
                          "ROAD", "ST", "STREET"})  # fmt: skip
"""Inside a line they may end the street in front of a building's name."""


def plain_street(text: str) -> NormalAddress | None:
    """House 7 of a street as `normalize_address` has it, for plain words and a suffix behind them.

    None for any other text.
    """
    words, tables = text.split(" "), address_tables()
    has_post = len(words) > 2 and words[-1] in tables.directionals
    postdir = tables.directionals[words.pop()] if has_post else ""
    has_pre = len(words) > 2 and words[0] in tables.directionals
    predir = tables.directionals[words.pop(0)] if has_pre else ""
    if len(words) < 2 or words[-1] not in tables.suffixes:
        return None
    suffix = tables.suffixes[words.pop()]
    is_ordinal = len(words) == 1 and _ORDINAL.fullmatch(words[0])
    if not is_ordinal and not all(map(_stands_for_itself, words)):
        return None
    name = " ".join(words)
    return NormalAddress(AddressKind.STREET, "7", "", predir, name, suffix, postdir)


def _stands_for_itself(word: str) -> bool:
    tables = address_tables()
    special = (
        tables.directionals, tables.numbered_units, tables.bare_units,
        tables.highways, tables.number_words, tables.tens_words, tables.house_words,
    )  # fmt: skip
    if len(word) < 2 or word in _STREET_ENDS or not (word.isalpha() and word.isupper()):
        return False
    suffix = tables.suffixes.get(word)
    if suffix and tables.suffix_words.get(suffix) != word:  # inside a name it is written out
        return False
    return not (any(word in table for table in special) or are_no_address([word]))
