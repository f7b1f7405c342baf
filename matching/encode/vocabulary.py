"""Distinct words numbered once, so that a comparison of columns is a comparison of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
"""Numbers of words in a vocabulary; 0 is the empty word, which means not known."""


class Vocabulary:
    """Words and their numbers, in the order in which they came; grows as words are added.

    One that lies beyond another has the other's numbers and goes on behind them.
    """

    def __init__(self, below: Mapping[str, int] | None = None) -> None:
        self._below = below or {}
        self._numbers: dict[str, int] = {} if below else {"": 0}
        self.first = len(self._below)

    def __len__(self) -> int:
        return self.first + len(self._numbers)

    def number(self, word: str) -> int:
        """The word's number; a new word gets the next one."""
        found = self._below.get(word)
        if found is None:
            found = self._numbers.setdefault(word, self.first + len(self._numbers))
        return found

    def numbers(self, words: Iterable[str]) -> Codes:
        """The numbers of many words."""
        return np.fromiter(map(self.number, words), dtype=np.int32)

    def beyond(self) -> Vocabulary:
        """A vocabulary for further words, which this one does not get; this one grows no more."""
        return Vocabulary({**self._below, **self._numbers} if self._below else self._numbers)

    @property
    def words(self) -> tuple[str, ...]:
        """The words in the order of their numbers, without those of a vocabulary below."""
        return tuple(self._numbers)
