"""What is set by judgement: every sum is kept, rare levels follow the one they are like."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from matching.compare.agreement import STEPS
from matching.compare.pairs import AGREES, LEVELS
from matching.compare.rarity import RARITY
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.tables import Table
from matching.train.judged import ALONE, RARE, as_judged, judged_weight, with_judgement

SINGLES = ("surname", "given", "surname rarity", "given rarity", "ssn", "phone", "middle")
DOUBLES = (("surname", "surname rarity"), ("ssn", "phone"), ("middle", "ssn"))


def learned(seed: int = 7) -> AdditiveModel:
    """A box of random weights over the comparisons that judgement touches."""
    rng = np.random.default_rng(seed)

    def table(of: tuple[str, ...]) -> Table:
        shape = tuple(len(LEVELS[name]) for name in of)
        return Table(of, rng.integers(-300, 300, shape).astype(np.int16))

    return AdditiveModel(5, tuple(map(table, (*((name,) for name in SINGLES), *DOUBLES))), LEVELS)


def rows(count: int = 3000) -> dict[str, np.ndarray]:
    """Levels as comparing gives them: a rarity is asked exactly where names agree."""
    rng = np.random.default_rng(11)
    found = {
        name: rng.integers(0, len(names), count).astype(np.uint8) for name, names in LEVELS.items()
    }
    for name, agrees in AGREES.items():
        asked = rng.integers(1, len(RARITY), count)
        found[f"{name} rarity"] = np.where(agrees[found[name]], asked, 0).astype(np.uint8)
    return found


def is_rare(name: str, column: np.ndarray) -> np.ndarray:
    return np.isin(column, [LEVELS[name].index(level) for level in RARE.get(name, {})])


def test_the_sum_of_every_row_without_a_rare_level_is_kept() -> None:
    before, after = learned(), as_judged(learned())
    every = rows()
    plain = ~np.logical_or.reduce([is_rare(name, every[name]) for name in RARE])
    kept = {name: column[plain] for name, column in every.items()}
    assert len(kept["birth"]) > 500
    expected = before.weigh(kept) + judged_weight(kept)
    assert after.weigh(kept).tolist() == expected.tolist()


def weights(box: AdditiveModel, *of: str) -> np.ndarray:
    return next(table.weights for table in box.tables if table.of == of).astype(int)


@pytest.mark.parametrize(
    ("comparison", "level", "like", "bits"),
    [(c, level, like.level, like.bits) for c, row in RARE.items() for level, like in row.items()],
)
def test_a_rare_level_weighs_as_the_one_it_is_like(
    comparison: str, level: str, like: str, bits: float
) -> None:
    after = as_judged(learned())
    at, other = LEVELS[comparison].index(level), LEVELS[comparison].index(like)
    single = weights(after, comparison)
    assert single[at] - single[other] == round(bits * UNITS_PER_BIT)
    for of in DOUBLES:
        if comparison in of:
            both = np.moveaxis(weights(after, *of), of.index(comparison), 0)
            assert np.array_equal(both[at], both[other])


def test_the_learned_box_is_not_touched() -> None:
    box = learned()
    as_judged(box)
    assert all(
        np.array_equal(x.weights, y.weights)
        for x, y in zip(box.tables, learned().tables, strict=True)
    )


@pytest.mark.parametrize(
    ("levels", "bits"),
    [
        ({}, 0.0),
        ({"generation": "conflict"}, -9.0),
        ({"generation": "agree", "email": "agree"}, 10.0),
        ({"generation": "one side only", "email": "different"}, -3.0),
    ],
)
def test_comparisons_that_are_not_learned(levels: Mapping[str, str], bits: float) -> None:
    row = {name: np.zeros(1, np.uint8) for name in LEVELS}
    for name, level in levels.items():
        row[name][0] = LEVELS[name].index(level)
    assert judged_weight(row).tolist() == [bits * UNITS_PER_BIT]


def test_judged_levels_are_levels() -> None:
    for table in (ALONE, RARE):
        for name, bits in table.items():
            assert set(bits) <= set(LEVELS[name])
    assert {like.level for name in RARE for like in RARE[name].values()} <= {
        level for name in RARE for level in LEVELS[name]
    }


def test_where_judgement_breaks_an_order_it_is_lifted() -> None:
    after = with_judgement(learned())
    names = {name for table in after.tables for name in table.of}
    gains = [after.least_gain(name, *step) for name in names for step in STEPS[name]]
    assert min(gains) >= 0
