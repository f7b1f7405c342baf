"""How data look to a model, and what of it is told where they look otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.default_model import LINK_MODEL, TRACE_MODEL
from matching.block.candidates import Bounds
from matching.engine.data_profile import (
    ENOUGH,
    KNOWN,
    DataProfile,
    data_profile,
    pooled_profile,
    profile_in,
    told_apart,
)
from matching.profile import Profile
from matching.score.person_model import load_model
from tests.unit.matching.compare.small_people import known, numbered, someone
from tests.unit.matching.passed import TwoSides

USUAL = DataProfile({**dict.fromkeys(KNOWN, 0.0), "birth": 0.6, "phone": 0.25}, 0.1, 5000)


def looking(namesakes: float = 0.1, subjects: int = 5000, **shares: float) -> DataProfile:
    return DataProfile({**USUAL.known, **shares}, namesakes, subjects)


@pytest.mark.parametrize(
    ("here", "told"),
    [
        (USUAL, []),
        (looking(birth=0.25), []),
        (looking(birth=0.19), ["dates of birth are known of 19% of the candidates, there of 60%"]),
        (looking(birth=0.0), ["dates of birth are known of 0% of the candidates, there of 60%"]),
        (looking(phone=0.0), []),  # they counted for little where it was learned
        (looking(phone=0.8), ["telephones are known of 80% of the candidates, there of 25%"]),
        (looking(email=0.29), []),
        (looking(email=0.3), ["e-mail addresses are known of 30% of the candidates, there of 0%"]),
        (looking(namesakes=0.32), []),
        (looking(namesakes=0.33),
         ["33% of the subjects have a namesake among their candidates, there 10%"]),
        (looking(namesakes=0.0), []),
        (looking(namesakes=0.9, birth=0.0, subjects=ENOUGH - 1), []),
    ],
)  # fmt: skip
def test_what_looks_otherwise_is_told(here: DataProfile, told: list[str]) -> None:
    assert list(told_apart(USUAL, here)) == told


def profile_of(subjects: list[Profile], records: list[Profile]) -> DataProfile:
    return data_profile(TwoSides(subjects, records).linked(Bounds())[1])


def test_a_profile_counts_candidates_and_namesakes() -> None:
    ann = known(someone("ANN||WEXFORD", born="1980-03-14"), numbered(phones=["2125550142"]))
    bob = someone("ZEBULON||ORTEGA", born="1971-07-29")
    other = known(someone("ANN||WEXFORD", born="1949-11-02"), numbered(phones=["2125550199"]))
    alone = profile_of([ann, bob], [ann, bob])
    assert (alone.subjects, alone.namesakes) == (2, 0.0)
    assert (alone.known["birth"], alone.known["phone"], alone.known["ssn"]) == (1.0, 0.5, 0.0)
    nobody = profile_of([ann], [someone("XAVIER||QUILL")])
    assert (nobody.subjects, set(nobody.known.values())) == (0, {0.0})
    beside = [someone("ANN||WEXFORD", at=["1 Oak St|Salem|OR|97301"]) for _ in range(2)]
    assert profile_of([ann, bob], [ann, *beside, other, bob]).namesakes > 0.0


def test_several_are_pooled_by_their_subjects_and_read_again() -> None:
    both = pooled_profile([looking(birth=0.2, subjects=100), looking(birth=0.6, subjects=300)])
    assert (both.subjects, both.known["birth"], both.namesakes) == (400, 0.5, 0.1)
    assert profile_in({"data": both.facts()}) == both
    assert profile_in({}) is None


@pytest.mark.parametrize("name", [LINK_MODEL, TRACE_MODEL])
def test_a_shipped_model_says_what_it_was_learned_on(name: str) -> None:
    learned = profile_in(load_model(name).training)
    assert learned is not None
    assert learned.subjects > 50_000
    assert told_apart(learned, learned) == ()
    strange = replace(learned, known={**learned.known, "birth": 0.9, "email": 0.5}, namesakes=0.95)
    assert [told.split(" ")[0] for told in told_apart(learned, strange)] == [
        "dates",
        "e-mail",
        "95%",
    ]
