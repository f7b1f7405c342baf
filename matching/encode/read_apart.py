"""Many texts read side by side: each process numbers words of its own, which are joined then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.crew import done_in_order
from matching.encode.batch import Words
from matching.in_order import cores

T = TypeVar("T")
Row = tuple[int, ...]
Read = Callable[[T], Row | None]
Numbered = Mapping[str, Sequence[int]]
"""By vocabulary, the places in a row that hold numbers of its words."""

_PIECES = 2
"""Pieces a processor: few, for each begins without what the others have read."""

_FEW = 4096
"""Texts that are read at hand."""


def rows_of(
    texts: Sequence[T],
    width: int,
    make: Callable[[Words], Read[T]],
    words: Words,
    held: Numbered,
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """The rows of `width` numbers that a reader into `words` gives of texts, and where it gave one.

    Texts that stand together are read by one process: a reader may remember what they share.
    """
    if len(texts) <= _FEW:
        return _rows(make(words), texts, width)
    cuts = np.linspace(0, len(texts), _PIECES * cores() + 1).astype(int).tolist()
    work = partial(_apart, make, width, texts)
    found = list(done_in_order(work, map(slice, cuts[:-1], cuts[1:]), [], several=True))
    rows = [_joined(rows, own, words, held) for rows, _, own in found]
    return np.concatenate(rows), np.concatenate([known for _, known, _ in found])


_Apart = tuple[NDArray[np.int32], NDArray[np.bool_], Mapping[str, Sequence[str]]]


def _apart(
    make: Callable[[Words], Read[T]], width: int, texts: Sequence[T], piece: slice
) -> _Apart:
    own = Words()
    rows, known = _rows(make(own), texts[piece], width)
    return rows, known, {field.name: getattr(own, field.name).words for field in fields(own)}


def _rows(
    read: Read[T], texts: Sequence[T], width: int
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
