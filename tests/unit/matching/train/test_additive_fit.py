"""Fitting a glass box: known weights come back, whatever the order and number of equal rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.score.additive import UNITS_PER_BIT
from matching.train.additive import Examples, Plan, alike_merged, fit, joined

LEVELS = {
    "colour": ("no data", "agrees", "differs"),
    "shape": ("no data", "agrees", "nearly", "differs"),
}
BITS = {"colour": (0.0, 2.0, -1.5), "shape": (0.0, 3.0, 1.0, -2.0)}
SINGLE = Plan(rounds=40, steps=())


def simulated(count: int, joint: float = 0.0, seed: int = 5) -> Examples:
    """Rows drawn from known weights; `joint` bits more when colour and shape both agree."""
    rng = np.random.default_rng(seed)
    levels = {n: rng.integers(0, len(names), count).astype(np.uint8) for n, names in LEVELS.items()}
    bits = sum(np.array(BITS[name])[column] for name, column in levels.items()) - 1.0
    bits = bits + joint * ((levels["colour"] == 1) & (levels["shape"] == 1))
    match = rng.random(count) < 1.0 / (1.0 + np.exp2(-bits))
    return Examples(levels, match.astype(float), np.zeros(count), np.ones(count))


def shuffled(rows: Examples) -> Examples:
    order = np.random.default_rng(1).permutation(len(rows.match))
    levels = {name: column[order] for name, column in rows.levels.items()}
    return Examples(levels, rows.match[order], rows.offset[order], rows.weight[order])


def test_known_weights_come_back() -> None:
    glass = fit(simulated(60_000), LEVELS, SINGLE)
    assert glass.prior / UNITS_PER_BIT == pytest.approx(-1.0, abs=0.15)
    for table in glass.tables:
        assert (table.weights / UNITS_PER_BIT).tolist() == pytest.approx(BITS[table.of[0]], abs=0.2)


def test_a_pair_of_comparisons_is_added_where_it_explains_something() -> None:
    plan = Plan(rounds=40, steps=(1,), pair_ridge=1.0)
    (joint,) = [t for t in fit(simulated(60_000, 3.0), LEVELS, plan).tables if len(t.of) == 2]
    assert joint.of == ("colour", "shape")
    assert joint.weights[1, 1] / UNITS_PER_BIT > 1.0
    assert not joint.weights[0].any()
    assert not joint.weights[:, 0].any()


@pytest.mark.parametrize("change", [shuffled, lambda rows: joined([rows, replace(rows)])])
def test_order_does_not_change_the_model_and_repetition_only_outweighs_shrinkage(change) -> None:  # type: ignore[no-untyped-def]
    rows = simulated(4_000)
    one, other = (fit(r, LEVELS, replace(SINGLE, ridge=0.0001)) for r in (rows, change(rows)))
    assert one.prior == pytest.approx(other.prior, abs=1)
    for a, b in zip(one.tables, other.tables, strict=True):
        assert a.weights.tolist() == pytest.approx(b.weights.tolist(), abs=1)


def test_equal_rows_become_one_with_their_weight_and_mean() -> None:
    levels = {"colour": np.array([1, 1, 2, 1], np.uint8), "shape": np.array([3, 3, 3, 3], np.uint8)}
    rows = Examples(
        levels, np.array([1.0, 0, 1, 1]), np.array([0.0, 0, 0, 0.5]), np.array([3.0, 1, 2, 1])
    )
    merged = alike_merged(rows, LEVELS)
    assert len(merged.match) == 3
    first = np.flatnonzero((merged.levels["colour"] == 1) & (merged.offset == 0))
    assert merged.weight[first].tolist() == [4.0]
    assert merged.match[first].tolist() == [0.75]


def test_more_combinations_than_a_number_can_hold_are_still_told_apart() -> None:
    wide = {f"c{n}": tuple(map(str, range(250))) for n in range(12)}
    rng = np.random.default_rng(2)
    columns = {name: rng.integers(0, 250, 500).astype(np.uint8) for name in wide}
    twice = {name: np.concatenate([column, column]) for name, column in columns.items()}
    merged = alike_merged(Examples(twice, np.ones(1000), np.zeros(1000), np.ones(1000)), wide)
    assert len(merged.match) == 500
    assert set(merged.weight.tolist()) == {2.0}


def test_without_evidence_nothing_weighs() -> None:
    glass = fit(simulated(50), LEVELS, replace(SINGLE, ridge=1e9))
    assert not any(table.weights.any() for table in glass.tables)
