"""Some of the people of a set of columns, and the people of several sets as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from matching.encode.batch import (
    WORDS_OF_NAMES,
    WORDS_OF_PLACES,
    Ints,
    PersonBatch,
    Starts,
    Words,
)
from matching.encode.sorted_once import sorted_once
from matching.encode.stacked import stacked
from matching.encode.vocabulary import Codes, Vocabulary

_SEVERAL = ("names", "places", "phones", "emails")


def values_at(start: Starts, at: Ints) -> tuple[Starts, Ints]:
    """Of a ragged column where the values of some people begin then, and which values they are."""
    counts = start[at + 1] - start[at]
    ends = np.cumsum(counts)
    rows = np.repeat(start[at] - (ends - counts), counts) + np.arange(ends[-1:].sum())
    return np.concatenate(([0], ends)), rows


def people_at(people: PersonBatch, at: Ints) -> PersonBatch:
    """Some of the people, in the order that is asked for."""
    names = [field.name for field in fields(people) if field.name not in _SEVERAL]
    return replace(
        people,
        **{name: getattr(people, name)[at] for name in names},
        **{name: ragged_at(getattr(people, name), at) for name in _SEVERAL},
    )


def ragged_at(ragged: Any, at: Ints) -> Any:
    """A ragged set of columns, which has a `start`, with the values of some owners alone."""
    start, rows = values_at(ragged.start, at)
    names = [field.name for field in fields(ragged) if field.name != "start"]
    return replace(ragged, start=start, **{name: getattr(ragged, name)[rows] for name in names})


def people_of_all(parts: Sequence[PersonBatch]) -> PersonBatch:
    """The people of all parts, in their order; one part at least."""
    return replace(
        stacked(parts),
        **{name: ragged_of_all([getattr(part, name) for part in parts]) for name in _SEVERAL},
    )


def ragged_of_all(parts: Sequence[Any]) -> Any:
    """Ragged sets of columns one behind the other."""
    begins = np.cumsum([0, *(part.start[-1] for part in parts)])
    starts = [part.start[:-1] + begin for part, begin in zip(parts, begins[:-1], strict=True)]
    return replace(stacked(parts), start=np.concatenate([*starts, begins[-1:]]))


def in_words(people: PersonBatch, own: Mapping[str, Sequence[str]], words: Words) -> PersonBatch:
    """The people with the numbers that `words` has for words; it gets those that they use.

    `own` are, by the name of the vocabulary, the words of the people beyond those that `words` lie
    beyond.
    """
    moved: dict[str, Any] = {}
    for part, held in (("names", WORDS_OF_NAMES), ("places", WORDS_OF_PLACES)):
        rows = getattr(people, part)
        found: dict[str, Any] = {}
        for vocabulary, names in held.items():
            columns = {name: getattr(rows, name) for name in names}
            found |= _moved(columns, own[vocabulary], getattr(words, vocabulary))
        moved[part] = replace(rows, **found)
    return replace(people, **moved)


def _moved(columns: dict[str, Codes], own: Sequence[str], into: Vocabulary) -> dict[str, Codes]:
    used = sorted_once(np.concatenate(list(columns.values())))
    used = used[used >= into.first]
    number = np.arange(into.first + len(own), dtype=np.int32)
    number[used] = into.numbers(own[code - into.first] for code in used.tolist())
    return {name: number[column] for name, column in columns.items()}
