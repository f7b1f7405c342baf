"""What weights turned out to be worth: a rising curve from the sum of all evidence to its odds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.score.additive import UNITS_PER_BIT, Units

CALIBRATION = "calibration"
"""The name of the term that a calibration adds."""

_LEAST_RISE = 0.1
"""Of the evidence: more of it never leaves two candidates alike."""

_POINTS = 40
_LEAST_SEEN = 100
"""Candidates behind a point of the curve, at least."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights, in units of 1/64 bit, and what each is worth; both rise.

    Between two of them the curve is straight; beyond the outer ones what they add stays the same.
    """

    weights: tuple[int, ...] = ()
    worth: tuple[int, ...] = ()

    def added(self, weight: Units) -> Units:
        """What is added to each weight; nothing where no curve is known."""
        if not self.weights:
            return np.zeros(len(weight), dtype=np.int32)
        known = np.array(self.weights, dtype=np.float64)
        inside = np.clip(weight, known[0], known[-1])
        return np.asarray(np.rint(np.interp(inside, known, self.worth) - inside), dtype=np.int32)


def calibration(weight: Units, right: NDArray[np.bool_]) -> Calibration:
    """The curve of candidates of which it is known who was right; none of too few.

    Points of equally many candidates are pooled until their odds rise with the weight.
    """
    points = min(_POINTS, len(weight) // _LEAST_SEEN)
    if points < 2:
        return Calibration()
    order = np.argsort(weight, kind="stable")
    parts = [part for part in np.array_split(order, points) if len(part)]
    middle = [float(weight[part].mean()) for part in parts]
    shares = [(float(right[part].sum()) + 0.5) / (len(part) + 1.0) for part in parts]
    share = np.array(_rising(shares, [len(part) for part in parts]))
    odds = UNITS_PER_BIT * np.log2(share / (1.0 - share))
    return _curve(middle, odds.tolist())


def _rising(values: Sequence[float], counts: Sequence[int]) -> list[float]:
    """The values with those that fall pooled with their neighbours."""
    pools: list[list[float]] = []
    for value, count in zip(values, counts, strict=True):
        pools.append([value, count, 1])
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (one, many, first), (other, more, second) = pools[-2:]
            pooled = (one * many + other * more) / (many + more)
            pools[-2:] = [[pooled, many + more, first + second]]
    return [value for value, _, length in pools for _ in range(int(length))]


def _curve(weights: Sequence[float], worth: Sequence[float]) -> Calibration:
    found = [(round(weights[0]), round(worth[0]))]
    for weight, told in zip(weights[1:], worth[1:], strict=True):
        at = round(weight)
        if at > found[-1][0]:
            least = found[-1][1] + max(1, round(_LEAST_RISE * (at - found[-1][0])))
            found.append((at, max(round(told), least)))
    return Calibration(tuple(at for at, _ in found), tuple(told for _, told in found))
