"""Tables in which more agreement never weighs less, near what the data says."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.compare.agreement import CHAINS, STEPS, steps
from matching.compare.pairs import LEVELS
from matching.score.additive import AdditiveModel
from matching.score.tables import Table
from matching.train.additive import Examples, Plan, fit
from matching.train.monotone import Steps, in_order, lifted, monotone

CHAIN: Steps = ((0, 1), (1, 2), (2, 3))
FORK: Steps = ((0, 1), (0, 2), (1, 3), (2, 3))


def floats(*values: float) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def kept(table: NDArray[np.float64], orders: list[Steps]) -> bool:
    rows = [np.moveaxis(table, axis, 0) for axis in range(table.ndim)]
    every = (r[high] - r[low] for r, pairs in zip(rows, orders, strict=True) for low, high in pairs)
    return all((gain >= 0).all() for gain in every)


@pytest.mark.parametrize(
    ("given", "weight", "expected"),
    [
        (floats(0, 1, 2, 3), floats(1, 1, 1, 1), floats(0, 1, 2, 3)),
        (floats(0, 2, 1, 3), floats(1, 1, 1, 1), floats(0, 1.5, 1.5, 3)),
        (floats(0, 2, 1, 3), floats(1, 3, 1, 1), floats(0, 1.75, 1.75, 3)),
        (floats(3, 2, 1, 0), floats(1, 1, 1, 1), floats(1.5, 1.5, 1.5, 1.5)),
        (floats(0, 9, 0, 9), floats(1, 1e6, 1, 1), floats(0, 9, 9, 9)),
    ],
)
def test_what_breaks_a_step_is_pooled_by_its_evidence(
    given: NDArray[np.float64], weight: NDArray[np.float64], expected: NDArray[np.float64]
) -> None:
    assert monotone(given, weight, [CHAIN]) == pytest.approx(expected, abs=1e-3)


def test_levels_that_no_step_joins_are_left_as_they_are() -> None:
    given = floats(0, 5, 1, 6)
    assert monotone(given, np.ones(4), [FORK]).tolist() == given.tolist()


TABLES = st.lists(st.integers(-50, 50), min_size=16, max_size=16).map(
    lambda values: np.array(values, dtype=np.float64).reshape(4, 4)
)


@settings(max_examples=50)
@given(TABLES, st.sampled_from(list(product((CHAIN, FORK, ()), repeat=2))))
def test_every_step_of_both_axes_is_kept(
    table: NDArray[np.float64], orders: tuple[Steps, Steps]
) -> None:
    found = monotone(table, np.ones((4, 4)), list(orders))
    assert kept(found, list(orders))
    assert kept(np.rint(found), list(orders))
    raised = lifted(table, list(orders))
    assert kept(raised, list(orders)) and (raised >= table).all()


def test_every_level_of_every_comparison_has_a_place_in_the_order() -> None:
    assert set(CHAINS) == set(LEVELS)
    for name, levels in LEVELS.items():
        assert {level for chain in CHAINS[name] for level in chain} == set(levels), name


@pytest.mark.parametrize("name", LEVELS)
def test_no_order_goes_in_a_circle(name: str) -> None:
    above = {
        at: {high for low, high in STEPS[name] if low == at} for at in range(len(LEVELS[name]))
    }
    for start in above:
        reached, new = set(), set(above[start])
        while new:
            reached |= new
            new = {high for at in new for high in above[at]} - reached
        assert start not in reached


def test_steps_are_told_by_number() -> None:
    assert steps((("c", "a"), ("c", "b", "a")), ("a", "b", "c")) == ((2, 0), (2, 1), (1, 0))


def test_a_fit_keeps_the_order_where_the_data_speaks_against_it() -> None:
    """As the simulation's habits do: a name nearly alike is a decoy's, another town the mover's."""
    draw = np.random.default_rng(5)
    name, town = draw.integers(0, 3, 4000), draw.integers(0, 3, 4000)
    odds = np.array([-2.0, 1.0, -1.0])[name] + np.array([1.0, -1.0, 0.0])[town]
    odds += np.where((name == 2) & (town == 2), -2.0, 0.0)
    match = (draw.random(4000) < 1 / (1 + np.exp(-odds))).astype(float)
    columns = {"name": name.astype(np.uint8), "town": town.astype(np.uint8)}
    rows = Examples(columns, match, np.zeros(4000), np.ones(4000))
    levels = {"name": ("different", "near", "same"), "town": ("different", "near", "same")}
    order: Steps = ((0, 1), (1, 2))
    free = fit(rows, levels, Plan(steps=(1,)))
    ordered = fit(rows, levels, Plan(steps=(1,)), {"name": order, "town": order})
    gains, kept_gains = (
        [box.least_gain(name, *step) for name in levels for step in order]
        for box in (free, ordered)
    )
    assert min(gains) < 0 <= min(kept_gains)


def test_judgement_that_breaks_an_order_is_lifted() -> None:
    levels = {"name": ("different", "near", "same"), "town": ("no data", "near", "same")}
    tables = (
        Table(("name",), np.array([0, 50, 30], np.int16)),
        Table(("town",), np.array([0, 10, 20], np.int16)),
        Table(("name", "town"), np.array([[0, 0, 0], [0, 0, 0], [0, 0, -7]], np.int16)),
    )
    order: Steps = ((0, 1), (1, 2))
    model = in_order(AdditiveModel(-100, tables, levels), {"name": order, "town": order})
    assert model.tables[0].weights.tolist() == [0, 50, 57]
    assert [model.least_gain(name, *step) for name in levels for step in order] == [50, 0, 10, 3]


def test_a_level_of_no_data_that_is_lifted_goes_to_the_prior() -> None:
    levels = {"town": ("no data", "other", "same")}
    model = AdditiveModel(5, (Table(("town",), np.array([0, 9, 20], np.int16)),), levels)
    found = in_order(model, {"town": ((1, 0), (0, 2))})
    assert (found.prior, found.tables[0].weights.tolist()) == (14, [0, 0, 11])
