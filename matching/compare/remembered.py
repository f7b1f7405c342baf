"""Relations of texts by their codes: each pair is worked out once, whatever block it comes in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matching.encode.vocabulary import Codes
from matching.encode.word_facts import Small

_MOST = 1 << 20
"""Pairs that are remembered at most."""


class Remembered:
    """A relation of two codes, the same both ways; `relate` gives its number. Threads may share it.

    `hint` is a further number that a relation hangs on, the same for both sides.
    """

    def __init__(self, relate: Callable[[int, int, int], int]) -> None:
        self._relate = relate
        self._known: dict[tuple[int, int], int] = {}

    def of(self, a: Codes, b: Codes, hint: int = 0) -> Small:
        """The relation of each pair of codes."""
        low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b)
        pairs, at = np.unique(low << 32 | high, return_inverse=True)
        found = np.fromiter(
            (self._one(pair, hint) for pair in pairs.tolist()), dtype=np.uint8, count=len(pairs)
        )
        return found[at]

    def _one(self, pair: int, hint: int) -> int:
        key = pair, hint
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[key] = self._relate(pair >> 32, pair & 0xFFFFFFFF, hint)
        return known
