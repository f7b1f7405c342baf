"""Looks blocking keys up among those of a register, which lie in their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.block.keys import Keys, Marks
from matching.encode.batch import Ints


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """The keys of a register, ascending, and the number of the party that each is of."""

    key: Marks
    no: NDArray[np.int32]

    def found(self, asked: Keys, whole: Marks, budget: int) -> tuple[Keys, Keys]:
        """The keys by which each inquiry looks into the register, and the parties that have them.

        Those are its narrowest, until `budget` parties share one of them, one at least, and always
        those that are among `whole`, which hold the whole name: a no hit never rests on a key that
        was left out.
        """
        order = np.lexsort((asked.key, asked.owner))
        key, owner = asked.key[order], asked.owner[order]
        new = np.ones(len(key), dtype=np.bool_)
        new[1:] = (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])
        key, owner = key[new], owner[new]
        wanted, at = np.unique(key, return_inverse=True)
        first = np.searchsorted(self.key, wanted, "left")
        count = np.searchsorted(self.key, wanted, "right") - first
        parties = count[at]
        kept = (parties > 0) & (np.isin(key, whole) | (_before(key, owner, parties) < budget))
        used = np.zeros(len(wanted), dtype=np.bool_)
        used[at[kept]] = True
        return Keys(key[kept], owner[kept]), self._of(wanted[used], first[used], count[used])

    def _of(self, key: Marks, first: Ints, count: Ints) -> Keys:
        """The keys, each as often as a party has it, with the numbers of the parties."""
        ends = np.cumsum(count)
        rows = np.repeat(first - (ends - count), count) + np.arange(ends[-1:].sum())
        return Keys(np.repeat(key, count), self.no[rows])


def _before(key: Marks, owner: NDArray[np.int32], parties: Ints) -> Ints:
    """How many parties share the narrower keys of the same owner, of each key."""
    order = np.lexsort((key, parties, owner))
    total = np.cumsum(parties[order]) - parties[order]
    ranked = owner[order]
    total -= total[np.searchsorted(ranked, ranked)]
    found = np.empty(len(key), dtype=np.int64)
    found[order] = total
    return found
