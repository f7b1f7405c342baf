"""The word tables of organisation names, and names cut into words with their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from config.match_tables import match_table
from matching.normalize.text import squeezed


@dataclass(frozen=True, slots=True)
class OrganizationTables:
    """Legal forms as word tuples, longest first, and what words and numbers stand for.

    `either` gives the words that an abbreviation may stand for, the likeliest first.
    """

    forms: tuple[tuple[tuple[str, ...], str], ...]
    form_words: frozenset[str]
    exclusive: frozenset[str]
    words: Mapping[str, str]
    either: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, str]
    extra: frozenset[str]
    trust_words: frozenset[str]


@cache
def organization_tables() -> OrganizationTables:
    """The shipped tables, read once."""
    raw = match_table("organizations")
    forms = [
        (tuple(spelling.split()), form)
        for form, line in raw["forms"].items()
        for spelling in line.split(",")
    ]
    return OrganizationTables(
        forms=tuple(sorted(forms, key=lambda f: -len(f[0]))),
        form_words=frozenset(spelling[0] for spelling, _ in forms if len(spelling) == 1),
        exclusive=frozenset(raw["graded"]["exclusive"].split()),
        words=raw["words"],
        either={word: tuple(line.split()) for word, line in raw["either"].items()},
        numbers=raw["numbers"],
        extra=frozenset(raw["extra"]["words"].split()),
        trust_words=frozenset(raw["extra"]["trust"].split()),
    )


_DOTTED = re.compile(r"(?<=\b[A-Z])\.\s?(?=[A-Z]\b)")
_NUMBER = re.compile(r"\d+(?:ST|ND|RD|TH)?")
_ROMAN = frozenset("IVX")
_LETTERED = frozenset(("SERIES", "FUND", "CLASS", "PHASE", "GROUP", "TRUST", "BLDG", "BUILDING"))
_TENS = {"TWENTY": "20", "THIRTY": "30", "FORTY": "40", "FIFTY": "50", "SIXTY": "60",
         "SEVENTY": "70", "EIGHTY": "80", "NINETY": "90"}  # fmt: skip
_DIRECTIONS = {"N": "NORTH", "S": "SOUTH", "E": "EAST", "W": "WEST"}


def cut_words(text: str) -> list[str]:
    """The words of a name in capitals A-Z; articles and AND left out, initials joined (A B C)."""
    text = _DOTTED.sub("", text).replace("'", "").replace("CO-OP", "COOP")
    text = re.sub(r"[&+]", " AND ", text.replace(".", ""))
    words = squeezed(re.sub(r"[^A-Z0-9 ]", " ", text)).split()
    kept = (word for word in words if word not in ("THE", "OF", "AND"))
    return [part for word in kept for part in (("FAMILY", "LP") if word == "FLP" else (word,))]


def split_form(words: list[str]) -> tuple[list[str], str]:
    """The words without the legal form at their end, and the form; at least one word is left."""
    for spelling, form in organization_tables().forms:
        size = len(spelling)
        if len(words) > size and tuple(words[-size:]) == spelling:
            shorter, inner = words[:-size], ""
            if form in ("CO", "LTD", "INC", "LLC", "LP", "TRUST"):
                shorter, inner = split_form(shorter)
            return shorter, _outer(form, inner)
    return words, ""


def _outer(form: str, inner: str) -> str:
    """COMPANY LLC is an LLC, CO LTD an LTD: the company word is no form of its own."""
    return inner if inner and form in ("CO", "LTD") and inner != "CO" else form


@dataclass(frozen=True, slots=True)
class NumberedWords:
    """Words written out, the abbreviations that leave them open, and the numbers among them."""

    words: tuple[str, ...]
    open: tuple[str, ...]
    numbers: tuple[str, ...]


def written_out(words: list[str]) -> NumberedWords:
    """Abbreviations in full, numbers in digits; `open` is parallel to `words`, mostly empty."""
    kept: list[tuple[str, str]] = []
    numbers: list[str] = []
    tables = organization_tables()
    words = _counted(words)
    for at, word in enumerate(words):
        value = _number(words, at)
        if value:
            numbers.append(value)
        elif word in tables.either and len(words) > 1:
            kept.append((tables.either[word][0], word))
        elif word in _DIRECTIONS and _is_direction(words, at):
            kept.append((_DIRECTIONS[word], ""))
        else:
            kept += [(full, "") for full in tables.words.get(word, word).split()]
    return NumberedWords(tuple(w for w, _ in kept), tuple(o for _, o in kept), tuple(numbers))


def _counted(words: list[str]) -> list[str]:
    """Numbers of two words as one: TWENTY FIRST is 21ST, THIRTY TWO is 32."""
    counted: list[str] = []
    units = organization_tables().numbers
    for word in words:
        unit = units.get(word, "")
        if unit and counted and counted[-1] in _TENS and len(unit.rstrip("STNDRH")) == 1:
            counted[-1] = _TENS[counted[-1]][0] + unit
        else:
            counted.append(word)
    return [_TENS.get(word, word) for word in counted]


def _number(words: list[str], at: int) -> str:
    """The number that a word stands for in digits or as an ordinal, or empty."""
    word = words[at]
    if _NUMBER.fullmatch(word):
        return word.lstrip("0") or "0"
    before = words[at - 1] if at else ""
    if len(word) == 1 and before in _LETTERED and word not in _ROMAN:
        return word
    if _ROMAN.issuperset(word) and (not at or len(before) == 1):
        return ""
    return organization_tables().numbers.get(word, "")


def _is_direction(words: list[str], at: int) -> bool:
    after = words[at + 1] if at + 1 < len(words) else ""
    alone = at == 0 or len(words[at - 1]) > 1
    return alone and len(after) > 2
