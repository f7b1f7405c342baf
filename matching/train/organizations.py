"""Trains a model of organisations from tables of which the matching pairs are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compare.organizations.agreement import STEPS
from matching.compare.organizations.level_words import organization_words
from matching.compare.organizations.pairs import LEVELS, compare_organizations
from matching.encode.batch import Ints
from matching.encode.organizations import OrganizationBatch
from matching.engine.link import Linked
from matching.engine.organizations import (
    OrganizationSource,
    marks_of,
    organization_odds,
    organizations_in_context,
    scored_organizations,
)
from matching.score.additive import AdditiveModel, Units
from matching.score.calibration import calibration
from matching.score.context import CONTEXT_STEPS, ScoredPairs, context_of
from matching.score.organization_model import OrganizationModel, organization_context_levels
from matching.train.additive import Examples, Plan, alike_merged, fit, joined
from matching.train.against_truth import FIELDS, AgainstTruth, Truth, tops
from matching.train.judged import with_rare
from matching.train.labelled import CONTEXT_PLAN, FLOOR, FORMER
from matching.train.monotone import in_order

PAIR_PLAN = Plan(steps=(6, 6))
_BESIDE = 0.3
"""How much a row counts that stands beside the same row of a batch."""


@dataclass(frozen=True, slots=True)
class LabelledOrganizations:
    """Candidate pairs of one source and which of them are one organisation's.

    `alone` is the same source as a search of one subject sees it, with nothing counted.
    """

    subjects: OrganizationBatch
    source: OrganizationSource
    alone: OrganizationSource
    i: Ints
    j: Ints
    match: NDArray[np.bool_]

    def are_right(self, found: ScoredPairs) -> NDArray[np.bool_]:
        """Which of the survivors are one organisation's."""
        width = len(self.source.organizations)
        keys = np.sort(self.i[self.match] * width + self.j[self.match])
        return np.isin(found.subject * width + found.record, keys)


def train_organizations(
    tasks: Sequence[LabelledOrganizations], id: str, training: Mapping[str, Any]
) -> OrganizationModel:
    """A model fitted to the labelled pairs of all tasks; its reliability is not yet measured."""
    parts = [part for task in tasks for part in _pair_examples(task)]
    pair = in_order(with_rare(fit(joined(parts), LEVELS, PAIR_PLAN, STEPS)), STEPS)
    empty = AdditiveModel(0, (), organization_context_levels())
    model = OrganizationModel(id, pair, empty, FLOOR, training, {}, organization_words())
    parts = [part for task in tasks for part in _context_examples(model, task)]
    around = fit(joined(parts), organization_context_levels(), CONTEXT_PLAN, CONTEXT_STEPS)
    model = replace(model, context=around)
    weighed = [_likeliest(model, task) for task in tasks]
    curve = calibration(
        np.concatenate([weight for weight, _ in weighed]),
        np.concatenate([right for _, right in weighed]),
    )
    return replace(model, calibration=curve)


def linked_organizations(model: OrganizationModel, task: LabelledOrganizations) -> Linked:
    """The task's candidates weighed by the model, in the light of each other."""
    found, levels = scored_organizations(model, task.subjects, task.source, task.i, task.j)
    return organizations_in_context(model, found, levels, task.source)


def organizations_against_truth(
    model: OrganizationModel, task: LabelledOrganizations, truth: Truth
) -> AgainstTruth:
    """What the model finds of all subjects."""
    linked = linked_organizations(model, task)
    found, width = linked.found, len(task.source.organizations)
    keys = np.sort(truth.subject * width + truth.record)
    right = np.isin(found.subject * width + found.record, keys)
    return AgainstTruth(
        subjects=len(task.subjects),
        known=len(keys),
        reachable=int(np.isin(task.i * width + task.j, keys).sum()),
        findable=len(np.unique(truth.subject)),
        candidates=len(task.i),
        probability=linked.probability,
        right=right,
        top=tops(found.subject, linked.probability, right),
        field=np.full(len(found), FIELDS.index("neither known"), dtype=np.uint8),
    )


def _likeliest(
    model: OrganizationModel, task: LabelledOrganizations
) -> tuple[Units, NDArray[np.bool_]]:
    """The weight of the likeliest candidate of each subject, and whether it is right."""
    linked = linked_organizations(model, task)
    found = linked.found
    order = np.lexsort((found.record, -linked.weight, found.subject))
    first = order[np.unique(found.subject[order], return_index=True)[1]]
    free = first[linked.constraint[first] == 0]
    return linked.weight[free], task.are_right(found)[free]


def _pair_examples(task: LabelledOrganizations) -> list[Examples]:
    """The pairs as the source has them, and at less weight as a single trace does."""
    count, examples = len(task.match), []
    for source, weight in ((task.source, 1.0), (task.alone, _BESIDE)):
        levels = compare_organizations(
            source.facts, task.subjects, task.i, source.organizations, task.j
        )
        none = np.zeros(count)
        rows = Examples(levels, task.match.astype(float), none, np.full(count, weight))
        examples.append(alike_merged(rows, LEVELS))
    return examples


def _context_examples(model: OrganizationModel, task: LabelledOrganizations) -> list[Examples]:
    """The survivors as a batch sees them, and at less weight as a single trace does."""
    found, levels = scored_organizations(model, task.subjects, task.source, task.i, task.j)
    link, marks = organization_odds(model, task.source), marks_of(levels)
    match, examples = task.are_right(found).astype(float), []
    for batch, weight in ((True, 1.0), (False, _BESIDE)):
        around = context_of(found, marks, link, register=None, claims=found if batch else None)
        kept = {n: column for n, column in around.levels.items() if n not in FORMER}
        examples.append(Examples(kept, match, found.odds, np.full(len(found), weight)))
    return examples
