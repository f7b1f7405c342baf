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
    scored. `left_out` counts the keys that too many records share.
    """

    key: Marks
    start: Ints
    count: Ints
    record: NDArray[np.int32]
    points: NDArray[np.uint64]
    cut: np.uint64
    left_out: int


def indexed(keys: Keys, bounds: Bounds) -> KeyIndex:
    """The index of the records' keys."""
    cut = np.uint64(max(int(keys.owner.max(initial=1)).bit_length(), _LEAST_CUT))
    packed = _packed(keys, cut)
    heads = packed >> cut
    first = np.flatnonzero(np.concatenate((np.ones(len(heads[:1]), bool), heads[1:] != heads[:-1])))
    count = np.diff(np.append(first, len(heads)))
    kept = np.flatnonzero(count <= bounds.widest)
    few = count[kept]
    points = np.clip(10 - np.log2(np.maximum(few, 1)), 1, 10).astype(np.uint64)
    records = (packed & _low(cut)).astype(np.int32)
    return KeyIndex(
        heads[first[kept]], first[kept], few, records, points, cut, len(first) - len(kept)
    )


def _packed(keys: Keys, cut: np.uint64, first: int = 0) -> Marks:
    """The first bits of each key and then its owner, counted from `first`; sorted, none twice."""
    packed = keys.key & ~_low(cut)
    packed |= (keys.owner - np.int32(first)).astype(np.uint64)
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
    at = np.minimum(np.searchsorted(index.key, heads), len(index.key) - 1)
    hit = np.flatnonzero(index.key[at] == heads)
    at, owner = at[hit], owner[hit]
    count = index.count[at]
    ends = np.cumsum(count)
    place = np.repeat(index.start[at] - (ends - count), count) + np.arange(ends[-1:].sum())
    subject = np.repeat(owner, count)
    packed = (subject << _RECORD_BITS) | index.record[place].astype(np.uint64)
    packed = (packed << _POINTS_BITS) | np.repeat(index.points[at], count)
    packed.sort()
    return _bounded(*_counted(packed), bounds.most, first)


def _counted(packed: Marks) -> tuple[Marks, NDArray[np.uint64]]:
    """Every pair once, with the points of all its keys."""
    pair = packed >> _POINTS_BITS
    if not len(pair):
        return pair, pair
    first = np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1])))
    points = np.add.reduceat(packed & np.uint64(0xFF), first)
    return pair[first], points


def _bounded(pair: Marks, points: NDArray[np.uint64], most: int, first: int) -> Met:
    subject = (pair >> _RECORD_BITS).astype(np.int64)
    record = (pair & _RECORD_MASK).astype(np.int64)
    counts = np.bincount(subject) if len(subject) else np.zeros(0, np.int64)
    many = np.flatnonzero(counts > most)
    if not len(many):
        return Met(subject + first, record, 0)
    kept = np.ones(len(subject), dtype=bool)
    inside = np.flatnonzero(counts[subject] > most)
    order = np.lexsort((record[inside], -points[inside].astype(np.int64), subject[inside]))
    ranked = inside[order]
    begin = np.searchsorted(subject[ranked], subject[ranked])
    kept[ranked[np.arange(len(ranked)) - begin >= most]] = False
    return Met(subject[kept] + first, record[kept], len(many))
