"""Trains, measures and shows models of persons: without labels, with labels, from outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from jobs.linkage.model_files import NOT_MEASURED, SINGLE_TRACES, WHOLE_FILES, Order
from jobs.linkage.model_outcomes import Gathered, outcomes_of_task
from jobs.linkage.model_tables import (
    Task,
    TaskFiles,
    in_canonical_order,
    joint_fingerprint,
    read_task,
)
from matching.engine.data_profile import data_profile, pooled_profile
from matching.score.person_model import FORMAT, PersonModel
from matching.train.against_truth import AgainstTruth, against_truth, linked_by, pooled
from matching.train.em import Mixture
from matching.train.enough import PAIRS, require
from matching.train.held_out import RULE, held_out
from matching.train.labelled import train
from matching.train.outcomes import recalibrate
from matching.train.reliability import Evaluation, evaluate, with_reliability
from matching.train.unlabelled import train_unlabelled
from skiptrace.model.errors import MatchingError

THRESHOLD = 0.95
"""The fixed threshold of acceptance at which a new model is measured."""


def train_with_truth(order: Order, tables: Sequence[TaskFiles]) -> PersonModel:
    """A model learned from true pairs, with its reliability on held-out subjects.

    Raises MatchingError when under 200 matching pairs, or under 200 others, are there.
    """
    tasks = _read(tables)
    parts = [task.split().of_taught() for task in tasks]
    matching = sum(int(part.match.sum()) for part in parts)
    others = sum(len(part.match) for part in parts) - matching
    require("learn from labels", {"matching pairs": matching, "other pairs": others}, PAIRS)
    model = train(
        [task.split() for task in tasks], order.id, training_facts(order.as_of, "labels", tasks)
    )
    return _measured(looking_at(model, tasks), tasks)


def looking_at(model: PersonModel, tasks: Sequence[Task]) -> PersonModel:
    """The model with the looks of the data that it was learned from."""
    seen = pooled_profile([data_profile(linked_by(model, task.labelled)) for task in tasks])
    return replace(model, training={**model.training, "data": seen.facts()})


def train_without_labels(order: Order, tables: Sequence[TaskFiles]) -> PersonModel:
    """A model learned by EM; what can be said of it without the truth stands for reliability.

    Raises MatchingError when too few matches are to be expected.
    """
    tasks = _read(tables)
    training = training_facts(order.as_of, "EM without labels", tasks) | {"context": order.base.id}
    model, found = train_unlabelled(
        order.base, [task.split() for task in tasks], order.id, training
    )
    model = looking_at(replace(model, training=training | _learned(found)), tasks)
    return replace(
        model,
        reliability={
            "of": NOT_MEASURED,
            "held_out_agreement": _agreement(order.base, model, tasks),
        },
    )


def train_from_outcome_files(order: Order, tables: Sequence[TaskFiles]) -> PersonModel:
    """The earlier model recalibrated by what files say of candidates.

    Raises MatchingError when there are under 30 right or under 30 wrong parties to learn from.
    """
    gathered = []
    for one in tables:
        name = one.said.name if one.said else ""
        gathered.append(outcomes_of_task(order.base, read_task(one, outcomes=True), name))
    return train_from_outcomes(order, gathered)


def train_from_outcomes(order: Order, gathered: Sequence[Gathered]) -> PersonModel:
    """The earlier model recalibrated by recorded outcomes; see `recalibrate`."""
    joined = _joined(gathered)
    kept_out = held_out(joined.outcomes.subject_ids)
    training = _plain(order.as_of, "recorded outcomes", joined.outcomes.fingerprint()) | {
        "base": order.base.id,
        "sees": order.base.training.get("sees", "not known"),
        "outcomes": len(joined.outcomes),
        "right_parties": int(joined.outcomes.right.sum()),
        "held_out_outcomes": int(kept_out.sum()),
        "left_out_of_other_models": joined.of_other_models,
        "left_out_no_survivors": joined.alone,
    }
    try:
        return recalibrate(order.base, joined.outcomes, order.id, training)
    except MatchingError as error:
        if not joined.of_other_models:
            raise
        others = f"{joined.of_other_models:,} outcomes are of other models than {order.base.id}"
        raise MatchingError(f"{error}; {others}") from error


def _joined(gathered: Sequence[Gathered]) -> Gathered:
    parts = [one.outcomes for one in gathered]
    whole = replace(
        parts[0],
        subject_ids=[one for part in parts for one in part.subject_ids],
        levels={n: np.concatenate([part.levels[n] for part in parts]) for n in parts[0].levels},
        weight=np.concatenate([part.weight for part in parts]),
        right=np.concatenate([part.right for part in parts]),
    )
    others, alone = sum(g.of_other_models for g in gathered), sum(g.alone for g in gathered)
    return Gathered(whole, others, alone)


def measure(model: PersonModel, tables: Sequence[TaskFiles], at: float) -> list[Evaluation]:
    """The model on all subjects of each task, in the order given; several also all together."""
    tasks = [read_task(one) for one in tables]
    found = [
        _against_truth(model, task, np.ones(len(task.subject_ids), np.bool_)) for task in tasks
    ]
    return [evaluate(one, at) for one in (*found, *([pooled(found)] if len(found) > 1 else []))]


def _read(tables: Sequence[TaskFiles]) -> list[Task]:
    return in_canonical_order([read_task(one) for one in tables])


def _against_truth(
    model: PersonModel, task: Task, asked: np.ndarray[Any, np.dtype[np.bool_]]
) -> AgainstTruth:
    return against_truth(model, task.labelled, task.truth, asked)


def _measured(model: PersonModel, tasks: Sequence[Task]) -> PersonModel:
    found = {
        f"task {at}, held-out subjects": _against_truth(model, task, task.held_out)
        for at, task in enumerate(tasks, start=1)
    }
    return with_reliability(model, found, THRESHOLD)


def training_facts(as_of: date, method: str, tasks: Sequence[Task]) -> dict[str, Any]:
    """What a model's file says of its training: how, when, on how much, and the fingerprint."""
    return _plain(as_of, method, joint_fingerprint(tasks)) | {
        "sees": WHOLE_FILES if tasks[0].labelled.source.batch else SINGLE_TRACES,
        "tasks": [
            {
                "subjects": len(task.subject_ids),
                "held_out_subjects": int(task.held_out.sum()),
                "records": len(task.labelled.source.people),
                "candidate_pairs": len(task.labelled.i),
                "true_pairs": len(task.said.subject),
            }
            for task in tasks
        ],
    }


def _plain(as_of: date, method: str, fingerprint: str) -> dict[str, Any]:
    return {
        "method": method,
        "as_of": as_of.isoformat(),
        "code_format": FORMAT,
        "fingerprint": fingerprint,
        "held_out": RULE,
    }


def _learned(found: Mixture) -> dict[str, Any]:
    return {
        "expected_matches": round(found.matches),
        "expected_matches_by_view": [round(one) for one in found.views],
        "discounts": {name: round(slope, 3) for name, slope in found.slopes.items()},
    }


def _agreement(base: PersonModel, model: PersonModel, tasks: Sequence[Task]) -> Mapping[str, Any]:
    """How far the two models say the same of the best candidates of held-out subjects."""
    before = pooled([_against_truth(base, task, task.held_out) for task in tasks])
    after = pooled([_against_truth(model, task, task.held_out) for task in tasks])
    counts = [int((one.probability[one.top] >= THRESHOLD).sum()) for one in (before, after)]
    return {
        "subjects": after.subjects,
        "threshold": THRESHOLD,
        "accepted_by_base": counts[0],
        "accepted": counts[1],
    }
