"""Organisation names read into words, legal form, numbers, place, date and related names."""

from __future__ import annotations

import pytest

from matching.parse.organization.read import read_organization
from matching.parse.organization.signs import is_organization_name


@pytest.mark.parametrize(
    ("text", "words", "form", "numbers"),
    [
        ("Holt Limited Liability Company", "HOLT", "LLC", ""),
        ("Holt Company, LLC", "HOLT", "LLC", ""),
        ("Holt Co. Ltd.", "HOLT", "LTD", ""),
        ("Holt FLP", "HOLT FAMILY", "LP", ""),
        ("Holt Fund VI", "HOLT FUND", "", "6"),
        ("Holt Fund I LP", "HOLT FUND", "LP", "1"),
        ("Holt Fund V LLC", "HOLT FUND", "LLC", "5"),
        ("Holt Fund X, L.P.", "HOLT FUND", "LP", "10"),
        ("A-1 Holt", "A1 HOLT", "", ""),
        ("Twenty-First Street LLC", "ST", "LLC", "21ST"),
        ("Holt Series B LLC", "HOLT SERIES", "LLC", "B"),
        ("A B Holt", "A B HOLT", "", ""),
        ("V Holt", "V HOLT", "", ""),
        ("Ostrow Trust 2010", "OSTROW", "TRUST", "2010"),
        ("N Shore Natl Bk", "NORTH SHORE NATIONAL BANK", "", ""),
        ("City of Ames", "AMES CITY", "", ""),
        ("LLC", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_words_form_and_numbers(text: str, words: str, form: str, numbers: str) -> None:
    found = read_organization(text)
    assert (" ".join(found.words), found.form, " ".join(found.numbers)) == (words, form, numbers)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Holt Trust U/A/D March 4, 2010", "dated", "2010-03-04"),
        ("Holt Trust dtd 3-4-99", "dated", "1999-03-04"),
        ("Holt Grill Store No. 0214", "store", "214"),
        ("Holt Freight of North Dakota LLC", "place", "ND"),
        ("Holt Freight (TX) LLC", "place", "TX"),
        ("Holt USA Inc", "place", "USA"),
        ("Estate of Ann Holt", "role", "estate"),
        ("Holt Bank NA as Trustee for Pool 7", "role", "trustee"),
        ("Holt Freight, a division of Roe Group", "role", "division"),
    ],
)
def test_what_stands_beside_the_name(text: str, field: str, value: str) -> None:
    assert getattr(read_organization(text), field) == value


@pytest.mark.parametrize(
    ("text", "related"),
    [
        ("Holt LLC dba Blue Door", [("trade", "BLUEDOOR")]),
        ("Holt LLC f/k/a Pier LLC", [("former", "PIER")]),
        ("Holt Freight, a division of Roe Group", [("parent", "ROEGROUP")]),
        ("Holt Bank, Trustee of the Roe Family Trust", [("principal", "ROEFAMILY")]),
        ("Holt LLC c/o Ann Roe", []),
    ],
)
def test_other_names_of_the_field_are_kept(text: str, related: list[tuple[str, str]]) -> None:
    found = read_organization(text).related
    assert [(other.relation, other.organization.key) for other in found] == related


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Holt L.L.C.", True),
        ("County of Boone", True),
        ("Holt & Sons", True),
        ("Thorne Tree Care", True),
        ("Church Frank F", False),
        ("Grace Park", False),
        ("Ann Marie Stone", False),
        ("John Banks", False),
        ("", False),
    ],
)
def test_an_organization_is_told_from_a_person(text: str, is_one: bool) -> None:
    assert is_organization_name(text) is is_one
