"""Candidate pairs: people who share a blocking key, the likeliest first, bounded.

Keys that more records share than the bounds allow are left out: finer rules find their pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.block_keys import Keys, Marks
from matching.columns.people import Ints

_POINTS_BITS = np.uint64(8)
_RECORD_BITS = np.uint64(32)
_SUBJECT_BITS = np.uint64(24)
"""What a subject's number may take beside a record's and the points."""

_LEAST_CUT = 22
"""Bits of a key that a record's number may take: four million records, 42 bits are left."""

_SPARE_BITS = 2
"""Bits of `seen` beyond what numbers the keys: a key that is not there is seldom taken for one."""

_RARELY = 512
"""So many records share a key that says no more of a pair than one that more of them share."""

_POINTS = np.clip(10 - np.log2(np.arange(_RARELY + 1).clip(1)), 1, 10).astype(np.uint64)
"""What a key says of a pair, by how many records share it."""

_RECORD_MASK = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """At most `most` candidates a subject; a key counts when at most `widest` records share it."""

    most: int = 100
    widest: int = 60


@dataclass(frozen=True, slots=True)
class KeyIndex:
    """The keys of records in order: each one once, where its records begin, how many they are.

    A key is cut to its first bits, so that it can be sorted together with a record's number: `cut`
    bits are left off, which joins one pair in a million wrongly, to be told apart when it is
    scored. `left_out` counts the keys that too many records share; `seen` says of the first bits of
    a key whether any key has them.
    """

    key: Marks
    start: Ints
    count: NDArray[np.int32]
    record: NDArray[np.int32]
    cut: np.uint64
    left_out: int
    seen: NDArray[np.bool_]

    def places(self, keys: Marks) -> tuple[Ints, Ints]:
        """Which of the given keys, cut and in order, there are, and where each of them is."""
        maybe = np.flatnonzero(self.seen[keys >> self._beyond_seen])
        at = np.minimum(np.searchsorted(self.key, keys[maybe]), len(self.key) - 1)
        found = np.flatnonzero(self.key[at] == keys[maybe])
        return maybe[found], at[found]

    @property
    def _beyond_seen(self) -> np.uint64:
        return np.uint64(64 - int(self.cut) - (len(self.seen) - 1).bit_length())


def indexed(keys: Keys, bounds: Bounds) -> KeyIndex:
    """The index of the records' keys."""
    cut = np.uint64(max(int(keys.owner.max(initial=1)).bit_length(), _LEAST_CUT))
    packed = _packed(keys, cut)
    record = np.empty(len(packed), dtype=np.int32)
    np.bitwise_and(packed, _low(cut), out=record, dtype=np.uint64, casting="unsafe")
    packed >>= cut
    start = np.flatnonzero(_is_first(packed))
    count = np.empty(len(start), dtype=np.int32)
    np.subtract(start[1:], start[:-1], out=count[:-1], casting="unsafe")
    count[-1:] = len(packed) - start[-1:]
    narrow = count <= bounds.widest
    left_out = int(np.count_nonzero(~narrow))
    if left_out:
        start, count = start[narrow], count[narrow]
    key = packed[start]
    return KeyIndex(key, start, count, record, cut, left_out, _seen(key, cut))


def _is_first(marks: Marks) -> NDArray[np.bool_]:
    """Which of the sorted marks are not what stands before them."""
    first = np.ones(len(marks), dtype=bool)
    np.not_equal(marks[1:], marks[:-1], out=first[1:])
    return first


def _seen(keys: Marks, cut: np.uint64) -> NDArray[np.bool_]:
    """By the first bits of a key, so many that few keys share them, whether it may be there."""
    bits = min(len(keys).bit_length() + _SPARE_BITS, 64 - int(cut))
    seen = np.zeros(1 << bits, dtype=bool)
    seen[keys >> np.uint64(64 - int(cut) - bits)] = True
    return seen


def _packed(keys: Keys, cut: np.uint64, first: int = 0) -> Marks:
    """The first bits of each key and then its owner, counted from `first`; sorted, none twice."""
    packed = keys.key & ~_low(cut)
    owner = keys.owner - np.int32(first) if first else keys.owner
    np.bitwise_or(packed, owner, out=packed, dtype=np.uint64, casting="unsafe")
    packed.sort()
    again = np.flatnonzero(packed[1:] == packed[:-1]) + 1
    return np.delete(packed, again) if len(again) else packed


def _low(bits: np.uint64) -> np.uint64:
    return np.uint64((1 << int(bits)) - 1)


@dataclass(frozen=True, slots=True)
class Met:
    """Pairs ordered by the first and the second; `cut` counts subjects that had more."""

    subject: Ints
    record: Ints
    cut: int


def meet(index: KeyIndex, asked: Keys, bounds: Bounds) -> Met:
    """The pairs of subjects and records with a common key, the likeliest of each subject.

    A pair is the likelier the more keys it shares and the fewer records share them. Memory grows
    with the number of subjects, so many are asked in chunks; raises ValueError beyond four million.
    """
    if not len(index.key) or not len(asked):
        return Met(np.zeros(0, np.int64), np.zeros(0, np.int64), 0)
    first = int(asked.owner.min())
    cut = index.cut
    if int(asked.owner.max()) - first >> int(min(cut, _SUBJECT_BITS)):
        raise ValueError("too many subjects at once: ask them in chunks")
    packed = _packed(asked, cut, first)
    heads, owner = packed >> cut, packed & _low(cut)
    hit, at = index.places(heads)
    owner = owner[hit]
    count = index.count[at]
    ends = np.cumsum(count)
    place = np.repeat(index.start[at] - (ends - count), count) + np.arange(ends[-1:].sum())
    subject = np.repeat(owner, count)
    packed = (subject << _RECORD_BITS) | index.record[place].astype(np.uint64)
    packed = (packed << _POINTS_BITS) | np.repeat(_POINTS[np.minimum(count, _RARELY)], count)
    packed.sort()
    return _bounded(*_counted(packed), bounds.most, first)


def _counted(packed: Marks) -> tuple[Marks, NDArray[np.uint64]]:
    """Every pair once, with the points of all its keys."""
    pair = packed >> _POINTS_BITS
    if not len(pair):
        return pair, pair
    first = np.flatnonzero(_is_first(pair))
    points = np.add.reduceat(packed & np.uint64(0xFF), first)
    return pair[first], points


def _bounded(pair: Marks, points: NDArray[np.uint64], most: int, first: int) -> Met:
    subject = (pair >> _RECORD_BITS).view(np.int64)
    record = (pair & _RECORD_MASK).view(np.int64)
    counts = np.bincount(subject)
    crowded = counts > most
    if not crowded.any():
        return Met(subject + first, record, 0)
    kept = np.ones(len(subject), dtype=bool)
    inside = np.flatnonzero(np.repeat(crowded, counts))
    order = np.lexsort((record[inside], -points[inside].astype(np.int64), subject[inside]))
    ranked = inside[order]
    begin = np.searchsorted(subject[ranked], subject[ranked])
    kept[ranked[np.arange(len(ranked)) - begin >= most]] = False
    return Met(subject[kept] + first, record[kept], int(crowded.sum()))
