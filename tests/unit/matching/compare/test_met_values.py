"""Which of several values of two people met: those that the levels of the pair are about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching.compare import pairs
from matching.compare.met import MetValues, met
from matching.compare.pairs import LEVELS, compare
from matching.profile import Profile
from tests.unit.matching.compare.small_people import Sides, numbered, sides, someone

FOUR, POUND_FOUR = "100 N Main St Apt 4|Larkspur|TX|75001", "100 N MAIN ST #4|LARKSPUR|TX|75001"
NINE, WHOLE = "100 N Main St Apt 9|Larkspur|TX|75001", "100 N Main St|Larkspur|TX|75001"
BOX, ELM, FAR = "PO Box 7|Larkspur|TX|75001", "9 Elm Ct|Dallas|TX|75201", "9 Elm Ct|Salem|OR|97301"
ONE, TWO, THREE = "9725550142", "9725550177", "2145550199"

NAMES = [
    # former name; turned names; a better given name; equal ones: the first; one without a surname
    (["ANN||LEE", "ANN||QUILLFEATHER"], ["ANN||OSTRANDER", "ANN||QUILLFEATHER"], (1, 1), "exact"),
    (["ANN||LEE", "ZEB||WEXFORD"], ["WEXFORD||ZEB"], (1, 0), "exact"),
    (["ANN||LEE", "ANNETTE||LEE"], ["BOB||LEE", "ANNETTE||LEE"], (1, 1), "exact"),
    (["ANN||LEE", "ANN|Q|LEE"], ["ANN||LEE"], (0, 0), "exact"),
    (["ANN||LEE", "ANN||LEE"], ["ANN||LEE", "ANN||LEE"], (0, 0), "exact"),
    (["ANN||LEE"], ["ZEBULON||WEXFORD", "MARIBEL||OSTRANDER"], (0, 0), "different"),
    (["ANN||LEE"], [], (-1, -1), "no data"),
    (["||LEE", "ANN||"], ["ANN||"], (1, 0), "no data"),
]  # fmt: skip

PLACES = [
    ([BOX, FOUR], [ELM, POUND_FOUR], (1, 1), "same delivery point"),
    ([NINE, WHOLE, FOUR], [POUND_FOUR], (2, 0), "same delivery point"),
    ([FOUR, FOUR], [POUND_FOUR, FOUR], (0, 0), "same delivery point"),
    ([FAR, BOX], [ELM], (1, 0), "no data"),
    ([FOUR], [], (-1, -1), "no data"),
    (["|Larkspur|TX|75001", ELM], ["|Larkspur|TX|75001"], (0, 0), "no data"),
]

PHONES = [
    ([ONE, TWO], [THREE, TWO], (1, 1), "fictional"),
    ([THREE, TWO], [ONE], (1, 0), "same exchange"),
    ([ONE, TWO], [TWO, ONE], (0, 1), "fictional"),
    ([ONE], [], (-1, -1), "no data"),
]

EMAILS = [
    (["A@EXAMPLE.COM", "B@EXAMPLE.COM"], ["C@EXAMPLE.COM", "B@EXAMPLE.COM"], (1, 1), "agree"),
    (["A@EXAMPLE.COM", "B@EXAMPLE.COM"], ["C@EXAMPLE.COM", "D@EXAMPLE.COM"], (0, 0), "different"),
    ([], ["C@EXAMPLE.COM"], (-1, -1), "no data"),
]


def met_of(two: Sides) -> MetValues:
    one = np.zeros(1, dtype=np.int64)
    return met(two.facts, two.shares, two.a, one, two.b, one)


def told(a: Profile, b: Profile, kind: str, comparison: str) -> tuple[tuple[int, int], str]:
    two = sides([a], [b])
    at = getattr(met_of(two), kind)
    return (int(at.left[0]), int(at.right[0])), LEVELS[comparison][two.levels()[comparison][0]]


@pytest.mark.parametrize(("a", "b", "values", "level"), NAMES)
def test_names_that_met(a: list[str], b: list[str], values: tuple[int, int], level: str) -> None:
    assert told(someone(*a), someone(*b), "names", "surname") == (values, level)


@pytest.mark.parametrize(("a", "b", "values", "level"), PLACES)
def test_addresses_that_met(
    a: list[str], b: list[str], values: tuple[int, int], level: str
) -> None:
    found = told(someone("ANN||LEE", at=a), someone("ANN||LEE", at=b), "places", "place")
    assert found == (values, level)


@pytest.mark.parametrize(("a", "b", "values", "level"), PHONES)
def test_phones_that_met(a: list[str], b: list[str], values: tuple[int, int], level: str) -> None:
    assert told(numbered(phones=a), numbered(phones=b), "phones", "phone") == (values, level)


@pytest.mark.parametrize(("a", "b", "values", "level"), EMAILS)
def test_emails_that_met(a: list[str], b: list[str], values: tuple[int, int], level: str) -> None:
    assert told(numbered(emails=a), numbered(emails=b), "emails", "email") == (values, level)


def several(at: int) -> Profile:
    """One of many people who have up to three of everything."""
    names = ["ANN||LEE", "ANNE|Q|LEE", "LEE||ANN", "BOB||LEE||JR", "ANN||QUILLFEATHER"]
    places = [FOUR, POUND_FOUR, NINE, WHOLE, BOX, ELM, FAR]
    phones, emails = [ONE, TWO, THREE, "9725550124"], [f"{x}@EXAMPLE.COM" for x in "ABC"]

    def some(values: list[str], step: int) -> list[str]:
        return [values[(at * step + n * 3) % len(values)] for n in range(at % 3 + (step > 1))]

    who = someone(*some(names, 2), at=some(places, 5))
    more = numbered(phones=some(phones, 3), emails=some(emails, 1))
    return replace(who, phones=more.phones, emails=more.emails)


@pytest.mark.parametrize("most", [3, 1 << 20])
def test_the_values_that_met_alone_have_the_levels_of_the_pair(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "_MOST_VALUES", most)
    people = [several(at) for at in range(14)]
    two = sides(people, people)
    i, j = np.divmod(np.arange(14 * 14), 14)
    whole = compare(two.facts, two.shares, two.a, i, two.b, j)
    found = met(two.facts, two.shares, two.a, i, two.b, j)
    for at, (x, y) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
        alone = sides([only(people[x], found, at, "left")], [only(people[y], found, at, "right")])
        levels = alone.levels()
        assert {n: levels[n][0] for n in levels} == {n: whole[n][at] for n in levels}, (x, y)


def only(person: Profile, found: MetValues, at: int, side: str) -> Profile:
    """The person with nothing but the values that met."""

    def kept(values: tuple[Any, ...], kind: str) -> tuple[Any, ...]:
        number = int(getattr(getattr(found, kind), side)[at])
        return values[number : number + 1] if number >= 0 else ()

    return replace(
        person,
        names=kept(person.names, "names"),
        addresses=kept(person.addresses, "places"),
        phones=kept(person.phones, "phones"),
        emails=kept(person.emails, "emails"),
    )
