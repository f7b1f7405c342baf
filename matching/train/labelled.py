"""Trains a model of persons from tables of which the matching pairs are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compare.agreement import STEPS
from matching.compare.level_words import level_words
from matching.compare.pairs import LEVELS, compare
from matching.compare.rarity import census_shares
from matching.encode.batch import Ints, PersonBatch
from matching.engine.link import Source, link_odds, scored_pairs
from matching.score.additive import AdditiveModel
from matching.score.context import CONTEXT_STEPS, context, natural
from matching.score.person_model import PersonModel, context_levels
from matching.score.population import population_units
from matching.train.additive import Examples, Plan, alike_merged, fit, joined
from matching.train.judged import ALONE, judged_weight, with_judgement

FLOOR = -4.0
"""Natural log-odds below which a pair is not looked at again."""

PAIR_PLAN = Plan()
CONTEXT_PLAN = Plan(always=(("rival", "register"), ("unsure rival", "register")), pair_ridge=30.0)


_BESIDE = 0.3
"""How much a row counts that stands beside the same row of a batch."""

NOT_LEARNED = frozenset(ALONE)
FORMER = frozenset({"namesakes"})
"""Comparisons that models have which were made before."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Candidate pairs of one source and which of them are one person's.

    `taught` says of each subject whether its pairs are learned from; None means all. The others
    are there all the same, as rivals.
    """

    subjects: PersonBatch
    source: Source
    i: Ints
    j: Ints
    match: NDArray[np.bool_]
    taught: NDArray[np.bool_] | None = None

    def of_taught(self) -> Labelled:
        """The task with the pairs alone that are learned from."""
        if self.taught is None:
            return self
        kept = self.taught[self.i]
        return replace(self, i=self.i[kept], j=self.j[kept], match=self.match[kept], taught=None)


def train(tasks: Sequence[Labelled], id: str, training: Mapping[str, Any]) -> PersonModel:
    """A model fitted to the labelled pairs of all tasks; its reliability is not yet measured."""
    parts = [part for task in tasks for part in _pair_examples(task.of_taught())]
    pair = with_judgement(fit(joined(parts), LEVELS, PAIR_PLAN, STEPS))
    empty = AdditiveModel(0, (), context_levels())
    model = PersonModel(id, pair, empty, FLOOR, training, {}, level_words())
    parts = [part for task in tasks for part in _context_examples(model, task)]
    around = fit(joined(parts), context_levels(), CONTEXT_PLAN, CONTEXT_STEPS)
    return replace(model, context=around)


def _pair_examples(task: Labelled) -> list[Examples]:
    """The pairs as the source has them; those of a batch at less weight as a single trace does."""
    source = task.source
    count = len(task.match)
    examples = []
    seen = [(source.shares, 1.0)]
    if source.batch:
        seen.append((census_shares(source.facts, source.people), _BESIDE))
    for shares, weight in seen:
        levels = compare(source.facts, shares, task.subjects, task.i, source.people, task.j)
        given = judged_weight(levels) + population_units(source.population, levels)
        learned = {name: column for name, column in levels.items() if name not in NOT_LEARNED}
        rows = Examples(learned, task.match.astype(float), natural(given), np.full(count, weight))
        examples.append(alike_merged(rows, LEVELS))
    return examples


def _context_examples(model: PersonModel, task: Labelled) -> list[Examples]:
    """The survivors as the source sees them; a batch's at less weight as a single trace does.

    What the pair itself agrees in is not learned again: it could only take back what it gave.
    """
    found, levels = scored_pairs(model, task.subjects, task.source, task.i, task.j)
    link = link_odds(model, task.source)
    keys = np.sort(task.i[task.match] * len(task.source.people) + task.j[task.match])
    match = np.isin(found.subject * len(task.source.people) + found.record, keys)
    every = np.ones(len(task.subjects), dtype=np.bool_) if task.taught is None else task.taught
    taught = np.flatnonzero(every[found.subject])
    examples = []
    for batch, weight in ((True, 1.0), (False, _BESIDE)) if task.source.batch else ((False, 1.0),):
        around = context(found, levels, link, register=None, batch=batch)
        examples.append(
            Examples(
                {n: column[taught] for n, column in around.levels.items() if n not in FORMER},
                match[taught].astype(float),
                found.odds[taught],
                np.full(len(taught), weight),
            )
        )
    return examples
