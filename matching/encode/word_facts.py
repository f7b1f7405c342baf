"""What is known of each word of a vocabulary, worked out once a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Small = NDArray[np.uint8]


_CLASS_BITS = 57
CLASSES = np.uint64((1 << _CLASS_BITS) - 1)
"""The bits of a sketch that stand for classes of characters; the rest is the first character."""

_ASCII = np.uint64(127)


@dataclass(frozen=True, slots=True)
class Letters:
    """The words of a vocabulary with what bounds their edit distance from below.

    `sketch` has a bit for each class of characters in the word (CLASSES), of which one edit changes
    two at most, and above them the first character. `length` is 255 for longer words too. `mark` is
    a 64-bit hash of the word, the same in every process and on every machine.
    """

    words: NDArray[np.object_]
    sketch: Bits
    length: Small
    initial: Small
    mark: Bits


def letters_of(words: Sequence[str]) -> Letters:
    """The letter facts of words in capitals."""
    array = np.empty(len(words), dtype=object)
    array[:] = words
    length = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    known = np.flatnonzero(length)
    starts = (np.cumsum(length) - length)[known]
    text = "".join(words).encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(text, dtype="<u4").astype(np.uint64)
    sketch, initial = (np.zeros(len(words), dtype=np.uint64) for _ in range(2))
    if len(known):
        initial[known] = letters[starts] & _ASCII
        classes = np.uint64(1) << letters % np.uint64(_CLASS_BITS)
        sketch[known] = np.bitwise_or.reduceat(classes, starts)
    return Letters(
        words=array,
        sketch=sketch | initial << np.uint64(_CLASS_BITS),
        length=np.minimum(length, 255).astype(np.uint8),
        initial=initial.astype(np.uint8),
        mark=marks(words),
    )


def marks(words: Sequence[str]) -> Bits:
    """A stable 64-bit hash of each word; 0 for an empty one."""
    return np.fromiter(map(mark, words), dtype=np.uint64, count=len(words))


@lru_cache(maxsize=1 << 16)
def mark(word: str) -> int:
    """A stable 64-bit hash of a word; 0 for the empty one."""
    if not word:
        return 0
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") | 1


def email_mark(key: str) -> int:
    """The mark of an e-mail address as a signed number, as a Bag holds it."""
    return mark(key) >> 1
