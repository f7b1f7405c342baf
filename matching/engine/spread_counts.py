"""Over how many towns the records are spread, as the subjects meet them."""

from __future__ import annotations

import numpy as np

from matching.encode.batch import PersonBatch
from matching.encode.vocabulary import Codes
from matching.score.spread import Spread

ENOUGH = 100
"""Addresses of either side with a town from which on they tell."""


class SpreadCounts:
    """Counts, over parts of the records, how many live in the towns of the subjects."""

    def __init__(self, subjects: PersonBatch) -> None:
        self._zips, self._cities = _Shared(subjects.places.zip5), _Shared(subjects.places.city)

    def add(self, people: PersonBatch) -> None:
        """Count the next records; their cities have the numbers that those of the subjects have."""
        self._zips.add(people.places.zip5)
        self._cities.add(people.places.city)

    def spread(self) -> Spread:
        """How rarely a subject and any record lie in one town."""
        return Spread(self._zips.bits(), self._cities.bits())


class _Shared:
    """How often a value of one side meets the same of the other."""

    def __init__(self, asked: Codes) -> None:
        self._values, self._asked = np.unique(asked[asked > 0], return_counts=True)
        self._met, self._known = 0, 0

    def add(self, values: Codes) -> None:
        known = values[values > 0]
        self._known += len(known)
        at = np.searchsorted(self._values, known)
        at[at == len(self._values)] = 0
        same = at[self._values[at] == known] if len(self._values) else np.zeros(0, np.int64)
        self._met += int(self._asked[same].sum())

    def bits(self) -> float:
        """One pair in 2**bits meets, were it one more."""
        asked = int(self._asked.sum())
        if min(asked, self._known) < ENOUGH:
            return 0.0
        return float(np.log2(asked * self._known / (self._met + 1)))
