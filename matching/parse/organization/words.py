"""The word tables of organisation names, and names cut into words with their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from config.match_tables import match_table
from matching.parse.organization.forms import form_tables


@dataclass(frozen=True, slots=True)
class OrganizationTables:
    """What words and numbers of names stand for.

    `either` gives the words that an abbreviation may stand for, the likeliest first. `extra` are
    words that a name may gain or lose with a doubt, `holding` those that rather name another one.
    """

    words: Mapping[str, str]
    either: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, str]
    extra: frozenset[str]
    holding: frozenset[str]
    trust_words: frozenset[str]


@cache
def organization_tables() -> OrganizationTables:
    """The shipped tables, read once."""
    raw = match_table("organizations")
    extra = raw["extra"]
    return OrganizationTables(
        words=raw["words"],
        either={word: tuple(line.split()) for word, line in raw["either"].items()},
        numbers=raw["numbers"],
        extra=frozenset(extra["words"].split()) | form_tables().abbreviations,
        holding=frozenset(extra["holding"].split()),
        trust_words=frozenset(extra["trust"].split()),
    )


_NUMBER = re.compile(r"\d+(?:ST|ND|RD|TH)?")
_ROMAN = frozenset("IVX")
_LETTERED = frozenset(("SERIES", "FUND", "CLASS", "PHASE", "GROUP", "TRUST", "BLDG", "BUILDING"))
_TENS = {
    "TWENTY": "20", "THIRTY": "30", "FORTY": "40", "FOURTY": "40", "FIFTY": "50", "SIXTY": "60",
    "SEVENTY": "70", "EIGHTY": "80", "NINETY": "90",
}  # fmt: skip
_OFFICES = frozenset(
    ("SHERIFF", "CLERK", "TREASURER", "SCHOOL", "SCHOOLS", "SCH", "COURT", "COURTHOUSE", "AUDITOR",
     "RECORDER", "COMMISSIONERS", "JAIL", "LIBRARY", "FAIR", "ENGINEER", "COLLECTOR", "ASSESSOR")
)  # fmt: skip
"""Offices of a county: in front of them CO is COUNTY."""
_DIRECTIONS = {"N": "NORTH", "S": "SOUTH", "E": "EAST", "W": "WEST"}


_INITIALS = re.compile(r"\b[A-Z](?:(?:\.\s?|/)[A-Z]\b)+")
_PARTED = re.compile(r"[./\s]")
_INNER_DOT = re.compile(r"\.(?=[A-Z0-9])(?!(?:COM|NET|ORG|BIZ|INFO)\b)")
_QUOTED_AND = re.compile(r"\s'N'?\s")
_PLUS = re.compile(r"(?<![A-Z0-9])([A-Z])\+(?![A-Z0-9])")
_LETTER_ONE = re.compile(r"\b([A-Z])-ONE\b|^([A-Z]) ONE\b")
_LETTER_DIGIT = re.compile(r"\b([A-Z])[ -](\d{1,4})\b(?! ?(?:ST|ND|RD|TH)\b)")
_DIGIT_LETTER = re.compile(r"\b(\d{1,4})(?:-([A-Z])|\s([A-Z]|HRS?))\b(?!\s?[A-Z]\b)")
_TOKENS = re.compile(r"[A-Z0-9]+|[()]")


@dataclass(frozen=True, slots=True)
class CutName:
    """The words of a name in capitals, OF and brackets among them; articles and AND left out.

    `dotted` are the initials that stood parted by dots or a slash; they are joined (A.B. is AB).
    """

    words: tuple[str, ...]
    dotted: frozenset[str] = frozenset()


def cut_name(text: str) -> CutName:
    """A name in capitals A-Z cut into words; a letter and a number are one word (A-1 is A1)."""
    dotted: list[str] = []
    if "." in text or "/" in text:
        dotted = [_PARTED.sub("", found) for found in _INITIALS.findall(text)]
        text = _INITIALS.sub(lambda found: _PARTED.sub("", found.group()), text)
        text = _INNER_DOT.sub(" ", text).replace(".", "")
    if "'N" in text:
        text = _QUOTED_AND.sub(" AND ", text)
    text = text.replace("'", "").replace("CO-OP", "COOP")
    if text.count("(") > text.count(")"):
        text += ")"
    if "+" in text:
        text = _PLUS.sub(r"\1 PLUS", text).replace("+", " ")
    text = _letters_and_digits(text)
    words = [word for word in _TOKENS.findall(text) if word not in ("THE", "AND", "UND")]
    words = [w for at, w in enumerate(words) if w != "Y" or not at]
    return CutName(tuple(_joined(words)), frozenset(dotted))


def _letters_and_digits(text: str) -> str:
    if " ONE" in text or "-ONE" in text:
        text = _LETTER_ONE.sub(lambda found: f"{found.group(1) or found.group(2)}1", text)
    if not any(map(str.isdigit, text)):
        return text
    return _DIGIT_LETTER.sub(_digit_letter, _LETTER_DIGIT.sub(r"\1\2", text))


def _digit_letter(found: re.Match[str]) -> str:
    """3 M as 3M; but 45 E ELM: a letter of the sky in front of a word is a direction."""
    digits, joined, apart = found.groups()
    if apart in _DIRECTIONS and found.string[found.end() : found.end() + 4].strip():
        return found.group()
    return f"{digits}{joined or apart}"


def _joined(words: list[str]) -> list[str]:
    """UNITED STATES OF AMERICA as US, FLP as FAMILY LP."""
    found: list[str] = []
    for word in words:
        if word == "STATES" and found and found[-1] == "UNITED":
            found[-1] = "US"
        elif word == "AMERICA" and found == ["US", "OF"]:
            found.pop()
        elif word == "USA":
            found.append("US")
        elif word == "FLP":
            found += ("FAMILY", "LP")
        else:
            found.append(word)
    return found


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
        elif word == "CO" and words[at + 1 : at + 2] and words[at + 1] in _OFFICES:
            kept.append(("COUNTY", ""))
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
        unit = word if len(word) == 1 and word in "123456789" else units.get(word, "")
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
