"""The blocking keys of subjects, and which records have them: the records pass by in partitions."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.block.keys import Keys, Marks
from matching.encode.batch import Ints
from matching.in_order import cores, in_order

MOST_RECORDS = 1 << 22
"""Records of one partition, which a record's number within it must leave room for in a key."""

_LEAST_CUT = (MOST_RECORDS - 1).bit_length()
"""Bits of a key that a person's number may take; 42 bits are left."""

_SPARE_BITS = 2
"""Bits of `seen` beyond what numbers the keys: a key that is not there is seldom taken for one."""

_RECORD_BITS = np.uint64(32)
_PLACE_MASK = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True)
class KeyIndex:
    """The keys of subjects in order: each one once, and where its subjects begin.

    A key is cut to its first bits, so that it can be sorted together with a person's number: `cut`
    bits are left off, which joins one pair in a million wrongly, to be told apart when it is
    scored. `seen` says of the first bits of a key whether any key has them.
    """

    key: Marks
    start: Ints
    subject: NDArray[np.int32]
    cut: np.uint64
    seen: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.key)

    def hits(self, keys: Keys) -> tuple[Marks, Ints]:
        """The owners of keys that there are, and the places of these keys, in order; none twice."""
        if not len(self.key):
            return np.zeros(0, np.uint64), np.zeros(0, np.int64)
        beyond = np.uint64(64 - (len(self.seen) - 1).bit_length())
        maybe = np.flatnonzero(self.seen[keys.key >> beyond])
        packed = _packed(Keys(keys.key[maybe], keys.owner[maybe]), self.cut)
        heads = packed >> self.cut
        at = np.minimum(np.searchsorted(self.key, heads), len(self.key) - 1)
        found = np.flatnonzero(self.key[at] == heads)
        return packed[found] & _low(self.cut), at[found]


def indexed(parts: Iterable[Keys], subjects: int) -> KeyIndex:
    """The index of the keys of so many subjects, which come in parts, each sorted as it comes."""
    cut = np.uint64(max((subjects - 1).bit_length(), _LEAST_CUT))
    with ThreadPoolExecutor(cores()) as threads:
        runs = list(in_order(threads, lambda keys: _packed(keys, cut), parts))
    packed = np.concatenate([np.zeros(0, np.uint64), *runs])
    runs.clear()
    packed.sort(kind="stable")  # which merges what is in order
    packed = _once(packed)
    subject = (packed & _low(cut)).astype(np.int32)
    packed >>= cut
    start = np.flatnonzero(is_first(packed))
    key = packed[start]
    return KeyIndex(key, np.append(start, len(packed)), subject, cut, _seen(key, cut))


@dataclass(frozen=True, slots=True)
class Hits:
    """Keys of an index that records have: places in the index, ordered by the records' number."""

    packed: Marks

    def __len__(self) -> int:
        return len(self.packed)

    @property
    def record(self) -> Ints:
        """The record of each hit."""
        return (self.packed >> _RECORD_BITS).view(np.int64)

    @property
    def place(self) -> Ints:
        """The place of its key in the index."""
        return (self.packed & _PLACE_MASK).view(np.int64)

    def where(self, kept: NDArray[np.bool_]) -> Hits:
        """Some of the hits."""
        return Hits(self.packed[kept])


class KeyCounts:
    """How many records have each key of an index, counted while they pass by."""

    def __init__(self, index: KeyIndex, widest: int) -> None:
        self._index, self._widest = index, widest
        self.count = np.zeros(len(index), dtype=np.int32)

    def hits(self, parts: Iterable[Keys]) -> Hits:
        """Count the keys of a partition's records, numbered from 0; what they hit.

        The keys come in parts, no key in two of them. Those that more than `widest` records have by
        now are left out. Raises ValueError for a partition of more than MOST_RECORDS.
        """
        with ThreadPoolExecutor(cores()) as threads:
            hits = in_order(threads, self._index.hits, map(_bounded, parts))
            found = [self._counted(record, place) for record, place in hits]
        packed = np.concatenate([np.zeros(0, np.uint64), *found])
        packed.sort()
        return Hits(packed)

    def _counted(self, record: Marks, place: Ints) -> Marks:
        """The hits of keys that few records have by now; places are in order."""
        first = np.flatnonzero(is_first(place))
        self.count[place[first]] += np.diff(first, append=len(place)).astype(np.int32)
        narrow = self.count[place] <= self._widest
        return np.asarray(record[narrow] << _RECORD_BITS | place[narrow].view(np.uint64))


def _bounded(keys: Keys) -> Keys:
    if int(keys.owner.max(initial=0)) >= MOST_RECORDS:
        raise ValueError(f"a partition has at most {MOST_RECORDS:,} records")
    return keys


def is_first(marks: Marks | Ints) -> NDArray[np.bool_]:
    """Which of sorted numbers are not what stands before them."""
    first = np.ones(len(marks), dtype=bool)
    np.not_equal(marks[1:], marks[:-1], out=first[1:])
    return first


def _seen(keys: Marks, cut: np.uint64) -> NDArray[np.bool_]:
    """By the first bits of a key, so many that few keys share them, whether it may be there."""
    bits = min(len(keys).bit_length() + _SPARE_BITS, 64 - int(cut))
    seen = np.zeros(1 << bits, dtype=bool)
    seen[keys >> np.uint64(64 - int(cut) - bits)] = True
    return seen


def _packed(keys: Keys, cut: np.uint64) -> Marks:
    """The first bits of each key and then its owner; sorted, none twice."""
    packed = keys.key & ~_low(cut)
    np.bitwise_or(packed, keys.owner, out=packed, dtype=np.uint64, casting="unsafe")
    packed.sort()
    return _once(packed)


def _once(packed: Marks) -> Marks:
    first = is_first(packed)
    return packed if first.all() else packed[first]


def _low(bits: np.uint64) -> np.uint64:
    return np.uint64((1 << int(bits)) - 1)
