"""How much data training needs, and the error that says what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from skiptrace.model.errors import MatchingError

PAIRS = 200
"""The fewest matching pairs, and the fewest others, that weights are learned from."""

OUTCOMES = 30
"""The fewest outcomes of each kind, right party and wrong party, behind one intercept."""


def require(what: str, there: Mapping[str, float], least: int) -> None:
    """Nothing when every count is at least `least`.

    Raises MatchingError that says what is there and what is needed.
    """
    if all(count >= least for count in there.values()):
        return
    counts = " and ".join(f"{int(count):,} {name}" for name, count in there.items())
    needed = " and ".join(f"{least:,} {name}" for name in there)
    raise MatchingError(f"not enough data to {what}: there are {counts}, needed are {needed}")
