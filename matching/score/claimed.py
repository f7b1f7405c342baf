"""What another subject takes from a candidate whose record it has far more claim to.

A record is one person's. Where it fits another subject far better, that it is this one's as well is
unlikelier still than the pair alone says. What is likely is left alone: one person may be listed
twice among the subjects, and then both have a claim.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.compare.level_words import level_words
from matching.score.additive import UNITS_PER_BIT, Units
from matching.score.context import in_units
from skiptrace.model.match import Term

COMPETITION, CLAIMED = "competition", "claimed"
"""The name of the term and its level."""

UNLIKELY = -3 * UNITS_PER_BIT
"""The weight below which a candidate loses by it: a probability of one in nine."""

FAR, MOST = 4 * UNITS_PER_BIT, 8 * UNITS_PER_BIT
"""Units by which the other must be ahead, and that are taken at most."""


def claimed(weight: Units, own: NDArray[np.float64], other: NDArray[np.float64]) -> Units:
    """What is taken from each weight, at most 0, in units of 1/64 bit.

    `own` are the natural log-odds of each pair on its own evidence, `other` those of the best other
    subject with the record, far below 0 where there is none.
    """
    ahead = in_units(np.maximum(other, 0.0))
    loses = (weight < UNLIKELY) & (ahead - in_units(own) >= FAR)
    return np.where(loses, -np.minimum(ahead, MOST), 0).astype(np.int32)


def claimed_term(taken: int) -> Term:
    """What was taken, in units, as a term."""
    words = level_words()[f"{COMPETITION}.{CLAIMED}"]
    return Term(COMPETITION, CLAIMED, taken / UNITS_PER_BIT, words)
