"""How many of the accepted are somebody else: estimated on the very file, without labels.

An accepted top candidate is wrong where its record is another person's. What the probabilities say
is corrected by one number, which a blind link of the file's own subjects measures (`doubt_of`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.compare.level_words import level_words
from matching.score.additive import UNITS_PER_BIT, Units
from skiptrace.model.match import Term

Floats = NDArray[np.float64]

LEAST_WRONG = 0.015
"""Of candidates that no date of birth or number was compared for, at least so many are wrong: what
else agrees does not tell a father from a son of one name. On simulated files 1 to 3% of those at a
probability of .98 are."""

ENOUGH = 50
"""Blind candidates from which on the file is checked."""

SLACK = 0.3
"""Natural log-odds: only a file that turns out safer by more than this is believed to be safer."""

CLEAR = 0.5
"""Deviations of chance by which a threshold stays clear of the limit that it has to keep."""

BEYOND, UNCHECKED = 0.25, 1.0
"""Deviations, in natural log-odds, of what is so from what the blind link measured, and from the
probabilities where nothing was measured."""

MOST_MOVED = 0.5
"""Natural log-odds by which all probabilities of a file are lowered or raised at most: where far
more seems wrong, the dates that say so may be. Bands of them may be raised further
(`score.too_low`)."""

FILE, LIFTED = "file", "lifted"
"""The name of the term by which a file lowers its probabilities, and its level where it lifts
them (`score.lookalikes`)."""

_SURE = 1.96
"""Deviations to either side of an interval that holds 95%."""

_PRIOR = 3.0
_ROUNDS, _CLOSE = 200, 1e-10


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is added to the natural log-odds of every candidate, how surely, and by what.

    `seen` are the blind candidates that measured it. Where they are fewer than ENOUGH the file is
    not `checked`, and `added` is what the share of subjects that were found at all suggests.
    """

    added: float
    deviation: float
    seen: int

    @property
    def moves(self) -> float:
        """By how much probabilities are too low, in natural log-odds, as far as is believed.

        Less than 0 where they are too high; that they are too low is believed with SLACK.
        """
        if not self.checked:
            return 0.0
        believed = self.added if self.added < 0.0 else max(0.0, self.added - SLACK)
        return min(max(believed, -MOST_MOVED), MOST_MOVED)

    @property
    def lifts(self) -> bool:
        """Whether the file shows no sign that probabilities are too high, so that some may rise."""
        return self.checked and self.added >= 0.0

    @property
    def checked(self) -> bool:
        """Whether the file itself has shown how far its probabilities hold."""
        return self.seen >= ENOUGH


def doubt_of(said: Floats, told: Floats, moved: Floats | float = 0.0) -> Doubt:
    """What a blind link has shown of a file, whose odds were raised by so much since.

    `said` are the natural log-odds of blind candidates, `told` what the hidden evidence adds to
    each. Whether one was right stays unknown: the shift that makes both likeliest is found by
    expectation and maximisation.
    """
    shift, deviation = shift_of(said, told, moved)
    added = shift if shift < 0.0 else max(0.0, shift - SLACK)
    return Doubt(added, float(np.hypot(deviation, BEYOND)), len(said))


def shift_of(said: Floats, told: Floats, moved: Floats | float = 0.0) -> tuple[float, float]:
    """By how much the odds of blind candidates are too low, and how surely that was measured."""
    odds = _capped(said, np.ones(len(said), dtype=np.bool_)) + moved
    shift = 0.0
    for _ in range(_ROUNDS):
        expected, right = _share(odds + shift), _share(odds + shift + told)
        pull = float((right - expected).sum()) - shift / _PRIOR**2
        step = pull / (float((expected * (1.0 - expected)).sum()) + 1.0 / _PRIOR**2)
        shift += step
        if abs(step) < _CLOSE:
            break
    expected, right = _share(odds + shift), _share(odds + shift + told)
    known = float((expected * (1.0 - expected) - right * (1.0 - right)).sum())
    return shift, float(1.0 / np.sqrt(max(known, 0.0) + 1.0 / _PRIOR**2))


