"""Legal forms of the world: every writing is one form, behind a name or in front of it."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from matching.compare.organization.relate import compare_organizations
from matching.parse.organization.forms import form_behind, split_form
from matching.parse.organization.read import read_organization
from tests.tables import each

LINES = (Path(__file__).parent / "legal_forms.tsv").read_text(encoding="utf-8").splitlines()
WRITINGS = [line.split("\t") for line in LINES if line and not line.startswith("#")]
PAIRS = [(first, other) for first, *others in WRITINGS for other in others]


@each(("a", "b"), PAIRS)
def test_two_writings_of_one_form_make_one_name(a: str, b: str) -> None:
    assert compare_organizations(f"Holt {a}", f"Holt {b}").verdict != "different"
    found = {read_organization(f"Holt {form}").form for form in (a, b)}
    assert len(found - {""}) == 1


def test_two_forms_of_one_head_are_never_the_same() -> None:
    usual = [writings[0] for writings in WRITINGS]
    alike = [
        (a, b)
        for a, b in combinations(usual, 2)
        if compare_organizations(f"Holt Marsh {a}", f"Holt Marsh {b}").verdict == "same"
    ]
    assert alike == []


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ("Sociedad Anonima Rio Verde", "RIO VERDE", "SA"),
        ("Limited Liability Company Holt", "HOLT", "LLC"),
        ("OOO Holt", "HOLT", "OOO"),
        ("GmbH Holt", "HOLT", "GMBH"),
        ("Perseroan Terbatas Holt Tbk", "HOLT", "PT"),
        ("Holt Trust Company", "HOLT TRUST", "CO"),
        ("Holt (Pty) Ltd", "HOLT", "PTYLTD"),
        ("Holt Co., Ltd.", "HOLT", "LTD"),
        ("National Association of Roofers", "NATIONAL ASSOCIATION ROOFERS", ""),
        ("Serenity Spa", "SERENITY SPA", ""),
        ("KK Auto Body", "KK AUTO BODY", ""),
    ],
)
def test_what_is_form_and_what_is_name(text: str, words: str, form: str) -> None:
    found = read_organization(text)
    assert (" ".join(found.words), found.form) == (words, form)


@each("number", ["I", "II", "V", "X", "XI", "3", "A", "B"])
@each("form", ["LLC", "L L C", "L P", "LP", "Inc", "SA", "S.A.", "GmbH", "P.C."])
def test_a_number_in_front_of_a_form_stays_a_number(number: str, form: str) -> None:
    found = read_organization(f"Holt Fund {number} {form}")
    assert (found.words, len(found.numbers)) == (("HOLT", "FUND"), 1)


def test_one_word_is_always_left() -> None:
    assert form_behind(["LLC"]) == (0, "")
    assert split_form(["LLC", "LLC", "LLC"]).words == ("LLC",)
    assert split_form(["CO"] * 200).form == "CO"
