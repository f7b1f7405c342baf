"""Looks blocking keys up among those of a register, which lie in their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.block.candidates import Bounds, points_of
from matching.block.key_index import is_first
from matching.block.keys import Keys, Marks
from matching.encode.batch import Ints

_POINTS_BITS = 8
"""What one key says of a pair has room in so many."""
_RECORD_BITS = 32
_MOST_COUNTED = (1 << 31) - 1


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
        key, owner = _once(asked)
        wanted, at = np.unique(key, return_inverse=True)
        first = np.searchsorted(self.key, wanted, "left")
        count = (np.searchsorted(self.key, wanted, "right") - first)[at]
        narrow = _before(key, owner, count) < bounds.widest
        kept = np.flatnonzero((count > 0) & (np.isin(key, whole) | narrow))
        points = points_of(np.minimum(count[kept], _MOST_COUNTED).astype(np.int32))
        begin, owner = first[at[kept]], owner[kept]
        edges = np.flatnonzero(is_first(owner.astype(np.int64)))
        found = [
            self._likeliest(begin[one], begin[one] + count[kept[one]], points[one], bounds.most)
            for one in map(slice, edges, np.append(edges[1:], len(owner)))
        ]
        inquiry = np.repeat(owner[edges].astype(np.int64), np.array(list(map(len, found)), int))
        return inquiry, np.concatenate([np.zeros(0, np.int64), *found])

    def _likeliest(self, begin: Ints, end: Ints, points: NDArray[np.uint8], most: int) -> Ints:
        """The parties of one inquiry's keys that have most points, ascending; each key has some.

        Arrays of one inquiry stay in a processor's cache, those of a chunk would not.
        """
        runs = zip(begin.tolist(), end.tolist(), points.tolist(), strict=True)
        packed = np.concatenate(
            [self.no[a:b].astype(np.int64) << _POINTS_BITS | said for a, b, said in runs]
        )
        packed.sort()
        party = packed >> _POINTS_BITS
        first = np.flatnonzero(is_first(party))
        party = party[first]
        if len(party) <= most:
            return party
        total = np.add.reduceat(packed & ((1 << _POINTS_BITS) - 1), first)
        count = np.bincount(total)
        enough = np.cumsum(count[::-1])[::-1]
        bar = int(np.count_nonzero(enough >= most)) - 1
        room = most - int(enough[bar] - count[bar])
        kept = total > bar
        kept[np.flatnonzero(total == bar)[:room]] = True
        return party[kept]


def _once(asked: Keys) -> tuple[Marks, NDArray[np.int32]]:
    """Each key of each owner once, by owner and key."""
    order = np.lexsort((asked.key, asked.owner))
    key, owner = asked.key[order], asked.owner[order]
    new = is_first(key) | is_first(owner.astype(np.int64))
    return key[new], owner[new]


def _before(key: Marks, owner: NDArray[np.int32], parties: Ints) -> Ints:
    """How many parties share the narrower keys of the same owner, of each key."""
    order = np.lexsort((key, parties, owner))
    total = np.cumsum(parties[order]) - parties[order]
    ranked = owner[order]
    total -= total[np.searchsorted(ranked, ranked)]
    found = np.empty(len(key), dtype=np.int64)
    found[order] = total
    return found
