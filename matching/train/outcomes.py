"""Learns from recorded outcomes: how far an earlier model's probabilities held with real people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compare.agreement import STEPS
from matching.compare.names import Levels
from matching.score.additive import UNITS_PER_BIT, AdditiveModel, Units
from matching.score.calibration import calibration
from matching.score.context import CONTEXT_STEPS
from matching.score.person_model import CONTEXT_OF, PersonModel, context_levels
from matching.score.tables import Table
from matching.train.additive import Examples, Plan, fit
from matching.train.enough import OUTCOMES, require
from matching.train.fingerprint import joint_digest, ordered_digest
from matching.train.held_out import held_out
from matching.train.monotone import in_order
from matching.train.reliability import expected_error, reliability_bins, rounded

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

_STEPS = {**CONTEXT_STEPS, **{name: STEPS[name] for name in CONTEXT_OF}}

PLAN = Plan(rounds=60, rate=0.5, ridge=20.0, steps=())
"""Strong shrinkage: a level's weight stays what it was unless many outcomes speak against it."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Candidates of which a person said whether they were the right party.

    `levels` are those of the context's comparisons, `weight` the weight in bits that the earlier
    model gave before its calibration, `subject_ids` whose candidate it was.
    """

    subject_ids: Sequence[str]
    levels: Mapping[str, Levels]
    weight: Floats
    right: Flags

    def __len__(self) -> int:
        return len(self.right)

    def only(self, kept: Flags) -> Outcomes:
        """The outcomes that are kept."""
        ids = [one for one, keep in zip(self.subject_ids, kept, strict=True) if keep]
        levels = {name: column[kept] for name, column in self.levels.items()}
        return Outcomes(ids, levels, self.weight[kept], self.right[kept])

    def fingerprint(self) -> str:
        """SHA-256 over all outcomes, whatever their order."""
        columns = [self.levels[name].tolist() for name in sorted(self.levels)]
        rows = zip(
            self.subject_ids, self.weight.tolist(), self.right.tolist(), *columns, strict=True
        )
        return joint_digest(ordered_digest(row) for row in rows)


def recalibrate(
    base: PersonModel, outcomes: Outcomes, id: str, training: Mapping[str, Any]
) -> PersonModel:
    """The earlier model with its context's prior and single tables moved towards the outcomes.

    A level moves only when at least 30 right and 30 wrong parties had it, and never so far that,
    with what the pair gives, more agreement would weigh less; what the sum is worth then is learned
    anew. The weights of the pair, and with them the candidates, stay. Its reliability is that on
    held-out outcomes, before and after. Raises MatchingError when there are too few outcomes of
    either kind.
    """
    kept_out = held_out(outcomes.subject_ids)
    taught, held = outcomes.only(~kept_out), outcomes.only(kept_out)
    require("learn from outcomes", _counts(taught), OUTCOMES)
    require("measure on held-out outcomes", _counts(held), OUTCOMES // 5)
    context = _in_order(base, _sum(base.context, _moves(base, taught), base.context.levels))
    units = _moved(base, context, taught)
    model = replace(
        base,
        id=id,
        context=context,
        training=training,
        calibration=calibration(units, taught.right),
    )
    before = _calibrated(base, held.weight)
    after = _calibrated(model, _moved(base, context, held) / UNITS_PER_BIT)
    measured = {
        "of": "outcomes recorded of held-out subjects",
        "before": _held(before, held.right),
        "after": _held(after, held.right),
    }
    return replace(model, reliability={"outcomes": measured})


def _in_order(base: PersonModel, context: AdditiveModel) -> AdditiveModel:
    """The context lowered where, with what the pair gives, a step to more agreement would take."""
    both = _sum(context, base.pair, {**base.pair.levels, **context.levels})
    ordered = in_order(both, _STEPS, lowering=True)
    before, after = _single(both), _single(ordered)
    lowered = [
        Table((name,), (weights - before.get(name, 0)).astype(np.int16))
        for name, weights in after.items()
        if name in _STEPS
    ]
    moved = AdditiveModel(ordered.prior - both.prior, tuple(lowered), context.levels)
    return _sum(context, moved, context.levels)


def _single(model: AdditiveModel) -> dict[str, Units]:
    return {t.of[0]: t.weights.astype(np.int32) for t in model.tables if len(t.of) == 1}


def _moved(base: PersonModel, context: AdditiveModel, outcomes: Outcomes) -> Units:
    """The weights of the outcomes with another context than the earlier model's."""
    before, after = (model.weigh(outcomes.levels) for model in (base.context, context))
    own = np.rint(outcomes.weight * UNITS_PER_BIT).astype(np.int32)
    return np.asarray(own + after - before, dtype=np.int32)


def _counts(outcomes: Outcomes) -> dict[str, float]:
    right = int(outcomes.right.sum())
    return {"right parties": right, "wrong parties": len(outcomes) - right}


def _calibrated(model: PersonModel, weight: Floats) -> Floats:
    """Weights in bits by the curve of the model."""
    units = np.rint(weight * UNITS_PER_BIT).astype(np.int32)
    return np.asarray(weight + model.calibration.added(units) / UNITS_PER_BIT)


def _moves(base: PersonModel, taught: Outcomes) -> AdditiveModel:
    """What is added to the prior and to each single table of the context."""
    names = context_levels()
    told = {name: _told(taught, name, len(names[name])) for name in taught.levels}
    levels = {
        name: np.where(told[name][column], column, 0).astype(np.uint8)
        for name, column in taught.levels.items()
    }
    odds = _calibrated(base, taught.weight) * np.log(2.0)
    rows = Examples(levels, taught.right.astype(np.float64), odds, np.ones(len(taught)))
    fitted = fit(rows, names, PLAN)
    tables = [Table(t.of, (t.weights * told[t.of[0]]).astype(np.int16)) for t in fitted.tables]
    return replace(fitted, tables=tuple(tables))


def _told(taught: Outcomes, name: str, size: int) -> Flags:
    """The levels with enough outcomes of both kinds; the others move with the prior alone."""
    column = taught.levels[name]
    right = np.bincount(column[taught.right], minlength=size)
    wrong = np.bincount(column[~taught.right], minlength=size)
    return (right >= OUTCOMES) & (wrong >= OUTCOMES)


def _sum(
    old: AdditiveModel, moved: AdditiveModel, levels: Mapping[str, tuple[str, ...]]
) -> AdditiveModel:
    tables = {table.of: table for table in old.tables}
    for table in moved.tables:
        if table.weights.any():
            before = tables[table.of].weights if table.of in tables else 0
            tables[table.of] = Table(table.of, (before + table.weights).astype(np.int16))
    return AdditiveModel(old.prior + moved.prior, tuple(tables.values()), levels)


def _held(weight: Floats, right: Flags) -> dict[str, Any]:
    said = 1.0 / (1.0 + np.exp2(-np.clip(weight, -500.0, 500.0)))
    bins = reliability_bins(said, right)
    figures = {
        "right_parties": int(right.sum()),
        "wrong_parties": int((~right).sum()),
        "brier": float(((said - right) ** 2).mean()),
        "ece": expected_error(bins),
        "bins": [asdict(one) for one in bins],
    }
    return dict(rounded(figures))
