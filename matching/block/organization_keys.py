"""Blocking keys of organisations: words of their names, numbers, officers, and what people have.

The rules of people that serve here keep their numbers; those of organisations go on from FIRST.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matching.block.keys import RULES, Keys, Marks, distinct_keys, hashed_key, joined_keys, keys_of
from matching.compare.organizations.name_rarity import business_words
from matching.compare.words import WordFacts
from matching.encode.batch import Bag, Ints
from matching.encode.organizations import OrganizationBatch
from matching.encode.taken import values_at
from matching.encode.vocabulary import Codes
from matching.encode.word_facts import mark
from matching.parse.organization.read import NormalOrganization

FIRST = 64
WORDS, BEGINNING, EIN, REGISTER, DOMAIN, BEGINNING_AND_ZIP, HEAD_AND_STREET = range(
    FIRST, FIRST + 7
)
"""The rules of organisations, by number; a key holds the number of its rule."""

_OF_PEOPLE = tuple(
    number
    for number, rule in RULES.items()
    if rule
    in {
        ("surname_first", "given"), ("house", "street"), ("phone",), ("phone but its last digit",),
        ("email",),
    }
)  # fmt: skip
"""Rules of people that organisations are found by too: an officer, an address, a contact."""

_MOST_WORDS = 6
"""So many words of a name make keys of two; a longer name has enough of them."""

_LETTERS = 7
"""Letters at the beginning of a name that a typing error further behind leaves alone."""

_FEW_LETTERS = 4


@dataclass(frozen=True, slots=True)
class NameMarks:
    """By number of a name: the marks of its keys from `start`, of its beginnings and its head."""

    start: Ints
    words: Marks
    beginning: Marks
    short: Marks
    head: Marks


def name_marks(names: Sequence[NormalOrganization]) -> NameMarks:
    """The marks of all names."""
    groups = [list(_texts(name)) for name in names]
    joined = ["".join(name.words) for name in names]
    return NameMarks(
        np.concatenate(([0], np.cumsum([len(group) for group in groups]))).astype(np.int64),
        _marks([text for group in groups for text in group]),
        _marks([text[:_LETTERS] if len(text) >= _LETTERS else "" for text in joined]),
        _marks([text[:_FEW_LETTERS] for text in joined]),
        _marks([name.words[0] if name.words else "" for name in names]),
    )


def _marks(texts: Sequence[str]) -> Marks:
    return np.fromiter(map(mark, texts), dtype=np.uint64, count=len(texts))


def _texts(name: NormalOrganization) -> Iterator[str]:
    """What a name is looked up by: all words, each unusual one, two of them, its initials."""
    words = sorted({word for word in name.words if len(word) > 1})
    yield "=" + "".join(sorted((*name.words, *name.numbers)))
    yield "=" + "".join(sorted(name.words))
    yield from (word for word in words if word not in business_words())
    yield from (f"{one} {other}" for one, other in combinations(words[:_MOST_WORDS], 2))
    if len(name.words) > 2:
        yield "".join(word[0] for word in name.words)


def organization_keys(words: WordFacts, names: NameMarks, batch: OrganizationBatch) -> Keys:
    """Every blocking key of every organisation."""
    called = batch.called
    owner = np.repeat(np.arange(len(batch), dtype=np.int32), np.diff(called.start))
    start, rows = values_at(names.start, called.name.astype(np.int64))
    each = np.repeat(owner, np.diff(start))
    return joined_keys(
        [
            keys_of(words, batch.people, _OF_PEOPLE),
            _keys(WORDS, each, names.words[rows]),
            _keys(BEGINNING, owner, names.beginning[called.name]),
            *_beside_places(words, names, batch, owner),
            _of_bag(EIN, batch.eins),
            _of_bag(REGISTER, batch.registers),
            _of_bag(DOMAIN, batch.domains),
        ]
    )


def _beside_places(
    words: WordFacts, names: NameMarks, batch: OrganizationBatch, owner: Codes
) -> Iterator[Keys]:
    """A few letters of a name with a ZIP code, its first word with a street."""
    places, called = batch.people.places, batch.called
    start, rows = values_at(places.start, owner.astype(np.int64))
    counts = np.diff(start)
    each, name = np.repeat(owner, counts), np.repeat(called.name, counts)
    zips, streets = places.zip5[rows].astype(np.uint64), words.core_mark[places.core[rows]]
    yield _keys(BEGINNING_AND_ZIP, each, names.short[name], zips)
    yield _keys(HEAD_AND_STREET, each, names.head[name], streets)


def _of_bag(rule: int, bag: Bag) -> Keys:
    owner = np.repeat(np.arange(len(bag.start) - 1, dtype=np.int32), np.diff(bag.start))
    return _keys(rule, owner, bag.values.astype(np.uint64))


def _keys(rule: int, owner: Codes, *columns: NDArray[np.uint64]) -> Keys:
    """The keys of a rule where all its values are known."""
    known = np.logical_and.reduce([column != 0 for column in columns])
    return distinct_keys(hashed_key(rule, [column[known] for column in columns]), owner[known])
