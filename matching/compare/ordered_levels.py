"""Levels by conditions that outrank each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class OrderedLevels:
    """Rungs from the weakest to the strongest: the last one whose condition holds is the level."""

    def __init__(self, levels: tuple[str, ...], *rungs: str) -> None:
        numbers = [0, *(levels.index(rung) for rung in rungs)]
        held = range(1 << len(rungs))
        self._held = np.min_scalar_type(held[-1])
        self._level = np.array([numbers[bits.bit_length()] for bits in held], dtype=np.uint8)

    def levels(self, *conditions: NDArray[np.bool_]) -> NDArray[np.uint8]:
        """The level of each pair, 0 where no condition holds; takes as many conditions as rungs."""
        held = np.zeros(len(conditions[0]), dtype=self._held)
        for rung, condition in enumerate(conditions):
            held |= condition.astype(self._held) << rung
        return self._level[held]
