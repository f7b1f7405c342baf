"""Levels of names: a pair of names for every level, the same from both sides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compare.names import GENERATION, GIVEN, MIDDLE, ORDER, SURNAME
from tests.unit.matching.compare.small_people import someone, told

SURNAMES = [
    ("", "HAINES", "no data"),
    ("HAINES", "HAINES", "exact"),
    ("O'NEIL", "ONEIL", "exact"),
    ("ORTEGA SALAS", "ORTEGA", "part"),
    ("ORTEGA SALAS", "SALAS", "part"),
    ("ORTEGA-SALAS", "SALAS ORTEGA", "different"),
    ("DE LA CRUZ", "CRUZ", "part"),
    ("LE", "LE TRAN", "part"),
    ("DE LA CRUZ", "DE LA ROSA", "same initial"),
    ("VAN DYKE", "VAN BUREN", "same initial"),
    ("ST JOHN", "ST CLAIR", "same initial"),
    ("REID", "REED", "sounds alike"),
    ("HAINES", "HAINEZ", "one edit"),
    ("WEXFORD", "WEXFIRD", "one edit"),
    ("WEXFORD", "WEXFOLD", "one edit"),
    ("WEXFORD", "EWXFORD", "one edit"),
    ("MILLER", "MILLET", "near pair"),
    ("HARDY", "HARVY", "one edit"),
    ("BAKER", "BARKER", "near pair"),
    ("WEXFORD", "WEXBOLD", "two edits"),
    ("WEX", "WEXFORDSHIRE", "beginning"),
    ("WEXFORD", "WADE", "same initial"),
    ("WU", "WO", "same initial"),
    ("WEXFORD", "ORR", "different"),
    ("ABCDEF", "BADCEF", "different"),
]  # fmt: skip
"""Two surnames and their level; a name that begins otherwise is at most one edit away."""

GIVENS = [
    ("", "JOHN", "no data"),
    ("JOHN", "JOHN", "exact"),
    ("CATHERINE", "KATHERINE", "spelling"),
    ("MARY ANN", "MARY", "spelling"),
    ("ROBERT", "BOB", "nickname"),
    ("MARGARET", "PEGGY", "nickname"),
    ("J", "JOHN", "initial"),
    ("J", "J", "initial"),
    ("J", "ROBERT", "different"),
    ("J", "R", "different"),
    ("ZEBULON", "ZEBULIN", "one edit"),
    ("JOHN", "JOAN", "near pair"),
    ("RICK", "ERIC", "near pair"),  # may be forms of one name, and are two brothers as often
    ("DANIELLE", "ELLIE", "near pair"),
    ("ANDREW", "ANDREA", "near pair"),
    ("ZEBULON", "ZEBELIN", "two edits"),
    ("ZEB", "ZEBADIAHSON", "beginning"),
    ("ZEBULON", "ZACK", "same initial"),
    ("ZEBULON", "WALT", "different"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "level"), SURNAMES)
def test_surnames(a: str, b: str, level: str) -> None:
    left, right = someone(f"ANN||{a}"), someone(f"ANN||{b}")
    assert told(left, right)["surname"] == told(right, left)["surname"] == level


@pytest.mark.parametrize(("a", "b", "level"), GIVENS)
def test_given_names(a: str, b: str, level: str) -> None:
    left, right = someone(f"{a}||WEXFORD"), someone(f"{b}||WEXFORD")
    assert told(left, right)["given"] == told(right, left)["given"] == level


WHOLE = [
    ("surname", "ANN|WEXFORD|ORR", "ANN||WEXFORD", "former"),
    ("surname", "ANN|W|ORR", "ANN||W", "different"),
    ("given", "JOHN|ROBERT|ORR", "ROBERT||ORR", "second name"),
    ("given", "JOHN|R|ORR", "R||ORR", "different"),
    ("middle", "ANN||ORR", "ANN|B|ORR", "no data"),
    ("middle", "ANN|BETH|ORR", "ANN|BETH|ORR", "exact"),
    ("middle", "ANN|B|ORR", "ANN|BETH|ORR", "initial"),
    ("middle", "ANN|B|ORR", "ANN|B|ORR", "initial"),
    ("middle", "ANN|BETH|ORR", "BETH|ANN|ORR", "given name"),
    ("middle", "ANN|BETH|ORR", "ANN|CORA|ORR", "conflict"),
    ("generation", "AL||ORR", "AL||ORR", "no data"),
    ("generation", "AL||ORR|JR", "AL||ORR|II", "agree"),
    ("generation", "AL||ORR|JR", "AL||ORR", "one side only"),
    ("generation", "AL||ORR|JR", "AL||ORR|SR", "conflict"),
    ("order", "ANN||ORR", "ANN||ORR", "as written"),
    ("order", "ANN||ORR", "ORR||ANN", "turned"),
    ("order", "ALICE||WEXFORD", "WEXFIRD||ALICE", "turned"),
    ("surname", "ALICE||WEXFORD", "WEXFIRD||ALICE", "one edit"),
    ("given", "ALICE||WEXFORD", "WEXFIRD||ALICE", "exact"),
    ("order", "HAROLD||WEXFORD", "WEXFORD||HARLOD", "turned"),
    ("surname", "HAROLD||WEXFORD", "WEXFORD||HARLOD", "exact"),
    ("given", "HAROLD||WEXFORD", "WEXFORD||HARLOD", "one edit"),
    ("order", "A||WEXFORD", "WEXFIRD||A", "as written"),
    ("order", "JAMES||BAKER", "BARKER||JAMES", "as written"),
    ("order", "ANN||WEXFORD", "WEXFORD||ANNE", "as written"),
    ("order", "ALICE||WEXFORD", "WEXFORD||WALTER", "as written"),
    ("order", "ALICE||WEXFORD", "ALICE||WEXFIRD", "as written"),
    ("order", "MARTIN||MARTYN", "MARTEN||MARTIN", "as written"),
    ("order", "ANN||ANN", "ANN||ANN", "as written"),
    ("order", "||ANN", "ANN||", "as written"),
]  # fmt: skip


@pytest.mark.parametrize(("comparison", "a", "b", "level"), WHOLE)
def test_whole_names(comparison: str, a: str, b: str, level: str) -> None:
    left, right = someone(a), someone(b)
    assert told(left, right)[comparison] == told(right, left)[comparison] == level


def test_every_level_of_names_is_reached_by_an_example() -> None:
    reached = {("surname", level) for *_, level in SURNAMES}
    reached |= {("given", level) for *_, level in GIVENS}
    reached |= {(comparison, level) for comparison, *_, level in WHOLE}
    tables = {
        "surname": SURNAME, "given": GIVEN, "middle": MIDDLE, "generation": GENERATION,
        "order": ORDER,
    }  # fmt: skip
    assert reached == {(name, level) for name, levels in tables.items() for level in levels}


def test_a_turned_name_is_read_as_its_words_are_used() -> None:
    plain = told(someone("ANN||WEXFORD"), someone("ANN||WEXFORD"))
    for a, b in (("ANN||WEXFORD", "WEXFORD||ANN"), ("WEXFORD||ANN", "ANN||WEXFORD")):
        assert told(someone(a), someone(b)) == {**plain, "order": "turned"}


@pytest.mark.parametrize(
    ("a", "b", "as_written"),
    [
        ("ALICE||WEXFORD", "WEXFIRD||ALICE", "ALICE||WEXFIRD"),
        ("WEXFORD||ALICE", "ALICE||WEXFIRD", "ALICE||WEXFIRD"),
        ("WEXFORD||HAROLD", "HARLOD||WEXFORD", "HARLOD||WEXFORD"),
    ],
)
def test_a_name_turned_with_a_slip_is_read_as_its_words_are_used(
    a: str, b: str, as_written: str
) -> None:
    right = "HAROLD||WEXFORD" if "HARLOD" in as_written else "ALICE||WEXFORD"
    plain = told(someone(right), someone(as_written))
    assert told(someone(a), someone(b)) == {**plain, "order": "turned"}


@pytest.mark.parametrize(
    ("a", "b", "levels"),
    [
        (["ANN||ORR", "ANN||WEXFORD"], ["ANN||WEXFORD"], {"surname": "exact", "given": "exact"}),
        (["JO||POE", "ANN||ORR"], ["AL||DUNN", "ANN||ORR"], {"surname": "exact"}),
        (["JOHN|A|ORR", "JOHN|B|ORR"], ["JOHN|B|ORR"], {"middle": "initial"}),
        (["JOHN|AL|ORR", "JOHN|BO|ORR"], ["JOHN|BO|ORR"], {"middle": "exact"}),
        (["JOHN||ORR|SR", "JOHN||ORR|JR"], ["JOHN||ORR|JR"], {"generation": "agree"}),
        (["WEXFORD||ANN", "ANN||WEXFORD"], ["ANN||WEXFORD"], {"order": "as written"}),
        (["||WEXFORD", "ANN||WEXFORD"], ["ANN||WEXFORD"], {"given": "exact"}),
    ],
)
def test_the_best_of_several_names_counts(
    a: list[str], b: list[str], levels: dict[str, str]
) -> None:
    for left, right in ((a, b), (b, a), (a[::-1], b[::-1])):
        found = told(someone(*left), someone(*right))
        assert {name: found[name] for name in levels} == levels


PARTS = st.sampled_from(["", "A", "ANN", "ANNA", "WEXFORD", "DE LA CRUZ", "CRUZ", "ROBERT", "BOB"])
NAMES = st.lists(
    st.builds(
        lambda *parts: "|".join(parts), PARTS, PARTS, PARTS, st.sampled_from(["", "JR", "SR"])
    ),
    min_size=1,
    max_size=3,
)
SIDED = ("surname", "given", "middle", "generation", "order", "surname rarity", "given rarity")


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_the_order_of_a_persons_names_says_nothing(a: list[str], b: list[str]) -> None:
    found = told(someone(*a), someone(*b))
    assert told(someone(*a[::-1]), someone(*b[::-1])) == found


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_names_compare_alike_from_both_sides(a: list[str], b: list[str]) -> None:
    found, back = told(someone(*a), someone(*b)), told(someone(*b), someone(*a))
    assert {name: back[name] for name in SIDED} == {name: found[name] for name in SIDED}
