"""Levels that say that two records are two people's, whatever else agrees."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matching.levels.names import GENERATION, Levels
from matching.levels.numbers import BIRTH, SSN

_CONFLICTS: Mapping[str, NDArray[np.bool_]] = {
    "birth": np.isin(BIRTH, ("some years", "a generation", "two generations")),
    "ssn": np.isin(SSN, ("contradiction",)),
    "generation": np.isin(GENERATION, ("conflict",)),
}


def contradict(levels: Mapping[str, Levels]) -> NDArray[np.bool_]:
    """Whether births years apart, other numbers or suffixes part the two records."""
    found = [conflicting[levels[name]] for name, conflicting in _CONFLICTS.items()]
    return np.asarray(np.logical_or.reduce(found))
