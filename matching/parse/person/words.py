"""The words of one person's name, each as written and in plain capitals."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from matching.parse.name_tables import (
    given_share,
    name_part_tables,
    name_tables,
    surname_share,
)
from matching.parse.person.clean_name import generation_form
from matching.parse.text import folded

_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,4}[^\W\d_]?\.?")
_STRAY = '.,;:!?*"`~_=<>[]{}()|\\^#@$+'


class Word(NamedTuple):
    """A word of a name as written, and in capitals A-Z and 0-9."""

    text: str
    plain: str


def cut_segment(text: str, follows: bool = False) -> list[Word]:
    """The words of a text without commas: J.R. is two initials, M.D. one word, stray marks fall.

    `follows` says that a whole name stands in front, so that M.D. F.A.C.P. are no initials.
    """
    words: list[Word] = []
    tokens = text.split()
    for raw in tokens:
        words += _cut_token(raw, not follows and not words and len(tokens) > 1)
    return words


@lru_cache(maxsize=65536)
def _cut_token(raw: str, leads: bool) -> tuple[Word, ...]:
    """The words of a text without spaces; `leads` says that others stand behind it only."""
    token = raw.strip(_STRAY[1:])
    if _are_initials(token, leads):
        return tuple(Word(letter, folded(letter)) for letter in token if letter != ".")
    pieces = token.strip(_STRAY).split(".") if "." in token.strip(".") else [token.strip(".")]
    whole = plain_word(token)
    if len(pieces) > 1 and (is_suffix(whole) or whole in name_part_tables().front):
        return (Word(token.strip(_STRAY[1:]), whole),)
    words = (Word(piece, plain_word(piece)) for piece in pieces)
    return tuple(word for word in words if word.plain)


def _are_initials(written: str, leads: bool) -> bool:
    """J.R. or J.R.R., and in front also JR; M.D. and J.R. behind a name are suffixes."""
    if written == "JR":
        return leads
    dotted = len(written) > 2 and _INITIALS.fullmatch(written) is not None
    return dotted and (leads or not is_suffix(plain_word(written)))


def plain_word(text: str) -> str:
    """A word in capitals A-Z and 0-9; empty when nothing of it is Latin."""
    if text.isascii() and text.isalpha():
        return text.upper()
    return "".join(c for c in folded(text) if c.isalnum())


def is_suffix(plain: str) -> bool:
    """Whether a word may be a credential or a generational suffix."""
    tables = name_part_tables()
    return plain in tables.behind or plain in tables.maybe_behind or bool(generation_form(plain))


@lru_cache(maxsize=65536)
def are_plain_initials(plain: str) -> bool:
    """Whether a word in capitals is initials without dots: TJ, DJ, JRR, but not TY, NG or WM."""
    if not 2 <= len(plain) <= 3 or not plain.isalpha() or is_suffix(plain):
        return False
    if len(plain) == 2 and plain[1] == "J" and plain[0] in "AEIOU":
        return given_share(plain) == 0.0
    tables, parts = name_tables(), name_part_tables()
    known = (parts.joined, parts.front, parts.maybe, tables.east_asian, tables.groups)
    if not set(plain).isdisjoint("AEIOUY") or any(plain in words for words in known):
        return False
    return plain not in tables.spellings and surname_share(plain) == 0.0
