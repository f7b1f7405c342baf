"""Relations of two words that many bear: a table, filled as pairs are asked for."""

from __future__ import annotations

from collections.abc import Callable
from mmap import mmap

import numpy as np
from numpy.typing import NDArray

from matching.encode.vocabulary import Codes
from matching.encode.word_facts import Small

_WORDS = 1400
"""Words of the table, a byte a pair of them: most of it stays in a processor's cache."""


class Often:
    """A relation of two words by their numbers that hangs on nothing else; 254 at most.

    `share` says how often each word is borne. The table is shared memory, a byte a pair, so
    threads, and processes that are forked later, may fill it together.
    """

    def __init__(self, share: NDArray[np.float64]) -> None:
        borne = np.argsort(-share, kind="stable")[:_WORDS]
        borne = borne[share[borne] > 0.0]
        self._rank = np.zeros(len(share), dtype=np.int32)
        self._rank[borne] = np.arange(1, len(borne) + 1)
        self._width = len(borne) + 1
        self._told = np.frombuffer(mmap(-1, self._width**2), np.uint8)

    def of(self, a: Codes, b: Codes, relate: Callable[[Codes, Codes], Small]) -> Small:
        """The relation of each pair, by a rule that is always the same one."""
        x, y = self._rank[a], self._rank[b]
        place = x * self._width + y
        held = self._told[place]
        found: Small = held - np.uint8(1)
        new = np.flatnonzero(held == 0)
        if len(new):
            found[new] = relate(a[new], b[new])
            kept = new[(x[new] > 0) & (y[new] > 0)]
            self._told[place[kept]] = found[kept] + np.uint8(1)
        return found
