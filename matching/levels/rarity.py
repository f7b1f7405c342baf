"""How rare an agreeing name is: buckets of its share of the population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import People, Places
from matching.columns.vocabulary import Codes
from matching.levels.names import Levels
from matching.levels.words import WordFacts

RARITY = ("not asked", *(f"1 in {2**bits:,}" for bits in range(5, 18)))
"""One in so many bears the name, so many rounded down to a power of two.

The first is more frequent than 1 in 64, the last 1 in 131,072 or rarer."""

_FIRST, _LAST = 5, 17
_UNSEEN = 2.0**-_LAST
_WEIGHT = 4000.0
"""How many people of the census table one table of records is worth, for names it lacks."""


CROWD = ("no data", "1 or 2", "3 to 5", "6 to 11", "12 to 29", "30 to 79", "80 or more")
"""How many records of a table have the same house; homes for many say less than homes for few."""

_CROWD_EDGES = (3, 6, 12, 30, 80)


@dataclass(frozen=True, slots=True)
class Shares:
    """How frequent things are among the people who are looked through.

    `given` and `surname` are the levels of RARITY of each word as a name; `crowd` is the level of
    CROWD of each address of theirs.
    """

    given: Levels
    surname: Levels
    crowd: Levels


def shares_of(facts: WordFacts, people: People) -> Shares:
    """Census shares, moved towards what a whole table of records shows."""
    names = people.names
    return Shares(
        _rarity(_blended(facts.given_share, names.given)),
        _rarity(_blended(facts.surname_share, names.surname)),
        _crowds(people.places),
    )


def census_shares(facts: WordFacts, people: People) -> Shares:
    """Census shares alone, for the few records that a search returned; no crowd is known."""
    crowd = np.zeros(len(people.places.house), dtype=np.uint8)
    return Shares(_rarity(facts.given_share), _rarity(facts.surname_share), crowd)


def _crowds(places: Places) -> Levels:
    known = np.flatnonzero((places.house > 0) & (places.core > 0))
    where = places.house[known].astype(np.int64) << 32 | places.core[known]
    _, at, counts = np.unique(where, return_inverse=True, return_counts=True)
    levels = np.zeros(len(places.house), dtype=np.uint8)
    levels[known] = np.digitize(counts, _CROWD_EDGES)[at] + 1
    return levels


def _blended(census: NDArray[np.float64], codes: Codes) -> NDArray[np.float64]:
    counts = np.bincount(codes, minlength=len(census)).astype(np.float64)
    counts[0] = 0.0
    known = counts + _WEIGHT * np.maximum(census, _UNSEEN)
    return np.asarray(known / (counts.sum() + _WEIGHT))


def rarity_levels(rarity: Levels, a: Codes, b: Codes, agree: NDArray[np.bool_]) -> Levels:
    """Levels of RARITY by the more frequent of two words, 0 where they do not agree.

    `rarity` is the level of each word.
    """
    levels = np.zeros(len(a), dtype=np.uint8)
    at = np.flatnonzero(agree)
    levels[at] = np.minimum(rarity[a[at]], rarity[b[at]])
    return levels


def _rarity(shares: NDArray[np.float64]) -> Levels:
    """The level of RARITY of each word by its share; the empty word has none."""
    bits = np.clip(np.floor(-np.log2(np.maximum(shares, _UNSEEN))), _FIRST, _LAST)
    levels = (bits - (_FIRST - 1)).astype(np.uint8)
    levels[0] = 0
    return levels
