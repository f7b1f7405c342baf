"""Set-based linking: people as columns, pairs scored in blocks, survivors seen in context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.compare.names import Levels
from matching.compare.pairs import compare
from matching.compare.rarity import Shares
from matching.compare.words import WordFacts
from matching.encode.batch import Ints, PersonBatch
from matching.in_order import cores
from matching.score.additive import UNITS_PER_BIT, Units
from matching.score.claimed import claimed
from matching.score.constraints.beside import Pairs
from matching.score.constraints.held import LOWEST, Held, held
from matching.score.constraints.signs import contradict
from matching.score.context import (
    CONTRADICTED,
    Context,
    LinkOdds,
    ScoredPairs,
    best_other_claim,
    context,
    in_units,
    natural,
)
from matching.score.person_model import CONTEXT_OF, LinkModel, PersonModel
from matching.score.population import population_units
from matching.score.spread import NOT_COUNTED, Spread, in_one_town, lifted
from matching.score.tied import given_back

BLOCK = 1 << 18
"""Pairs that are compared at once: enough that threads seldom wait for each other."""


@dataclass(frozen=True, slots=True)
class Source:
    """The side of the records: the people, what their words are, how common names are there.

    `population` is how many people the source holds; `register` says one record a person, several,
    or not known; `batch` that all subjects are linked with it at once. They claim its records by
    `claims`, or where that is None by the candidates that are weighed. `spread` is over how many
    towns the records lie, where that was counted.
    """

    people: PersonBatch
    facts: WordFacts
    shares: Shares
    population: int
    register: bool | None = None
    batch: bool = True
    claims: ScoredPairs | None = None
    spread: Spread = NOT_COUNTED

    def claimed(self, found: ScoredPairs) -> ScoredPairs | None:
        """The candidates by which other subjects claim records, where they do."""
        return claims_of(self, found)


class Claimed(Protocol):
    """A side of records, whatever their kind, on which subjects may have claims."""

    @property
    def batch(self) -> bool:
        """Whether all subjects are linked with it at once."""

    @property
    def claims(self) -> ScoredPairs | None:
        """The candidates by which they claim its records, where these are not the weighed ones."""


def claims_of(source: Claimed, found: ScoredPairs) -> ScoredPairs | None:
    """The candidates by which other subjects claim records: none where each is asked alone."""
    if not source.batch:
        return None
    return found if source.claims is None else source.claims


@dataclass(frozen=True, slots=True)
class Linked:
    """The survivors of a linking with everything their probability comes from.

    `pair` and `context` are the levels of every survivor; `weight` is the final weight in units of
    1/64 bit, the shares of the population and the competition, what other subjects `claimed`, what
    calibration and spread add, what the file has `shown`, what `constraint` takes and what is
    `lifted` in spite of it included; `held` says by which rule.
    """

    found: ScoredPairs
    pair: Mapping[str, Levels]
    context: Context
    population: Units
    competition: Units
    claimed: Units
    calibration: Units
    spread: Units
    shown: Units
    held: Held
    constraint: Units
    lifted: Units
    weight: Units

    def numbered(self, number: Ints) -> Linked:
        """The same with the numbers that the records have elsewhere, which are in their order."""
        return replace(self, found=replace(self.found, record=number[self.found.record]))

    @property
    def register(self) -> bool | None:
        """Whether the records look like one a person, or several; None is not known."""
        levels = self.context.levels["register"]
        return {1: True, 2: False}.get(int(levels[0])) if len(levels) else None

    @property
    def free(self) -> Units:
        """The weight before a rule holds it down."""
        return self.weight - self.constraint - self.lifted

    @property
    def probability(self) -> NDArray[np.float64]:
        """2**weight / (1 + 2**weight) of every survivor."""
        return np.asarray(1.0 / (1.0 + np.exp2(-self.weight / UNITS_PER_BIT)))


Part = tuple[ScoredPairs, Mapping[str, Levels]]
"""Pairs and their levels."""


def scored_pairs(
    model: PersonModel, subjects: PersonBatch, source: Source, i: Ints, j: Ints
) -> Part:
    """The given pairs that are above the model's floor on their own evidence, with their levels."""
    return ordered(_parts(model, subjects, source, i, j))


