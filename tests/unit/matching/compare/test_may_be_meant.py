"""Whose record is weighed for the person asked for: wider than the verdict on the two names."""

from __future__ import annotations

import pytest

from matching.compare.person.name_relation import may_be_meant, verdict_of
from matching.compare.person.relate import relate_persons
from matching.parse.person.clean_name import clean_name
from skiptrace.model.subject import PersonName
from tests.unit.matching.compare.name_grid import grid

WILMA = PersonName("Wilma", "A", "Baker", "")
CASES = [
    (PersonName("Wilma", "A", "Baker"), True),
    (PersonName("W", "", "Baker"), True),
    (PersonName("Wilma", "B", "Baker"), True),  # a clerk's slip in the initial
    (PersonName("Wilma", "Bertha", "Baker"), True),
    (PersonName("Wilma", "A", "Baker", "JR"), True),
    (PersonName("Wilma", "A", "Barker"), True),  # two surnames one letter apart
    (PersonName("Wilma", "B", "Barker"), True),
    (PersonName("Wilda", "A", "Baker"), True),
    (PersonName("Wilda", "A", "Barker"), False),  # both are off
    (PersonName("Walter", "A", "Baker"), False),
    (PersonName("Bertha", "A", "Baker"), False),
    (PersonName("Wilma", "A", "Tester"), False),
    (PersonName("Walter", "A", "Barker"), False),
    (PersonName("Wilma", "A", "Maker"), False),  # a letter apart, and they begin otherwise
]


@pytest.mark.parametrize(("found", "meant"), CASES)
def test_who_may_be_meant(found: PersonName, meant: bool) -> None:
    for a, b in ((WILMA, found), (found, WILMA)):
        assert may_be_meant(relate_persons(clean_name(a), clean_name(b))) is meant


def test_generations_part_nobody_whose_record_is_weighed() -> None:
    father, son = (PersonName("Otto", "", "Baker", suffix) for suffix in ("SR", "JR"))
    relations = relate_persons(clean_name(father), clean_name(son))
    assert verdict_of(relations).is_different
    assert may_be_meant(relations)


def test_whoever_the_verdict_does_not_part_may_be_meant() -> None:
    wider = 0
    for a, b in grid():
        relations = relate_persons(clean_name(a), clean_name(b))
        parted = verdict_of(relations).is_different
        assert parted or may_be_meant(relations), (a, b)
        wider += parted and may_be_meant(relations)
    assert wider
