"""Several subjects, each with the records it was given, as columns that are compared at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.compare.rarity import census_shares
from matching.compare.words import word_facts
from matching.encode.batch import Ints, PersonBatch, Words
from matching.encode.profiles import batch_of_profiles
from matching.engine.link import Source
from matching.profile import Profile
from matching.score.population import REFERENCE


@dataclass(frozen=True, slots=True)
class Searched:
    """The records of all subjects one after the other; those of subject n begin at `start[n]`.

    `words` are those of the subjects and of the records.
    """

    words: Words
    source: Source
    start: Ints

    def people(self, profiles: Sequence[Profile]) -> PersonBatch:
        """Profiles whose words are those of the subjects and their records."""
        return batch_of_profiles(profiles, self.words)

    def pairs(self, numbers: Sequence[int]) -> tuple[Ints, Ints]:
        """Each of these subjects, by its place in `numbers`, with each of its records."""
        return pairs_of(self.start, numbers)


def pairs_of(start: Ints, numbers: Sequence[int]) -> tuple[Ints, Ints]:
    """Each of these subjects, by its place in `numbers`, with its records from `start` on."""
    sizes = [int(start[number + 1] - start[number]) for number in numbers]
    records = [np.arange(start[number], start[number + 1]) for number in numbers]
    place = np.repeat(np.arange(len(numbers), dtype=np.int64), sizes)
    return place, np.concatenate([np.zeros(0, np.int64), *records])


def searched(
    asked: Sequence[Profile],
    given: Sequence[Sequence[Profile]],
    population: int = REFERENCE,
) -> Searched:
    """The columns of these subjects' records; the words are those of the subjects as well."""
    words = Words()
    batch_of_profiles(asked, words)
    people = batch_of_profiles([profile for profiles in given for profile in profiles], words)
    facts = word_facts(words)
    source = Source(people, facts, census_shares(facts, people), population, batch=False)
    start = np.cumsum([0, *map(len, given)], dtype=np.int64)
    return Searched(words, source, start)
