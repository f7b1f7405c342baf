"""Levels of addresses: the place, the locality, and the crowd that shares a house."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compare.pairs import LEVELS
from matching.compare.places import LOCALITY, PLACE
from matching.compare.rarity import CROWD
from tests.unit.matching.compare.small_people import sides, someone, told

SALEM, RENO = "Salem|OR|97301", "Reno|NV|89501"
PLACES = [
    ("", "12 Oak St", "no data"),
    ("Oak St", "12 Oak St", "no data"),
    ("12 Oak St", "12 Oak St", "same delivery point"),
    ("12 Oak St Apt 4", "12 Oak Street Unit 04", "same delivery point"),
    ("12 N Oak St", "12 Oak St", "street nearly"),
    ("12 Oak St", "12 Oak", "street nearly"),
    ("12 N Oak St", "12 NE Oak St", "street nearly"),
    ("12 N Oak St", "12 Oak St N", "street nearly"),
    ("12 N Oak St", "12 Oak Ave", "same number"),
    ("100 N Main St", "100 S Main St", "same number"),
    ("100 Main St NE", "100 Main St SW", "same number"),
    ("12 Oak St", "12 Oak Ln", "same number"),
    ("12 5th St", "12 5th Ave", "same number"),
    ("12 Avenue N", "12 Avenue S", "same number"),
    ("12 Wexford St", "12 Wexfrod Ave", "same number"),
    ("RR 2 Box 15", "RR 3 Box 15", "same number"),
    ("12 N Oak St", "40 S Oak St", "different"),
    ("12 Elm St", "12 1/2 Elm St", "no data"),
    ("12-14 Elm St", "12 Elm St", "no data"),
    ("12A Elm St", "12 Elm St", "no data"),
    ("12 1/4 Elm St", "12 1/2 Elm St", "number nearly"),
    ("12 1/2 Elm St", "1212 Elm St", "same street"),
    ("12 Elm St Apt 3", "12 Elm St Fl 3", "same building"),
    ("12 Elm St Bldg 2 Apt 4", "12 Elm St Bldg 3 Apt 4", "same building"),
    ("12 Elm St Bldg 2 Apt 4", "12 Elm St Apt 4", "unit unknown"),
    ("12 Elm St Fl 3 Apt 4", "12 Elm St Apt 4", "unit unknown"),
    ("12 Elm St Fl 3 Apt 304", "12 Elm St Apt 304", "same delivery point"),
    ("PO Box 77", "P.O. Box 77", "same delivery point"),
    ("PO Box 77", "P.O. Box 077", "no data"),
    ("12 Oak St Apt 4", "12 Oak St", "unit unknown"),
    ("12 Wexford St", "12 Wexfird St", "street nearly"),
    ("12 Wexford St Apt 4", "12 Wexfird St Apt 5", "no data"),
    ("12 Wexford St", "12 Wexfrod St", "same delivery point"),
    ("12 Oak St", "13 Oak St", "number nearly"),
    ("1234 Oak St", "1243 Oak St", "number nearly"),
    ("12 Oak St Apt 4", "12 Oak St Apt 5", "same building"),
    ("12 Oak St", "12 Wexford St", "same number"),
    ("12 5th St", "12 6th St", "same number"),
    ("12 Oak St", "4700 Oak St", "same street"),
    ("12 Wexford St", "4700 Wexfird St", "nearly the street"),
    ("12 Oak St", "4700 Wexford St", "different"),
    ("12 Oak St", "PO Box 77", "no data"),
    ("RR 2", "RR 2 Box 15", "no data"),
    ("General Delivery", "General Delivery", "no data"),
]  # fmt: skip
LOCALITIES = [
    ("||", SALEM, "no data"),
    ("Salem||", "|OR|", "no data"),
    (SALEM, SALEM, "zip and city"),
    (SALEM, "Salme|OR|97301", "zip and city"),
    (SALEM, "Keizer|OR|97301", "zip"),
    (SALEM, "Salem|OR|97312", "city"),
    ("Salem||", "Salem||", "city"),
    ("Salem|OR|97301", "Salem|MA|01970", "other state"),
    ("Salem|OR|", "Salem|MA|", "other state"),
    ("Salem|OR|97301", "Salme|MA|01970", "other state"),
    ("Salem|OR|97301", "Salem|WA|97301", "zip and city"),
    (SALEM, "Eugene|OR|97391", "zip nearly"),
    (SALEM, "Salme|OR|97444", "city nearly"),
    (SALEM, "Eugene|OR|97325", "same area"),
    (SALEM, "Eugene|OR|97444", "same state"),
    (SALEM, RENO, "other state"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "level"), PLACES)
def test_places(a: str, b: str, level: str) -> None:
    left, right = someone(at=[f"{a}|{SALEM}"]), someone(at=[f"{b}|{SALEM}"])
    assert told(left, right)["place"] == told(right, left)["place"] == level


@pytest.mark.parametrize(("a", "b", "level"), LOCALITIES)
def test_localities(a: str, b: str, level: str) -> None:
    left, right = someone(at=[f"|{a}"]), someone(at=[f"|{b}"])
    assert told(left, right)["locality"] == told(right, left)["locality"] == level


def test_every_level_of_places_is_reached_by_an_example() -> None:
    assert {level for *_, level in PLACES} == set(PLACE)
    assert {level for *_, level in LOCALITIES} == set(LOCALITY)


@pytest.mark.parametrize(
    ("a", "b", "place", "locality"),
    [
        (["1 Elm St|" + RENO, "12 Oak St|" + SALEM], ["12 Oak St|" + SALEM],
         "same delivery point", "zip and city"),
        (["12 Oak St|" + SALEM], ["9 Ash St|" + RENO, "12 Oak St Apt 4|" + SALEM],
         "unit unknown", "zip and city"),
        (["12 Oak St|" + SALEM], ["12 Ash St|" + RENO, "90 Elm St|" + SALEM],
         "different", "zip and city"),
        (["|" + SALEM, "12 Oak St|" + SALEM], ["900 Elm St|" + RENO], "no data", "other state"),
        ([], ["12 Oak St|" + SALEM], "no data", "no data"),
    ],
)  # fmt: skip
def test_the_closest_of_several_addresses_counts(
    a: list[str], b: list[str], place: str, locality: str
) -> None:
    for left, right in ((a, b), (b, a), (a[::-1], b[::-1])):
        found = told(someone(at=left), someone(at=right))
        assert (found["place"], found["locality"]) == (place, locality)


LINES = st.sampled_from(["", "12 Oak St", "12 Oak St Apt 4", "13 Oak St", "12 Ash St", "PO Box 7"])
TOWNS = st.sampled_from([SALEM, RENO, "Salem|MA|01970", "Salem||", "|OR|", "Salme|OR|97301"])
HOMES = st.lists(st.builds("{}|{}".format, LINES, TOWNS), max_size=3)


@settings(max_examples=100, deadline=None)
@given(HOMES, HOMES)
def test_addresses_compare_alike_from_both_sides_in_any_order(a: list[str], b: list[str]) -> None:
    left, right = told(someone(at=a), someone(at=b)), told(someone(at=b[::-1]), someone(at=a[::-1]))
    assert (left["place"], left["locality"]) == (right["place"], right["locality"])


@pytest.mark.parametrize(
    ("residents", "level"),
    [(1, "1 or 2"), (2, "1 or 2"), (3, "3 to 5"), (5, "3 to 5"), (6, "6 to 11"), (11, "6 to 11"),
     (12, "12 to 29"), (29, "12 to 29"), (30, "30 to 79"), (79, "30 to 79"), (80, "80 or more")],
)  # fmt: skip
def test_a_crowd_is_how_many_records_have_the_house(residents: int, level: str) -> None:
    asked = someone(at=[f"12 Oak St|{SALEM}"])
    people = [someone(at=[f"12 Oak St Apt {n}|{SALEM}"]) for n in range(residents)]
    found = sides([asked], people, whole_table=True).levels()
    assert {CROWD[level] for level in found["crowd"]} == {level}


@pytest.mark.parametrize("home", ["4700 Oak St", "12 Ash St", "", "Oak St"])
def test_no_crowd_counts_at_another_house(home: str) -> None:
    people = [someone(at=[f"{home}|{SALEM}"])] * 3
    found = sides([someone(at=[f"12 Oak St|{SALEM}"])], people, whole_table=True).levels()
    assert {LEVELS["crowd"][level] for level in found["crowd"]} == {"no data"}
