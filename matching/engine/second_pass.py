"""The second pass over the records: candidate pairs, compared; what survives is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.block.candidates import Bounds, Pairs
from matching.block.likeliest import Likeliest
from matching.compare.names import Levels
from matching.compare.pairs import compare
from matching.compare.rarity import shares_by
from matching.compare.words import WordFacts, word_facts
from matching.crew import done_in_order
from matching.encode.batch import Ints, PersonBatch, Words
from matching.encode.sorted_once import sorted_once
from matching.encode.stacked import stacked
from matching.encode.taken import in_words, people_at, people_of_all, values_at
from matching.engine.blind import blind_odds, is_identified
from matching.engine.first_pass import Counted, Partition
from matching.engine.link import BLOCK, Part, Source, ordered, own_weight, part_at
from matching.in_order import cores, in_order, timed
from matching.score.context import ScoredPairs, natural
from matching.score.person_model import PersonModel


def ignored(*told: object) -> None:
    """Nobody hears of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears of the second pass: of records that are done, and of every candidate pair."""

    records: Callable[[int], None] = ignored
    pairs: Callable[[Ints, Ints], None] = ignored


_NOBODY = Told()


@dataclass(frozen=True, slots=True)
class Blocked:
    """What blocking and scoring by pairs left: the survivors, their levels, and counts.

    `beneath` are pairs below the model's floor that were kept beside them. `source` has the records
    of both alone, and `number` is which of all records each is. `pairs` were compared; `cut`
    subjects had more candidates than the bounds allow, `most` is the largest number of one;
    `seconds` is the time all threads spent on blocking and on scoring.
    """

    found: ScoredPairs
    levels: Mapping[str, Levels]
    beneath: Part
    source: Source
    number: Ints
    pairs: int
    most: int
    cut: int
    seconds: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Linking:
    """By what subjects and records are linked.

    `population` is how many people the records' source holds; in a `batch` the other subjects'
    claims to a record tell something. Of pairs below the model's floor those are kept beside the
    others that the blind link of the subjects in `blind` needs, and with `every` all.
    """

    model: PersonModel
    bounds: Bounds
    population: int
    batch: bool
    blind: NDArray[np.bool_] | None = None
    every: bool = False


def block_and_score(linking: Linking, counted: Counted, told: Told = _NOBODY) -> Blocked:
    """The pairs that share a key and are above the model's floor on their own evidence.

    Records pass by in partitions, so memory is bounded by the subjects and by what survives. The
    answer depends neither on the partitions nor on the number of threads.
    """
    run = _Run(linking, counted, told)
    with ThreadPoolExecutor(cores()) as threads:
        for number in range(counted.parts):
            run.pass_by(number, threads)
    return run.blocked()


@dataclass(frozen=True, slots=True)
class _Block:
    """Pairs that are handed to a process, in as few bytes as they take."""

    subject: NDArray[np.int32]
    record: NDArray[np.int32]

    @classmethod
    def of(cls, pairs: Pairs) -> _Block:
        return cls(pairs.subject.astype(np.int32), pairs.record.astype(np.int32))


class _Run:
    """One pass, partition by partition."""

    def __init__(self, linking: Linking, counted: Counted, told: Told) -> None:
        self._linking, self._counted, self._told = linking, counted, told
        self._blocking: list[float] = []
        self._scoring: list[float] = []
        self._likeliest = timed(self._sought, self._blocking)(counted)
        self._pairs = 0
        self._kept = _Kept(counted.subjects.words.beyond())

    def _sought(self, counted: Counted) -> Likeliest:
        subjects, most = len(counted.subjects.people), self._linking.bounds.most
        return Likeliest(counted.shared, subjects, most, counted.all_hits())

    def pass_by(self, number: int, threads: ThreadPoolExecutor) -> None:
        """Compare the records of a partition with the subjects, and keep what survives."""
        part, crowd = self._counted.partition(number), self._counted.crowds[number]
        source = self._source(part.people, part.facts, crowd)
        keys, hits = self._counted.shared, self._counted.hits(number)
        shared = in_order(threads, timed(keys.pairs, self._blocking), keys.parts(hits))
        score, blocks = partial(self._scored, source), self._blocks(part, shared)
        several = keys.most(hits) > BLOCK
        found = list(done_in_order(score, blocks, self._scoring, several=several))
        self._kept.add(part, crowd, found)

    def _blocks(self, part: Partition, shared: Iterator[Pairs]) -> Iterator[_Block]:
        """The candidate pairs of a partition in blocks, one at least."""
        done = 0
        for some in shared:
            pairs = self._likeliest.of(some)
            pairs = pairs.at(~self._of_organizations(part, pairs))
            self._pairs += len(pairs)
            self._told.pairs(pairs.subject, pairs.record + part.first)
            reached = int(some.record[-1]) + 1
            self._told.records(reached - done)
            done = reached
            for at in range(0, max(len(pairs), 1), BLOCK):
                yield _Block.of(pairs.at(slice(at, at + BLOCK)))
        self._told.records(len(part.people) - done)
        if not done:
            yield _Block(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))

    def _of_organizations(self, part: Partition, pairs: Pairs) -> NDArray[np.bool_]:
        """Pairs of two organisations, which are not weighed as people."""
        asked, there = self._counted.subjects.people, part.people
        found: NDArray[np.bool_] = asked.organization[pairs.subject]
        return found & there.organization[pairs.record]

    def blocked(self) -> Blocked:
        """What was kept, and the counts."""
        found, levels = ordered(self._kept.parts)
        self._kept.parts.clear()
        number = np.concatenate(self._kept.number)
        kept = replace(found, record=np.searchsorted(number, found.record)), levels
        above = found.odds > self._linking.model.floor
        found, levels = part_at(kept, np.flatnonzero(above))
        beneath = part_at(kept, np.flatnonzero(~above))
        people = people_of_all(self._kept.people)
        self._kept.people.clear()
        own, crowd = word_facts(self._kept.words), np.concatenate(self._kept.crowd)
        source = self._source(people, own, crowd)
        likeliest, seconds = self._likeliest, (sum(self._blocking), sum(self._scoring))
        counts = self._pairs, likeliest.largest, likeliest.cut
        return Blocked(found, levels, beneath, source, number, *counts, seconds)

    def _source(self, people: PersonBatch, own: WordFacts, crowd: Levels) -> Source:
        """The source of some records, by the facts of their words beyond those of the subjects."""
        facts = stacked([self._counted.subjects.facts, own]).ready()
        shares = shares_by(facts, self._counted.names, crowd)
        linking, spread = self._linking, self._counted.spread
        return Source(people, facts, shares, linking.population, batch=linking.batch, spread=spread)

    def _scored(self, source: Source, block: _Block) -> Part:
        subjects, model = self._counted.subjects.people, self._linking.model
        i, j = (side.astype(np.int64) for side in (block.subject, block.record))
        levels = compare(source.facts, source.shares, subjects, i, source.people, j)
        odds = natural(own_weight(model, source, levels))
        kept = (odds > model.floor) | self._linking.every
        if (blind := self._linking.blind) is not None:
            at = np.flatnonzero(~kept & blind[i] & is_identified(levels))
            some = {name: column[at] for name, column in levels.items()}
            kept[at] = blind_odds(model, source, some) > model.floor
        return part_at((ScoredPairs(i, j, odds), levels), np.flatnonzero(kept))


class _Kept:
    """The survivors of all partitions, and of the records and words what these need."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.parts: list[Part] = []
        self.number: list[Ints] = []
        self.people: list[PersonBatch] = []
        self.crowd: list[Levels] = []

    def add(self, part: Partition, crowd: Levels, found: Sequence[Part]) -> None:
        """Keep the survivors of a partition."""
        record = sorted_once(np.concatenate([one.record for one, _ in found]))
        for one, levels in found:
            self.parts.append((replace(one, record=one.record + part.first), levels))
        self.number.append(record + part.first)
        self.people.append(in_words(people_at(part.people, record), part.own, self.words))
        self.crowd.append(crowd[values_at(part.people.places.start, record)[1]])
