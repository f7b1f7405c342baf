"""How records of organisations were weighed before a model of theirs was learned: for replay."""

from __future__ import annotations

from functools import cache

import numpy as np

from config.match_tables import match_table
from matching.compare.pairs import LEVELS
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.tables import Table
from skiptrace.model.errors import MatchingError

FORMER_MODEL = "organization-2026-11"
"""Stands with every match that these weights made."""

FORMER_ORGANIZATION = "organization"
"""The comparison that these matches alone have."""

FORMER_LEVELS = ("no data", "same", "uncertain", "different")
_OF_PAIRS = ("place", "locality", "phone", "email")


@cache
def former_organization_model() -> AdditiveModel:
    """The shipped weights; a level that the file does not name weighs nothing.

    Raises MatchingError for one that is no level.
    """
    raw = match_table(FORMER_MODEL)
    levels = {FORMER_ORGANIZATION: FORMER_LEVELS, **{name: LEVELS[name] for name in _OF_PAIRS}}
    tables = []
    for name, names in levels.items():
        if unknown := set(raw[name]) - set(names):
            raise MatchingError(f"{FORMER_MODEL}: {name} has no levels {sorted(unknown)}")
        bits = np.array([raw[name].get(level, 0.0) for level in names])
        tables.append(Table((name,), np.rint(bits * UNITS_PER_BIT).astype(np.int16)))
    return AdditiveModel(round(raw["prior"] * UNITS_PER_BIT), tuple(tables), levels)
