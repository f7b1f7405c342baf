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
_RECORD_MASK = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """At most `most` candidates a subject; a key counts when at most `widest` records share it."""

    most: int = 100
    widest: int = 60


@dataclass(frozen=True, slots=True)
class KeyIndex:
    """The keys of records in order: each one once, where its records begin, how many they are.

    `left_out` counts the keys that too many records share.
    """

    key: Marks
    start: Ints
    count: Ints
    record: NDArray[np.int32]
    points: NDArray[np.uint64]
    left_out: int


def indexed(keys: Keys, bounds: Bounds) -> KeyIndex:
    """The index of the records' keys."""
    order = np.argsort(keys.key)
    key, start, count = np.unique(keys.key[order], return_index=True, return_counts=True)
    kept = np.flatnonzero(count <= bounds.widest)
    few = count[kept]
    points = np.clip(10 - np.log2(np.maximum(few, 1)), 1, 10).astype(np.uint64)
    return KeyIndex(key[kept], start[kept], few, keys.owner[order], points, len(key) - len(kept))


@dataclass(frozen=True, slots=True)
class Met:
    """Pairs ordered by the first and the second; `cut` counts subjects that had more."""

    subject: Ints
    record: Ints
    cut: int


def meet(index: KeyIndex, asked: Keys, bounds: Bounds) -> Met:
    """The pairs of subjects and records with a common key, the likeliest of each subject.

    A pair is the likelier the more keys it shares and the fewer records share them. Memory grows
    with the number of subjects, so many are asked in chunks.
    """
    order = np.argsort(asked.key)
    keys, owner = asked.key[order], asked.owner[order]
    if not len(index.key) or not len(keys):
        return Met(np.zeros(0, np.int64), np.zeros(0, np.int64), 0)
    at = np.minimum(np.searchsorted(index.key, keys), len(index.key) - 1)
    hit = np.flatnonzero(index.key[at] == keys)
    at, owner = at[hit], owner[hit]
    count = index.count[at]
    ends = np.cumsum(count)
    place = np.repeat(index.start[at] - (ends - count), count) + np.arange(ends[-1:].sum())
    subject = np.repeat(owner.astype(np.uint64), count)
    packed = (subject << _RECORD_BITS) | index.record[place].astype(np.uint64)
    packed = (packed << _POINTS_BITS) | np.repeat(index.points[at], count)
    packed.sort()
    return _bounded(*_counted(packed), bounds.most)


def _counted(packed: Marks) -> tuple[Marks, NDArray[np.uint64]]:
    """Every pair once, with the points of all its keys."""
    pair = packed >> _POINTS_BITS
    if not len(pair):
        return pair, pair
    first = np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1])))
    points = np.add.reduceat(packed & np.uint64(0xFF), first)
    return pair[first], points


def _bounded(pair: Marks, points: NDArray[np.uint64], most: int) -> Met:
    subject = (pair >> _RECORD_BITS).astype(np.int64)
    record = (pair & _RECORD_MASK).astype(np.int64)
    counts = np.bincount(subject) if len(subject) else np.zeros(0, np.int64)
    many = np.flatnonzero(counts > most)
    if not len(many):
        return Met(subject, record, 0)
    kept = np.ones(len(subject), dtype=bool)
    inside = np.flatnonzero(counts[subject] > most)
    order = np.lexsort((record[inside], -points[inside].astype(np.int64), subject[inside]))
    ranked = inside[order]
    first = np.searchsorted(subject[ranked], subject[ranked])
    kept[ranked[np.arange(len(ranked)) - first >= most]] = False
    return Met(subject[kept], record[kept], len(many))
