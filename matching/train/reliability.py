"""How well a model's probabilities hold: reliability, accuracy, and what a threshold does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

import numpy as np

from matching.encode.batch import Ints
from matching.score.person_model import LinkModel
from matching.train.against_truth import FIELDS, AgainstTruth, Flags, Floats, pooled

BINS = 15
WRONG_LIMIT = 0.01
PRECISE = 0.99


@dataclass(frozen=True, slots=True)
class Bin:
    """The subjects whose best probability lies in one bin: how many, mean predicted, observed."""

    low: float
    high: float
    count: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Calibration of the subjects whose best candidate has these fields to compare."""

    fields: str
    count: int
    predicted: float
    observed: float
    ece: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that a model's answer to one task is judged by.

    Pairs: `best_f1`, `recall_at_99` (at 99% precision), `pair_completeness` (true pairs among the
    candidates). Subjects, by their best candidate: `rpc` is the share of those with a true record
    that are accepted with one while at most 1% of the accepted are wrong, at `rpc_threshold`;
    `rpc_at` and `wrong_at` the same and the wrong share at the fixed threshold `at`; `brier` and
    `ece` count a subject without a candidate as probability 0, rightly so if it has no record.
    """

    subjects: int
    findable: int
    true_pairs: int
    candidates: int
    pair_completeness: float
    best_f1: float
    recall_at_99: float
    rpc: float
    rpc_threshold: float
    at: float
    rpc_at: float
    wrong_at: float
    brier: float
    ece: float
    bins: tuple[Bin, ...]
    by_fields: tuple[FieldGroup, ...]


def evaluate(found: AgainstTruth, at: float) -> Evaluation:
    """All figures of an answer, with `at` as the fixed threshold of acceptance."""
    count, right, _ = _curve(found.probability, found.right)
    precise = right >= PRECISE * count
    likeliest, true = found.probability[found.top], found.right[found.top]
    rpc, threshold = _contact(found)
    accepted = likeliest >= at
    reached = int((accepted & true).sum())
    missing = found.subjects - len(likeliest)
    said = np.concatenate([likeliest, np.zeros(missing)])
    observed = np.concatenate([true, np.zeros(missing, dtype=np.bool_)])
    bins = reliability_bins(said, observed)
    return Evaluation(
        subjects=found.subjects,
        findable=found.findable,
        true_pairs=found.known,
        candidates=found.candidates,
        pair_completeness=_share(found.reachable, found.known),
        best_f1=float((2.0 * right / (count + found.known)).max(initial=0.0)),
        recall_at_99=_share(int(right[precise].max(initial=0)), found.known),
        rpc=rpc,
        rpc_threshold=threshold,
        at=at,
        rpc_at=_share(reached, found.findable),
        wrong_at=_share(int(accepted.sum()) - reached, int(accepted.sum())),
        brier=_share(float(((said - observed) ** 2).sum()), found.subjects),
        ece=expected_error(bins),
        bins=bins,
        by_fields=_by_fields(found),
    )


def _contact(found: AgainstTruth) -> tuple[float, float]:
    """The most subjects reached with at most WRONG_LIMIT of the accepted wrong; the threshold."""
    count, right, threshold = _curve(found.probability[found.top], found.right[found.top])
    kept = np.flatnonzero(count - right <= WRONG_LIMIT * count)
    if not len(kept):
        return 0.0, 1.0
    best = kept[right[kept].argmax()]
    return _share(int(right[best]), found.findable), float(threshold[best])


def _curve(probability: Floats, right: Flags) -> tuple[Ints, Ints, Floats]:
    """How many, and how many true, lie at or above each distinct probability, and those."""
    order = np.argsort(-probability, kind="stable")
    steps = probability[order]
    last = np.flatnonzero(np.append(np.diff(steps) != 0, np.ones(min(len(steps), 1), bool)))
    total = np.cumsum(right[order], dtype=np.int64)
    return last.astype(np.int64) + 1, total[last], steps[last]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def reliability_bins(said: Floats, observed: Flags) -> tuple[Bin, ...]:
    """BINS equal bins over 0 to 1; an empty one is left out."""
    place = np.minimum((said * BINS).astype(np.int64), BINS - 1)
    count = np.bincount(place, minlength=BINS)
    predicted = np.bincount(place, said, BINS)
    true = np.bincount(place, observed.astype(np.float64), BINS)
    return tuple(
        Bin(
            at / BINS,
            (at + 1) / BINS,
            int(count[at]),
            float(predicted[at] / count[at]),
            float(true[at] / count[at]),
        )
        for at in range(BINS)
        if count[at]
    )


def expected_error(bins: Sequence[Bin]) -> float:
    """The mean distance of predicted and observed, weighted by how many lie in each bin."""
    counted = sum(one.count for one in bins)
    return _share(sum(abs(one.predicted - one.observed) * one.count for one in bins), counted)


def _by_fields(found: AgainstTruth) -> tuple[FieldGroup, ...]:
    """Calibration by what is known; subjects without any candidate are in no group."""
    groups = []
    for number, name in enumerate(FIELDS):
        of = found.top & (found.field == number)
        said, true = found.probability[of], found.right[of]
        if len(said):
            bins = reliability_bins(said, true)
            mean, rate = float(said.mean()), float(true.mean())
            groups.append(FieldGroup(name, len(said), mean, rate, expected_error(bins)))
    return tuple(groups)


_DIGITS = 5


def plain(found: Evaluation) -> dict[str, Any]:
    """The evaluation as a model's file and JSON have it, shares rounded to five digits."""
    return dict(rounded(asdict(found)))


def rounded(value: Any) -> Any:
    """Plain data with every fraction rounded to five digits."""
    if isinstance(value, Mapping):
        return {name: rounded(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [rounded(one) for one in value]
    return round(value, _DIGITS) if isinstance(value, float) else value


M = TypeVar("M", bound=LinkModel)


def with_reliability(model: M, answers: Mapping[str, AgainstTruth], at: float) -> M:
    """The model with its reliability as measured on people it has not seen.

    `answers` has a name for each set of people, one that tells nothing personal and no file. The
    reliability table and the groups by fields are those of all sets together.
    """
    short = {}
    for name, one in answers.items():
        figures = plain(evaluate(one, at))
        short[name] = {k: v for k, v in figures.items() if k not in ("bins", "by_fields")}
    together = plain(evaluate(pooled(list(answers.values())), at))
    return replace(model, reliability={"all": together, "sets": short})
