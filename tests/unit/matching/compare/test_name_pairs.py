"""Pairs of people and of organisations in tables beside this file: the verdict in both orders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from matching.compare.organization.relate import compare_organizations
from matching.compare.person.relate import compare_names, compare_persons
from skiptrace.model.subject import PersonName
from tests.tables import each

HERE = Path(__file__).parent


def _pairs(name: str) -> Iterator[tuple[str, str, str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            verdict, a, b = line.split("\t")
            yield a, b, verdict


@each(("a", "b", "verdict"), [*_pairs("person_pairs.tsv")])
def test_people(a: str, b: str, verdict: str) -> None:
    assert compare_names(a, b).verdict == verdict
    assert compare_names(b, a).verdict == verdict


@each(
    ("a", "b", "verdict"),
    [*_pairs("organization_pairs.tsv"), *_pairs("organization_kinds.tsv")],
)
def test_organizations(a: str, b: str, verdict: str) -> None:
    assert compare_organizations(a, b).verdict == verdict
    assert compare_organizations(b, a).verdict == verdict


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("Thomas Rudd Jr", "Thomas Rudd Sr", "generational suffixes differ"),
        ("Estate of Ellen Marsh", "Ellen Marsh", "an estate: the person may be dead"),
        ("Ellen Marsh Trust", "Ellen Marsh", "a trust is not the person it is named for"),
        ("Marsh John & Mary", "Marsh John & Susan", "only some of the joint owners agree"),
        ("Karen Brandt nee Lund", "Karen Lund", "a former surname is stated"),
        ("John R Farrow", "John T Farrow", "middle names conflict"),
        ("A" * 601, "Ellen Marsh", "a field cannot be read as a name"),
        ("", "Ellen Marsh", "a field names nobody"),
    ],
)
def test_the_reason_names_the_rule(a: str, b: str, reason: str) -> None:
    assert compare_names(a, b).reason == reason


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("Holt LLC", "Holt Inc", "legal forms differ"),
        ("Holt Fund II", "Holt Fund III", "series numbers or ordinals differ"),
        ("Holt Grill #12", "Holt Grill #14", "numbers of shops or branches differ"),
        ("Holt of Texas", "Holt of Ohio", "words differ"),
        ("Holt Freight of Texas", "Holt Freight of Ohio", "places differ"),
        ("A" * 601, "Holt LLC", "a field is too long to be a name"),
    ],
)
def test_the_reason_names_the_rule_for_organizations(a: str, b: str, reason: str) -> None:
    assert compare_organizations(a, b).reason == reason


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("ALICE", "", "WEXFORD"), ("WEXFIRD", "", "ALICE")),
        (("HAROLD", "", "WEXFORD"), ("WEXFORD", "", "HARLOD")),
    ],
)
def test_names_exchanged_with_a_slip_are_never_surely_one(
    a: tuple[str, str, str], b: tuple[str, str, str]
) -> None:
    for one, other in ((a, b), (b, a)):
        found = compare_persons(PersonName(*one), PersonName(*other))
        assert (found.verdict, "with a slip" in found.reason) == ("uncertain", True)


def test_names_in_parts_need_no_reading() -> None:
    maiden = PersonName("Ellen", "Ruth", "Marsh", "")
    assert compare_persons(maiden, PersonName("Ellen", "R", "Marsh")).verdict == "same"
    assert compare_persons(maiden, PersonName("", "", "")).verdict == "uncertain"
    assert compare_persons(maiden, PersonName("Ellen", "", "")).verdict == "uncertain"
