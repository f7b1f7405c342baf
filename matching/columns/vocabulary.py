"""Distinct words numbered once, so that a comparison of columns is a comparison of numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
"""Numbers of words in a vocabulary; 0 is the empty word, which means not known."""


class Vocabulary:
    """Words and their numbers, in the order in which they came; grows as words are added."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, word: str) -> int:
        """The word's number; a new word gets the next one."""
        return self._numbers.setdefault(word, len(self._numbers))

    def numbers(self, words: Iterable[str]) -> Codes:
        """The numbers of many words."""
        return np.fromiter(map(self.number, words), dtype=np.int32)

    @property
    def words(self) -> tuple[str, ...]:
        """All words by their number."""
        return tuple(self._numbers)
