"""How rare an agreeing name is: buckets of its share of the population."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.compare.names import Levels
from matching.compare.words import WordFacts
from matching.encode.batch import Ints, PersonBatch, Places
from matching.encode.stacked import stacked
from matching.encode.vocabulary import Codes
from matching.encode.word_facts import Bits

RARITY = ("not asked", *(f"1 in {2**bits:,}" for bits in range(5, 18)))
"""One in so many bears the name, so many rounded down to a power of two.

The first is more frequent than 1 in 64, the last 1 in 131,072 or rarer."""

_FIRST, _LAST = 5, 17
_UNSEEN = 2.0**-_LAST
_MIX = np.uint64(0x9E3779B97F4A7C15)
_COUNTED_AT_ONCE = 1 << 22
_WEIGHT = 4000.0
"""How many people of the census table one table of records is worth, for names it lacks."""


CROWD = ("no data", "1 or 2", "3 to 5", "6 to 11", "12 to 29", "30 to 79", "80 or more")
"""How many records of a table have the same house; homes for many say less than homes for few."""

CROWD_EDGES = (3, 6, 12, 30, 80)


@dataclass(frozen=True, slots=True)
class Shares:
    """How frequent things are among the people who are looked through.

    `given` and `surname` are the levels of RARITY of each word as a name; `crowd` is the level of
    CROWD of each address of theirs.
    """

    given: Levels
    surname: Levels
    crowd: Levels


@dataclass(frozen=True, slots=True)
class NameCounts:
    """How many names of a table of records have each word, by the word's mark, in order."""

    mark: Bits
    given: Ints
    surname: Ints

    def of(self, facts: WordFacts) -> tuple[Ints, Ints]:
        """The counts of words as given names and as surnames, by the word's number."""
        if not len(self.mark):
            none = np.zeros(len(facts.names.mark), dtype=np.int64)
            return none, none
        at = np.minimum(np.searchsorted(self.mark, facts.names.mark), len(self.mark) - 1)
        known = self.mark[at] == facts.names.mark
        return np.where(known, self.given[at], 0), np.where(known, self.surname[at], 0)


def name_counts(facts: WordFacts, people: PersonBatch) -> NameCounts:
    """The counts of the names of a table of records, or of a part of it."""
    marks = facts.names.mark
    given, surname = (
        np.bincount(codes, minlength=len(marks))
        for codes in (people.names.given, people.names.surname)
    )
    return _summed(NameCounts(marks[1:], given[1:], surname[1:]))


def counts_of_all(parts: Sequence[NameCounts]) -> NameCounts:
    """The counts of several parts together."""
    return _summed(stacked(parts))


def _summed(counts: NameCounts) -> NameCounts:
    used = np.flatnonzero(counts.given + counts.surname)
    mark, at = np.unique(counts.mark[used], return_inverse=True)
    sums = (np.zeros(len(mark), dtype=np.int64), np.zeros(len(mark), dtype=np.int64))
    np.add.at(sums[0], at, counts.given[used])
    np.add.at(sums[1], at, counts.surname[used])
    return NameCounts(mark, *sums)


def shares_of(facts: WordFacts, people: PersonBatch) -> Shares:
    """Census shares, moved towards what a whole table of records shows."""
    (crowd,) = crowds([partial(house_marks, facts, people.places)])
    return shares_by(facts, name_counts(facts, people), crowd)


def shares_by(facts: WordFacts, counts: NameCounts, crowd: Levels) -> Shares:
    """The same where the names of the whole table, and the crowds at addresses, are counted."""
    given, surname = counts.of(facts)
    return Shares(
        _rarity(_blended(facts.given_share, given, counts.given.sum())),
        _rarity(_blended(facts.surname_share, surname, counts.surname.sum())),
        crowd,
    )


def census_shares(facts: WordFacts, people: PersonBatch) -> Shares:
    """Census shares alone, for the few records that a search returned; no crowd is known."""
    crowd = np.zeros(len(people.places.house), dtype=np.uint8)
    return Shares(_rarity(facts.given_share), _rarity(facts.surname_share), crowd)


def house_marks(facts: WordFacts, places: Places) -> Bits:
    """A stable hash of house and street of each address, 0 where one is not known."""
    house, core = facts.house_mark[places.house], facts.core_mark[places.core]
    marks = (house * _MIX) ^ core
    return np.where((house > 0) & (core > 0), (marks ^ marks >> np.uint64(31)) | np.uint64(1), 0)


def crowds(parts: Sequence[Callable[[], Bits]]) -> list[Levels]:
    """The levels of CROWD of every address of a table, whose house marks come in parts.

    The marks are counted a share at a time, so that a byte an address and a few million marks are
    held at once, and each part is asked for several times.
    """
    levels = [np.zeros(len(part()), dtype=np.uint8) for part in parts]
    shares = 1 + sum(map(len, levels)) // _COUNTED_AT_ONCE
    for share in range(shares):
        inside = [_of_share(part(), share, shares) for part in parts]
        marks = np.concatenate([marks for _, marks in inside])
        _, which, counts = np.unique(marks, return_inverse=True, return_counts=True)
        found = (np.digitize(counts, CROWD_EDGES)[which] + 1).astype(np.uint8)
        ends = np.cumsum([len(at) for at, _ in inside])[:-1]
        for level, (at, _), some in zip(levels, inside, np.split(found, ends), strict=True):
            level[at] = some
    return levels


def _of_share(marks: Bits, share: int, shares: int) -> tuple[Ints, Bits]:
    """Where the known marks of that share are, and these."""
    known = marks > 0
    if shares > 1:
        known &= marks // np.uint64(2) % np.uint64(shares) == share
    at = np.flatnonzero(known)
    return at, marks[at]


def _blended(census: NDArray[np.float64], counts: Ints, everyone: int) -> NDArray[np.float64]:
    known = counts + _WEIGHT * np.maximum(census, _UNSEEN)
    return np.asarray(known / (everyone + _WEIGHT))


def rarity_levels(rarity: Levels, a: Codes, b: Codes, agree: NDArray[np.bool_]) -> Levels:
    """Levels of RARITY by the more frequent of two words, 0 where they do not agree.

    `rarity` is the level of each word.
    """
    levels = np.zeros(len(a), dtype=np.uint8)
    at = np.flatnonzero(agree)
    levels[at] = np.minimum(rarity[a[at]], rarity[b[at]])
    return levels


def _rarity(shares: NDArray[np.float64]) -> Levels:
    """The level of RARITY of each word by its share; the empty word has none."""
    bits = np.clip(np.floor(-np.log2(np.maximum(shares, _UNSEEN))), _FIRST, _LAST)
    levels = (bits - (_FIRST - 1)).astype(np.uint8)
    levels[0] = 0
    return levels
