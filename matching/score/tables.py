"""Tables of weights over comparison levels, and many small ones added up into a few large ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

LARGEST = 1 << 18
"""Entries of a large table; a processor's cache holds those of them that rows ask for."""


@dataclass(frozen=True, slots=True)
class Table:
    """The weights of one comparison's levels, or of the levels of several at once.

    `weights` has an axis for each comparison, in units of 1/64 bit. What is not known weighs 0.
    """

    of: tuple[str, ...]
    weights: NDArray[np.integer]

    def at(self, levels: Mapping[str, NDArray[np.integer]]) -> NDArray[np.integer]:
        """The weight of each row of level numbers."""
        place = levels[self.of[0]].astype(np.intp)
        for name, size in zip(self.of[1:], self.weights.shape[1:], strict=True):
            place *= size
            place += levels[name]
        return np.asarray(self.weights.ravel()[place])


def folded(tables: Sequence[Table], sizes: Mapping[str, int]) -> tuple[Table, ...]:
    """Fewer tables with the same sum in every row, so that a row is looked up less often.

    `sizes` are the numbers of levels. The largest table comes first; each goes where a large table
    grows least by it.
    """
    groups: list[list[Table]] = []
    for table in sorted(tables, key=lambda table: -table.weights.size):
        wider = [_entries([*group, table], sizes) for group in groups]
        growth = [
            (entries / _entries(group, sizes), at)
            for at, (entries, group) in enumerate(zip(wider, groups, strict=True))
            if entries <= LARGEST
        ]
        if growth:
            groups[min(growth)[1]].append(table)
        else:
            groups.append([table])
    return tuple(_sum(group, sizes) for group in groups)


def _entries(group: Sequence[Table], sizes: Mapping[str, int]) -> int:
    return prod(sizes[name] for name in _names(group))


def _names(group: Sequence[Table]) -> list[str]:
    return list(dict.fromkeys(name for table in group for name in table.of))


def _sum(group: Sequence[Table], sizes: Mapping[str, int]) -> Table:
    names = _names(group)
    weights = np.zeros([sizes[name] for name in names], dtype=np.int32)
    for table in group:
        axes = sorted(range(len(table.of)), key=lambda axis: names.index(table.of[axis]))
        shape = [sizes[name] if name in table.of else 1 for name in names]
        weights += table.weights.transpose(axes).reshape(shape)
    return Table(tuple(names), weights)
