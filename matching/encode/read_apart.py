"""Many texts read side by side: each process numbers words of its own, which are joined then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.crew import done_in_order
from matching.encode.batch import Words
from matching.in_order import cores

Row = tuple[int, ...]
Read = Callable[[str], Row | None]
Numbered = Mapping[str, Sequence[int]]
"""By vocabulary, the places in a row that hold numbers of its words."""

_PIECES = 2
"""Pieces a processor: few, for each begins without what the others have read."""

_FEW = 4096
"""Texts that are read at hand."""


def rows_of(
    texts: Sequence[str], width: int, make: Callable[[Words], Read], words: Words, held: Numbered
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """The rows of `width` numbers that a reader into `words` gives of texts, and where it gave one.

    Texts that begin alike are read by one process, so that a reader may remember what they share.
    """
    if len(texts) <= _FEW:
        return _rows(make(words), texts, width)
    order = sorted(range(len(texts)), key=texts.__getitem__)
    cuts = np.linspace(0, len(texts), _PIECES * cores() + 1).astype(int).tolist()
    pieces = ([texts[at] for at in order[first:end]] for first, end in pairwise(cuts))
    rows = np.empty((len(texts), width), dtype=np.int32)
    known = np.empty(len(texts), dtype=np.bool_)
    done = 0
    for found, read, own in done_in_order(partial(_apart, make, width), pieces, [], several=True):
        at = order[done : done + len(found)]
        rows[at], known[at] = _joined(found, own, words, held), read
        done += len(found)
    return rows, known


_Apart = tuple[NDArray[np.int32], NDArray[np.bool_], Mapping[str, Sequence[str]]]


def _apart(make: Callable[[Words], Read], width: int, texts: Sequence[str]) -> _Apart:
    own = Words()
    rows, known = _rows(make(own), texts, width)
    return rows, known, {field.name: getattr(own, field.name).words for field in fields(own)}


def _rows(
    read: Read, texts: Sequence[str], width: int
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    none = (0,) * width
    found = [read(text) for text in texts]
    known = np.fromiter((row is not None for row in found), dtype=np.bool_, count=len(found))
    rows = np.array([row or none for row in found], dtype=np.int32).reshape(-1, width)
    return rows, known


def _joined(
    rows: NDArray[np.int32], own: Mapping[str, Sequence[str]], words: Words, held: Numbered
) -> NDArray[np.int32]:
    """The rows with the numbers that `words` has for their words."""
    for vocabulary, places in held.items():
        number = getattr(words, vocabulary).numbers(own[vocabulary])
        for place in places:
            rows[:, place] = number[rows[:, place]]
    return rows
