"""Given names that may be forms of one name, and names that are no forms of each other."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from config.census_names import census_name_shares
from config.match_tables import match_table
from matching.compare.person.given_forms import may_be_forms, spelled
from matching.compare.person.relate import compare_names

LISTED = [
    (name, form)
    for name, forms in match_table("given_forms")["related"].items()
    for form in forms.split()
]


def test_no_listed_form_is_somebody_else() -> None:
    apart = [
        (name, form)
        for name, form in LISTED
        if compare_names(f"{name} Zabriskie", f"{form} Zabriskie").is_different
    ]
    assert apart == []


def test_every_pair_stands_once_and_is_in_doubt() -> None:
    assert len({frozenset(pair) for pair in LISTED}) == len(LISTED)
    known = [pair for pair in LISTED if compare_names(*(f"{n} Zabriskie" for n in pair)).is_same]
    assert known == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("KATHI", "CATHY"), ("CATHERINE", "KATHERINE"), ("STEFANIE", "STEPHANY"), ("ANN", "ANNE"),
        ("MEGHAN", "MEGAN"), ("BRIANA", "BRYANNA"), ("KELLI", "KELLEY"), ("KRISTI", "CHRISTY"),
        ("JONNY", "JONATHAN"), ("BENNIE", "BENJAMIN"), ("CHRISTOF", "CHRISTOFFER"),
        ("BIRDIE", "ROBERTA"), ("KC", "CASEY"),
    ],
)  # fmt: skip
def test_forms_and_spellings_may_be_one_name(a: str, b: str) -> None:
    assert may_be_forms(a, b)
    assert may_be_forms(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("NOEL", "NOELLE"), ("DANIEL", "DANIELLE"), ("PATRICK", "PATRICIA"), ("JOHN", "JAMES"),
        ("MARY", "MARTHA"), ("DON", "DAN"), ("A", "ANN"), ("CARL", "CARLA"), ("ERIC", "ERICA"),
    ],
)  # fmt: skip
def test_other_names_are_no_forms(a: str, b: str) -> None:
    assert not may_be_forms(a, b)
    assert not may_be_forms(b, a)


def test_names_drawn_at_random_are_hardly_ever_related() -> None:
    shares, rng = census_name_shares(), random.Random(3)
    names = [*islice(shares.male_given, 300), *islice(shares.female_given, 300)]
    pairs = [tuple(rng.sample(names, 2)) for _ in range(3000)]
    related = [pair for pair in pairs if may_be_forms(*pair)]
    assert len(related) < 30
    assert not any(
        compare_names(f"{a} Zabriskie", f"{b} Zabriskie").is_different for a, b in related
    )


@pytest.mark.parametrize("name", ["", "A", "E", "EE", "HHHH", "CCCC", "X" * 600, "YEYE" * 150])
def test_any_letters_have_a_spelling(name: str) -> None:
    assert spelled(spelled(name)) is not None
