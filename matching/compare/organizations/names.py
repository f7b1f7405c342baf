"""Names of organisations as columns: every name of one side against every name of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.compare.closest import Closest
from matching.compare.met import ValuesAt
from matching.compare.names import Levels
from matching.compare.organizations.name_level import AGREEING, NAME, name_level, shared_words
from matching.compare.organizations.name_rarity import EDGES, WordShares
from matching.encode.batch import Ints
from matching.encode.organizations import ALIAS, FORMER, PRESENT, TRADE, Called
from matching.encode.ragged import value_pairs
from matching.parse.organization.read import NormalOrganization

PRESENT_NAME = ("no data", "agree", "partly", "other number", "different")
"""How the present names relate, whatever former and trade names say."""

_AS = {TRADE: "trade", ALIAS: "alias", FORMER: "former"}
_PRESENT_LEVELS = {
    "agree": ("exact", "form on one side", "slip"),
    "other number": ("other number",),
    "different": ("same head", "shared words", "holding", "different"),
}


def _through(kind: int) -> Levels:
    """By the level of two names, that of the pair when one of them is only of that kind."""
    levels = [
        _AS[kind] if name in AGREEING else name if name == "no data" else "different"
        for name in NAME
    ]
    return np.array([NAME.index(level) for level in levels], dtype=np.uint8)


def _by_kinds() -> NDArray[np.uint8]:
    """The level by the kinds of both names and the level of the names themselves."""
    found = np.tile(np.arange(len(NAME), dtype=np.uint8), (4, 4, 1))
    for kind in (FORMER, TRADE, ALIAS):  # what counts least is said last
        found[kind, :] = found[:, kind] = _through(kind)
    return found


_BY_KINDS = _by_kinds()
_PRESENT_OF = np.array(
    [
        next((n for n, of in enumerate(PRESENT_NAME) if name in _PRESENT_LEVELS.get(of, ())), 2)
        if name != "no data"
        else 0
        for name in NAME
    ],
    dtype=np.uint8,
)


@dataclass(frozen=True)
class NamePairsOf:
    """The names that organisations are called by, and how often their words stand in names."""

    names: Sequence[NormalOrganization]
    shares: WordShares


@dataclass(frozen=True, slots=True)
class CalledLevels:
    """The levels of NAME, NAME_RARITY and PRESENT_NAME of every pair of names."""

    name: Levels
    rarity: Levels
    present: Levels


def closest_called(
    facts: NamePairsOf, a: Called, i: Ints, b: Called, j: Ints
) -> Closest[CalledLevels]:
    """The names that agree best, and the levels of every pair of names."""
    pairs = value_pairs(a.start, i, b.start, j)
    own, bits = _of_names(facts, a.name[pairs.left], b.name[pairs.right])
    kinds = a.kind[pairs.left], b.kind[pairs.right]
    levels = _BY_KINDS[*kinds, own]
    asked = ~np.isin(levels, (0, NAME.index("different"), NAME.index("acronym")))
    rarity = np.where(asked, np.digitize(bits, EDGES) + 1, 0).astype(np.uint8)
    is_present = (kinds[0] == PRESENT) & (kinds[1] == PRESENT)
    present = np.where(is_present, _PRESENT_OF[own], 0).astype(np.uint8)
    rank = np.where(levels == 0, len(NAME), levels).astype(np.int64) * 16 + (15 - rarity)
    found = CalledLevels(levels, rarity, present)
    return Closest(slice(None), pairs, found, pairs.best(rank))


def called_levels(
    facts: NamePairsOf, a: Called, i: Ints, b: Called, j: Ints
) -> tuple[Levels, Levels, Levels]:
    """The levels of NAME and NAME_RARITY of the names that agree best, and of PRESENT_NAME.

    Of several present names those count that agree best.
    """
    closest = closest_called(facts, a, i, b, j)
    levels, best = closest.levels, closest.best
    rank = np.where(levels.present == 0, len(PRESENT_NAME), levels.present).astype(np.int64)
    return levels.name[best], levels.rarity[best], levels.present[closest.pairs.best(rank)]


def called_met(facts: NamePairsOf, a: Called, i: Ints, b: Called, j: Ints) -> ValuesAt:
    """Which name of the one met which of the other, counted from 0 for each organisation."""
    closest = closest_called(facts, a, i, b, j)
    left, right = closest.pairs.at(closest.best)
    return ValuesAt(left - a.start[i], right - b.start[j])


def _of_names(
    facts: NamePairsOf, left: NDArray[np.integer], right: NDArray[np.integer]
) -> tuple[Levels, NDArray[np.float64]]:
    """The level of every pair of names by number, and the bits of what they share."""
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right)
    distinct, at = np.unique(low * len(facts.names) + high, return_inverse=True)
    levels = np.zeros(len(distinct), dtype=np.uint8)
    bits = np.zeros(len(distinct))
    for place, both in enumerate(distinct.tolist()):
        one, other = (facts.names[number] for number in divmod(both, len(facts.names)))
        level = name_level(one, other)
        levels[place] = NAME.index(level)
        bits[place] = facts.shares.bits(shared_words(one, other, level))
    return levels[at], bits[at]
