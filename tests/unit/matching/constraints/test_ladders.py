"""More agreement never weighs less: in no table of a shipped model, and in no pair of records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from config.default_model import LINK_MODEL, TRACE_MODEL
from matching.compare.agreement import STEPS
from matching.score.context import CONTEXT_STEPS
from matching.score.person_model import load_model
from tests.unit.matching.constraints.ladders import ladders
from tests.unit.matching.constraints.paired import Case, all_ranked, linked

_ONE = 1e-9


@pytest.mark.parametrize("name", [LINK_MODEL, TRACE_MODEL])
def test_no_step_of_any_table_weighs_less_whatever_stands_beside_it(name: str) -> None:
    model = load_model(name)
    worse = [
        (part, comparison, box.levels[comparison][low], box.levels[comparison][high])
        for part, box in (("pair", model.pair), ("context", model.context))
        for comparison, steps in {**STEPS, **CONTEXT_STEPS}.items()
        for low, high in steps
        if box.least_gain(comparison, low, high) < 0
    ]
    assert worse == []


def test_the_ladders_are_many_and_name_every_case_once() -> None:
    cases = [case for ladder in ladders() for case in ladder.cases]
    assert len({case.id for case in cases}) == len(cases) > 900


def by_link(cases: Sequence[Case]) -> dict[str, float]:
    return {id: probability for id, (probability, _) in linked(cases).items()}


def by_trace(cases: Sequence[Case]) -> dict[str, float]:
    return {c.id: one.probability for c, one in zip(cases, all_ranked(cases), strict=True)}


@pytest.mark.parametrize("weighed", [by_link, by_trace])
def test_who_agrees_less_is_not_likelier(
    weighed: Callable[[Sequence[Case]], dict[str, float]],
) -> None:
    found = weighed([case for ladder in ladders() for case in ladder.cases])
    worse = [
        f"{better.id} {found[better.id]:.4f} < {less.id} {found[less.id]:.4f}"
        for ladder in ladders()
        for better, less in ladder.steps()
        if found[less.id] > found[better.id] + _ONE
    ]
    assert worse == []
