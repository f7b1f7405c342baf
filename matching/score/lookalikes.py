"""How often a file holds somebody else who looks as much like a subject, and what that leaves open.

A rule holds a record as another person's, or in doubt, in whatever file. Whether a file has such
people it says itself: who was surely found would have met them as well. Where hardly any of the
found has another person of that kind, the records of that kind that others were left with are
mostly their own. So their probability is lifted, under .9, and a person still decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.compare.names import Levels
from matching.score.additive import UNITS_PER_BIT, Units
from matching.score.constraints.held import RULES
from matching.score.constraints.rules import IN_DOUBT

Mask = NDArray[np.bool_]

SURE = 0.95
"""The probability from which on a subject is surely found, where no rule holds its record."""

MOST_LIFTED = 0.899
"""The probability above which nothing is lifted that is not surely found already."""

LEAST_LIKE = 0.2
"""The probability by its own evidence from which on a record is lifted at all."""

ENOUGH_FOUND, ENOUGH_ALIKE = 300, 100
"""Subjects that must be surely found: of a file, and of those of whom as much is known."""

FEWEST = 3
"""Records of one kind that are lifted at least, so that chance does not decide."""

MOSTLY = 0.5
"""The share of the subjects that must be surely found before a record counts for the subject's that
a rule takes for another person's."""

AIMED, AIMED_IN_DOUBT = 2.0, 1.5
"""How many times as often others are met by whom their own record did not lead, as by those found.
Where somebody made a file harder, it was 1.8 times; the lesser is for what is in doubt alone."""

STANDING = frozenset(
    {"kinds apart", "generation conflict", "numbers contradict", "estate or trust"}
)
"""The rules under which nothing is lifted: what they see is no slip of a pen."""

SURELY = 1.645
"""Deviations of chance by which the others may be more than those that were seen: 95%."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Top candidates: their weights with and without the rule that holds each, in units.

    `known` says in numbers what is known of each one's subject, `named` whether its given name is.
    """

    weight: Units
    free: Units
    rule: Levels
    known: Levels
    named: Mask


@dataclass(frozen=True, slots=True)
class Found:
    """How many subjects were looked at that are surely found, and how many there are that are not.

    By what is known of them, as `Seen.known` counts. `others` are the top candidates of those that
    were looked at without the person whom they were found by; of these, what is only in doubt may
    be that person's own, and `apart` leaves it out. `mostly`: most subjects were found.
    """

    looked_at: NDArray[np.int64]
    missing: NDArray[np.int64]
    others: Seen
    apart: Seen
    mostly: bool


def lifts(seen: Seen, found: Found) -> Units:
    """What is added to top candidates of subjects that are not surely found, in units of 1/64 bit.

    Each kind of one stratum is brought to the share that is its own at least.
    """
    added = np.zeros(len(seen.weight), dtype=np.int32)
    for known in np.flatnonzero(found.looked_at >= ENOUGH_ALIKE):
        for kind in _kinds(seen, found):
            at = np.flatnonzero(kind.here & (seen.known == known))
            if len(at) < FEWEST:
                continue
            met = found.apart if kind.held_fast else found.others
            others = int(np.count_nonzero(kind.there & (met.known == known)))
            wrong = kind.at_most(others) / found.looked_at[known] * found.missing[known]
            right = min(1.0 - wrong / len(at), MOST_LIFTED)
            added[at] = raised(seen.weight[at], right, _CEILING)
    return added


def surer(weight: Units, found: Found, most: float) -> Units:
    """What is added to the weights of those surely found, all alike, in units of 1/64 bit.

    Of who is not found, so many as the others tell may be among them. At most so many natural
    log-odds as `most`.
    """
    others = int(np.count_nonzero((found.others.rule == 0) & (found.others.free >= _SURE)))
    wrong = AIMED * _more(others) / max(int(found.looked_at.sum()), 1) * int(found.missing.sum())
    right = 1.0 - wrong / max(len(weight), 1)
    added = raised(weight, right, _NO_CEILING)
    return np.minimum(added, int(most / np.log(2.0) * UNITS_PER_BIT)).astype(np.int32)


def raised(weight: Units, share: float, ceiling: int) -> Units:
    """What brings the mean probability of the weights to a share, by one step for all; none falls.

    No weight is brought above the ceiling.
    """
    if not len(weight) or share <= float(told(weight).mean()):
        return np.zeros(len(weight), dtype=np.int32)
    low, high = 0, _WIDEST
    while high - low > 1:
        middle = (low + high) // 2
        enough = float(told(np.minimum(weight + middle, ceiling)).mean()) >= share
        low, high = (low, middle) if enough else (middle, high)
    return np.asarray(np.maximum(np.minimum(weight + high, ceiling) - weight, 0), dtype=np.int32)


def told(weight: Units) -> NDArray[np.float64]:
    """The probabilities of weights."""
    return np.asarray(1.0 / (1.0 + np.exp2(-weight / UNITS_PER_BIT)))


def units_of(probability: float) -> int:
    """A probability as a weight, rounded down."""
    return int(np.floor(UNITS_PER_BIT * np.log2(probability / (1.0 - probability))))


_CEILING, _NO_CEILING, _WIDEST = units_of(MOST_LIFTED), 99 * UNITS_PER_BIT, 64 * UNITS_PER_BIT
_LEAST, _HELD_FAST, _SURE = units_of(LEAST_LIKE), units_of(IN_DOUBT), units_of(SURE)
_CEILINGS = np.array([0.0, *(rule.ceiling for rule in RULES)])
_STANDING = np.array([True, *(rule.name in STANDING for rule in RULES)])
_EXCLUDES = np.array([False, *(rule.excludes for rule in RULES)]) & ~_STANDING

_DOUBTED = np.flatnonzero((_CEILINGS == IN_DOUBT) & ~_STANDING)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Candidates of one kind: among those that may be lifted, and among the others."""

    here: Mask
    there: Mask
    held_fast: bool = False

    def at_most(self, others: int) -> float:
        """How many others there may be where so many were seen.

        Of what is held in doubt in spite of its evidence, what is to be expected.
        """
        return AIMED_IN_DOUBT * (others + 1) if self.held_fast else AIMED * _more(others)


def _more(others: int) -> float:
    return float((np.sqrt(others + 1.0) + SURELY / 2.0) ** 2)


def _kinds(seen: Seen, found: Found) -> Iterator[_Kind]:
    """The kinds by ceiling; a rule that excludes, and that the others show, is one by itself."""
    here, there, apart = (side.free >= _LEAST for side in (seen, found.others, found.apart))
    if found.mostly:
        for ceiling in np.unique(_CEILINGS[_EXCLUDES]):
            of = np.flatnonzero(_EXCLUDES & (ceiling == _CEILINGS))
            shown = np.intersect1d(of, found.others.rule[there])
            for rules in (*shown[:, None], np.setdiff1d(of, shown)):
                yield _Kind(
                    here & np.isin(seen.rule, rules), there & np.isin(found.others.rule, rules)
                )
    yield _Kind(here & (seen.rule == 0), there & (found.others.rule == 0))
    here &= np.isin(seen.rule, _DOUBTED) & seen.named
    there &= np.isin(found.others.rule, _DOUBTED)
    apart &= np.isin(found.apart.rule, _DOUBTED)
    yield _Kind(here & (seen.free <= _HELD_FAST), there & (found.others.free <= _HELD_FAST))
    yield _Kind(here & (seen.free > _HELD_FAST), apart & (found.apart.free > _HELD_FAST), True)
