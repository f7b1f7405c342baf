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
from matching.engine.link import Source, in_context, link_odds, scored_pairs
from matching.score.additive import AdditiveModel, Units
from matching.score.calibration import calibration
from matching.score.context import CONTEXT_STEPS, ScoredPairs, context, natural
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

    @property
    def is_taught(self) -> NDArray[np.bool_]:
        """Of each subject whether its pairs are learned from."""
        return np.ones(len(self.subjects), np.bool_) if self.taught is None else self.taught

    def are_right(self, found: ScoredPairs) -> NDArray[np.bool_]:
        """Which of the survivors are one person's."""
        width = len(self.source.people)
        keys = np.sort(self.i[self.match] * width + self.j[self.match])
        return np.isin(found.subject * width + found.record, keys)

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
    model = replace(model, context=around)
    weighed = [_likeliest(model, task) for task in tasks]
    return replace(
        model,
        calibration=calibration(
            np.concatenate([weight for weight, _ in weighed]),
            np.concatenate([right for _, right in weighed]),
        ),
    )


def _likeliest(model: PersonModel, task: Labelled) -> tuple[Units, NDArray[np.bool_]]:
    """The weight of the likeliest candidate of each taught subject, and whether it is right.

    One that a constraint holds down shows nothing of what its evidence is worth.
    """
    found, levels = scored_pairs(model, task.subjects, task.source, task.i, task.j)
    linked = in_context(model, task.subjects, found, levels, task.source)
    order = np.lexsort((found.record, -linked.weight, found.subject))
    first = order[np.unique(found.subject[order], return_index=True)[1]]
    free = first[(linked.constraint[first] == 0) & task.is_taught[found.subject[first]]]
    return linked.weight[free], task.are_right(found)[free]


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
    match = task.are_right(found)
    taught = np.flatnonzero(task.is_taught[found.subject])
    examples = []
    for batch, weight in ((True, 1.0), (False, _BESIDE)) if task.source.batch else ((False, 1.0),):
        claims = found if batch else None
        around = context(found, levels, link, register=None, claims=claims)
        examples.append(
            Examples(
                {n: column[taught] for n, column in around.levels.items() if n not in FORMER},
                match[taught].astype(float),
                found.odds[taught],
                np.full(len(taught), weight),
            )
        )
    return examples