def kept_pairs(
    model: LinkModel, levels: Mapping[str, Levels], weight: Units, i: Ints, j: Ints
) -> Part:
    """The same of pairs that were compared already.

    `levels` and `weight` are the pairs' own, the share of the population included.
    """
    return ordered([_above(model, levels, weight, i, j)])


def _above(model: LinkModel, levels: Mapping[str, Levels], weight: Units, i: Ints, j: Ints) -> Part:
    odds = natural(weight)
    return part_at((ScoredPairs(i, j, odds), levels), np.flatnonzero(odds > model.floor))


def part_at(part: Part, at: Ints) -> Part:
    """Some of the pairs, in the order that is asked for."""
    found, levels = part
    some = ScoredPairs(found.subject[at], found.record[at], found.odds[at])
    return some, {name: column[at] for name, column in levels.items()}


def _parts(
    model: PersonModel, subjects: PersonBatch, source: Source, i: Ints, j: Ints
) -> list[Part]:
    """The survivors of each block of pairs; at least one part, however few pairs there are."""
    starts = range(0, max(len(i), 1), BLOCK)
    return [
        scored(model, subjects, source, i[at : at + BLOCK], j[at : at + BLOCK]) for at in starts
    ]


def scored(model: PersonModel, subjects: PersonBatch, source: Source, i: Ints, j: Ints) -> Part:
    """The same of pairs that are few enough to be compared at once, in their order."""
    levels = compare(source.facts, source.shares, subjects, i, source.people, j)
    return _above(model, levels, own_weight(model, source, levels), i, j)


def own_weight(model: PersonModel, source: Source, levels: Mapping[str, Levels]) -> Units:
    """What pairs weigh by their own levels, one town in full, in units of 1/64 bit."""
    own = model.pair.weigh(levels) + population_units(source.population, levels)
    return np.asarray(own + in_one_town(source.spread, levels))


def ordered(parts: Sequence[Part]) -> Part:
    """All parts as one, by subject, the likeliest first, then by record."""
    subject = np.concatenate([found.subject for found, _ in parts])
    record = np.concatenate([found.record for found, _ in parts])
    odds = np.concatenate([found.odds for found, _ in parts])
    order = np.lexsort((record, -odds, subject))
    levels = {
        name: np.concatenate([columns[name] for _, columns in parts])[order] for name in parts[0][1]
    }
    return ScoredPairs(subject[order], record[order], odds[order]), levels


def link_odds(model: PersonModel, source: Source) -> LinkOdds:
    """How surely two records of the source are one person's."""

    def one(left: Ints, right: Ints) -> NDArray[np.float64]:
        levels = compare(source.facts, source.shares, source.people, left, source.people, right)
        found = natural(model.pair.weigh(levels))
        return np.where(contradict(levels), np.minimum(found, CONTRADICTED), found)

    def of(a: Ints, b: Ints) -> NDArray[np.float64]:
        starts = range(0, len(a), BLOCK)
        if len(starts) < 2:
            return one(a, b)
        with ThreadPoolExecutor(cores()) as threads:
            return np.concatenate(
                list(threads.map(lambda at: one(a[at : at + BLOCK], b[at : at + BLOCK]), starts))
            )

    return of


