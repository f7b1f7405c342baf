"""Looks blocking keys up among those of a register, which lie in their order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.block.candidates import Bounds, points_of
from matching.block.key_index import is_first
from matching.block.keys import Keys, Marks
from matching.encode.batch import Ints

_POINTS_BITS = np.uint64(16)
_RECORD_BITS = np.uint64(32)
_SUBJECTS_AT_ONCE = 512
"""Inquiries whose pairs are held at once: some millions of them at most."""
_NO = np.uint64((1 << 32) - 1)
_POINTS = np.uint64((1 << 16) - 1)


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """The keys of a register, ascending and with their parties, each pair once."""

    key: Marks
    no: NDArray[np.int32]

    def candidates(self, asked: Keys, whole: Marks, bounds: Bounds) -> tuple[Ints, Ints]:
        """The parties that share a key with each inquiry, by inquiry and number: both of each pair.

        Of each inquiry those of most points (`matching.block.candidates`), of equals the first, at
        most `bounds.most`. It is looked for by its narrowest keys, until `bounds.widest` parties
        share one of them, one at least, and always by those among `whole`, which hold the whole
        name: a no hit never rests on a key that was left out.
        """
        found = [np.zeros(0, np.uint64)]
        for first in range(0, int(asked.owner.max(initial=-1)) + 1, _SUBJECTS_AT_ONCE):
            inside = (asked.owner >= first) & (asked.owner < first + _SUBJECTS_AT_ONCE)
            some = Keys(asked.key[inside], asked.owner[inside] - np.int32(first))
            pairs = _likeliest(self._pairs(some, whole, bounds.widest), bounds.most)
            found.append(pairs + (np.uint64(first) << _RECORD_BITS))
        every = np.concatenate(found)
        return (every >> _RECORD_BITS).view(np.int64), (every & _NO).view(np.int64)

    def _pairs(self, asked: Keys, whole: Marks, budget: int) -> Marks:
        """Inquiry, party and points of every pair of each key, packed and in order."""
        key, owner = _once(asked)
        wanted, at = np.unique(key, return_inverse=True)
        begin = np.searchsorted(self.key, wanted, "left")
        count = np.searchsorted(self.key, wanted, "right") - begin
        parties = count[at]
        kept = (parties > 0) & (np.isin(key, whole) | (_before(key, owner, parties) < budget))
        begin, count = begin[at[kept]], parties[kept]
        ends = np.cumsum(count)
        rows = np.repeat(begin - (ends - count), count) + np.arange(ends[-1:].sum())
        points = points_of(np.minimum(count, _MOST_COUNTED).astype(np.int32)).astype(np.uint64)
        packed = owner[kept].astype(np.uint64) << (_RECORD_BITS + _POINTS_BITS) | points
        found = np.repeat(packed, count)
        found |= self.no[rows].astype(np.uint64) << _POINTS_BITS
        found.sort()
        return found


_MOST_COUNTED = (1 << 31) - 1


def _once(asked: Keys) -> tuple[Marks, NDArray[np.int32]]:
    """Each key of each owner once, by owner and key."""
    order = np.lexsort((asked.key, asked.owner))
    key, owner = asked.key[order], asked.owner[order]
    new = is_first(key) | is_first(owner.astype(np.int64))
    return key[new], owner[new]


def _likeliest(packed: Marks, most: int) -> Marks:
    """The pairs of each inquiry that have most points, packed without them and in order."""
    pair = packed >> _POINTS_BITS
    first = np.flatnonzero(is_first(pair))
    pair = pair[first]
    points = np.add.reduceat(packed & _POINTS, first) if len(first) else pair
    begins = np.append(np.flatnonzero(is_first(pair >> _RECORD_BITS)), len(pair))
    kept = []
    for begin, end in pairwise(begins.tolist()):
        mine = pair[begin:end]
        if len(mine) > most:
            ranked = (_POINTS - points[begin:end]) << _RECORD_BITS | mine & _NO
            mine = np.sort(mine[np.argpartition(ranked, most)[:most]])
        kept.append(mine)
    return np.concatenate([pair[:0], *kept])


def _before(key: Marks, owner: NDArray[np.int32], parties: Ints) -> Ints:
    """How many parties share the narrower keys of the same owner, of each key."""
    order = np.lexsort((key, parties, owner))
    total = np.cumsum(parties[order]) - parties[order]
    ranked = owner[order]
    total -= total[np.searchsorted(ranked, ranked)]
    found = np.empty(len(key), dtype=np.int64)
    found[order] = total
    return found
