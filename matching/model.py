"""A matching model: the weight of every comparison level, from a versioned file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from config.match_tables import match_table
from skiptrace.model.errors import ConfigError, MatchingError
from skiptrace.model.match import Term

NO_DATA = "no data"
_GRAIN = 1 << 20


def whole_bits(weight: float) -> float:
    """The weight rounded to 2**-20 bit, so that sums of weights are exact in any order."""
    return round(weight * _GRAIN) / _GRAIN


@dataclass(frozen=True, slots=True)
class Rarity:
    """How an agreement gains from a rare name: log2(reference / share), share within bounds."""

    reference: float
    floor: float
    cap: float
    levels: frozenset[str]

    def bits(self, share: float) -> float:
        """The bits that a name of that share of people adds to an agreement."""
        return whole_bits(math.log2(self.reference / min(max(share, self.floor), self.cap)))


@dataclass(frozen=True)
class Model:
    """Weights of one version; `id` names the file, such as person-2026-11."""

    id: str
    prior: float
    unproved_ceiling: float
    veto_ceiling: float
    comparisons: Mapping[str, Mapping[str, Term]]
    rarity: Mapping[str, Rarity]

    def term(self, comparison: str, level: str) -> Term:
        """The term of a comparison's level; missing data weighs 0.

        Raises MatchingError for a level that the model's file does not know.
        """
        if level == NO_DATA:
            return _no_data(comparison)
        found = self.comparisons.get(comparison, {}).get(level)
        if found is None:
            raise MatchingError(f"model {self.id}: no level {level!r} of {comparison!r}")
        return found


@cache
def _no_data(comparison: str) -> Term:
    return Term(comparison, NO_DATA, 0.0, "no data on one side")


@cache
def load_model(name: str) -> Model:
    """The shipped model of that name.

    Raises MatchingError when it is missing, incomplete, or holds a rate outside 0 to 1.
    """
    try:
        raw = match_table(name)
        return Model(
            id=raw["id"],
            prior=whole_bits(raw["prior"]),
            unproved_ceiling=whole_bits(raw["unproved_ceiling"]),
            veto_ceiling=whole_bits(raw["veto_ceiling"]),
            comparisons={name: _levels(name, rows) for name, rows in raw["comparisons"].items()},
            rarity={name: _rarity(row) for name, row in raw["rarity"].items()},
        )
    except ConfigError as error:
        raise MatchingError(str(error)) from error
    except (KeyError, TypeError) as error:
        raise MatchingError(f"model {name}: damaged near {error}") from error


def _levels(comparison: str, rows: Mapping[str, Any]) -> dict[str, Term]:
    levels = {}
    for level, row in rows.items():
        if not (0 < row["m"] <= 1 and 0 < row["u"] <= 1):
            raise MatchingError(f"rates of {comparison} {level!r} must lie between 0 and 1")
        bits = whole_bits(math.log2(row["m"] / row["u"]))
        levels[level] = Term(comparison, level, bits, row["words"])
    return levels


def _rarity(row: Mapping[str, Any]) -> Rarity:
    return Rarity(row["reference"], row["floor"], row["cap"], frozenset(row["levels"]))
