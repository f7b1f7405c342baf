"""Which pairs may be above the model's floor: most are not, and a glance shows it.

Comparisons are made one after the other, the dearest last, each of the pairs that the levels seen
so far leave a chance. What a pair can weigh at most is never less than what it weighs, so no pair
that is above the floor is lost, and those that are left have the levels that `compare` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.compare.glance import SETS, Glance
from matching.compare.names import Levels
from matching.compare.pairs import (
    LEVELS,
    Compared,
    compare_names,
    compare_numbers,
    compare_places,
    in_blocks,
)
from matching.encode.batch import Ints, PersonBatch
from matching.engine.blind import without_identity
from matching.engine.link import Source
from matching.score.at_most import at_most
from matching.score.context import natural
from matching.score.person_model import PersonModel
from matching.score.spread import town_table

_AT_ONCE = 1 << 15
"""Pairs that are looked at together: so many that a processor's own cache holds their columns."""


class Sieve:
    """Compares pairs of subjects and records of a source.

    Pairs of the subjects in `blind` are left too where they may be above the floor without what the
    blind link hides.
    """

    def __init__(
        self,
        model: PersonModel,
        subjects: PersonBatch,
        source: Source,
        blind: NDArray[np.bool_] | None,
    ) -> None:
        tables = (*model.pair.tables, town_table(source.spread))
        self._floor, self._most = model.floor, at_most(replace(model.pair, tables=tables), SETS)
        self._subjects, self._source, self._blind = subjects, source, blind
        facts, shares = source.facts, source.shares
        self._glance = Glance(facts, shares, subjects, source.people)
        self._comparisons: tuple[Compared, ...] = (
            compare_numbers,
            partial(compare_places, facts, shares),
            partial(compare_names, facts, shares),
        )

    def left(self, i: Ints, j: Ints) -> tuple[Ints, dict[str, Levels]]:
        """The positions of pairs (i of the subjects, j of the records) that are left, and their
        levels."""
        at, seen = self._seen(i, j)
        for compared in self._comparisons:
            sides = (self._subjects, i[at], self._source.people, j[at])
            seen |= in_blocks(compared, *sides)
            some = self._may_be_left(seen, i[at])
            at, seen = at[some], {name: column[some] for name, column in seen.items()}
        return at, {name: seen[name] for name in LEVELS}

    def _seen(self, i: Ints, j: Ints) -> tuple[Ints, dict[str, Levels]]:
        """The pairs that a glance leaves, and what it showed of them."""
        found = []
        for first in range(0, max(len(i), 1), _AT_ONCE):
            some, others = i[first : first + _AT_ONCE], j[first : first + _AT_ONCE]
            seen = self._glance.levels(some, others)
            at = self._may_be_left(seen, some)
            found.append((at + first, {name: column[at] for name, column in seen.items()}))
        at = np.concatenate([at for at, _ in found])
        return at, {name: np.concatenate([seen[name] for _, seen in found]) for name in LEVELS}

    def _may_be_left(self, seen: Mapping[str, Levels], i: Ints) -> Ints:
        kept = natural(self._most.weigh(seen)) > self._floor
        if self._blind is not None:
            at = np.flatnonzero(~kept & self._blind[i])
            some = without_identity({name: column[at] for name, column in seen.items()})
            kept[at] = natural(self._most.weigh(some)) > self._floor
        return np.flatnonzero(kept)
