"""Outcomes to learn from: what people decided about candidates, in the case file or in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from jobs.linkage.model_tables import Task, verdicts
from matching.replay import seen_in
from matching.score.additive import UNITS_PER_BIT
from matching.score.calibration import CALIBRATION
from matching.score.constraints.held import CONSTRAINT
from matching.score.person_model import CONTEXT_OF, PersonModel, context_levels
from matching.train.against_truth import linked_by
from matching.train.outcomes import Outcomes
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.errors import IntakeError
from skiptrace.model.finding import Finding
from skiptrace.model.judgement import Verdict
from skiptrace.model.match import Candidate

_PAGE = 500
_TOLD = frozenset({Verdict.RIGHT_PARTY, Verdict.WRONG_PARTY})


@dataclass(frozen=True, slots=True)
class Gathered:
    """Outcomes, and how many judged candidates were left out: of another model, or no survivors."""

    outcomes: Outcomes
    of_other_models: int
    alone: int


@dataclass(frozen=True, slots=True)
class _Judged:
    subject_id: str
    candidate: Candidate
    right: bool


def outcomes_of_case_file(case: CaseFile, model: PersonModel) -> Gathered:
    """What the case file's judgements say of the candidates that the model weighed.

    A judgement on a finding counts for the likeliest record behind it; a record that led to the
    right party once is the right party's. A fact that is bad says nothing of whose it was.
    """
    judged = list(_judged(case))
    own = [one for one in judged if one.candidate.model == model.id]
    return _gathered(model, own, len(judged) - len(own))


def _gathered(model: PersonModel, judged: Sequence[_Judged], others: int) -> Gathered:
    seen = [seen_in(model, one.candidate.terms) for one in judged]
    used = [
        (one, {**levels.pair, **levels.context})
        for one, levels in zip(judged, seen, strict=True)
        if levels.context is not None
    ]
    levels = {
        name: np.array([row.get(name, 0) for _, row in used], dtype=np.uint8)
        for name in context_levels()
    }
    outcomes = Outcomes(
        [one.subject_id for one, _ in used],
        levels,
        np.array([_free_weight(one.candidate) for one, _ in used], dtype=np.float64),
        np.array([one.right for one, _ in used], dtype=np.bool_),
    )
    return Gathered(outcomes, others, len(judged) - len(used))


def _judged(case: CaseFile) -> Iterator[_Judged]:
    after = ("", "")
    while True:
        with case.read() as tx:
            entries = case.accounts.page(tx, after, _PAGE)
            found = [one for entry in entries for one in _of_subject(case, tx, entry)]
        yield from found
        if not entries:
            return
        after = (entries[-1].account.id, entries[-1].subject.id)


def _free_weight(candidate: Candidate) -> float:
    """What the model gave before it was calibrated, and before a constraint held it down."""
    left_out = (CALIBRATION, CONSTRAINT)
    return sum(term.weight for term in candidate.terms if term.name not in left_out)


def _of_subject(case: CaseFile, tx: Tx, entry: AccountEntry) -> list[_Judged]:
    said = {
        (one.kind, one.key): one.verdict
        for one in case.judgements.current(tx, entry.account.id)
        if one.verdict in _TOLD
    }
    if not said:
        return []
    right: dict[str, bool] = {}
    for finding in case.findings.current(tx, entry.account.id):
        verdict = said.get((finding.kind, finding.key))
        if verdict is not None and finding.subject_id == entry.subject.id:
            for candidate_id in _likeliest(finding):
                is_right = verdict is Verdict.RIGHT_PARTY
                right[candidate_id] = right.get(candidate_id, False) or is_right
    stored = ((case.matches.get(tx, one), said_right) for one, said_right in right.items())
    return [_Judged(entry.subject.id, s.candidate, told) for s, told in stored if s is not None]


def _likeliest(finding: Finding) -> list[str]:
    behind = [one for one in finding.evidence if one.candidate_id]
    behind.sort(key=lambda one: (-one.probability, one.candidate_id))
    return [one.candidate_id for one in behind[:1]]


def outcomes_of_task(model: PersonModel, task: Task, name: str) -> Gathered:
    """What a file of outcomes says of a task's candidates; `name` stands in messages."""
    right = _right(task, name)
    linked = linked_by(model, task.labelled)
    pairs = zip(linked.found.subject.tolist(), linked.found.record.tolist(), strict=True)
    rows = [(at, pair) for at, pair in enumerate(pairs) if pair in right]
    at = np.array([row for row, _ in rows], dtype=np.int64)
    seen = {**linked.context.levels, **{name: linked.pair[name] for name in CONTEXT_OF}}
    outcomes = Outcomes(
        [task.subject_ids[i] for _, (i, _) in rows],
        {name: column[at] for name, column in seen.items()},
        (linked.free - linked.calibration)[at] / UNITS_PER_BIT,
        np.array([right[pair] for _, pair in rows], dtype=np.bool_),
    )
    return Gathered(outcomes, 0, len(right) - len(rows))


def _right(task: Task, name: str) -> dict[tuple[int, int], bool]:
    """Whether each judged pair is the right party's; IntakeError for one judged both ways."""
    right: dict[tuple[int, int], bool] = {}
    pairs = zip(task.said.subject.tolist(), task.said.record.tolist(), strict=True)
    for pair, verdict in zip(pairs, verdicts(task.said, name), strict=True):
        is_right = verdict is Verdict.RIGHT_PARTY
        if verdict in _TOLD and right.setdefault(pair, is_right) != is_right:
            raise IntakeError(f"{name}: a pair is there as right party and as wrong party")
    return right
