"""Relations of texts by their codes: each pair is worked out once, whatever block it comes in."""

from __future__ import annotations

from collections.abc import Callable
from mmap import mmap

import numpy as np

from matching.encode.vocabulary import Codes
from matching.encode.word_facts import Bits, Small

_SLOTS = 1 << 18
"""Pairs that are remembered at most, eight bytes each; a new one takes the place of another."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_CODE, _RELATION = np.uint64(28), np.uint64(8)
_NONE = 0xFF
"""What an empty slot tells; no relation has this number."""


class Remembered:
    """A relation of two codes of at most 28 bits; `relate` gives its number.

    With `both_ways` it is the same whichever comes first. `hint` is a further number that a
    relation hangs on, the same for both sides. A slot is one word of shared memory that holds pair
    and relation, so threads, and processes that are forked later, may share what is remembered.
    """

    def __init__(self, relate: Callable[[int, int, int], int], *, both_ways: bool = True) -> None:
        self._relate, self._both_ways = relate, both_ways
        self._slots = tuple(np.frombuffer(mmap(-1, 8 * _SLOTS), np.uint64) for _ in (0, 1))

    def of(self, a: Codes, b: Codes, hint: int = 0) -> Small:
        """The relation of each pair of codes; `hint` is 0 or 1."""
        first, second = (np.minimum(a, b), np.maximum(a, b)) if self._both_ways else (a, b)
        pairs = first.astype(np.uint64) << _CODE | second.astype(np.uint64)
        slots = self._slots[hint]
        at = pairs * _MIX >> np.uint64(64 - (len(slots) - 1).bit_length())
        held = slots[at]
        found: Small = held.astype(np.uint8) - np.uint8(1)
        new = np.flatnonzero((held >> _RELATION != pairs) | (found == _NONE))
        if len(new):
            distinct, place = np.unique(pairs[new], return_inverse=True)
            found[new] = self._worked_out(distinct, hint)[place]
            slots[at[new]] = pairs[new] << _RELATION | (found[new] + np.uint8(1))
        return found

    def _worked_out(self, pairs: Bits, hint: int) -> Small:
        low = (1 << int(_CODE)) - 1
        told = (self._relate(pair >> int(_CODE), pair & low, hint) for pair in pairs.tolist())
        return np.fromiter(told, dtype=np.uint8, count=len(pairs))
