"""Figures of a model's answer, against hand-made cases and the benchmark's own scorer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from config.default_model import LINK_MODEL
from matching.score.person_model import load_model
from matching.train.against_truth import FIELDS, AgainstTruth, pooled, tops
from matching.train.reliability import evaluate, plain, with_reliability
from tests.benchmarks.linkage import scorer

SUBJECTS, RECORDS = 300, 500


def drawn(seed: int) -> tuple[scorer.Scored, AgainstTruth]:
    """One random linking, as the benchmark's scorer and as our code see it."""
    rng = np.random.default_rng(seed)
    truth = {(int(rng.integers(SUBJECTS)), int(rng.integers(RECORDS))) for _ in range(350)}
    pairs = sorted({(int(rng.integers(SUBJECTS)), int(rng.integers(RECORDS))) for _ in range(900)})
    pairs = sorted({*pairs, *list(truth)[::2]})
    right = np.array([pair in truth for pair in pairs])
    probability = np.round(np.clip(rng.normal(0.35 + 0.4 * right, 0.2), 0.0, 1.0), 2)
    task = scorer.Task(
        tuple(f"D{n}" for n in range(SUBJECTS)), frozenset((f"D{i}", f"R{j}") for i, j in truth)
    )
    named = [(f"D{i}", f"R{j}", float(p)) for (i, j), p in zip(pairs, probability, strict=True)]
    subject = np.array([i for i, _ in pairs], dtype=np.int64)
    field = rng.integers(0, len(FIELDS), len(pairs)).astype(np.uint8)
    found = AgainstTruth(
        subjects=SUBJECTS,
        known=len(truth),
        reachable=int(right.sum()),
        findable=len({i for i, _ in truth}),
        candidates=len(pairs),
        probability=probability,
        right=right,
        top=tops(subject, probability, right),
        field=field,
    )
    return scorer.scored(task, named), found


@pytest.mark.parametrize("seed", range(5))
def test_every_figure_is_that_of_the_benchmarks_scorer(seed: int) -> None:
    theirs, ours = drawn(seed)
    figures, found = scorer.figures(theirs), evaluate(ours, 0.7)
    fixed = scorer.accepted_at(theirs, 0.7)
    expected = {
        "best_f1": figures.best_f1,
        "recall_at_99": figures.recall_at_99,
        "pair_completeness": figures.pair_completeness,
        "brier": figures.brier,
        "ece": figures.ece,
        "rpc": figures.oracle.reached,
        "rpc_at": fixed.reached,
        "wrong_at": fixed.wrong,
    }
    assert {name: getattr(found, name) for name in expected} == pytest.approx(expected)
    assert [(b.count, b.predicted, b.observed) for b in found.bins] == [
        (b.count, pytest.approx(b.said), pytest.approx(b.true)) for b in figures.bins
    ]


def answer(rows: list[tuple[int, float, bool]], **changes: Any) -> AgainstTruth:
    """An answer of (subject, probability, right) rows over four subjects, two of them findable."""
    subject = np.array([row[0] for row in rows], dtype=np.int64)
    probability = np.array([row[1] for row in rows], dtype=np.float64)
    right = np.array([row[2] for row in rows], dtype=np.bool_)
    top = tops(subject, probability, right)
    field = np.zeros(len(rows), dtype=np.uint8)
    fields = {
        "subjects": 4,
        "known": 2,
        "reachable": 2,
        "findable": 2,
        "candidates": len(rows),
        **changes,
    }
    return AgainstTruth(**fields, probability=probability, right=right, top=top, field=field)


CASES = [
    ("nothing found", [], {"best_f1": 0.0, "rpc": 0.0, "brier": 0.0, "wrong_at": 0.0}),
    ("all right", [(0, 1.0, True), (1, 1.0, True)], {"best_f1": 1.0, "rpc": 1.0, "ece": 0.0}),
    ("a tie counts against", [(0, 0.9, True), (0, 0.9, False)], {"rpc_at": 0.0, "wrong_at": 1.0}),
    ("sure and wrong", [(0, 1.0, False)], {"rpc": 0.0, "brier": 0.25, "ece": 0.25}),
    ("half right", [(0, 0.9, True), (2, 0.9, False)], {"rpc_at": 0.5, "wrong_at": 0.5}),
]


@pytest.mark.parametrize(("rows", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_hand_made_answers(rows: list[tuple[int, float, bool]], expected: dict[str, float]) -> None:
    found = evaluate(answer(rows), 0.8)
    assert {name: getattr(found, name) for name in expected} == pytest.approx(expected)


def test_calibration_is_told_apart_by_known_fields() -> None:
    _, ours = drawn(7)
    groups = evaluate(ours, 0.7).by_fields
    assert [group.fields for group in groups] == list(FIELDS)
    assert sum(group.count for group in groups) == ours.top.sum()


def test_several_sets_are_pooled_subject_by_subject_and_written_into_the_model() -> None:
    answers = {"movers, one": drawn(1)[1], "movers, two": drawn(2)[1]}
    model = with_reliability(load_model(LINK_MODEL), answers, 0.7)
    together = evaluate(pooled(list(answers.values())), 0.7)
    assert together.subjects == 2 * SUBJECTS
    assert model.reliability["all"] == plain(together)
    assert set(model.reliability["sets"]) == set(answers)
    bins = model.reliability["all"]["bins"]
    assert sum(one["count"] for one in bins) == 2 * SUBJECTS
    assert all({"predicted", "observed", "count"} <= set(one) for one in bins)
