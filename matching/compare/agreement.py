"""Which levels of a comparison say more agreement than which: a partial order for each.

Levels that say different things (a nickname, a typing error) are not ordered. What is not known
stands below full agreement and above full disagreement: missing data is not disagreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from matching.compare.pairs import LEVELS
from matching.compare.rarity import CROWD, RARITY

Chains = tuple[tuple[str, ...], ...]

_SLIPS = ("different", "same initial", "two edits", "near pair", "one edit")

CHAINS: Mapping[str, Chains] = {
    "surname": (
        (*_SLIPS, "exact"),
        ("two edits", "sounds alike", "exact"),
        ("same initial", "beginning", "exact"),
        ("different", "no data", "former", "exact"),
        ("no data", "part", "exact"),
        ("no data", "sounds alike"),
    ),
    "given": (
        (*_SLIPS, "exact"),
        ("same initial", "beginning", "exact"),
        ("same initial", "initial", "exact"),
        ("different", "no data", "initial"),
        ("no data", "nickname", "exact"),
        ("initial", "nickname"),
        ("near pair", "nickname", "spelling", "exact"),
        ("different", "second name", "exact"),
    ),
    "middle": (
        ("conflict", "no data", "initial", "exact"),
        ("conflict", "given name", "exact"),
    ),
    "generation": (("conflict", "one side only", "no data", "agree"),),
    "order": (("turned", "as written"),),
    "surname rarity": (RARITY,),
    "given rarity": (RARITY,),
    "birth": (
        ("two generations", "a generation", "some years", "few years", "a year apart", "same year"),
        ("same year", "year and month", "exact"),
        ("same year", "year and day", "exact"),
        ("same year", "stand-in day", "exact"),
        ("a year apart", "other year", "exact"),
        ("few years", "no data", "year only", "year and month"),
        ("same year", "one digit"),
        ("some years", "two digits", "one digit", "exact"),
        ("two digits", "neighbours", "swapped", "exact"),
        ("no data", "swapped"),
        ("two generations", "one digit of the year", "exact"),
    ),
    "ssn": (
        ("contradiction", "no data", "last four", "full"),
        ("contradiction", "one digit", "last four"),
        ("contradiction", "neighbours", "last four"),
    ),
    "phone": (
        ("different", "no data", "fictional", "agree"),
        ("different", "same area", "same exchange", "one digit", "fictional"),
        ("same exchange", "neighbours", "fictional"),
    ),
    "email": (("different", "no data", "agree"),),
    "place": (
        ("different", "nearly the street", "same street", "same building"),
        ("different", "same number", "same building"),
        ("different", "no data", "unit unknown"),
        ("same street", "number nearly", "unit unknown", "same delivery point"),
        ("same building", "unit unknown"),
        ("number nearly", "street nearly"),
        ("same building", "street nearly"),
        ("nearly the street", "street nearly", "same delivery point"),
    ),
    "locality": (
        ("other state", "same state", "same area", "city", "zip and city"),
        ("same area", "city nearly", "city"),
        ("same area", "zip nearly", "zip", "zip and city"),
        ("other state", "no data", "zip"),
        ("no data", "city"),
    ),
    "crowd": (("no data", *reversed(CROWD[1:])),),
}
"""Of each comparison the chains of its levels, from the least agreement to the most.

A rarer name and a house of fewer people say more; both are asked only where names or houses agree,
so what was not asked stands lowest.
"""


def steps(chains: Chains, levels: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The steps of chains by level numbers: the first of each says no more than the second."""
    pairs = (pair for chain in chains for pair in pairwise(chain))
    return tuple(dict.fromkeys((levels.index(low), levels.index(high)) for low, high in pairs))


STEPS: Mapping[str, tuple[tuple[int, int], ...]] = {
    name: steps(CHAINS[name], levels) for name, levels in LEVELS.items()
}
"""The steps of every comparison."""