def unchecked(tops: Tops, seen: int, findable: float) -> Doubt:
    """What the top candidates alone suggest: that fewer subjects are in the records than usual.

    `findable` is the share of subjects with a record among those that the model learned from.
    """
    usual = np.log(findable / (1.0 - findable))
    odds, share = tops.odds, findable
    for _ in range(_ROUNDS):
        moved = float(_share(odds + np.log(share / (1.0 - share)) - usual).sum())
        share = min(max(moved / max(tops.subjects, 1), 1e-6), 1.0 - 1e-6)
    added = float(np.log(share / (1.0 - share)) - usual)
    return Doubt(min(added, 0.0), UNCHECKED, seen)


def shown_term(added: int) -> Term:
    """What a file's own check took or added, in units, as a term."""
    return Term(FILE, FILE, added / UNITS_PER_BIT, level_words()[f"{FILE}.{FILE}"])


def lifted_term(added: int) -> Term:
    """What was lifted in spite of a rule, in units, as a term."""
    return Term(FILE, LIFTED, added / UNITS_PER_BIT, level_words()[f"{FILE}.{LIFTED}"])


@dataclass(frozen=True)
class Tops:
    """The top candidate of each subject that has one: its weight, in units of 1/64 bit.

    `odds` are the natural log-odds that the estimates rest on, `held` says that a rule holds it, so
    that it is not accepted. `subjects` counts those without a candidate too.
    """

    weight: Units
    odds: Floats
    held: NDArray[np.bool_]
    subjects: int


def believed(weight: Units, identified: NDArray[np.bool_], moved: Floats | float) -> Floats:
    """The natural log-odds of weights, which were moved by so much.

    Nobody is surer than a candidate can be for which no date of birth or number was compared,
    unless it is `identified`; what was moved counts beside that too.
    """
    whole = weight * (np.log(2.0) / UNITS_PER_BIT)
    return _capped(whole - moved, ~identified) + moved


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of `accepted` top candidates at or above a probability, the share that is wrong.

    With 95% it is from `low` to `high`, which are whole numbers of candidates: both what the file
    does not tell and the chance of so few is in them.
    """

    threshold: float
    accepted: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class WrongShares:
    """The estimates of one file at every threshold from .5 on."""

    tops: Tops
    doubt: Doubt

    @cached_property
    def _ranked(self) -> tuple[Units, Floats]:
        """Weights that may be accepted, the largest first, and how many up to each are wrong."""
        free = np.flatnonzero((self.tops.weight >= 0) & ~self.tops.held)
        wrong = _share(-(self.tops.odds[free] + self.doubt.added))
        order = np.lexsort((wrong, -self.tops.weight[free]))
        return self.tops.weight[free][order], np.cumsum(wrong[order])

    @property
    def curve(self) -> tuple[Estimate, ...]:
        """One for each probability that a top candidate has, the largest first."""
        weight, _ = self._ranked
        ends = np.flatnonzero(np.diff(weight, append=-1)) + 1
        return tuple(self._first(int(end), float(_told(weight[end - 1]))) for end in ends)

    def at(self, threshold: float) -> Estimate:
        """The estimate at a probability of at least .5."""
        weight, _ = self._ranked
        return self._first(int(np.count_nonzero(_told(weight) >= threshold)), threshold)

    def within(self, limit: float) -> Estimate | None:
        """The lowest threshold whose share is clear of the limit; None where there is none."""
        kept = [
            one
            for one in self.curve
            if one.share + CLEAR * np.sqrt(one.share / one.accepted) <= limit
        ]
        return kept[-1] if kept else None

    def _first(self, count: int, threshold: float) -> Estimate:
        if not count:
            return Estimate(threshold, 0, 0.0, 0.0, 1.0)
        wrong = float(self._ranked[1][count - 1])
        right = 1.0 - wrong / count
        root = np.sqrt(wrong)
        by_doubt, by_chance = self.doubt.deviation * right * root, np.sqrt(right)
        apart = _SURE * np.hypot(by_doubt, by_chance) / 2.0
        low = np.floor(max(root - apart, 0.0) ** 2)
        high = min(np.ceil((root + apart) ** 2), count)
        return Estimate(threshold, count, 1.0 - right, float(low / count), float(high / count))


def _capped(odds: Floats, unidentified: NDArray[np.bool_]) -> Floats:
    most = np.log((1.0 - LEAST_WRONG) / LEAST_WRONG)
    return np.where(unidentified, np.minimum(odds, most), odds)


def _share(odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -500.0, 500.0))))


def _told(weight: Units) -> Floats:
    """The probabilities of weights, as they are written of pairs."""
    return np.asarray(1.0 / (1.0 + np.exp2(-weight / UNITS_PER_BIT)))
