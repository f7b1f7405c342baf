"""Scores a linker's pairs against the truth: pairs, right-party contact and calibration.

Works on columns, not rows: ids become integers once, so a million pairs take about a second.
A pair that a linker does not list has probability 0; a pair listed twice counts once, at its
highest probability.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

WRONG_LIMIT = 0.01
BINS = 15


@dataclass(frozen=True)
class Task:
    """What is true: the ids of the subjects in order, and the pairs that are one person."""

    subjects: tuple[str, ...]
    truth: frozenset[tuple[str, str]]

    @cached_property
    def findable(self) -> frozenset[str]:
        """The subjects that have at least one true record."""
        return frozenset(subject for subject, _ in self.truth)


@dataclass(frozen=True)
class Scored:
    """A linker's distinct pairs: `subject` indexes the task's subjects, `right` says if true."""

    task: Task
    subject: Ints
    probability: Floats
    right: Flags


@dataclass(frozen=True)
class Top:
    """The best candidate of each subject that has one; ties are broken against the linker."""

    probability: Floats
    right: Flags
    findable: Flags


@dataclass(frozen=True)
class Acceptance:
    """What accepting every top candidate at or above a threshold would have done.

    `reached` is right-party contact: subjects accepted with a true record, over subjects that have
    one. `wrong` is the share of the accepted that is not a true record (0 when none is accepted).
    """

    threshold: float
    accepted: int
    reached: float
    wrong: float


@dataclass(frozen=True)
class ReliabilityBin:
    """The pairs or subjects whose probability fell into one bin: their mean said and true share."""

    low: float
    high: float
    count: int
    said: float
    true: float


@dataclass(frozen=True)
class Figures:
    """Everything that one linker's answer to one task is judged by."""

    pairs: int
    pair_completeness: float
    best_f1: float
    best_f1_threshold: float
    recall_at_99: float
    oracle: Acceptance
    brier: float
    ece: float
    bins: tuple[ReliabilityBin, ...]


def read_task(debtors: Path, truth: Path) -> Task:
    """The subjects' ids and the true pairs, from the two CSV files of a task."""
    with debtors.open(newline="", encoding="utf-8") as rows:
        subjects = tuple(row["debtor_id"] for row in csv.DictReader(rows))
    with truth.open(newline="", encoding="utf-8") as rows:
        pairs = frozenset((row["debtor_id"], row["record_id"]) for row in csv.DictReader(rows))
    return Task(subjects, pairs)


