"""Records weighed as the subjects they were found for: by pairs, in context, under the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matching.compare.pairs import compare
from matching.encode.batch import Ints
from matching.engine.link import in_context, kept_pairs
from matching.explain import free_terms, pair_terms
from matching.profile import Profile
from matching.rank.candidates import WeighedCandidate, held_by
from matching.rank.searched import Searched
from matching.score.additive import UNITS_PER_BIT
from matching.score.constraints.beside import Pairs
from matching.score.constraints.held import held
from matching.score.context import ScoredPairs
from matching.score.person_model import PersonModel
from matching.score.population import population_units


@dataclass(frozen=True, slots=True)
class Asked:
    """A profile that the records of one subject, by its number, are weighed as."""

    number: int
    profile: Profile


def weigh(
    model: PersonModel, searched: Searched, asked: Sequence[Asked]
) -> list[tuple[WeighedCandidate, ...]]:
    """Every record of each subject that is asked for, in their order.

    What a record comes to depends on its own subject's records alone; `person` counts from them.
    """
    source = searched.source
    subjects = searched.people([one.profile for one in asked])
    i, j = searched.pairs([one.number for one in asked])
    levels = compare(source.facts, source.shares, subjects, i, source.people, j)
    shift = population_units(source.population, levels)
    own = model.pair.weigh(levels) + shift
    found, kept = kept_pairs(model, levels, own, i, j)
    linked = in_context(model, subjects, found, kept, source)
    rules = held(Pairs(source.facts, subjects, i, source.people, j), levels)
    weighed = []
    for at, row in enumerate(rows_among(found, i, j)):
        if row < 0:
            terms, weight, person = pair_terms(model, levels, at, int(shift[at])), own[at], j[at]
        else:
            terms, weight = free_terms(model, linked, row), linked.free[row]
            person = found.record[linked.context.person[row]]
        first = searched.start[asked[i[at]].number]
        free = WeighedCandidate(terms, float(weight) / UNITS_PER_BIT, int(person - first))
        weighed.append(held_by(rules.rule(at), free))
    edges = np.searchsorted(i, np.arange(len(asked) + 1))
    return [tuple(weighed[a:b]) for a, b in pairwise(edges)]


def rows_among(found: ScoredPairs, i: Ints, j: Ints) -> list[int]:
    """The row of each pair among the survivors, -1 where it is none; pairs are in order."""
    rows = np.full(len(i), -1, dtype=np.int64)
    width = int(j.max(initial=0)) + 1
    rows[np.searchsorted(i * width + j, found.subject * width + found.record)] = np.arange(
        len(found)
    )
    return [int(row) for row in rows]
