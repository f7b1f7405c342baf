"""Records spread over many towns: one town tells more there, and makes nothing sure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.default_model import LINK_MODEL
from matching.compare.agreement import STEPS
from matching.compare.places import LOCALITY
from matching.encode.batch import PersonBatch, Words
from matching.encode.profiles import batch_of_profiles
from matching.engine.link import Linked, in_context, scored_pairs
from matching.engine.spread_counts import ENOUGH, SpreadCounts
from matching.explain import linked_terms
from matching.score.additive import UNITS_PER_BIT
from matching.score.person_model import load_model
from matching.score.spread import (
    ALIKE,
    IN_DOUBT_STILL,
    LEARNED_CITIES,
    LEARNED_ZIPS,
    MOST,
    NOT_COUNTED,
    SPREAD,
    Spread,
    in_one_town,
    lifted,
)
from tests.unit.matching.compare.small_people import sides, someone

MODEL = load_model(LINK_MODEL)
NATION = Spread(9.6, 9.6)
FILES = {
    "not counted": NOT_COUNTED,
    "one town": Spread(1.0, 0.5),
    "as learned": Spread(LEARNED_ZIPS, LEARNED_CITIES),
    "nearly as learned": Spread(LEARNED_ZIPS + ALIKE, LEARNED_CITIES + ALIKE),
}


def worth(spread: Spread, *names: str) -> list[float]:
    levels = np.array([LOCALITY.index(name) for name in names], dtype=np.uint8)
    return (in_one_town(spread, {"locality": levels}) / UNITS_PER_BIT).tolist()


@pytest.mark.parametrize("spread", FILES.values(), ids=FILES)
def test_a_file_of_few_towns_is_weighed_as_the_model_says(spread: Spread) -> None:
    assert worth(spread, *LOCALITY) == [0.0] * len(LOCALITY)


def test_one_town_of_a_nation_is_worth_what_the_model_cannot_know() -> None:
    zips, cities = 9.6 - LEARNED_ZIPS, 9.6 - LEARNED_CITIES
    close = {"abs": 1 / UNITS_PER_BIT}
    assert worth(NATION, "zip and city", "zip", "city") == pytest.approx(
        [cities, zips, cities], **close
    )
    assert worth(NATION, "zip nearly", "city nearly") == pytest.approx(
        [zips / 2, cities / 2], **close
    )
    assert worth(NATION, "no data", "same area", "same state", "other state") == [0.0] * 4


@given(st.floats(0, 40), st.floats(0, 40), st.floats(-30, 30))
def test_more_agreement_is_never_worth_less(zips: float, cities: float, bits: float) -> None:
    every = np.arange(len(LOCALITY), dtype=np.uint8)
    whole = in_one_town(Spread(zips, cities), {"locality": every})
    weight = np.full(len(every), round(bits * UNITS_PER_BIT), dtype=np.int32)
    added = lifted(weight, whole)
    assert whole.max() <= MOST * UNITS_PER_BIT
    for low, high in STEPS["locality"]:
        assert whole[low] <= whole[high] and added[low] <= added[high]


@given(st.floats(-30, 30), st.floats(0, 30))
def test_nothing_is_lifted_near_even_odds_and_nothing_falls(bits: float, more: float) -> None:
    weight, whole = (np.rint(np.array([b]) * UNITS_PER_BIT).astype(np.int32) for b in (bits, more))
    after = float((weight + lifted(weight, whole))[0]) / UNITS_PER_BIT
    before = float(weight[0]) / UNITS_PER_BIT
    assert before <= after
    assert after == before or 1 / (1 + 2**-after) <= IN_DOUBT_STILL


def people(words: Words, towns: Sequence[str]) -> PersonBatch:
    return batch_of_profiles([someone("LEE||WEXFORD", at=[town]) for town in towns], words)


def counted(subjects: Sequence[str], *parts: Sequence[str]) -> Spread:
    words = Words()
    counts = SpreadCounts(people(words, subjects))
    further = words.beyond()
    for part in parts:
        counts.add(people(further, part))
    return counts.spread()


SALEM, BEND, NOWHERE = "12 Oak St|Salem|OR|97301", "9 Elm St|Bend|OR|97701", "9 Elm St|||"


def test_the_spread_is_how_rarely_two_meet() -> None:
    here, there = [SALEM] * ENOUGH + [BEND] * ENOUGH, [SALEM] * ENOUGH + [BEND] * 3 * ENOUGH
    met, pairs = 4 * ENOUGH**2, 8 * ENOUGH**2
    bits = np.log2(pairs / (met + 1))
    assert counted(here, there) == Spread(pytest.approx(bits), pytest.approx(bits))
    assert counted(here, there) == counted(here, there[:7], there[7:], [NOWHERE])


@pytest.mark.parametrize(
    ("subjects", "records"),
    [
        ([SALEM] * (ENOUGH - 1), [BEND] * ENOUGH),
        ([SALEM] * ENOUGH, [BEND] * (ENOUGH - 1)),
        ([NOWHERE] * ENOUGH, [SALEM] * ENOUGH),
        ([SALEM] * ENOUGH, [NOWHERE] * ENOUGH),
    ],
)
def test_too_few_towns_tell_nothing(subjects: list[str], records: list[str]) -> None:
    assert counted(subjects, records) == NOT_COUNTED


def test_towns_that_never_meet_are_as_far_apart_as_the_pairs_show() -> None:
    found = counted([SALEM] * ENOUGH, [BEND] * ENOUGH)
    assert found == Spread(pytest.approx(np.log2(ENOUGH**2)), pytest.approx(np.log2(ENOUGH**2)))


def linked(spread: Spread) -> Linked:
    """One subject, a record of the surname in its town, a sure record, one far away."""
    asked = someone("ZEBULON||WEXFORD", born="1950-03-14", at=[SALEM])
    records = [
        someone("ANNE||WEXFORD", at=["77 Lime Ave|Salem|OR|97301"]),
        someone("ZEBULON||WEXFORD", born="1950-03-14", at=["9 Elm St|Salem|OR|97301"]),
        someone("ANNE||WEXFORD", at=["77 Lime Ave|Bend|OR|97701"]),
    ]
    two = sides([asked], records)
    every = np.arange(len(records))
    source = two.source(spread=spread)
    found, levels = scored_pairs(MODEL, two.a, source, every * 0, every)
    return in_context(MODEL, two.a, found, levels, source)


def test_in_a_nation_the_doubtful_record_of_the_town_gains_and_the_sure_one_does_not() -> None:
    before, after = (
        dict(zip(one.found.record.tolist(), one.probability.tolist(), strict=True))
        for one in (linked(NOT_COUNTED), linked(NATION))
    )
    assert after[0] > 0.05 > before.get(0, 0.0)
    assert after[1] == pytest.approx(before[1], abs=0.005) and before[1] > 0.95
    assert after.get(2, 0.0) <= before.get(2, 0.0)


def test_what_one_town_adds_is_a_term_of_its_own() -> None:
    found = linked(NATION)
    assert found.spread.any()
    for at, added in enumerate(found.spread.tolist()):
        terms = linked_terms(MODEL, found, at)
        assert sum(term.weight for term in terms) * UNITS_PER_BIT == found.weight[at]
        told = [term.weight * UNITS_PER_BIT for term in terms if term.name == SPREAD]
        assert told == ([added] if added else [])
