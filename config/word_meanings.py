"""Tables of words by what they mean, whatever their case and punctuation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

Meaning = TypeVar("Meaning")

_NO_WORD = re.compile(r"[^0-9a-z]+")


def plain_word(word: str) -> str:
    """A word in small letters, single spaces for everything that is no letter or digit."""
    return _NO_WORD.sub(" ", word.casefold()).strip()


def meanings(words: Mapping[Meaning, Sequence[str]]) -> Mapping[str, Meaning]:
    """Every word, plain, with what it means; ValueError for one that stands twice."""
    found: dict[str, Meaning] = {}
    for meaning, known in words.items():
        for word in map(plain_word, known):
            if word in found:
                raise ValueError(f"words: {word!r} stands twice")
            found[word] = meaning
    return found
