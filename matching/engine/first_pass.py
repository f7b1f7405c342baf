"""The first pass over the records: what must be known of all of them before one is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, Protocol

from matching.block.candidates import Bounds, Shared, shared
from matching.block.key_index import Hits, KeyCounts, indexed
from matching.block.keys import asked_keys_by_rule, keys_by_rule
from matching.compare.names import Levels
from matching.compare.rarity import NameCounts, counts_of_all, crowds, house_marks, name_counts
from matching.compare.words import WordFacts, word_facts
from matching.encode.batch import PersonBatch, Words
from matching.encode.stacked import stacked
from matching.encode.word_facts import Bits
from matching.engine.crowded import CrowdCounts, Crowded
from matching.engine.spread_counts import SpreadCounts
from matching.score.spread import Spread


class Store(Protocol):
    """Where partitions lie between the passes; what was put under a name is there to get."""

    def put(self, name: str, part: object) -> None:
        """Keep a part under a name of its own."""

    def get(self, name: str) -> Any:
        """The part of that name."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Who is looked for, with the words they use and what these are."""

    people: PersonBatch
    words: Words
    facts: WordFacts


def subjects_of(people: PersonBatch, words: Words) -> Subjects:
    """Subjects whose words are all of `words`, which then grow no more."""
    return Subjects(people, words, word_facts(words))


@dataclass(frozen=True, slots=True)
class Partition:
    """Some of the records; the first has the number `first`.

    `own` are, by vocabulary, the words beyond those of the subjects, and `facts` what these are.
    """

    first: int
    people: PersonBatch
    own: Mapping[str, Sequence[str]]
    facts: WordFacts


@dataclass(frozen=True, slots=True)
class Counted:
    """All records by partition, and what was counted over all of them.

    `shared` are the subjects' keys with how many records share each, `names` how many bear each
    name, `crowds` the levels of CROWD of every address, and `spread` is over how many towns they
    lie. What is `crowded` is known of neither side from here on.
    """

    subjects: Subjects
    store: Store
    parts: int
    shared: Shared
    names: NameCounts
    crowds: Sequence[Levels]
    crowded: Crowded
    spread: Spread

    def partition(self, number: int) -> Partition:
        """The partition of that number."""
        found: Partition = self.store.get(f"people-{number}")
        return replace(found, people=self.crowded.without(found.people))

    def hits(self, number: int) -> Hits:
        """The keys of the subjects that its records have."""
        found: Hits = self.store.get(f"hits-{number}")
        return found

    def all_hits(self) -> Iterator[Hits]:
        """Those of all partitions, one after the other."""
        return map(self.hits, range(self.parts))


class FirstPass:
    """Takes the records partition by partition, in their order, and counts."""

    def __init__(self, subjects: Subjects, store: Store, bounds: Bounds) -> None:
        self._subjects, self._store, self._bounds = subjects, store, bounds
        people = subjects.people
        self._index = indexed(asked_keys_by_rule(subjects.facts, people), len(people))
        self._counts = KeyCounts(self._index, bounds.widest)
        self._crowds = CrowdCounts(subjects.people)
        self._spread = SpreadCounts(subjects.people)
        self._names: list[NameCounts] = []
        self._houses: list[Callable[[], Bits]] = []
        self._records = 0

    def further_words(self) -> Words:
        """For the words of the next records."""
        return self._subjects.words.beyond()

    def add(self, people: PersonBatch, words: Words) -> None:
        """The next records, at most MOST_RECORDS; `words` are their `further_words`."""
        number = len(self._houses)
        own = word_facts(words)
        facts = stacked([self._subjects.facts, own])
        names = {field.name: getattr(words, field.name).words for field in fields(words)}
        self._store.put(f"people-{number}", Partition(self._records, people, names, own))
        self._store.put(f"hits-{number}", self._counts.hits(keys_by_rule(facts, people)))
        self._store.put(f"houses-{number}", house_marks(facts, people.places))
        self._houses.append(partial(self._store.get, f"houses-{number}"))
        self._names = [counts_of_all([*self._names, name_counts(facts, people)])]
        self._crowds.add(people, facts)
        self._spread.add(people)
        self._records += len(people)

    def counted(self) -> Counted:
        """What was counted; at least one partition was added."""
        crowded = self._crowds.crowded()
        return Counted(
            replace(self._subjects, people=crowded.without(self._subjects.people)),
            self._store,
            len(self._houses),
            shared(self._counts, self._index, self._bounds.widest),
            self._names[0],
            crowds(self._houses),
            crowded,
            self._spread.spread(),
        )
