"""Relations of texts by their codes: each pair is worked out once, whatever block it comes in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.encode.batch import Ints
from matching.encode.vocabulary import Codes
from matching.encode.word_facts import Small

_MOST = 1 << 21
"""Pairs that are remembered at most."""

_Known = tuple[Ints, Small]
"""Pairs in order, and the relation of each."""


class Remembered:
    """A relation of two codes; `relate` gives its number. Threads may share it.

    With `both_ways` it is the same whichever comes first. `hint` is a further number that a
    relation hangs on, the same for both sides.
    """

    def __init__(self, relate: Callable[[int, int, int], int], *, both_ways: bool = True) -> None:
        self._relate, self._both_ways = relate, both_ways
        self._known: dict[int, _Known] = {}

    def of(self, a: Codes, b: Codes, hint: int = 0) -> Small:
        """The relation of each pair of codes."""
        first, second = (np.minimum(a, b), np.maximum(a, b)) if self._both_ways else (a, b)
        pairs, at = np.unique(first.astype(np.int64) << 32 | second, return_inverse=True)
        known, relations = self._known.get(hint, _NONE)
        place = np.searchsorted(known, pairs)
        place[place == len(known)] = 0
        is_new = known[place] != pairs if len(known) else np.ones(len(pairs), dtype=np.bool_)
        found = np.zeros(len(pairs), dtype=np.uint8)
        found[~is_new] = relations[place[~is_new]]
        if is_new.any():
            found[is_new] = self._worked_out(pairs[is_new], hint)
            self._known[hint] = _merged((known, relations), (pairs[is_new], found[is_new]))
        return found[at.reshape(-1)]

    def _worked_out(self, pairs: Ints, hint: int) -> Small:
        told = (self._relate(pair >> 32, pair & 0xFFFFFFFF, hint) for pair in pairs.tolist())
        return np.fromiter(told, dtype=np.uint8, count=len(pairs))


_NONE: _Known = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint8))


def _merged(known: _Known, new: _Known) -> _Known:
    """Both in order; the new ones alone where they would be too many together."""
    if len(known[0]) + len(new[0]) > _MOST:
        return new
    pairs: NDArray[np.int64] = np.concatenate([known[0], new[0]])
    order = np.argsort(pairs, kind="stable")
    return pairs[order], np.concatenate([known[1], new[1]])[order]
