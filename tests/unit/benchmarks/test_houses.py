"""The generated families: what is true of them, and that lookalikes come about by themselves."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.benchmarks.linkage.houses.people import Person, Town
from tests.benchmarks.linkage.houses.tasks import TASKS, make

FAMILIES = 300


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(4, FAMILIES)


def everybody(families: list[list[Person]]) -> list[Person]:
    return [one for family in families for one in family]


def test_the_same_seed_makes_the_same_town(town: Town) -> None:
    assert Town(4, FAMILIES).now == town.now
    assert Town(5, FAMILIES).now != town.now


def test_nobody_becomes_somebody_else(town: Town) -> None:
    before, now = ({one.key: one for one in everybody(side)} for side in (town.before, town.now))
    assert set(before) < set(now)
    for key, one in before.items():
        assert (one.given, one.born, one.number) == (now[key].given, now[key].born, now[key].number)
        assert now[key].surname == one.surname or now[key].former == one.surname


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("twins of one house", 3),
        ("sons of the father's name", 10),
        ("a house with new people in it", 40),
        ("a telephone with another owner", 10),
        ("married surnames", 10),
    ],
)
def test_lookalikes_come_about(town: Town, kind: str, least: int) -> None:
    before, now = everybody(town.before), everybody(town.now)
    was = {one.key: one for one in before}
    known = {one.mobile: one.key for one in before}
    counts = {
        "twins of one house": sum(
            count > 1
            for count in Counter((one.home, one.surname, one.born) for one in before).values()
        ),
        "sons of the father's name": sum(one.suffix == "JR" for one in before),
        "a house with new people in it": sum(
            family[0].key not in was for family in town.now if family
        ),
        "a telephone with another owner": sum(
            known.get(one.mobile, one.key) != one.key for one in now
        ),
        "married surnames": sum(bool(one.former) for one in now),
    }
    assert counts[kind] >= least


@pytest.mark.parametrize("name", list(TASKS))
def test_a_task_names_its_truth(name: str) -> None:
    said, found, truth = make(TASKS[name], FAMILIES, 9, 1.0)
    subjects, records = {r["debtor_id"] for r in said}, {r["record_id"] for r in found}
    assert len(subjects) == len(said)
    assert len(records) == len(found)
    assert {row["debtor_id"] for row in truth} <= subjects
    assert {row["record_id"] for row in truth} <= records
    there = len({row["debtor_id"] for row in truth}) / len(subjects)
    assert 0.4 < there < 0.7
    assert make(TASKS[name], FAMILIES, 9, 1.0) == (said, found, truth)
