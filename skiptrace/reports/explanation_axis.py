"""The axis of a waterfall chart: bits to pixels, round marks of bits, well-known probabilities."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skiptrace.reports.explanation_text import text_width

_REACH = 10.75
"""Bits on both sides of even odds that every chart shows, so that 1 in 1000 and 99.9% are on it."""

_MARGIN = 0.75
"""Bits that are left free beyond the outermost weight."""

_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the axis, in bits, with what stands there."""

    bits: float
    text: str


PROBABILITIES = (
    Mark(0.0, "50%"),
    Mark(-math.log2(999), "1 in 1000"),
    Mark(math.log2(999), "99.9%"),
    Mark(math.log2(19), "95%"),
    Mark(-math.log2(999_999), "1 in a million"),
)
"""Probabilities that a reader knows, the ones that must not be missed first."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight line from weights in bits to pixels from the left."""

    low: float
    high: float
    left: float
    right: float

    def x(self, bits: float) -> float:
        """The pixel of a weight, to a hundredth."""
        share = (bits - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 2)

    def ticks(self) -> tuple[Mark, ...]:
        """Round weights in even steps, zero among them."""
        step = _round_step((self.high - self.low) / _MOST_TICKS)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return tuple(Mark(n * step, _signed(n * step)) for n in range(first, last + 1))

    def probabilities(self, size: float) -> tuple[Mark, ...]:
        """Those of PROBABILITIES that lie on the axis and do not touch when written so large."""
        kept: list[tuple[float, float]] = []
        marks = []
        for mark in PROBABILITIES:
            half = text_width(mark.text, size) / 2 + 3
            span = (self.x(mark.bits) - half, self.x(mark.bits) + half)
            inside = self.low <= mark.bits <= self.high
            if inside and all(span[1] <= a or span[0] >= b for a, b in kept):
                kept.append(span)
                marks.append(mark)
        return tuple(marks)


def axis_over(weights: Iterable[float], left: float, right: float) -> Axis:
    """The axis between two pixels that shows all the weights and the well-known probabilities."""
    shown: Sequence[float] = [0.0, *weights]
    low = min(-_REACH, min(shown) - _MARGIN)
    high = max(_REACH, max(shown) + _MARGIN)
    return Axis(low, high, left, right)


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, ... that is at least so large."""
    power = 10.0 ** math.floor(math.log10(max(least, 1.0)))
    return next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= least)


def _signed(bits: float) -> str:
    return "0" if bits == 0 else f"{bits:+g}".replace("-", "\N{MINUS SIGN}")
