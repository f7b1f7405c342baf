"""Owner columns of registers: whom they name, as the one reader of names reads them."""

from __future__ import annotations

import pytest

from connectors.names import organization_key, owners_of, without_form
from matching.parse.name_field.roles import names_estate
from matching.parse.person.name_order import NameOrder
from tests.tables import each

WILMA, OTTO = "Wilma||Tester|", "Otto||Tester|"

OWNERS = [
    ("TESTER WILMA", [WILMA]),
    ("TESTER WILMA M", ["Wilma|M|Tester|"]),
    ("TESTER, WILMA M", ["Wilma|M|Tester|"]),
    ("TESTER WILMA JR", ["Wilma||Tester|JR"]),
    ("TESTER JR WILMA", ["Wilma||Tester|JR"]),
    ("DE LA CRUZ MARIA", ["Maria||De La Cruz|"]),
    ("O BRIEN PATRICK", ["Patrick||O Brien|"]),
    ("TESTER WILMA & OTTO", [WILMA, OTTO]),
    ("TESTER WILMA AND OTTO", [WILMA, OTTO]),
    ("TESTER WILMA/OTTO", [WILMA, OTTO]),
    ("TESTER WILMA & OTTO M", [WILMA, "Otto|M|Tester|"]),
    ("TESTER WILMA & HARMON OTTO", [WILMA, "Otto||Harmon|"]),
    ("TESTER OTTO & WILMA H/W", [OTTO, WILMA]),
    ("TESTER OTTO & WILMA HW", [OTTO, WILMA]),
    ("TESTER WILMA ET AL", [WILMA]),
    ("TESTER WILMA ET VIR", [WILMA]),
    ("TESTER WILMA TRUSTEE", [WILMA]),
    ("TESTER WILMA CO-TRUSTEE", [WILMA]),
    ("TESTER WILMA TRSE", [WILMA]),
    ("TESTER WILMA LIFE ESTATE", [WILMA]),
    ("TESTER WILMA EST", [WILMA]),
    ("HEIRS OF TESTER WILMA", [WILMA]),
    ("HEIRS OF WILMA TESTER", [WILMA]),
    ("ESTATE OF WILMA TESTER", [WILMA]),
    ("WILMA TESTER REVOCABLE TRUST", [WILMA]),
    ("HARMON PA", ["Pa||Harmon|"]),
    ("HARMON NA", ["Na||Harmon|"]),
    ("HARMON CO", ["Co||Harmon|"]),
    ("TESTER ROOFING LLC", ["TESTER ROOFING LLC"]),
    ("FIRST BANK NA", ["FIRST BANK NA"]),
    ("C/O TESTER WILMA", []),
    ("CURRENT OWNER", []),
    ("UNKNOWN", []),
    ("", []),
]


@each(("text", "owners"), OWNERS)
def test_an_owner_column_names(text: str, owners: list[str]) -> None:
    found = [
        one.organization
        or "|".join((one.name.given, one.name.middle, one.name.surname, one.name.generation))
        for one in owners_of(text, NameOrder.SURNAME_FIRST)
    ]
    assert [one.upper() for one in found] == [one.upper() for one in owners]


@pytest.mark.parametrize(
    ("text", "estates"),
    [
        ("TESTER WILMA EST", [True]),
        ("HEIRS OF TESTER WILMA", [True]),
        ("ESTATE OF WILMA TESTER", [True]),
        ("WILMA TESTER REVOCABLE TRUST", [True]),
        ("TESTER WILMA EST & HARMON OTTO", [True, False]),
        ("TESTER WILMA TRUSTEE", [False]),
        ("TESTER WILMA LIFE ESTATE", [False]),
        ("TESTER WILMA & OTTO", [False, False]),
        ("TESTER WILMA", [False]),
    ],
)
def test_the_wording_of_an_estate_goes_with_the_name_behind_it(
    text: str, estates: list[bool]
) -> None:
    found = owners_of(text, NameOrder.SURNAME_FIRST)
    assert [names_estate(one.name.original) for one in found] == estates


def test_the_wording_of_a_trustee_goes_with_the_name() -> None:
    (trustee,) = owners_of("TESTER WILMA TRUSTEE", NameOrder.SURNAME_FIRST)
    assert trustee.name.original == "TESTER WILMA TRUSTEE"
    assert (trustee.name.given, trustee.name.surname) == ("WILMA", "TESTER")


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("WILMA M TESTER", ["WILMA|TESTER"]),
        ("WILMA TESTER & OTTO HARMON", ["WILMA|TESTER", "OTTO|HARMON"]),
        ("WILMA & OTTO TESTER", ["WILMA|TESTER", "OTTO|TESTER"]),
        ("ESTATE OF WILMA TESTER", ["WILMA|TESTER"]),
    ],
)
def test_a_column_may_write_the_given_name_first(text: str, owners: list[str]) -> None:
    found = owners_of(text, NameOrder.GIVEN_FIRST, {"WILMA"})
    assert [f"{one.name.given}|{one.name.surname}".upper() for one in found] == owners


@pytest.mark.parametrize(
    ("text", "surname", "read"),
    [
        ("TESTER HARMON WILMA", "TESTERHARMON", "Wilma||Tester Harmon|"),
        ("TESTER HARMON WILMA", "HARMON", "Wilma||Tester Harmon|"),
        ("TESTER HARMON WILMA", "TESTER", "Harmon|Wilma|Tester|"),
        ("TESTER HARMON W", "HARMON", "Harmon|W|Tester|"),
        ("TESTER, HARMON WILMA", "HARMON", "Harmon|Wilma|Tester|"),
    ],
)
def test_whom_is_asked_for_settles_where_a_surname_ends(text: str, surname: str, read: str) -> None:
    (one,) = owners_of(text, NameOrder.SURNAME_FIRST, {surname})
    parts = (one.name.given, one.name.middle, one.name.surname, one.name.generation)
    assert "|".join(parts).upper() == read.upper()


def test_names_that_cannot_be_read_are_not_one() -> None:
    assert organization_key("***") != organization_key("???") != ""
    assert organization_key("") == ""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tester Roofing LLC", "TESTER ROOFING, L.L.C."),
        ("The Tester Roofing Company", "Tester Roofing Co."),
        ("Tester & Sons Inc", "TESTER AND SONS"),
        ("1st Bank of Norwood NA", "First Bank of Norwood"),
    ],
)
def test_writings_of_one_organisation_have_one_key(a: str, b: str) -> None:
    assert organization_key(a) == organization_key(b) != ""


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("WRIGHT INSURANCE AGENCY INCORPORATED", "WRIGHT INSURANCE AGENCY"),
        ("Wright Insurance Agency, Inc.", "Wright Insurance Agency"),
        ("Lee & Sons L.L.C.", "Lee & Sons"),
        ("Bayside Dental P.A.", "Bayside Dental"),
        ("Manatee Bakery Corp", "Manatee Bakery"),
        ("Cruz Trucking", "Cruz Trucking"),
        ("O'Neil Roofing of Port Alvera LLC", "O'Neil Roofing of Port Alvera"),
        ("LLC", "LLC"),
        ("", ""),
    ],
)
def test_a_name_is_searched_by_without_its_legal_form(name: str, start: str) -> None:
    assert without_form(name) == start
