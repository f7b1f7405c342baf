"""When two spellings are the same contact fact, beyond equal keys."""

from __future__ import annotations

import re

from matching.parse.address.read import normalize_address
from skiptrace.model.finding import FindingKind
from skiptrace.model.subject import PostalAddress

Marks = frozenset[tuple[FindingKind, str]]
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_NOT_DIGIT = re.compile(r"\D+")


def marks(kind: FindingKind, *spellings: str) -> Marks:
    """The spellings without case, spaces and punctuation; facts that share a mark are the same.

    Keys and values are both given, so that a fact counts as the same if either agrees. A phone is
    its digits, without a leading 1 of the North American plan; an address in words is its match
    key, so that a ZIP+4 or a spelled-out suffix makes no other address.
    """
    reduced = (_reduced(kind, spelling) for spelling in spellings)
    return frozenset((kind, text) for text in reduced if text)


def _reduced(kind: FindingKind, spelling: str) -> str:
    if kind is FindingKind.ADDRESS and ", " in spelling:
        key = normalize_address(PostalAddress(original=spelling)).key
        return _NOT_WORD.sub("", key.casefold()) or _NOT_WORD.sub("", spelling.casefold())
    if kind is not FindingKind.PHONE:
        return _NOT_WORD.sub("", spelling.casefold()) or spelling.strip()
    digits = _NOT_DIGIT.sub("", spelling)
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
