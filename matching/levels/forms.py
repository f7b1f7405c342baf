"""Given names that are forms of one name, by the shipped tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import Ints
from matching.columns.vocabulary import Codes
from matching.columns.word_facts import Bits
from matching.compare.given import given_level
from matching.normalize.name_tables import name_tables

_FORMS = {"spelling": 2, "nickname": 3}


@dataclass(frozen=True, slots=True)
class NameForms:
    """By the number of a name, its number in the tables; 0 for a name that they do not hold."""

    listed: NDArray[np.uint16]

    def of(self, a: Codes, b: Codes) -> tuple[Ints, NDArray[np.uint8]]:
        """The positions of the names that a table relates, and their levels."""
        relations = _relations()
        x, y = self.listed[a], self.listed[b]
        at = np.flatnonzero(relations.groups[x] & relations.groups[y])
        levels = relations.levels[x[at], y[at]]
        related = np.flatnonzero(levels)
        return at[related], levels[related]


def name_forms(names: Sequence[str]) -> NameForms:
    """The forms of names, by their place."""
    number = _relations().number
    listed = (number.get(name, 0) for name in names)
    return NameForms(np.fromiter(listed, dtype=np.uint16, count=len(names)))


@dataclass(frozen=True, slots=True)
class _Relations:
    """The names of the tables by number from 1 on, and the levels of their pairs.

    Names that are a pair have a bit of `groups` in common; most other names have none.
    """

    number: Mapping[str, int]
    groups: Bits
    levels: NDArray[np.uint8]


@cache
def _relations() -> _Relations:
    tables = name_tables()
    names = ["", *sorted({*tables.groups, *tables.spellings})]
    together: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for group in sorted(tables.groups.get(name, ())):
            together[group].append(at)
        if name in tables.spellings:
            together[f"={tables.spellings[name]}"].append(at)
    groups = np.zeros(len(names), dtype=np.uint64)
    levels = np.zeros((len(names), len(names)), dtype=np.uint8)
    for number, members in enumerate(together.values()):
        groups[members] |= np.uint64(1 << number % 64)
        for x, y in combinations(members, 2):
            levels[x, y] = levels[y, x] = _FORMS.get(given_level(names[x], names[y]), 0)
    return _Relations({name: at for at, name in enumerate(names) if at}, groups, levels)
