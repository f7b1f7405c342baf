"""Which of several values of two people met: those whose levels are the levels of the pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compare.closest import Closest
from matching.compare.numbers import closest_phones
from matching.compare.pairs import blocks, closest_emails, closest_names
from matching.compare.places import closest_places
from matching.compare.rarity import Shares
from matching.compare.words import WordFacts
from matching.encode.batch import Ints, PersonBatch, Starts
from matching.encode.stacked import stacked


@dataclass(frozen=True, slots=True)
class ValuesAt:
    """By pair of people, which value of the one met which of the other; -1 where none did."""

    left: Ints
    right: Ints


@dataclass(frozen=True, slots=True)
class MetValues:
    """The values of pairs of people that the levels of `compare` are about.

    They are counted from 0 for each person, in the order of the columns.
    """

    names: ValuesAt
    places: ValuesAt
    phones: ValuesAt
    emails: ValuesAt


def met(
    facts: WordFacts, shares: Shares, a: PersonBatch, i: Ints, b: PersonBatch, j: Ints
) -> MetValues:
    """The values of the pairs (i of a, j of b) that lie closest, as `compare` chooses them.

    Of those that lie equally close, the first met. It takes as long as comparing does, and only
    pairs that are explained are worth it.
    """
    return stacked([_met(facts, shares, a, i[x:y], b, j[x:y]) for x, y in blocks(a, i, b, j)])


def _met(
    facts: WordFacts, shares: Shares, a: PersonBatch, i: Ints, b: PersonBatch, j: Ints
) -> MetValues:
    names = closest_names(facts, shares, a, i, b, j)
    named = (names.levels["surname"] > 0) | (names.levels["given"] > 0)
    where = closest_places(facts, shares.crowd, a, i, b, j)
    place, locality, _ = where.levels
    phones, emails = closest_phones(a, i, b, j), closest_emails(a, i, b, j)
    return MetValues(
        _values(names, named, _firsts(a.names.start, i, b.names.start, j)),
        _values(where, (place > 0) | (locality > 0), _firsts(a.places.start, i, b.places.start, j)),
        _values(phones, phones.levels > 0, _firsts(a.phones.start, i, b.phones.start, j)),
        _values(emails, emails.levels > 0, _firsts(a.emails.start, i, b.emails.start, j)),
    )


def _firsts(a: Starts, i: Ints, b: Starts, j: Ints) -> tuple[Ints, Ints]:
    """The position of the first value of each person."""
    return a[i], b[j]


def _values(closest: Closest[Any], says: NDArray[np.bool_], firsts: tuple[Ints, Ints]) -> ValuesAt:
    """The closest values where the level of their pair says anything."""
    found = []
    for values, first in zip(closest.pairs.at(closest.best), firsts, strict=True):
        numbers = np.full(len(first), -1, dtype=np.int64)
        numbers[closest.at] = np.where(says[closest.best], values - first[closest.at], -1)
        found.append(numbers)
    return ValuesAt(*found)