def read_predictions(path: Path, task: Task) -> Scored:
    """A linker's CSV: debtor_id (or subject_id), record_id and probability."""
    with path.open(newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        subject = header.index("debtor_id" if "debtor_id" in header else "subject_id")
        record, probability = header.index("record_id"), header.index("probability")
        pairs = [(row[subject], row[record], float(row[probability])) for row in rows]
    return scored(task, pairs)


def scored(task: Task, pairs: Sequence[tuple[str, str, float]]) -> Scored:
    """Distinct pairs with their truth; ValueError for an unknown subject or no probability."""
    best: dict[tuple[str, str], float] = {}
    for subject, record, probability in pairs:
        if not 0.0 <= probability <= 1.0:
            raise ValueError(f"probability of {subject}, {record} is not from 0 to 1")
        key = (subject, record)
        best[key] = max(probability, best.get(key, 0.0))
    number = {subject: i for i, subject in enumerate(task.subjects)}
    if unknown := {subject for subject, _ in best} - number.keys():
        raise ValueError(f"{len(unknown)} subjects are not of this task, one is {min(unknown)}")
    return Scored(
        task,
        np.array([number[subject] for subject, _ in best], dtype=np.int64),
        np.array(list(best.values()), dtype=np.float64),
        np.array([key in task.truth for key in best], dtype=np.bool_),
    )


def figures(answer: Scored) -> Figures:
    """All figures of one answer; a linker that listed nothing scores 0 throughout."""
    known = max(len(answer.task.truth), 1)
    threshold, count, right = _curve(answer.probability, answer.right)
    precision, recall = right / np.maximum(count, 1), right / known
    f1 = 2 * right / np.maximum(count + known, 1)
    best = int(f1.argmax()) if f1.size else -1
    said, true = _all_subjects(answer)
    bins = reliability(said, true)
    return Figures(
        pairs=int(answer.right.size),
        pair_completeness=float(answer.right.sum() / known),
        best_f1=float(f1[best]) if f1.size else 0.0,
        best_f1_threshold=float(threshold[best]) if f1.size else 1.0,
        recall_at_99=float(recall[precision >= 0.99].max(initial=0.0)),
        oracle=oracle([answer]),
        brier=float(((said - true) ** 2).mean()) if said.size else 0.0,
        ece=sum(abs(b.said - b.true) * b.count for b in bins) / max(said.size, 1),
        bins=bins,
    )


def top_candidates(answer: Scored) -> Top:
    """The highest candidate of each subject; where a true and a false one tie, the false one."""
    order = np.lexsort((answer.right, -answer.probability, answer.subject))
    subject = answer.subject[order]
    first = order[np.r_[True, subject[1:] != subject[:-1]]] if order.size else order
    findable = np.array([s in answer.task.findable for s in answer.task.subjects], dtype=np.bool_)
    return Top(answer.probability[first], answer.right[first], findable[answer.subject[first]])


def accepted_at(answer: Scored, threshold: float) -> Acceptance:
    """The outcome of a threshold that was fixed elsewhere."""
    top = top_candidates(answer)
    taken = top.probability >= threshold
    count, right = int(taken.sum()), int((taken & top.right).sum())
    findable = max(len(answer.task.findable), 1)
    return Acceptance(threshold, count, right / findable, (count - right) / max(count, 1))


def oracle(answers: Sequence[Scored], limit: float = WRONG_LIMIT) -> Acceptance:
    """The threshold that reaches most subjects with at most `limit` of the accepted wrong.

    Over several answers together it is one threshold for all; with none that keeps the limit it
    accepts nothing, at a threshold above 1.
    """
    tops = [top_candidates(answer) for answer in answers]
    threshold, count, right = _curve(
        np.concatenate([top.probability for top in tops]),
        np.concatenate([top.right for top in tops]),
    )
    findable = max(sum(len(answer.task.findable) for answer in answers), 1)
    kept = np.nonzero(count - right <= limit * count)[0]
    if not kept.size:
        return Acceptance(float(np.nextafter(1.0, 2.0)), 0, 0.0, 0.0)
    best = int(kept[right[kept].argmax()])
    wrong = float((count[best] - right[best]) / count[best])
    share = float(right[best] / findable)
    return Acceptance(float(threshold[best]), int(count[best]), share, wrong)


def reliability(said: Floats, true: Flags, bins: int = BINS) -> tuple[ReliabilityBin, ...]:
    """Equal bins over 0 to 1; an empty bin is left out."""
    place = np.minimum((said * bins).astype(np.int64), bins - 1)
    count = np.bincount(place, minlength=bins)
    sums = np.bincount(place, said, bins), np.bincount(place, true.astype(np.float64), bins)
    return tuple(
        ReliabilityBin(
            i / bins,
            (i + 1) / bins,
            int(count[i]),
            float(sums[0][i] / count[i]),
            float(sums[1][i] / count[i]),
        )
        for i in range(bins)
        if count[i]
    )


def _all_subjects(answer: Scored) -> tuple[Floats, Flags]:
    """Said and true of each subject's top candidate; a subject without one said 0 and was right."""
    top = top_candidates(answer)
    missing = len(answer.task.subjects) - top.right.size
    return np.r_[top.probability, np.zeros(missing)], np.r_[top.right, np.zeros(missing, np.bool_)]


def _curve(probability: Floats, right: Flags) -> tuple[Floats, Ints, Ints]:
    """Distinct thresholds descending, with the pairs and the true pairs at or above each."""
    order = np.argsort(-probability, kind="stable")
    sorted_probability = probability[order]
    last = np.nonzero(np.r_[np.diff(sorted_probability) != 0, True])[0] if order.size else order
    total = np.cumsum(right[order], dtype=np.int64)
    return sorted_probability[last], last.astype(np.int64) + 1, total[last]
