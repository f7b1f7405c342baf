"""How records of organisations are weighed: a small glass box set by judgement, not learned."""

from __future__ import annotations

from functools import cache

import numpy as np

from config.match_tables import match_table
from matching.compare.organization.relate import relate_organizations
from matching.compare.pairs import LEVELS
from matching.profile import Profile
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.tables import Table
from skiptrace.model.errors import MatchingError

ORGANIZATION_MODEL = "organization-2026-11"
"""Stands with every match that these weights made."""

ORGANIZATION = ("no data", "same", "uncertain", "different")
_OF_PAIRS = ("place", "locality", "phone", "email")


@cache
def organization_model() -> AdditiveModel:
    """The shipped weights; a level that the file does not name weighs nothing.

    Raises MatchingError for one that is no level.
    """
    raw = match_table(ORGANIZATION_MODEL)
    levels = {"organization": ORGANIZATION, **{name: LEVELS[name] for name in _OF_PAIRS}}
    tables = []
    for name, names in levels.items():
        if unknown := set(raw[name]) - set(names):
            raise MatchingError(f"{ORGANIZATION_MODEL}: {name} has no levels {sorted(unknown)}")
        bits = np.array([raw[name].get(level, 0.0) for level in names])
        tables.append(Table((name,), np.rint(bits * UNITS_PER_BIT).astype(np.int16)))
    return AdditiveModel(round(raw["prior"] * UNITS_PER_BIT), tuple(tables), levels)


def organization_level(a: Profile, b: Profile) -> int:
    """The number of the level of ORGANIZATION."""
    if a.organization is None or b.organization is None:
        return 0
    return ORGANIZATION.index(relate_organizations(a.organization, b.organization).verdict.value)
