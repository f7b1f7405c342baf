"""By how much a file's own check shows its probabilities to be too low, by how high they are.

A blind link says of candidates how likely they are without date of birth and number; these then
tell who was right (`score.wrong_share`). Where many more were right than said, as in a file with
few lookalikes, all that are as likely are raised: each band of probabilities by what its own blind
candidates show for sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.score.additive import UNITS_PER_BIT, Units
from matching.score.context import in_units
from matching.score.lookalikes import LEAST_LIKE, MOST_LIFTED, units_of
from matching.score.wrong_share import BEYOND, SLACK, shift_of

Floats = NDArray[np.float64]

BANDS = (units_of(LEAST_LIKE), 0, 2 * UNITS_PER_BIT, 4 * UNITS_PER_BIT)
"""Where bands of weights begin, in units of 1/64 bit: at probabilities of .2, .5, .8 and .94."""

FEWEST = 25
"""Blind candidates of a band from which on it is believed."""

MOST_RAISED = 3.0
"""Natural log-odds by which a band is raised at most."""

SURELY = 1.0
"""Deviations by which a band's odds must be too low before what is beyond them is believed."""

_WIDE = 2048
"""Units beyond which all weights are raised alike."""

_MIDDLES = (*((a + b) / 2 for a, b in pairwise(BANDS)), BANDS[-1] + 64.0)


@dataclass(frozen=True)
class TooLow:
    """Natural log-odds to add in each of the BANDS, none below 0."""

    by: tuple[float, ...] = (0.0,) * len(BANDS)

    def added(self, weight: Units) -> Units:
        """What is added to each weight, in units of 1/64 bit; it changes no order.

        Nothing is added below the first band, and what is less likely than not stays below
        MOST_LIFTED by it.
        """
        at = np.clip(weight - BANDS[0], 0, _WIDE).astype(np.int64)
        return np.where(weight < BANDS[0], 0, self._table[at]).astype(np.int32)

    @cached_property
    def _table(self) -> NDArray[np.int64]:
        weight = np.arange(BANDS[0], BANDS[0] + _WIDE + 1)
        units = np.interp(weight, _MIDDLES, in_units(np.array(self.by)))
        raised = np.rint(weight + units).astype(np.int64)
        raised[weight < 0] = np.minimum(raised[weight < 0], units_of(MOST_LIFTED))
        return np.asarray(np.maximum(np.maximum.accumulate(raised) - weight, 0))


def too_low(said: Floats, told: Floats, together: float) -> TooLow:
    """What blind candidates show of their own bands.

    `said` are their natural log-odds, which no rule has held down, `told` what the hidden evidence
    adds to each; `together` is what all that are as likely as not show, at least 0.
    """
    band = np.digitize(in_units(said), BANDS) - 1
    own = [_of(said[band == at], told[band == at]) for at in range(len(BANDS))]
    least = [together if begin >= 0 else 0.0 for begin in BANDS]
    return TooLow(tuple(max(pair) for pair in zip(own, least, strict=True)))


def _of(said: Floats, told: Floats) -> float:
    if len(said) < FEWEST:
        return 0.0
    shift, deviation = shift_of(said, told)
    sure = shift - SLACK - SURELY * float(np.hypot(deviation, BEYOND))
    return min(max(sure, 0.0), MOST_RAISED)
