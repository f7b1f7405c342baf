"""When two spellings are one contact fact."""

from __future__ import annotations

from itertools import permutations

import pytest

from matching.compare.address.relate import AddressVerdict, compare_addresses
from matching.compare.contacts import Contacts, contact_of
from matching.parse.address.parts import address_parts
from matching.parse.address.read import AddressKind, normalize_address
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import PostalAddress
from tests.unit.matching.compare.address_grid import grid, lists


@pytest.mark.parametrize(
    ("kind", "a", "b", "same"),
    [
        (FindingKind.PHONE, "+12025550143", "(202) 555-0143", True),
        (FindingKind.PHONE, "+12025550143", "(202) 555-0144", False),
        (FindingKind.EMAIL, "Ann@Example.com", "ann@example.com", True),
        (
            FindingKind.ADDRESS,
            "3541 Us Highway 311, Saint Brannock, FL 34811",
            "3541 US HIGHWAY 311, SAINT BRANNOCK FL 34811-2367",
            True,
        ),
        (
            FindingKind.ADDRESS,
            "3848 Savannah Road, Fort Lysander, FL 34852",
            "3848 SAVANNAH RD, FORT LYSANDER, FL 34852-4297",
            True,
        ),
        (
            FindingKind.ADDRESS,
            "3848 SAVANNAH RD APT 1, FORT LYSANDER, FL 34852",
            "3848 SAVANNAH RD APT 2, FORT LYSANDER, FL 34852",
            False,
        ),
    ],
)
def test_two_spellings_are_one_fact(kind: FindingKind, a: str, b: str, same: bool) -> None:
    one, other = contact_of(kind, "", a), contact_of(kind, "", b)
    assert ((one in Contacts([other])), (other in Contacts([one]))) == (same, same)


@pytest.mark.parametrize(
    ("kind", "key", "value", "asked"),
    [
        (FindingKind.PHONE, "+12025550143", "", "202-555-0143"),
        (FindingKind.PHONE, "+12025550143", "202 555 0143 or 202 555 0144", "202-555-0143"),
        (FindingKind.EMAIL, "annlee@gmail.com", "", "Ann.Lee+bills@gmail.com"),
        (FindingKind.EMPLOYER, "LARKSPURTOOLS", "", "Larkspur Tools, Inc."),
        (FindingKind.ADDRESS, "S|34852|3848||SAVANNAH|RD|||", "", "3848 Savannah Road, 34852"),
        (FindingKind.ADDRESS, "", "somewhere", "Somewhere"),
    ],
)
def test_a_fact_is_known_by_its_key_where_that_is_all_that_is_known(
    kind: FindingKind, key: str, value: str, asked: str
) -> None:
    assert contact_of(kind, "", asked) in Contacts([contact_of(kind, key, value)])


def test_two_numbers_of_one_field_are_two_phones() -> None:
    text = "202 555 0143 or 202 555 0144"
    for key, other in permutations(("+12025550143", "+12025550144")):
        one = Contacts([contact_of(FindingKind.PHONE, key, text)])
        assert contact_of(FindingKind.PHONE, "", key) in one
        assert contact_of(FindingKind.PHONE, "", other) not in one


def test_write_back_tells_of_addresses_what_the_comparison_tells() -> None:
    unlike: list[tuple[str, str]] = []
    for a, b in [*grid(), *lists()]:
        one, other = (normalize_address(PostalAddress(told.whole)) for told in (a, b))
        if AddressKind.UNPARSED in (one.kind, other.kind):
            continue
        relation = compare_addresses(one, other).relation
        is_one = relation is AddressVerdict.SAME_DELIVERY_POINT
        is_one = is_one or address_parts(one) == address_parts(other)
        is_one = is_one and bool(one.zip5) is bool(other.zip5)
        is_open = not is_one and relation in (
            AddressVerdict.UNCERTAIN, AddressVerdict.SAME_DELIVERY_POINT
        )  # fmt: skip
        first = contact_of(FindingKind.ADDRESS, one.key, a.whole)
        second = contact_of(FindingKind.ADDRESS, other.key, b.whole)
        filed = Contacts([second])
        is_doubted = bool(filed.doubt(first))
        if (first in filed) is not is_one or (is_doubted and not is_open):
            unlike.append((a.whole, b.whole))
    assert unlike == []
