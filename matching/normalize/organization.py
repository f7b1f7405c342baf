"""Organisation names: the name proper, its legal form, its numbers, and what it trades as."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from config.match_tables import match_table
from matching.normalize.address_tables import address_tables
from matching.normalize.text import folded, squeezed


@dataclass(frozen=True, slots=True)
class NormalOrganization:
    """An organisation's name in words with abbreviations written out.

    `form` is the legal form (LLC, INC, LP, ...), `numbers` are series numbers and ordinals, `dated`
    the date of a trust, `role` is `estate`, `trustee`, `division` or empty.
    """

    words: tuple[str, ...] = ()
    form: str = ""
    numbers: tuple[str, ...] = ()
    dated: str = ""
    role: str = ""

    @property
    def key(self) -> str:
        """The match key: words and numbers without spaces; the legal form does not count."""
        return "".join((*self.words, *self.numbers))


_TRADE = re.compile(r"\s*,?\s*\b(?:D/B/A|DBA|D\.B\.A\.?|DOING BUSINESS AS|T/A|A/K/A|AKA)\b.*$")
_DATED = re.compile(r"\s*,?\s*(?:U/?A/?D|DATED|DTD|UTD)\s+(\d{1,2}[/-]\d{1,2}[/-]\d{2,4})")
_DIVISION = re.compile(r"\s*,?\s*\b(?:A|AN)?\s*(?:DIVISION|DIV|SUBSIDIARY|UNIT|AFFILIATE) OF\b.*$")
_TRUSTEE = re.compile(r"\s*,?\s*\b(?:AS\s+)?(?:SUCCESSOR\s+)?TRUSTEES?\b.*$")
_ESTATE = re.compile(r"^(?:THE )?ESTATE OF ")
_NUMBER = re.compile(r"#?\d+(?:ST|ND|RD|TH)?")


@dataclass(frozen=True, slots=True)
class _Words:
    forms: tuple[tuple[tuple[str, ...], str], ...]
    words: Mapping[str, str]
    numbers: Mapping[str, str]


@cache
def _tables() -> _Words:
    raw = match_table("organizations")
    forms = [
        (tuple(spelling.split()), form)
        for form, line in raw["forms"].items()
        for spelling in line.split(",")
    ]
    return _Words(tuple(sorted(forms, key=lambda f: -len(f[0]))), raw["words"], raw["numbers"])


@lru_cache(maxsize=65536)
def read_organization(text: str) -> NormalOrganization:
    """The organisation of a field; it never raises, and an empty field has no words."""
    plain = folded(_german(text))
    role = ""
    plain = _TRADE.sub("", plain)
    if found := _DATED.search(plain):
        dated = re.sub(r"\D", "-", found.group(1))
        plain = plain[: found.start()] + plain[found.end() :]
    else:
        dated = ""
    for pattern, name in ((_ESTATE, "estate"), (_DIVISION, "division"), (_TRUSTEE, "trustee")):
        if pattern.search(plain):
            role, plain = name, pattern.sub("", plain)
    words, form = _split_form(_plain_words(plain))
    return _numbered(words, form, dated, role)


def _german(text: str) -> str:
    return re.sub(
        "ä", "ae", re.sub("ö", "oe", re.sub("ü", "ue", text, flags=re.I), flags=re.I), flags=re.I
    )


def _plain_words(text: str) -> list[str]:
    text = re.sub(r"(?<=\b[A-Z])\.\s?(?=[A-Z]\b)", "", text).replace("'", "")
    text = re.sub(r"[&+]", " AND ", re.sub(r"[.]", "", text))
    words = squeezed(re.sub(r"[^A-Z0-9# ]", " ", text)).split()
    return [word for word in words if word not in ("THE", "OF", "AND")]


def _split_form(words: list[str]) -> tuple[list[str], str]:
    for spelling, form in _tables().forms:
        size = len(spelling)
        if len(words) > size and tuple(words[-size:]) == spelling:
            shorter, inner = (
                _split_form(words[:-size]) if form in ("CO", "LTD") else (words[:-size], "")
            )
            return shorter, inner or form
    return words, ""


def _numbered(words: list[str], form: str, dated: str, role: str) -> NormalOrganization:
    tables = _tables()
    kept: list[str] = []
    numbers: list[str] = []
    for at, word in enumerate(words):
        value = (
            tables.numbers.get(word, word) if at or word in ("FIRST", "SECOND", "THIRD") else word
        )
        if _NUMBER.fullmatch(value):
            numbers.append(value.lstrip("#"))
        else:
            kept.append(_written_out(value))
    return NormalOrganization(tuple(kept), form, tuple(numbers), dated, role)


def _written_out(word: str) -> str:
    tables = address_tables()
    return _tables().words.get(word) or tables.suffix_words.get(tables.suffixes.get(word, ""), word)
