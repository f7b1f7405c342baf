"""What a larger source takes from a pair: people who agree by chance grow in number with it.

How often something agrees by chance is counted in bits: a name that one in 1,024 bears has ten. An
agreement of so many bits that nobody else in the source is likely to have it is worth the same in
a town and in a nation, so nothing is taken from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from matching.compare.names import Levels
from matching.compare.pairs import LEVELS
from matching.compare.rarity import RARITY
from matching.score.additive import UNITS_PER_BIT, Units

REFERENCE = 20_000
"""How many people a table of records holds for which the prior is as a model's file says."""

SURE = 7.0
"""Bits by which an agreement must be rarer than one in the source, so that chance counts no more:
one such stranger in 128 sources."""

_DAY, _MONTH, _YEAR = 14.6, 9.6, 6.0
_RARE = {level: 4.0 + at for at, level in enumerate(RARITY) if at}
CHANCE: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "surname rarity": _RARE,
        "given rarity": _RARE,
        "birth": {
            "exact": _DAY, "swapped": _MONTH, "one digit": _MONTH, "neighbours": _MONTH,
            "year and month": _MONTH, "stand-in day": _YEAR, "year only": _YEAR,
        },
        "ssn": {"full": 29.0, "last four": 13.3, "one digit": 9.0, "neighbours": 9.0},
        "phone": {"agree": 23.0, "fictional": 17.0, "one digit": 17.0, "neighbours": 17.0},
        "email": {"agree": 23.0},
    }
)  # fmt: skip
"""Bits of each level; those of a year are one in 60, of a whole date one in 25,000."""

WHERE: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "place": {"same delivery point": 23.0, "unit unknown": 19.0, "street nearly": 17.0},
        "locality": {"zip and city": 11.0, "zip": 11.0, "zip nearly": 8.0, "city": 8.0},
    }
)
"""Those of a place and its locality, of which the greater counts."""


def population_units(people: int, levels: Mapping[str, Levels]) -> Units:
    """What a source of so many people takes from each pair, at most 0, in units of 1/64 bit."""
    rows = len(next(iter(levels.values())))
    more = float(np.log2(max(people, REFERENCE) / REFERENCE))
    if not more:
        return np.zeros(rows, dtype=np.int32)
    bits = sum((_bits(name, levels[name]) for name in CHANCE), np.zeros(rows))
    bits += np.maximum(*(_bits(name, levels[name], WHERE) for name in WHERE))
    taken = np.clip(np.log2(people) - (bits - SURE), 0.0, more)
    return np.asarray(-np.rint(UNITS_PER_BIT * taken), dtype=np.int32)


def _bits(
    name: str, column: Levels, of: Mapping[str, Mapping[str, float]] = CHANCE
) -> np.typing.NDArray[np.float64]:
    known = of[name]
    return np.array([known.get(level, 0.0) for level in LEVELS[name]])[column]
