"""Blocking keys: 64-bit hashes of a rule and of the values that the rule wants equal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compare.words import WordFacts
from matching.encode.batch import NOT_KNOWN, Bag, Ints, PersonBatch
from matching.encode.vocabulary import Codes

Marks = NDArray[np.uint64]
Rule = tuple[str, ...]

RULES: Mapping[int, Rule] = dict(
    enumerate(
        (
            ("given",),
            ("surname",),
            ("surname_first", "given"),
            ("surname", "given_initial"),
            ("surname", "year"),
            ("surname", "zip5"),
            ("surname", "street"),
            ("surname_head", "given"),
            ("sound", "given"),
            ("sound", "given_initial", "year"),
            ("sound", "given_initial", "zip5"),
            ("given", "year", "surname_initial"),
            ("given", "year", "zip5"),
            ("given", "zip5", "street"),
            ("given", "zip5", "middle_initial"),
            ("given", "house"),
            ("year", "birthday"),
            ("birthday", "given_initial", "surname_initial"),
            ("last4", "given_initial"),
            ("last4", "surname_initial"),
            ("last4", "zip5"),
            ("house", "street"),
            ("house", "zip5", "given_initial"),
            ("street", "given_initial", "year"),
            ("phone",),
            ("phone but its last digit",),
            ("ssn",),
            ("email",),
        )
    )
)
"""What must be equal for two people to become a pair, by number; a stored key holds the number."""

TURNED: Mapping[Rule, Rule] = {
    ("surname_first", "given"): ("given", "surname"),
    ("surname", "year"): ("given", "year"),
    ("surname", "zip5"): ("given", "zip5"),
    ("surname", "street"): ("given", "street"),
    ("given", "year", "zip5"): ("surname", "year", "zip5"),
    ("given", "house"): ("surname", "house"),
    ("year", "birthday"): ("year", "turned_birthday"),
}
"""Rules that a person asked for also tries with two parts in each other's place."""

_VARIANTS: Mapping[str, tuple[str, ...]] = {
    "surname_first": ("surname", "surname_first", "surname_last")
}
"""Parts that stand for several; values that are there already give no further key."""

_BAGS: Mapping[Rule, tuple[str, int]] = {
    ("phone",): ("phones", 1),
    ("phone but its last digit",): ("phones", 10),
    ("email",): ("emails", 1),
}
"""Rules of values of which a person has several: the column, and what its values are divided by."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Keys:
    """Blocking keys and whose they are; a person has many."""

    key: Marks
    owner: Codes

    def __len__(self) -> int:
        return len(self.key)


def rules_of(parts: Collection[str]) -> frozenset[int]:
    """The numbers of the rules that look at nothing but these parts."""
    known = frozenset(parts)
    return frozenset(number for number, rule in RULES.items() if known.issuperset(rule))


def keys_of(facts: WordFacts, people: PersonBatch, rules: Collection[int] = RULES) -> Keys:
    """Every blocking key of every person; the same in every process, so they may be stored.

    `rules` are the numbers of the rules that may be used.
    """
    return joined_keys([*keys_by_rule(facts, people, rules)])


def asked_keys_of(facts: WordFacts, people: PersonBatch, rules: Collection[int] = RULES) -> Keys:
    """The keys of people who are looked for: those of `keys_of` and the TURNED ones."""
    return joined_keys([*asked_keys_by_rule(facts, people, rules)])


def keys_by_rule(
    facts: WordFacts, people: PersonBatch, rules: Collection[int] = RULES
) -> Iterator[Keys]:
    """The keys of `keys_of` rule by rule, so that those of one rule are held at once."""
    parts = _Parts(facts, people)
    for number, rule in RULES.items():
        if number not in rules:
            continue
        if rule in _BAGS:
            yield _bag_keys(people, number, rule)
        else:
            yield joined_keys([_hashed_rule(number, parts, one) for one in _variants(rule)])


def asked_keys_by_rule(
    facts: WordFacts, people: PersonBatch, rules: Collection[int] = RULES
) -> Iterator[Keys]:
    """The keys of `asked_keys_of` in the same way."""
    parts = _Parts(facts, people)
    for number, rule in RULES.items():
        if number in rules and rule in TURNED:
            yield _hashed_rule(number, parts, TURNED[rule])
    yield from keys_by_rule(facts, people, rules)


def joined_keys(parts: Sequence[Keys]) -> Keys:
    """All keys as one set."""
    keys = np.concatenate([np.zeros(0, np.uint64), *(part.key for part in parts)])
    return Keys(keys, np.concatenate([np.zeros(0, np.int32), *(part.owner for part in parts)]))


def _variants(rule: Rule) -> Iterator[Rule]:
    """A rule as it stands, or once for each variant of its first part."""
    for first in _VARIANTS.get(rule[0], rule[:1]):
        yield (first, *rule[1:])


def _bag_keys(people: PersonBatch, number: int, rule: Rule) -> Keys:
    name, divisor = _BAGS[rule]
    bag: Bag = getattr(people, name)
    owner = np.repeat(np.arange(len(people), dtype=np.int32), np.diff(bag.start))
    return distinct_keys(hashed_key(number, [(bag.values // divisor).astype(np.uint64)]), owner)


def _hashed_rule(number: int, parts: _Parts, rule: Rule) -> Keys:
    columns = [parts[part] for part in rule]
    known = columns[0] != 0
    for column in columns[1:]:
        known &= column != 0
    at = np.flatnonzero(known)
    return distinct_keys(hashed_key(number, [column[at] for column in columns]), parts.owner[at])


def hashed_key(rule: int, columns: list[Marks]) -> Marks:
    """The key of a rule for each row of its values."""
    key = np.full(len(columns[0]), rule + 1, dtype=np.uint64)
    for column in columns:
        key ^= column
        key *= _MIX
        key ^= key >> np.uint64(29)
        key *= _FOLD
    return key


def distinct_keys(key: Marks, owner: Codes) -> Keys:
    """The keys without those that a person's name or address before gave already."""
    again = np.flatnonzero((key[1:] == key[:-1]) & (owner[1:] == owner[:-1])) + 1
    return Keys(np.delete(key, again), np.delete(owner, again)) if len(again) else Keys(key, owner)


