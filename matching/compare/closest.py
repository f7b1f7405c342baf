"""Which of several values of two people lie closest: the levels and the values come from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from matching.compare.names import Levels
from matching.encode.batch import Bag, Ints
from matching.encode.ragged import ValuePairs, value_pairs

L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Closest(Generic[L]):
    """The value pairs of some pairs of people with their levels, and where the closest stand.

    `at` are the pairs of people that have values at all; `best` is for each of these where its
    closest value pair stands, the first of equals.
    """

    at: Ints | slice
    pairs: ValuePairs
    levels: L
    best: Ints | slice


def closest_in_bags(
    a: Bag, i: Ints, b: Bag, j: Ints, levels_of: Callable[[Ints, Ints], Levels]
) -> Closest[Levels]:
    """The closest values of bags, lowest level first; `levels_of` compares values by position."""
    at = np.zeros(0, dtype=np.int64)
    if len(a.values) and len(b.values):
        at = np.flatnonzero((a.start[i] < a.start[i + 1]) & (b.start[j] < b.start[j + 1]))
    pairs = value_pairs(a.start, i[at], b.start, j[at])
    levels = levels_of(pairs.left, pairs.right)
    return Closest(at, pairs, levels, pairs.best(levels.astype(np.int64)))


def bag_levels(closest: Closest[Levels], count: int) -> Levels:
    """The levels of `count` pairs of people, 0 where one has no value."""
    levels = np.zeros(count, dtype=np.uint8)
    levels[closest.at] = closest.levels[closest.best]
    return levels
