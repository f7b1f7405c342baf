"""A larger source takes from what people share, and nothing from what identifies one of them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from matching.compare.agreement import STEPS
from matching.compare.names import Levels
from matching.compare.pairs import LEVELS
from matching.score.additive import UNITS_PER_BIT
from matching.score.population import CHANCE, REFERENCE, WHERE, population_units

TOWN, CITY, STATE, NATION = REFERENCE, 300_000, 30_000_000, 330_000_000
USUAL = {"surname rarity": "1 in 2,048", "given rarity": "1 in 256"}
RARE = {"surname rarity": "1 in 131,072", "given rarity": "1 in 4,096"}
COMMON = {"surname rarity": "1 in 128", "given rarity": "1 in 32"}


def row(**named: str) -> dict[str, Levels]:
    whole = {name: LEVELS[name][0] for name in LEVELS} | named
    return {name: np.array([LEVELS[name].index(level)], np.uint8) for name, level in whole.items()}


@pytest.mark.parametrize(
    ("agreed", "people", "bits"),
    [
        ({}, 0, 0.0),
        ({}, TOWN, 0.0),
        ({}, 2 * TOWN, -1.0),
        ({}, 1024 * TOWN, -10.0),
        (COMMON, 1024 * TOWN, -10.0),
        (USUAL, NATION, -14.01),
        (RARE, NATION, -6.30),
        (USUAL | {"birth": "exact"}, STATE, 0.0),
        (USUAL | {"birth": "exact"}, NATION, -1.70),
        (COMMON | {"birth": "exact"}, NATION, -8.70),
        (USUAL | {"birth": "exact", "locality": "city"}, NATION, 0.0),
        (USUAL | {"birth": "year only"}, NATION, -10.30),
        (USUAL | {"ssn": "last four"}, NATION, -3.0),
        (USUAL | {"ssn": "full"}, NATION, 0.0),
        (USUAL | {"phone": "agree"}, NATION, 0.0),
        (USUAL | {"email": "agree"}, NATION, 0.0),
        (USUAL | {"place": "same delivery point"}, NATION, 0.0),
        (USUAL | {"place": "same delivery point", "locality": "zip"}, NATION, 0.0),
        (USUAL | {"locality": "zip"}, NATION, -5.30),
        (USUAL | {"locality": "other state"}, NATION, -14.01),
    ],
)
def test_what_a_source_takes(agreed: dict[str, str], people: int, bits: float) -> None:
    taken = population_units(people, row(**agreed))
    assert taken.tolist() == [pytest.approx(bits * UNITS_PER_BIT, abs=0.6)]


@pytest.mark.parametrize("people", [2 * TOWN, CITY, STATE, NATION])
def test_who_agrees_more_loses_no_more(people: int) -> None:
    for name in (*CHANCE, *WHERE):
        for (low, high), beside in product(STEPS[name], ({}, USUAL, COMMON | {"birth": "exact"})):
            less, more = (row(**{**beside, name: LEVELS[name][at]}) for at in (low, high))
            assert population_units(people, less) <= population_units(people, more), name
