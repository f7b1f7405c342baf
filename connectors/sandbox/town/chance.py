"""Seeded chance: one stream of numbers for each stage, and draws by weight."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, stage: str) -> Random:
    """The stage's own stream: a change in one stage leaves the draws of all others alone."""
    return Random(f"skiptrace-sandbox/{seed}/{stage}")  # noqa: S311 - a simulation, no secret


class WeightedDraw(Generic[T]):
    """Draws items in proportion to their weights."""

    __slots__ = ("_bounds", "_items", "_total")

    def __init__(self, items: Sequence[T], weights: Iterable[float]) -> None:
        self._items = items
        self._bounds = list(accumulate(weights))
        self._total = self._bounds[-1]

    def draw(self, rng: Random) -> T:
        """One item."""
        return self._items[bisect(self._bounds, rng.random() * self._total)]


def pick(rng: Random, items: Sequence[T]) -> T:
    """One item, all equally likely; several times faster than Random.choice."""
    return items[int(rng.random() * len(items))]


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included; `low` if the range is empty."""
    return low + int(rng.random() * (high - low + 1)) if high > low else low
