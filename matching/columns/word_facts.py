"""What is known of each word of a vocabulary, worked out once a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from matching.columns.vocabulary import Codes

Bits = NDArray[np.uint64]
Small = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Letters:
    """The words of a vocabulary with what bounds their edit distance from below.

    `mask` has a bit for each of 64 classes of characters in the word; one edit changes two at most.
    `mark` is a 64-bit hash of the word, the same in every process and on every machine.
    """

    words: NDArray[np.object_]
    mask: Bits
    length: Small
    initial: Small
    mark: Bits

    def edits(self, a: Codes, b: Codes, most: int) -> Small:
        """Edits (insert, delete, change, exchange neighbours) between words, at most `most` + 1.

        `most` is 1 at least. Where the first letters differ, more than one edit counts as
        `most` + 1.
        """
        found = np.full(len(a), most + 1, dtype=np.uint8)
        apart = np.bitwise_count(self.mask[a] ^ self.mask[b])
        alike = self.initial[a] == self.initial[b]
        allowed = np.where(alike, np.uint8(2 * most), np.uint8(2))
        near = np.flatnonzero((apart <= allowed) & (a != b))
        longer = np.abs(self.length[a[near]].astype(np.int16) - self.length[b[near]])
        near = near[longer * 2 <= allowed[near]]
        if len(near):
            found[near] = cpdist(
                self.words[a[near]],
                self.words[b[near]],
                scorer=OSA.distance,
                score_cutoff=most,
                dtype=np.uint8,
            )
        found[~alike & (found > 1)] = most + 1
        found[a == b] = 0
        return found


def letters_of(words: Sequence[str]) -> Letters:
    """The letter facts of words in capitals."""
    array = np.empty(len(words), dtype=object)
    array[:] = words
    return Letters(
        words=array,
        mask=np.fromiter(map(_mask, words), dtype=np.uint64, count=len(words)),
        length=np.fromiter((min(len(w), 255) for w in words), dtype=np.uint8, count=len(words)),
        initial=np.fromiter(
            (ord(w[0]) & 127 if w else 0 for w in words), dtype=np.uint8, count=len(words)
        ),
        mark=marks(words),
    )


def _mask(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def marks(words: Sequence[str]) -> Bits:
    """A stable 64-bit hash of each word; 0 for an empty one."""
    found = (_mark(word) if word else 0 for word in words)
    return np.fromiter(found, dtype=np.uint64, count=len(words))


def _mark(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") | 1


def numbered(words: Sequence[str], key: Callable[[str], str]) -> Codes:
    """A number for each distinct key of the words; 0 for an empty key."""
    numbers: dict[str, int] = {"": 0}
    keys = (numbers.setdefault(key(word), len(numbers)) if word else 0 for word in words)
    return np.fromiter(keys, dtype=np.int32, count=len(words))
