"""Pairs of people whose attributes have several values: every value against every value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import Ints, Names, Places, Starts


@dataclass(frozen=True, slots=True)
class ValuePairs:
    """The value pairs of some pairs of people.

    `left` and `right` index the values; `starts` says where each pair's value pairs begin, or is
    None when every pair has exactly one.
    """

    left: Ints
    right: Ints
    starts: Starts | None

    def best(self, ranks: NDArray[np.int64]) -> Ints | slice:
        """Where each pair's value pair of lowest rank stands, the first of equals."""
        if self.starts is None:
            return slice(None)
        spread = ranks * len(ranks) + np.arange(len(ranks))
        return np.minimum.reduceat(spread, self.starts) % len(ranks)

    def at(self, best: Ints | slice) -> tuple[Ints, Ints]:
        """The values of the value pairs that stand there."""
        return self.left[best], self.right[best]


def value_pairs(a: Starts, i: Ints, b: Starts, j: Ints) -> ValuePairs:
    """All pairs of values of the people i and j; each of these people has at least one value."""
    many_a, many_b = a[i + 1] - a[i], b[j + 1] - b[j]
    counts = many_a * many_b
    if len(counts) == counts.sum():
        return ValuePairs(a[i], b[j], None)
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    within = np.arange(counts.sum()) - np.repeat(starts, counts)
    width = np.repeat(many_b, counts)
    return ValuePairs(
        np.repeat(a[i], counts) + within // width, np.repeat(b[j], counts) + within % width, starts
    )


def row_pairs(a: Names | Places, i: Ints, b: Names | Places, j: Ints) -> ValuePairs:
    """All pairs of names, or of addresses, of the people i and j."""
    if a.is_one_each and b.is_one_each:
        return ValuePairs(i, j, None)
    return value_pairs(a.start, i, b.start, j)
