"""What a model finds of a task of which the truth is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.compare.names import Levels
from matching.encode.batch import Ints
from matching.engine.link import Linked, in_context, scored_pairs
from matching.score.person_model import PersonModel
from matching.train.labelled import Labelled

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FIELDS: tuple[str, ...] = (
    "birth and last four known",
    "birth known",
    "last four known",
    "neither known",
)
"""What the best candidate and its subject can be compared by, one of these a subject."""


@dataclass(frozen=True, slots=True)
class AgainstTruth:
    """A model's survivors against the truth, the likeliest of a subject marked by `top`.

    `subjects` is how many were asked; `known` how many true pairs they have in all, `reachable` how
    many of those are candidates, `findable` how many subjects have one. `field` indexes FIELDS.
    """

    subjects: int
    known: int
    reachable: int
    findable: int
    candidates: int
    probability: Floats
    right: Flags
    top: Flags
    field: Levels


@dataclass(frozen=True, slots=True)
class Truth:
    """The true pairs of a task by number, whether or not they are candidates."""

    subject: Ints
    record: Ints


def against_truth(model: PersonModel, task: Labelled, truth: Truth, asked: Flags) -> AgainstTruth:
    """What the model finds of the `asked` subjects; the others are there as rivals."""
    linked = linked_by(model, task)
    kept = np.flatnonzero(asked[linked.found.subject])
    subject, record = linked.found.subject[kept], linked.found.record[kept]
    width = len(task.source.people)
    own = asked[truth.subject]
    keys = np.sort(truth.subject[own] * width + truth.record[own])
    right = np.isin(subject * width + record, keys)
    probability = linked.probability[kept]
    candidates = asked[task.i]
    return AgainstTruth(
        subjects=int(asked.sum()),
        known=len(keys),
        reachable=int(np.isin(task.i[candidates] * width + task.j[candidates], keys).sum()),
        findable=len(np.unique(truth.subject[own])),
        candidates=int(candidates.sum()),
        probability=probability,
        right=right,
        top=tops(subject, probability, right),
        field=_fields({name: linked.pair[name][kept] for name in ("birth", "ssn")}),
    )


def linked_by(model: PersonModel, task: Labelled) -> Linked:
    """The task's candidates weighed by the model, in the light of each other."""
    found, levels = scored_pairs(model, task.subjects, task.source, task.i, task.j)
    return in_context(model, task.subjects, found, levels, task.source)


def tops(subject: Ints, probability: Floats, right: Flags) -> Flags:
    """The likeliest of each subject; where a true and a false one tie, the false one."""
    order = np.lexsort((right, -probability, subject))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = subject[order][1:] != subject[order][:-1]
    top = np.zeros(len(order), dtype=np.bool_)
    top[order[first]] = True
    return top


def _fields(pair: Mapping[str, Levels]) -> Levels:
    birth, last4 = pair["birth"] > 0, pair["ssn"] > 0
    return np.select([birth & last4, birth, last4], [0, 1, 2], 3).astype(np.uint8)


def pooled(answers: Sequence[AgainstTruth]) -> AgainstTruth:
    """Several answers as one, each subject counting once."""
    first, *others = answers
    for one in others:
        first = replace(
            first,
            subjects=first.subjects + one.subjects,
            known=first.known + one.known,
            reachable=first.reachable + one.reachable,
            findable=first.findable + one.findable,
            candidates=first.candidates + one.candidates,
            probability=np.concatenate([first.probability, one.probability]),
            right=np.concatenate([first.right, one.right]),
            top=np.concatenate([first.top, one.top]),
            field=np.concatenate([first.field, one.field]),
        )
    return first
