"""Every comparison level, missing data included."""

from __future__ import annotations

import pytest

from matching.compare.birth import compare_birth
from matching.compare.contact import compare_address_sets, compare_phones, compare_ssn
from matching.compare.given import given_level
from matching.normalize.address import normalize_address
from matching.profile import Profile, ProfileAddress
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import PostalAddress


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("1980-03-04", "1980-03-04", "exact"),
        ("1980-03-04", "1980-04-03", "swapped"),
        ("1980-03-04", "1980-03-14", "one digit"),
        ("1980-03-04", "1981-03-04", "one digit"),
        ("1980-03-04", "1980-03-27", "year and month"),
        ("1980-03-04", "1980-01-01", "year only"),
        ("1980-03-04", "1980-11-27", "same year"),
        ("1980-03-04", "1955-11-27", "contradiction"),
        ("1980-03-04", "1980-03", "year and month"),
        ("1980-03-04", "1980", "year only"),
        ("1980", "1981", "year near"),
        ("1980", "1984", "year conflict"),
        ("1980-03-04", "1955", "contradiction"),
        ("", "1980", "no data"),
    ],
)
def test_births(a: str, b: str, level: str) -> None:
    left, right = (PartialDate.parse(text) if text else None for text in (a, b))
    assert compare_birth(left, right) == compare_birth(right, left) == level


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        (("900123456", "3456"), ("900123456", "3456"), "full"),
        (("900123456", "3456"), ("", "3456"), "last four"),
        (("", "3456"), ("", "3465"), "one digit"),
        (("900123456", "3456"), ("900123457", "3457"), "one digit"),
        (("", "3456"), ("", "9999"), "contradiction"),
        (("900123456", "3456"), ("901993456", "3456"), "contradiction"),
        (("", ""), ("", "9999"), "no data"),
    ],
)
def test_numbers(a: tuple[str, str], b: tuple[str, str], level: str) -> None:
    left, right = (Profile(ssn=full, ssn4=last) for full, last in (a, b))
    assert compare_ssn(left, right) == compare_ssn(right, left) == level


@pytest.mark.parametrize(
    ("mine", "theirs", "level"),
    [
        (
            ["1 Elm St, Barre VT 05641"],
            ["9 Oak St, Troy MI 48083", "1 ELM ST, Barre VT 05641"],
            "same delivery point",
        ),
        (["1 Elm St, Barre VT 05641"], ["1 Elm St Apt 3, Barre VT 05641"], "unit unknown"),
        (["1 Elm St, Barre VT 05641"], ["1 N Elm St, Barre VT 05641"], "probable"),
        (["1 Elm St Apt 2, Barre VT 05641"], ["1 Elm St Apt 3, Barre VT 05641"], "same building"),
        (["1 Elm St, Barre VT 05641"], ["7 Elm St, Barre VT 05641"], "same street"),
        (["1 Elm St, Barre VT 05641"], ["7 Oak St, Barre VT 05641"], "same zip"),
        (["1 Elm St, Barre VT 05641"], ["7 Oak St, Stowe VT 05672"], "same state"),
        (["1 Elm St, Barre VT 05641"], ["7 Oak St, Troy MI 48083"], "different"),
        (["1 Elm St, Barre VT 05641"], [], "no data"),
    ],
)
def test_address_sets(mine: list[str], theirs: list[str], level: str) -> None:
    left, right = (
        Profile(addresses=tuple(ProfileAddress(normalize_address(PostalAddress(t))) for t in texts))
        for texts in (mine, theirs)
    )
    assert compare_address_sets(left, right) == compare_address_sets(right, left) == level


@pytest.mark.parametrize(
    ("mine", "theirs", "level"),
    [
        (("+12024561414",), ("+12024561111", "+12024561414"), "agree"),
        (("+18025550101",), ("+18025550101",), "fictional"),
        (("+12024561414",), ("+12024561415",), "one digit"),
        (("+12024561414",), ("+12024561111",), "different"),
        ((), ("+12024561414",), "no data"),
    ],
)
def test_phone_sets(mine: tuple[str, ...], theirs: tuple[str, ...], level: str) -> None:
    assert compare_phones(Profile(phones=mine), Profile(phones=theirs)) == level


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("ROBERT", "ROBERT", "exact"),
        ("ROBERT", "BOB", "nickname"),
        ("BOB", "ROB", "nickname"),
        ("DEBRA", "DEBORAH", "spelling"),
        ("R", "ROBERT", "initial"),
        ("CHRISTOPHER", "CHRISTOHPER", "close"),
        ("DANIEL", "DANIELLE", "near pair"),
        ("ERIC", "ERICA", "near pair"),
        ("PATRICIA", "PATRICK", "near pair"),
        ("MARY", "SUSAN", "different"),
    ],
)
def test_given_names(a: str, b: str, level: str) -> None:
    assert given_level(a, b) == given_level(b, a) == level