class _Parts:
    """What keys are made of, a row per name and address of each person; 0 is not known."""

    def __init__(self, facts: WordFacts, people: PersonBatch) -> None:
        self._facts, self._people = facts, people
        self._names, self._places, self.owner = _rows(people.names.start, people.places.start)
        self._made: dict[str, Marks] = {}

    def __getitem__(self, part: str) -> Marks:
        if part not in self._made:
            self._made[part] = self._make(part).astype(np.uint64, copy=False)
        return self._made[part]

    def _make(self, part: str) -> NDArray[Any]:
        facts, names, places = self._facts, self._people.names, self._people.places
        letters, n, p = facts.names, self._names, self._places
        match part:
            case "given":
                whole = np.where(letters.length > 1, letters.mark, 0)
                return np.asarray(whole[names.given[n]])
            case "given_initial":
                return letters.initial[names.given[n]]
            case "middle_initial":
                return letters.initial[names.middle[n]]
            case "surname":
                return letters.mark[names.surname[n]]
            case "surname_first":
                return self._other_word(names.surname_first)
            case "surname_last":
                return self._other_word(names.surname_last)
            case "surname_initial":
                return letters.initial[names.surname[n]]
            case "surname_head":
                return facts.head_mark[names.surname[n]]
            case "sound":
                return facts.sound_mark[names.surname[n]]
            case "house":
                return facts.house_mark[places.house[p]]
            case "street":
                return facts.core_mark[places.core[p]]
            case "zip5":
                return places.zip5[p]
            case _:
                return self._number(part)[self.owner]

    def _other_word(self, words: Codes) -> Marks:
        """An outer word of a compound, 0 where it is the whole name."""
        whole, word = self._people.names.surname[self._names], words[self._names]
        return np.where(word == whole, np.uint64(0), self._facts.names.mark[word])

    def _number(self, part: str) -> Codes | Ints:
        people = self._people
        match part:
            case "year":
                return people.year
            case "birthday":
                return np.where(people.day > 0, people.month * 100 + people.day, 0)
            case "turned_birthday":
                return np.where(people.day > 0, people.day * 100 + people.month, 0)
            case "ssn":
                return np.where(people.ssn == NOT_KNOWN, 0, people.ssn + 1)
            case "last4":
                return np.where(people.last4 == NOT_KNOWN, 0, people.last4 + 1)
            case _:
                raise KeyError(part)


def _rows(names: Ints, places: Ints) -> tuple[Ints, Ints, Codes]:
    """Every name of a person with every address of it: rows of names, of places, the person."""
    counts = np.diff(names) * np.diff(places)
    owner = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    if len(owner) == len(counts):
        return names[:-1], places[:-1], owner
    starts = np.cumsum(counts) - counts
    within = np.arange(counts.sum()) - np.repeat(starts, counts)
    width = np.diff(places)[owner]
    return names[:-1][owner] + within // width, places[:-1][owner] + within % width, owner
