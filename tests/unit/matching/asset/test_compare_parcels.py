"""Whether two records mean one parcel, and the groups that follow from it."""

from __future__ import annotations

from itertools import permutations

from matching.compare.parcel import compare_parcels, parcel_groups, same_number
from skiptrace.model.asset import ParcelRef
from tests.tables import each

OAK, OAK_TOO, ELM = (
    "9 OAK AVE, LAKE ORLENA FL 34821", "9 Oak Avenue, Lake Orlena, FL 34821-0001",
    "1 ELM RD, LAKE ORLENA FL 34821",
)  # fmt: skip
A, B = ("Calusa Ferry", "FL"), ("Osceola Ridge", "FL")


@each(
    ("a", "b", "is_one"),
    [
        ("P-0012/3", "p 00123", True),
        ("12-034-5", "12-34-5", True),
        ("1-23", "12-3", False),
        ("001-23", "1-23", True),
        ("1-23", "123", True),
        ("P-1", "P-2", False),
        ("10", "1", False),
    ],
)
def test_one_number(a: str, b: str, is_one: bool) -> None:
    assert same_number(a, b) is same_number(b, a) is is_one


@each(
    ("a", "b", "verdict"),
    [
        (ParcelRef("P-1", *A), ParcelRef("P 1", "Calusa Ferry County", "FL"), "same"),
        (ParcelRef("P-1", *A, OAK), ParcelRef("P-1", *A, ELM), "same"),
        (ParcelRef("P-1", *A, OAK), ParcelRef("P-2", *A, OAK), "different"),
        (ParcelRef("P-1", *A, OAK), ParcelRef("P-1", *B, OAK), "different"),
        (ParcelRef("P-1", "Polk", "FL"), ParcelRef("P-1", "Polk", "IA"), "different"),
        (ParcelRef("P-1", *A, OAK), ParcelRef("P-1", None, "FL", OAK_TOO), "same"),
        (ParcelRef("P-1", *A, OAK), ParcelRef("P-1", None, "FL", ELM), "different"),
        (ParcelRef("P-1", *A, OAK), ParcelRef("P-1", None, "FL"), "uncertain"),
        (ParcelRef("P-1", *A, OAK), ParcelRef("P-2", None, "FL", OAK_TOO), "uncertain"),
        (ParcelRef("P-1", *A, OAK), ParcelRef("P-2", None, "FL", ELM), "different"),
        (ParcelRef("P-1", *A, OAK), ParcelRef(None, *A, OAK_TOO), "same"),
        (ParcelRef("P-1", *A, OAK), ParcelRef(None, *A), "uncertain"),
        (ParcelRef(None), ParcelRef(None), "uncertain"),
        (ParcelRef("P-1", None, "FL"), ParcelRef("P-1", None, "FL"), "same"),
        (ParcelRef("P-1", None, "FL", OAK), ParcelRef("P-1", None, "FL", ELM), "different"),
        (ParcelRef("P-1"), ParcelRef("P-1"), "uncertain"),
        (ParcelRef("P-1", None, None, OAK), ParcelRef("P-1", None, None, OAK_TOO), "same"),
        (
            ParcelRef(None, None, "FL", "100 BAY DR UNIT 4, ALVERA FL 34801"),
            ParcelRef(None, None, "FL", "100 BAY DR UNIT 5, ALVERA FL 34801"),
            "different",
        ),
    ],
)
def test_one_parcel(a: ParcelRef, b: ParcelRef, verdict: str) -> None:
    for one, other in ((a, b), (b, a)):
        found = compare_parcels(one, other)
        assert found.verdict == verdict
        assert found.reason


def test_a_parcel_that_two_different_ones_agree_with_joins_neither() -> None:
    first, second = ParcelRef("P-1", *A, OAK), ParcelRef("P-1", *B, OAK)
    between = ParcelRef(None, None, "FL", OAK)
    again = ParcelRef("P 1", *A, ELM)
    for order in permutations([first, second, between, again]):
        number = dict(zip(order, parcel_groups(order), strict=True))
        assert number[first] != number[second]
        assert number[between] not in (number[first], number[second])


@each(
    ("refs", "together"),
    [
        ([ParcelRef("P-1", *A, OAK), ParcelRef("P 1", *A, ELM), ParcelRef(None, *A, OAK)], True),
        ([ParcelRef("P-1", *A, OAK), ParcelRef("P-2", *A, ELM), ParcelRef(None, *A, OAK)], False),
        ([ParcelRef(None, *A, OAK), ParcelRef(None, None, "FL", OAK_TOO)], True),
        ([ParcelRef("P-1", None, "FL", OAK), ParcelRef("P-1", *A, OAK)], True),
        ([ParcelRef("P-1", None, "FL"), ParcelRef("P-1", *A)], False),
        ([ParcelRef(None), ParcelRef(None)], False),
    ],
)
def test_which_records_are_one_parcel(refs: list[ParcelRef], together: bool) -> None:
    for order in permutations(refs):
        assert (len(set(parcel_groups(order))) == 1) is together
