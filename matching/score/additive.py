"""A glass-box model: additive tables over comparison levels, in 64ths of a bit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compare.names import Levels
from matching.score.tables import Table, folded
from skiptrace.model.match import Term

UNITS_PER_BIT = 64
"""Weights are whole numbers of 1/64 bit, so every sum of them is exact in any order."""

Units = NDArray[np.int32]


_At = int | tuple[int, ...]
"""The levels of a table's comparisons, where it is one alone the level itself."""

_Made = tuple[Mapping[str, str], Term | None]
"""A term with the words it was made with; None where a pair of levels weighs nothing."""


@dataclass(frozen=True)
class AdditiveModel:
    """A sum of tables and a prior; `levels` names the levels of every comparison."""

    prior: int
    tables: tuple[Table, ...]
    levels: Mapping[str, tuple[str, ...]]

    def weigh(self, levels: Mapping[str, Levels]) -> Units:
        """The weight of every row, the prior included, in units of 1/64 bit."""
        rows = len(next(iter(levels.values())))
        total = np.full(rows, self.prior, dtype=np.int32)
        for table in self._folded:
            total += table.at(levels)
        return total

    @cached_property
    def _folded(self) -> tuple[Table, ...]:
        """The same sum in fewer tables."""
        return folded(self.tables, {name: len(names) for name, names in self.levels.items()})

    def least_gain(self, name: str, low: int, high: int) -> int:
        """The least, in units, that a step from one level of a comparison to another can weigh.

        Whatever the row's other levels are, and whichever tables look at them.
        """
        gain = 0
        for table in self.tables:
            if name in table.of:
                weights = np.moveaxis(table.weights.astype(np.int32), table.of.index(name), 0)
                gain += int((weights[high] - weights[low]).min())
        return gain

    def terms(self, levels: Mapping[str, int], words: Mapping[str, str]) -> tuple[Term, ...]:
        """The terms of one row: every single comparison, and the pairs of them that weigh."""
        found = []
        for table, levels_of, made in self._made:
            at = levels_of(levels)
            known = made.get(at)
            if known is None or known[0] is not words:
                known = made[at] = words, self._term(table, at, words)
            if known[1] is not None:
                found.append(known[1])
        return tuple(found)

    @cached_property
    def _made(self) -> tuple[tuple[Table, Callable[[Any], _At], dict[_At, _Made]], ...]:
        """The terms of each table as they are asked for; a model has a few thousand in all."""
        return tuple((table, itemgetter(*table.of), {}) for table in self.tables)

    def _term(self, table: Table, of: _At, words: Mapping[str, str]) -> Term | None:
        at = of if isinstance(of, tuple) else (of,)
        weight = int(table.weights[at])
        if not weight and len(at) > 1:
            return None
        names = [self.levels[name][number] for name, number in zip(table.of, at, strict=True)]
        said = [words.get(f"{o}.{n}", f"{o}: {n}") for o, n in zip(table.of, names, strict=True)]
        return Term(
            " and ".join(table.of), " and ".join(names), weight / UNITS_PER_BIT, "; ".join(said)
        )
