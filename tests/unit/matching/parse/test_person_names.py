"""Name fields read into people: joint owners, estates, care-of names, orders."""

from __future__ import annotations

import pytest

from matching.parse.party.read import NameOrder, PartyKind, read_names, read_parties
from matching.parse.person.clean_name import clean_name, generation_form
from skiptrace.model.subject import PersonName
from tests.tables import each

S, G, U = NameOrder.SURNAME_FIRST, NameOrder.GIVEN_FIRST, NameOrder.UNKNOWN

FIELDS = [
    ("SMITH JOHN A & MARY B", S, ["JOHN A SMITH", "MARY B SMITH"]),
    ("SMITH JOHN A JR & JONES MARY B", S, ["JOHN A SMITH JR", "MARY B JONES"]),
    ("SMITH, JOHN A ET UX MARY", S, ["JOHN A SMITH", "MARY SMITH"]),
    ("SMITH JOHN A ET UX", S, ["JOHN A SMITH"]),
    ("SMITH JOHN A & MARY B H/W", S, ["JOHN A SMITH", "MARY B SMITH"]),
    ("DE LA CRUZ MARIA E", S, ["MARIA E DE LA CRUZ"]),
    ("O'BRIEN PATRICK J SR", S, ["PATRICK J O'BRIEN SR"]),
    ("SMITH JOHN A TRUSTEE", S, ["JOHN A SMITH"]),
    ("SMITH JOHN A LIFE EST", S, ["JOHN A SMITH"]),
    ("SMITH JOHN % MARY JONES", S, ["JOHN SMITH"]),
    ("SMITH", S, ["SMITH"]),
    ("John and Mary Smith", G, ["John Smith", "Mary Smith"]),
    ("John Smith & Mary Jones", G, ["John Smith", "Mary Jones"]),
    ("Dr. Alan Pierce, M.D.", G, ["Alan Pierce"]),
    ("Alan Pierce c/o Dana Wolfe", G, ["Alan Pierce"]),
    ("Estate of Alan Pierce", G, ["Alan Pierce"]),
    ("Egan, Thomas, III", G, ["Thomas Egan III"]),
    ("Haines Robert", U, ["Robert Haines"]),
    ("", G, []),
    ("&&&", S, []),
]


@each(("text", "order", "people"), FIELDS)
def test_a_field_names_its_people(text: str, order: NameOrder, people: list[str]) -> None:
    assert [name.full for name in read_names(text, order)] == people


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Estate of Alan Pierce", [PartyKind.ESTATE]),
        ("SMITH JOHN ESTATE OF", [PartyKind.ESTATE]),
        ("Alan Pierce Living Trust", [PartyKind.TRUST]),
        ("Alan Pierce DBA Pierce Plumbing", [PartyKind.PERSON, PartyKind.BUSINESS]),
        ("Alan Pierce c/o Dana Wolfe", [PartyKind.PERSON, PartyKind.PERSON]),
    ],
)
def test_the_role_of_a_name_is_kept(text: str, kinds: list[PartyKind]) -> None:
    assert [party.kind for party in read_parties(text, G)] == kinds


def test_a_stated_former_surname_is_kept() -> None:
    (party,) = read_parties("Karen Brandt nee Whitfield", G)
    assert (party.name.full, party.former) == ("Karen Brandt", "Whitfield")


@pytest.mark.parametrize(
    ("name", "given", "surname"),
    [
        (PersonName("Wei-Ming", "", "Zhang"), "WEIMING", "ZHANG"),
        (PersonName("María", "", "García Peña"), "MARIA", "GARCIAPENA"),
        (PersonName("0livia", "", "St0ne"), "OLIVIA", "STONE"),
        (PersonName("Siobhán", "", "O'Neill"), "SIOBHAN", "ONEILL"),
        (PersonName("Ludwig", "", "van der Meer"), "LUDWIG", "VANDERMEER"),
        (PersonName("Mr John", "", "Haines"), "JOHN", "HAINES"),
        (PersonName("Maj. Gen. John", "", "Haines"), "JOHN", "HAINES"),
        (PersonName("Mrs.", "", "Haines"), "", "HAINES"),
        (PersonName("REVEREND", "", "HAINES"), "", "HAINES"),
        (PersonName("Don", "", "Haines"), "DON", "HAINES"),
        (PersonName("Judge", "", "Haines"), "JUDGE", "HAINES"),
        (PersonName("John Mr", "", "Haines"), "JOHNMR", "HAINES"),
    ],
)
def test_a_clean_name_is_plain_capitals(name: PersonName, given: str, surname: str) -> None:
    clean = clean_name(name)
    assert (clean.given, clean.surname) == (given, surname)


@pytest.mark.parametrize(
    ("text", "form"),
    [("Jr.", "JR"), ("junior", "JR"), ("3rd", "III"), ("iv", "IV"), ("MD", ""), ("", "")],
)
def test_generations_have_one_form(text: str, form: str) -> None:
    assert generation_form(text) == form
