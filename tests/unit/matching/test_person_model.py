"""A model's file: the same model again, and a clear refusal of every file that is not one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.default_model import LINK_MODEL
from matching.compare.pairs import LEVELS
from matching.score.additive import UNITS_PER_BIT, AdditiveModel
from matching.score.context import CONTEXT_LEVELS
from matching.score.person_model import (
    CONTEXT_OF,
    FORMAT,
    context_levels,
    load_model,
    model_text,
    read_model,
)
from skiptrace.model.errors import MatchingError

SHIPPED = LINK_MODEL
MODEL = load_model(SHIPPED)
TEXT = model_text(MODEL)


def same(a: AdditiveModel, b: AdditiveModel) -> bool:
    tables = zip(a.tables, b.tables, strict=True)
    equal = all(x.of == y.of and np.array_equal(x.weights, y.weights) for x, y in tables)
    return a.prior == b.prior and equal


def test_a_model_comes_back_from_its_text() -> None:
    again = read_model(TEXT, "again")
    assert same(again.pair, MODEL.pair)
    assert same(again.context, MODEL.context)
    told = (again.id, again.floor, again.training, again.reliability, again.words)
    assert told == (MODEL.id, MODEL.floor, MODEL.training, MODEL.reliability, MODEL.words)
    assert model_text(again) == TEXT


def test_the_shipped_file_is_named_as_its_model_and_written_as_text_is() -> None:
    assert MODEL.id == SHIPPED
    assert read_model(TEXT, SHIPPED).id == SHIPPED
    assert load_model(SHIPPED) is MODEL


def test_the_contexts_levels() -> None:
    assert list(context_levels()) == [*CONTEXT_LEVELS, *CONTEXT_OF]
    assert all(context_levels()[name] == LEVELS[name] for name in CONTEXT_OF)


TRICKY = st.text('[]{}",:-019 \n\\\u2028a', max_size=12)
PLAIN = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.none(), TRICKY, st.floats(allow_nan=False)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(TRICKY, inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(TRICKY, PLAIN, max_size=3), st.dictionaries(TRICKY, TRICKY, max_size=3))
def test_whatever_a_file_says_of_itself_comes_back(
    training: dict[str, Any], words: dict[str, str]
) -> None:
    empty = AdditiveModel(-3, (), LEVELS)
    told = replace(MODEL, training=training, words=words, pair=empty, context=empty)
    again = read_model(model_text(told), "again")
    assert (again.training, again.words, again.pair.prior) == (training, words, -3)


def test_a_row_of_weights_is_a_line() -> None:
    longest = max(len(row) for table in MODEL.pair.tables for row in table.weights.tolist()
                  if isinstance(row, list))  # fmt: skip
    rows = [line for line in TEXT.splitlines() if line.strip().startswith("[")]
    assert max(line.count(",") for line in rows) >= longest - 1


Change = Callable[[dict[str, Any]], object]
FIRST = "surname"


def table(raw: dict[str, Any], *of: str) -> dict[str, Any]:
    return next(row for row in raw["pair"]["tables"] if row["of"] == list(of))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: raw.update(format=FORMAT + 1), f"format {FORMAT + 1}, expected {FORMAT}"),
        (lambda raw: raw.update(grain=UNITS_PER_BIT * 2), "weights in 1/128 bit, not 1/64"),
        (lambda raw: raw.pop("format"), "damaged near 'format'"),
        (lambda raw: raw.pop("grain"), "damaged near 'grain'"),
        (lambda raw: raw.pop("words"), "damaged near 'words'"),
        (lambda raw: raw.update(pair=None), "damaged"),
        (lambda raw: raw["context"].pop("prior"), "damaged near 'prior'"),
        (lambda raw: raw["pair"].update(prior=1.5), "damaged near weights: whole numbers"),
        (lambda raw: raw["pair"].update(prior="1"), "damaged near weights: whole numbers"),
        (lambda raw: raw.update(floor="low"), "damaged"),
        (lambda raw: raw.update(floor=float("nan")), "damaged near the floor"),
        (lambda raw: raw["pair"]["levels"][FIRST].reverse(), "other levels of"),
        (lambda raw: raw["pair"]["levels"][FIRST].append("twice"), "other levels of"),
        (lambda raw: raw["pair"]["levels"].pop(FIRST), "damaged near 'surname'"),
        (lambda raw: table(raw, FIRST).update(of=["shoe size"]), "damaged near 'shoe size'"),
        (lambda raw: table(raw, FIRST)["weights"].pop(), "has another shape"),
        (lambda raw: table(raw, FIRST).update(weights=[[1, 2], [3]]), "damaged"),
        (lambda raw: table(raw, FIRST)["weights"].__setitem__(1, 1.5), "whole numbers"),
        (lambda raw: table(raw, FIRST)["weights"].__setitem__(1, "4"), "whole numbers"),
        (lambda raw: table(raw, FIRST)["weights"].__setitem__(1, None), "whole numbers"),
        (lambda raw: table(raw, FIRST)["weights"].__setitem__(1, 10_001), "whole numbers up to"),
        (lambda raw: table(raw, FIRST)["weights"].__setitem__(1, -40_000), "whole numbers up to"),
        (lambda raw: table(raw, FIRST)["weights"].__setitem__(1, 10**30), "whole numbers up to"),
        (lambda raw: raw["pair"]["tables"].append(table(raw, FIRST)), "no table of its own"),
        (lambda raw: table(raw, FIRST).update(of=[FIRST, FIRST]), "no table of its own"),
        (lambda raw: table(raw, FIRST).update(of=[]), "no table of its own"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_model_of_this_version_is_refused(change: Change, words: str) -> None:
    raw = json.loads(TEXT)
    change(raw)
    with pytest.raises(MatchingError, match="model mine: ") as error:
        read_model(json.dumps(raw), "mine")
    assert words in str(error.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", TEXT[: len(TEXT) // 2]])
def test_text_that_is_no_file_at_all_is_refused(text: str) -> None:
    with pytest.raises(MatchingError, match="model mine: damaged near"):
        read_model(text, "mine")


@pytest.mark.parametrize("name", ["person-glass-1999-01", "", "nothing/here"])
def test_a_model_that_is_not_shipped(name: str) -> None:
    with pytest.raises(MatchingError, match="no such shipped model"):
        load_model(name)
