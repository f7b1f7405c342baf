"""How two words that are two names stand to each other by their letters alone."""

from __future__ import annotations

from enum import Enum, auto

from rapidfuzz.distance import OSA


class LettersApart(Enum):
    """What two words share: all but one letter, the initial, a beginning, or nothing."""

    NEAR = auto()
    NEAR_OTHER = auto()
    TWO_EDITS = auto()
    BEGINNING = auto()
    SAME_INITIAL = auto()
    DIFFERENT = auto()


def letters_apart(a: str, b: str) -> LettersApart:
    """How the letters of two words in capitals relate; the first that holds.

    NEAR_OTHER is one letter apart with another initial. Only words of three letters are near, of
    five two edits apart, and a beginning has three.
    """
    shorter, longer = sorted((a, b), key=len)
    edits, alike = OSA.distance(a, b, score_cutoff=2), a[0] == b[0]
    if edits == 1 and len(longer) > 2:
        return LettersApart.NEAR if alike else LettersApart.NEAR_OTHER
    if not alike:
        return LettersApart.DIFFERENT
    if edits == 2 and len(longer) > 4:
        return LettersApart.TWO_EDITS
    begins = len(shorter) > 2 and longer.startswith(shorter)
    return LettersApart.BEGINNING if begins else LettersApart.SAME_INITIAL
