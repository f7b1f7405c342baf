"""Candidate pairs: people who share a blocking key, the likeliest of each subject, bounded.

Keys that more records share than the bounds allow are left out: finer rules find their pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.block.key_index import Hits, KeyCounts, KeyIndex, is_first
from matching.block.keys import Marks
from matching.encode.batch import Ints
from matching.encode.taken import values_at

AT_ONCE = 1 << 19
"""Shared keys that are turned into pairs at once."""

_RARELY = 512
"""So many records share a key that says no more of a pair than one that more of them share."""

_POINTS = np.clip(10 - np.log2(np.arange(_RARELY + 1).clip(1)), 1, 10).astype(np.uint8)
"""What a key says of a pair, by how many records share it."""

_POINTS_BITS, _RECORD_BITS = np.uint64(8), np.uint64(40)
_SUBJECT_MASK = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """At most `most` candidates a subject; a key counts when at most `widest` records share it."""

    most: int = 100
    widest: int = 60


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs that share a key, each once, by record and subject; more and rarer keys: more points.

    `record` counts from the first record of the partition.
    """

    subject: Ints
    record: Ints
    points: Ints

    def __len__(self) -> int:
        return len(self.subject)

    def at(self, kept: NDArray[np.bool_] | Ints | slice) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.subject[kept], self.record[kept], self.points[kept])


@dataclass(frozen=True, slots=True)
class Shared:
    """The subjects of each key of an index, and how many records, among all, share it; 0 for a key
    that is left out.

    `left_out` counts the keys that too many records share.
    """

    start: Ints
    subject: NDArray[np.int32]
    count: NDArray[np.int32]
    left_out: int

    def parts(self, hits: Hits) -> Iterator[Hits]:
        """The hits without keys that are left out, in parts that never divide a record."""
        hits = hits.where(self.count[hits.place] > 0)
        record, place = hits.record, hits.place
        ends = np.cumsum(self.start[place + 1] - self.start[place])
        for first, end in _bounds(record, ends):
            yield Hits(hits.packed[first:end])

    def most(self, hits: Hits) -> int:
        """How many pairs hits give at most."""
        place = hits.place[self.count[hits.place] > 0]
        return int((self.start[place + 1] - self.start[place]).sum())

    def pairs(self, part: Hits) -> Pairs:
        """The pairs of a part."""
        place = part.place
        starts, rows = values_at(self.start, place)
        points = points_of(self.count[place]).astype(np.uint64)
        packed = part.record.view(np.uint64) << _RECORD_BITS
        packed = np.repeat(packed | points, np.diff(starts))
        packed |= self.subject[rows].astype(np.uint64) << _POINTS_BITS
        packed.sort()
        return _counted(packed)

    def of_subjects(self, asked: NDArray[np.bool_]) -> Shared:
        """The same without the keys that none of some subjects has."""
        many = np.concatenate(([0], np.cumsum(asked[self.subject])))
        some = many[self.start[1:]] > many[self.start[:-1]]
        return replace(self, count=np.where(some, self.count, 0))


def points_of(count: NDArray[np.int32]) -> NDArray[np.uint8]:
    """What keys say of a pair, by how many records share each."""
    return np.asarray(_POINTS[np.minimum(count, _RARELY)])


def shared(counts: KeyCounts, index: KeyIndex, widest: int) -> Shared:
    """The index once all records were counted."""
    wide = counts.count > widest
    count = np.where(wide, 0, counts.count)
    return Shared(index.start, index.subject, count, int(np.count_nonzero(wide)))


def _bounds(record: Ints, ends: Ints) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        end = int(np.searchsorted(ends, before + AT_ONCE, side="right"))
        if end < len(ends):
            end = int(np.searchsorted(record, record[end], side="left"))
        if end <= first:
            end = int(np.searchsorted(record, record[first], side="right"))
        yield first, end
        first = end


def _counted(packed: Marks) -> Pairs:
    """Every pair once, with the points of all its keys."""
    pair = packed >> _POINTS_BITS
    first = np.flatnonzero(is_first(pair))
    pair = pair[first]
    points = np.add.reduceat(packed & np.uint64(0xFF), first) if len(first) else pair
    record = pair >> np.uint64(32)
    subject = pair & _SUBJECT_MASK
    return Pairs(subject.view(np.int64), record.view(np.int64), points.view(np.int64))
