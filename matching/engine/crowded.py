"""Values that so many people of a source have that they tell nobody from another.

An agent's telephone, the e-mail address that a form fills in, a number typed to get past a field, a
day of birth that stands for none: what the tables of placeholders do not know, the records show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from matching.compare.words import WordFacts
from matching.encode.batch import NOT_KNOWN, Bag, Ints, PersonBatch
from matching.encode.sorted_once import sorted_once
from matching.encode.word_facts import Bits

FAMILIES: Mapping[str, int] = {"phones": 10, "emails": 10, "numbers": 4}
"""Surnames with one telephone, e-mail address or social security number from which on it is
nobody's own; a household has few, and a number of its own has one and its misspellings."""

_DAYS, _YEARS = 25_000, 70
"""Days on which the people of a file may be born, and first days of January."""

_BORN, _TIMES = 20, 10
"""Records of one day of birth beyond which it is a crowd: so many, and so many times its share."""

_NEW_YEAR = 101
"""1 January, which stands for any day of its year: a comparison knows that."""


@dataclass(frozen=True, slots=True)
class Crowded:
    """The crowded values, in order: telephones, marks of e-mail addresses, social security
    numbers, dates of birth as eight digits."""

    phones: Ints
    emails: Ints
    numbers: Ints
    births: Ints

    @property
    def counts(self) -> Mapping[str, int]:
        """How many values of each kind are crowded, of those that are."""
        found = {field.name: len(getattr(self, field.name)) for field in fields(self)}
        return {name: count for name, count in found.items() if count}

    def without(self, people: PersonBatch) -> PersonBatch:
        """The people with the crowded values not known."""
        if not self.counts:
            return people
        born = np.isin(_births(people), self.births)
        counted = np.isin(people.ssn, self.numbers)
        return replace(
            people,
            phones=_left(people.phones, self.phones),
            emails=_left(people.emails, self.emails),
            year=np.where(born, np.int32(0), people.year),
            month=np.where(born, np.int32(0), people.month),
            day=np.where(born, np.int32(0), people.day),
            ssn=np.where(counted, np.int32(NOT_KNOWN), people.ssn),
            last4=np.where(counted, np.int32(NOT_KNOWN), people.last4),
        )


class CrowdCounts:
    """Counts, over parts of the records, who has the values that the subjects have."""

    def __init__(self, subjects: PersonBatch) -> None:
        self._asked = {name: sorted_once(values) for name, values, _ in _values(subjects)}
        self._days = sorted_once(_births(subjects))
        self._born = np.zeros(len(self._days), dtype=np.int64)
        self._dated = [0, 0]
        self._bearers = dict.fromkeys(self._asked, _NONE)

    def add(self, people: PersonBatch, facts: WordFacts) -> None:
        """Count the next records; `facts` are those of their words."""
        surname = facts.names.mark[people.names.surname[people.names.start[:-1]]]
        for name, values, owner in _values(people):
            asked = self._asked[name]
            at = np.searchsorted(asked, values)
            known = np.flatnonzero(np.isin(values, asked))
            pairs = np.stack([at[known].astype(np.uint64), surname[owner[known]]], axis=1)
            self._bearers[name] = np.unique(np.concatenate([self._bearers[name], pairs]), axis=0)
        days, counts = np.unique(_births(people), return_counts=True)
        for first in (False, True):
            self._dated[first] += int(counts[(days > 0) & (_is_new_year(days) == first)].sum())
        _, here, there = np.intersect1d(self._days, days, return_indices=True)
        self._born[here] += counts[there]

    def crowded(self) -> Crowded:
        """The values of too many, as far as the subjects have them."""
        many = {name: self._of_many(name) for name in self._asked}
        usual, first = self._dated[0] / _DAYS, self._dated[1] / _YEARS
        limit = _BORN + _TIMES * np.where(_is_new_year(self._days), first, usual)
        return Crowded(**many, births=self._days[(self._days > 0) & (self._born > limit)])

    def _of_many(self, name: str) -> Ints:
        which, families = np.unique(self._bearers[name][:, 0], return_counts=True)
        return self._asked[name][which[families >= FAMILIES[name]].astype(np.int64)]


_NONE: Bits = np.zeros((0, 2), dtype=np.uint64)


def _values(people: PersonBatch) -> Iterator[tuple[str, Ints, NDArray[np.int64]]]:
    """The telephones, e-mail marks and whole numbers, each with whose it is."""
    for name, bag in (("phones", people.phones), ("emails", people.emails)):
        yield name, bag.values, np.repeat(np.arange(len(people)), np.diff(bag.start))
    at = np.flatnonzero(people.ssn != NOT_KNOWN)
    yield "numbers", people.ssn[at].astype(np.int64), at


def _births(people: PersonBatch) -> Ints:
    """Full dates of birth as eight digits, 0 where the day is not known."""
    whole = people.year.astype(np.int64) * 10_000 + people.month * 100 + people.day
    return np.where(people.day > 0, whole, 0)


def _is_new_year(days: Ints) -> NDArray[np.bool_]:
    return np.asarray(days % 10_000 == _NEW_YEAR)


def _left(bag: Bag, crowded: Ints) -> Bag:
    kept = ~np.isin(bag.values, crowded)
    return Bag(np.concatenate(([0], np.cumsum(kept)))[bag.start], bag.values[kept])
