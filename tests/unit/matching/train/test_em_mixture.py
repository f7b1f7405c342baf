"""Learning without labels: rates that were put into a mixture come out of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.compare.names import GIVEN, SURNAME
from matching.compare.numbers import BIRTH, PHONE
from matching.compare.pairs import LEVELS
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.tables import Table
from matching.train.additive import Examples
from matching.train.em import learn, tables_of
from matching.train.judged import ALONE
from matching.train.unlabelled import chance_pairs

ROWS = 20_000
SHARE = 0.1
AGREE = {"surname": (0.9, 0.02), "given": (0.9, 0.03), "birth": (0.8, 0.01), "phone": (0.5, 0.02)}
AGREES = {
    "surname": SURNAME.index("exact"),
    "given": GIVEN.index("exact"),
    "birth": BIRTH.index("exact"),
    "phone": PHONE.index("agree"),
}
DIFFERS = {
    "surname": SURNAME.index("different"),
    "given": GIVEN.index("different"),
    "birth": BIRTH.index("some years"),
    "phone": PHONE.index("different"),
}


def mixture(count: int, share: float, seed: int) -> Examples:
    """Rows of which a share are matches; `match` says which, for the test alone."""
    rng = np.random.default_rng(seed)
    match = rng.random(count) < share
    levels = {name: np.zeros(count, dtype=np.uint8) for name in LEVELS if name not in ALONE}
    for name, (m, u) in AGREE.items():
        agrees = rng.random(count) < np.where(match, m, u)
        levels[name] = np.where(agrees, AGREES[name], DIFFERS[name]).astype(np.uint8)
        levels[name][rng.random(count) < 0.2] = 0
    return Examples(levels, match.astype(float), np.zeros(count), np.ones(count))


def rough_start() -> AdditiveModel:
    """A model that knows which way levels point and no more."""
    tables = []
    for name in AGREE:
        weights = np.zeros(len(LEVELS[name]), dtype=np.int16)
        weights[AGREES[name]], weights[DIFFERS[name]] = 3 * UNITS_PER_BIT, -UNITS_PER_BIT
        tables.append(Table((name,), weights))
    return AdditiveModel(-4 * UNITS_PER_BIT, tuple(tables), LEVELS)


PAIRS, CHANCE = mixture(ROWS, SHARE, 1), mixture(ROWS, 0.0, 2)


def test_the_rates_of_matches_and_of_chance_come_back() -> None:
    found = learn(PAIRS, CHANCE, rough_start())
    for name, (m, u) in AGREE.items():
        assert found.m[name][AGREES[name]] == pytest.approx(m, abs=0.05), name
        assert found.u[name][AGREES[name]] == pytest.approx(u, abs=0.01), name


def test_the_weights_tell_matches_from_others_and_missing_data_weighs_nothing() -> None:
    glass = tables_of(learn(PAIRS, CHANCE, rough_start()))
    likely = glass.weigh(PAIRS.levels)
    assert ((likely > 0) == (PAIRS.match > 0)).mean() > 0.97
    assert all(table.weights[0] == 0 for table in glass.tables)
    assert all(len(table.of) == 1 for table in glass.tables)


def test_labels_are_not_looked_at_and_order_is_nothing() -> None:
    order = np.random.default_rng(3).permutation(ROWS)
    turned = Examples(
        {name: column[order] for name, column in PAIRS.levels.items()},
        1.0 - PAIRS.match[order],
        PAIRS.offset,
        PAIRS.weight,
    )
    one, other = (tables_of(learn(rows, CHANCE, rough_start())) for rows in (PAIRS, turned))
    assert one.prior == other.prior
    for a, b in zip(one.tables, other.tables, strict=True):
        assert a.weights.tolist() == b.weights.tolist()


def test_a_comparison_that_says_the_same_as_another_is_discounted() -> None:
    """Given a copy of the phone as its own comparison, the two weigh less than twice the phone."""
    start = rough_start()
    (phone,) = [table for table in start.tables if table.of == ("phone",)]
    tables = tuple(table for table in start.tables if table is not phone)
    copied = {
        name: {**rows.levels, "ssn": (rows.levels["phone"] == 1).astype(np.uint8) * 2}
        for name, rows in (("pairs", PAIRS), ("chance", CHANCE))
    }
    found = learn(
        replace(PAIRS, levels=copied["pairs"]),
        replace(CHANCE, levels=copied["chance"]),
        replace(start, tables=(*tables, phone)),
    )
    alone = learn(PAIRS, CHANCE, start)
    assert found.slopes["phone"] < alone.slopes["phone"]


@pytest.mark.parametrize(
    ("subjects", "records", "most"), [(3, 4, 100), (100, 50, 1000), (5000, 7001, 2000), (1, 1, 5)]
)
def test_chance_pairs_are_different_and_spread_over_everybody(
    subjects: int, records: int, most: int
) -> None:
    i, j = chance_pairs(subjects, records, most)
    assert len(i) == min(most, subjects * records)
    assert len(set(zip(i.tolist(), j.tolist(), strict=True))) == len(i)
    assert i.max(initial=0) < subjects
    assert j.max(initial=0) < records
    assert abs(i.mean() - (subjects - 1) / 2) < 0.02 * subjects


def test_nobody_has_no_pairs() -> None:
    assert len(chance_pairs(0, 5, 10)[0]) == 0
