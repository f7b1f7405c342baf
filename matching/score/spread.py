"""What living in one town tells where the records are of many towns, as far as a pair is in doubt.

The models are learned on files of few towns, where one town is shared by chance. In a file of a
whole country it seldom is; but what was sought near the subjects lies there by design. So it counts
in full where candidates are compared with each other, and lifts none near to even odds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.compare.level_words import level_words
from matching.compare.names import Levels
from matching.compare.places import LOCALITY
from matching.score.additive import UNITS_PER_BIT, Units
from skiptrace.model.match import Term

SPREAD = "spread"
"""The name of the term by which one town counts for more."""

LEARNED_ZIPS, LEARNED_CITIES = 4.4, 2.6
"""Bits of chance, of a ZIP code and of a city, in the files that the models are learned on: one
pair in 21 and one in six."""

ALIKE = 2.0
"""Bits by which a file may differ from those and is still one of few towns."""

MOST = 8.0
"""Bits that are added at most."""

IN_DOUBT_STILL = 0.3
"""The probability above which nothing is lifted."""

_CEILING = int(np.floor(UNITS_PER_BIT * np.log2(IN_DOUBT_STILL / (1.0 - IN_DOUBT_STILL))))


@dataclass(frozen=True, slots=True)
class Spread:
    """Bits of chance: of so many pairs of a subject and any record, 2**bits, one lies in one ZIP
    code, in one city; 0 where too few are known."""

    zips: float = 0.0
    cities: float = 0.0


NOT_COUNTED = Spread()
"""The spread of records of which it was not counted."""


def in_one_town(spread: Spread, levels: Mapping[str, Levels]) -> Units:
    """What one town is worth more than a model says, at least 0, in units of 1/64 bit."""
    table = _table(spread)
    if not table.any():
        return np.zeros(len(levels["locality"]), dtype=np.int32)
    return table[levels["locality"]]


def lifted(weight: Units, in_town: Units) -> Units:
    """What of `in_one_town` is added to pairs of such a weight, so that they stay in doubt."""
    return np.asarray(np.minimum(in_town, np.maximum(_CEILING - weight, 0)), dtype=np.int32)


def _table(spread: Spread) -> Units:
    """What each level of LOCALITY is worth more: half of it where town or ZIP nearly agree."""
    zips, cities = _beyond(spread.zips, LEARNED_ZIPS), _beyond(spread.cities, LEARNED_CITIES)
    bits = {
        "zip and city": max(zips, cities), "zip": zips, "zip nearly": zips / 2,
        "city": cities, "city nearly": cities / 2,
    }  # fmt: skip
    return np.array([round(bits.get(name, 0.0) * UNITS_PER_BIT) for name in LOCALITY], np.int32)


def _beyond(bits: float, learned: float) -> float:
    return min(bits - learned, MOST) if bits - learned > ALIKE else 0.0


def spread_term(added: int) -> Term:
    """What was added, in units, as a term."""
    return Term(SPREAD, SPREAD, added / UNITS_PER_BIT, level_words()[f"{SPREAD}.{SPREAD}"])
