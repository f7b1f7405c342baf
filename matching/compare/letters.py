"""Pairs of words of one vocabulary compared by their letters."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler, Prefix
from rapidfuzz.process import cpdist

from matching.encode.batch import Ints
from matching.encode.vocabulary import Codes
from matching.encode.word_facts import CLASSES, Letters, Small

_SHORTEST_BEGINNING = 3
_NOT_COUNTED = 255
"""The length that also stands for all longer words."""


class LetterPairs:
    """Pairs of words by number: most are told apart by their sketches, the others are spelled."""

    def __init__(self, letters: Letters, a: Codes, b: Codes) -> None:
        self._letters, self.a, self.b = letters, a, b
        self._unlike = letters.sketch[a] ^ letters.sketch[b]

    @cached_property
    def same_initial(self) -> NDArray[np.bool_]:
        """Whether both words begin with one letter."""
        return np.asarray(self._unlike <= CLASSES)

    def lengths(self, at: Ints) -> tuple[Small, Small]:
        """How long the words of the pairs at these positions are."""
        length = self._letters.length
        return length[self.a[at]], length[self.b[at]]

    def near(self, most: int) -> tuple[Ints, Small]:
        """The positions of unlike words at most `most` edits apart, and how many edits.

        An edit inserts, deletes or changes a letter, or exchanges neighbours. Words of different
        first letters are near with one edit only; `most` is 1 at least.
        """
        return self._within(np.where(self.same_initial, np.uint8(most), np.uint8(1)), most)

    def within(self, most: int, least: int) -> tuple[Ints, Small]:
        """The same, but of different first letters too where one has `least` letters."""
        length = self._letters.length
        allowed = np.where(self.same_initial, np.uint8(most), np.uint8(1))
        at = np.flatnonzero(~self.same_initial)
        at = at[np.maximum(length[self.a[at]], length[self.b[at]]) >= least]
        allowed[at] = most
        return self._within(allowed, most)

    def _within(self, allowed: Small, most: int) -> tuple[Ints, Small]:
        alike = np.bitwise_count(self._unlike & CLASSES) <= 2 * allowed
        at = np.flatnonzero(alike & (self.a != self.b))
        x, y = self.lengths(at)
        at = at[np.maximum(x, y) - np.minimum(x, y) <= allowed[at]]
        a, b = self._words(at)
        edits = cpdist(a, b, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)
        near = edits <= allowed[at]
        return at[near], edits[near]

    def alike(self, at: Ints, least: float) -> NDArray[np.bool_]:
        """Whether the words at these positions are so alike by Jaro-Winkler."""
        scores = cpdist(*self._words(at), scorer=JaroWinkler.similarity, dtype=np.float64)
        return np.asarray(scores >= least)

    def beginnings(self) -> Ints:
        """The positions of pairs of which one word, of 3 to 254 letters, begins the other."""
        at = np.flatnonzero(self.same_initial)
        x, unlike = self._letters.sketch[self.a[at]], self._unlike[at]
        at = at[(x & unlike == 0) | (~x & unlike == 0)]
        shortest = np.minimum(*self.lengths(at))
        at = at[(shortest >= _SHORTEST_BEGINNING) & (shortest < _NOT_COUNTED)]
        common = cpdist(*self._words(at), scorer=Prefix.similarity, dtype=np.int32)
        return np.asarray(at[common >= np.minimum(*self.lengths(at))])

    def _words(self, at: Ints) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        words = self._letters.words
        return words[self.a[at]], words[self.b[at]]