def in_context(
    model: PersonModel,
    subjects: PersonBatch,
    found: ScoredPairs,
    levels: Mapping[str, Levels],
    source: Source,
) -> Linked:
    """The survivors weighed in the light of each other, and held down by the constraints."""
    link, claims = link_odds(model, source), source.claimed(found)
    around = context(found, levels, link, register=source.register, claims=claims)
    seen = {**around.levels, **{name: levels[name] for name in CONTEXT_OF}}
    town = in_one_town(source.spread, levels)
    weight = in_units(found.odds) - town + model.context.weigh(seen)
    competing = competition(found, weight, around)
    calibrated = model.calibration.added(weight + competing)
    if calibrated.any():
        calibrated = calibrated + beyond_one(found, weight + competing + calibrated, around)
    alone = weight + model.calibration.added(weight)
    weight = weight + competing + calibrated
    back = given_back(alone, weight, around)
    beyond = np.maximum(competing + back, 0)
    competing, calibrated = competing + back - beyond, calibrated + beyond
    lift = lifted(weight + back, town)
    weight = weight + back + lift
    lost = np.zeros_like(lift)
    if claims is not None:
        lost = claimed(weight, found.odds, best_other_claim(found, claims))
        weight = weight + lost
    pairs = Pairs(source.facts, subjects, found.subject, source.people, found.record)
    rules = _held(pairs, levels, weight)
    taken = rules.taken(weight)
    shift = population_units(source.population, levels)
    own = (shift, competing, lost, calibrated, lift, np.zeros_like(lift))
    return Linked(found, levels, around, *own, rules, taken, np.zeros_like(lift), weight + taken)


def _held(pairs: Pairs, levels: Mapping[str, Levels], weight: Units) -> Held:
    """The rules of the pairs from whose weight one could take something."""
    number = np.zeros(len(weight), dtype=np.uint8)
    at = np.flatnonzero(weight > LOWEST)
    number[at] = held(pairs.take(at), {name: column[at] for name, column in levels.items()}).number
    return Held(number)


def competition(found: ScoredPairs, weight: Units, around: Context) -> Units:
    """What other people take: a subject's persons share one whole of probability.

    A candidate's odds are at most its share among the odds of the subject's other persons, so equal
    namesakes get 1/n at most, however many there are.
    """
    person = around.person
    best = np.full(len(weight), -99.0)
    np.maximum.at(best, person, weight / UNITS_PER_BIT)
    lead = np.flatnonzero(person == np.arange(len(person)))
    odds = np.zeros(len(weight))
    odds[lead] = np.exp2(np.clip(best[lead], -99.0, 99.0))
    taken = np.ceil(
        UNITS_PER_BIT * np.log2(np.maximum(_others(found.subject, lead, odds)[person], 1.0))
    )
    return np.asarray(-taken, dtype=np.int32)


def beyond_one(found: ScoredPairs, weight: Units, around: Context) -> Units:
    """What must be taken so that a subject's persons share one whole, which calibration may exceed.

    Each keeps its part of the whole.
    """
    odds = np.exp2(np.clip(weight / UNITS_PER_BIT, -99.0, 99.0))
    likely = odds / (1.0 + odds)
    best = np.zeros(len(weight))
    np.maximum.at(best, around.person, likely)
    lead = np.flatnonzero(around.person == np.arange(len(weight)))
    whole = np.bincount(found.subject[lead], best[lead], int(found.subject.max(initial=-1)) + 1)
    part = likely / np.maximum(whole[found.subject], 1.0)
    told = np.log2(np.maximum(part, 1e-30) / np.maximum(1.0 - part, 1e-30))
    taken = np.floor(UNITS_PER_BIT * told) - weight
    return np.where(whole[found.subject] > 1.0, np.minimum(taken, 0), 0).astype(np.int32)


def _others(subject: Ints, lead: Ints, odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each leading position, the odds of the subject's other persons.

    The likeliest person is kept out of the sum it is compared with: no small number is lost in it.
    """
    subjects, own = subject[lead], odds[lead]
    best = np.zeros(int(subjects.max(initial=-1)) + 1)
    np.maximum.at(best, subjects, own)
    likeliest = np.flatnonzero(own == best[subjects])
    likeliest = likeliest[np.unique(subjects[likeliest], return_index=True)[1]]
    rest = own.copy()
    rest[likeliest] = 0.0
    sums = np.bincount(subjects, rest, minlength=len(best))[subjects]
    others = best[subjects] + (sums - own)
    others[likeliest] = sums[likeliest]
    found = np.zeros(len(odds))
    found[lead] = others
    return found
