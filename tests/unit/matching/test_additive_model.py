"""A glass box: sums of tables, folded or not, and the terms of a row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.default_model import LINK_MODEL, TRACE_MODEL
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.person_model import load_model
from matching.score.tables import Table

LEVELS = {"p": ("no data", "yes", "no"), "q": ("no data", "low", "high"), "r": ("no data", "one")}
MODEL = load_model(LINK_MODEL)
TRACE = load_model(TRACE_MODEL)
BOXES = {
    "pair": MODEL.pair,
    "context": MODEL.context,
    "pair of traces": TRACE.pair,
    "context of traces": TRACE.context,
}


def table(of: tuple[str, ...], numbers: list[int]) -> Table:
    shape = tuple(len(LEVELS[name]) for name in of)
    count = int(np.prod(shape))
    return Table(of, np.array(numbers[:count], dtype=np.int16).reshape(shape))


OF = st.lists(
    st.sampled_from([("p",), ("q",), ("r",), ("p", "q"), ("q", "p"), ("q", "r"), ("p", "r")]),
    unique=True,
)
NUMBERS = st.lists(st.integers(-10_000, 10_000), min_size=9, max_size=9)


@given(st.integers(-5000, 5000), st.data(), OF)
def test_the_folded_sum_is_the_plain_sum(
    prior: int, data: st.DataObject, of: list[tuple[str, ...]]
) -> None:
    tables = tuple(table(one, data.draw(NUMBERS)) for one in of)
    box = AdditiveModel(prior, tables, LEVELS)
    rows = [(p, q, r) for p in range(3) for q in range(3) for r in range(2)]
    columns = {
        name: np.array(column, np.uint8)
        for name, column in zip("pqr", zip(*rows, strict=True), strict=True)
    }
    plain = [
        prior + sum(int(t.weights[tuple(row["pqr".index(name)] for name in t.of)]) for t in tables)
        for row in rows
    ]
    assert box.weigh(columns).tolist() == plain
    for row, weight in zip(rows, plain, strict=True):
        terms = box.terms(dict(zip("pqr", row, strict=True)), {})
        assert sum(term.weight for term in terms) + prior / UNITS_PER_BIT == weight / UNITS_PER_BIT


@pytest.mark.parametrize("name", BOXES)
def test_the_shipped_sums_are_the_sums_of_their_terms(name: str) -> None:
    box = BOXES[name]
    rng = np.random.default_rng(5)
    columns = {
        c: rng.integers(0, len(names), 400).astype(np.uint8) for c, names in box.levels.items()
    }
    for at, weight in enumerate(box.weigh(columns)):
        terms = box.terms({c: int(column[at]) for c, column in columns.items()}, MODEL.words)
        assert sum(term.weight for term in terms) == (weight - box.prior) / UNITS_PER_BIT


@pytest.mark.parametrize("name", BOXES)
def test_what_is_not_known_weighs_nothing_in_the_shipped_model(name: str) -> None:
    box = BOXES[name]
    for one in box.tables:
        for axis, comparison in enumerate(one.of):
            assert box.levels[comparison][0] in ("no data", "not asked", "as written")
            assert not np.take(one.weights, 0, axis=axis).any(), one.of


@pytest.mark.parametrize("name", BOXES)
def test_the_shipped_weights_have_words(name: str) -> None:
    used = {comparison for one in BOXES[name].tables for comparison in one.of}
    for comparison in used:
        for level in BOXES[name].levels[comparison]:
            assert MODEL.words.get(f"{comparison}.{level}"), (comparison, level)


def test_terms_name_their_levels_and_leave_out_pairs_without_weight() -> None:
    box = AdditiveModel(
        0, (table(("p",), [0, 64, 0]), table(("p", "q"), [0, 0, 0, 0, 32, 0, 0, 0, 0])), LEVELS
    )
    words = {"p.yes": "it agrees", "q.low": "it is low"}
    both = box.terms({"p": 1, "q": 1}, words)
    assert [(t.name, t.level, t.weight, t.words) for t in both] == [
        ("p", "yes", 1.0, "it agrees"),
        ("p and q", "yes and low", 0.5, "it agrees; it is low"),
    ]
    assert [t.name for t in box.terms({"p": 1, "q": 2}, words)] == ["p"]
    assert [(t.name, t.weight) for t in box.terms({"p": 0, "q": 2}, words)] == [("p", 0.0)]


def test_a_level_without_words_is_told_by_its_names() -> None:
    box = AdditiveModel(0, (table(("r",), [0, 8]),), LEVELS)
    assert box.terms({"r": 1}, {})[0].words == "r: one"


def test_no_rows() -> None:
    box = AdditiveModel(7, (table(("p",), [0, 1, 2]),), LEVELS)
    assert box.weigh({"p": np.zeros(0, np.uint8)}).tolist() == []


def test_terms_are_told_in_the_words_that_are_given() -> None:
    box = AdditiveModel(0, (table(("r",), [0, 8]),), LEVELS)
    told = [box.terms({"r": 1}, {"r.one": words})[0].words for words in ("first", "second")]
    assert told == ["first", "second"]
