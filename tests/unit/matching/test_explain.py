"""The terms of a weight: all of them, exactly its sum, each in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from config.default_model import LINK_MODEL
from matching.compare.pairs import LEVELS
from matching.engine.link import Linked, in_context, scored_pairs
from matching.explain import linked_terms, pair_terms
from matching.profile import Profile
from matching.score.additive import UNITS_PER_BIT
from matching.score.person_model import load_model
from matching.score.population import REFERENCE
from matching.term_once import told_once
from skiptrace.model.match import Term
from tests.unit.matching.compare.small_people import known, numbered, sides, someone

MODEL = load_model(LINK_MODEL)
HOME = ["12 Oak St|Salem|OR|97301"]
ASKED = known(someone("ZEBULON||WEXFORD", born="1980-03-14", at=HOME), numbered("4321"))
RECORDS = [
    ASKED,
    known(someone("ZEB||WEXFORD", born="1980-03-14"), numbered("900124321", ["5035550142"])),
    known(someone("ZEBULON||WEXFORD", at=HOME), numbered("900965555")),
]


def linked(population: int, asked: Profile = ASKED, records: Sequence[Profile] = RECORDS) -> Linked:
    two = sides([asked], records)
    source = two.source(batch=False)
    source = type(source)(two.b, two.facts, two.shares, population, None, False)
    every = np.arange(len(records))
    found, levels = scored_pairs(MODEL, two.a, source, every * 0, every)
    return in_context(MODEL, two.a, found, levels, source)


@pytest.mark.parametrize("population", [0, REFERENCE, 5 * REFERENCE, 300_000_000])
def test_terms_sum_to_the_weight_exactly(population: int) -> None:
    found = linked(population)
    assert len(found.weight) >= 2
    own = np.rint(found.found.odds * UNITS_PER_BIT / np.log(2))
    for at, weight in enumerate(found.weight):
        pair = pair_terms(MODEL, found.pair, at, int(found.population[at]))
        whole = linked_terms(MODEL, found, at)
        assert sum(term.weight for term in pair) * UNITS_PER_BIT == own[at]
        assert sum(term.weight for term in whole) * UNITS_PER_BIT == weight
        assert whole[: len(pair)] == pair


def test_every_comparison_of_the_pair_has_a_term() -> None:
    found = linked(REFERENCE)
    names = [term.name for term in pair_terms(MODEL, found.pair, 0, int(found.population[0]))]
    assert set(LEVELS) <= set(names)
    assert len(names) == len(set(names))
    assert names[0] == "prior"


@pytest.mark.parametrize(("population", "told"), [(REFERENCE, False), (100 * REFERENCE, True)])
def test_a_population_is_told_where_it_counts(population: int, told: bool) -> None:
    often = someone("MARY||SMITH", born="1980-03-14")
    found = linked(population, often, [often])
    taken = []
    for at in range(len(found.weight)):
        terms = {term.name: term.weight for term in linked_terms(MODEL, found, at)}
        taken.append(terms.get("population", 0) * UNITS_PER_BIT)
        assert ("population" in terms) is bool(found.population[at])
    assert taken == found.population.tolist()
    assert any(taken) is told


def test_a_rivals_share_is_told_where_there_is_one() -> None:
    found = linked(REFERENCE)
    for at, taken in enumerate(found.competition):
        names = [term.name for term in linked_terms(MODEL, found, at)]
        assert ("competition" in names) is bool(taken)


def test_every_term_is_told_in_words() -> None:
    found = linked(10 * REFERENCE)
    for at in range(len(found.weight)):
        for term in linked_terms(MODEL, found, at):
            assert term.words
            assert term.words != term.name
            assert ": " not in term.words.split("; ")[0][: len(term.name) + 2]


def test_a_comparison_that_is_weighed_twice_is_told_once() -> None:
    terms = [
        Term("birth", "exact", 3.0, "births agree"),
        Term("birth and place", "exact and same", 1.0, "births agree; an address agrees"),
        Term("phone", "agree", 2.0, "a phone agrees"),
        Term("birth", "exact", -0.5, "births agree"),
        Term("place and birth", "same and exact", 0.25, "an address agrees; births agree"),
    ]
    told = told_once(terms)
    assert [(term.name, term.weight) for term in told] == [
        ("birth", 2.5), ("birth and place", 1.25), ("phone", 2.0)
    ]  # fmt: skip
