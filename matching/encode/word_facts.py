"""What is known of each word of a vocabulary, worked out once a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Small = NDArray[np.uint8]


_CLASS_BITS = 57
CLASSES = np.uint64((1 << _CLASS_BITS) - 1)
"""The bits of a sketch that stand for classes of characters; the rest is the first character."""


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
    return Letters(
        words=array,
        sketch=np.fromiter(map(_sketch, words), dtype=np.uint64, count=len(words)),
        length=np.fromiter((min(len(w), 255) for w in words), dtype=np.uint8, count=len(words)),
        initial=np.fromiter((_initial(w) for w in words), dtype=np.uint8, count=len(words)),
        mark=marks(words),
    )


def _sketch(word: str) -> int:
    bits = _initial(word) << _CLASS_BITS
    for letter in set(word):
        bits |= 1 << (ord(letter) % _CLASS_BITS)
    return bits


def _initial(word: str) -> int:
    return ord(word[0]) & 127 if word else 0


def marks(words: Sequence[str]) -> Bits:
    """A stable 64-bit hash of each word; 0 for an empty one."""
    return np.fromiter(map(mark, words), dtype=np.uint64, count=len(words))


def mark(word: str) -> int:
    """A stable 64-bit hash of a word; 0 for the empty one."""
    if not word:
        return 0
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") | 1


def email_mark(key: str) -> int:
    """The mark of an e-mail address as a signed number, as a Bag holds it."""
    return mark(key) >> 1
