"""Postal codes of other countries, and births in files of people of the past."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pytest

from matching.compare.numbers import BIRTH, birth_levels
from matching.compare.places import LOCALITY, place_levels
from matching.compare.rarity import shares_of
from matching.compare.words import WordFacts, word_facts
from matching.encode.batch import PersonBatch, Words
from matching.encode.tabular import COLUMNS, batch_of_table
from matching.encode.texts import read_birth, read_past_birth, read_postal_code

TODAY = date(2026, 11, 30)
NOTHING = (0, 0, 0)

CODES = {
    "75001": 75001, "5641": 5641, "75001-1234": 75001,
    "": 0, "N/A": 0, "APT 5B": 0, "unknown": 0, "PE3 YGE": 0, "12": 0, "A1": 0,
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), CODES.items())
def test_a_zip_code_stays_what_it_is_and_no_word_is_a_code(text: str, code: int) -> None:
    assert read_postal_code(text) == code


ONE_CODE = [("SW1A 1AA", "sw1a1aa"), ("K1A 0B1", "k1a-0b1"), ("1234 AB", "1234ab"),
            ("D02 X285", "d02x285")]  # fmt: skip


@pytest.mark.parametrize(("one", "same"), ONE_CODE)
def test_a_code_of_abroad_is_one_however_it_is_written(one: str, same: str) -> None:
    assert read_postal_code(one) == read_postal_code(same) > 0


def people_of(column: str, *texts: str) -> tuple[PersonBatch, WordFacts]:
    """Rows that have a text in one column alone."""
    con, words = duckdb.connect(), Words()
    fields = ", ".join(f'"{name}" VARCHAR' for name in COLUMNS)
    con.execute(f"CREATE TABLE t (no BIGINT, {fields})")
    for no, text in enumerate(texts):
        con.table("t").insert([no, *(text if name == column else None for name in COLUMNS)])
    return batch_of_table(con, "t", words), word_facts(words)


def locality(one: str, other: str) -> str:
    """How the localities of two rows compare that have a postal code alone."""
    people, facts = people_of("zip", one, other)
    shares = shares_of(facts, people)
    rows = (people.places.start[:1], people.places.start[1:2])
    return LOCALITY[place_levels(facts, shares.crowd, people, rows[0], people, rows[1])[1][0]]


DAYS = {
    ("1980-16-10", "1980-10-16"): "exact",
    ("1980-16-10", "1980-16-10"): "exact",
    ("1980-16-10", "1980-11-10"): "one digit",
    ("1980-16-10", "1980-10-11"): "two digits",
    ("1980-12-10", "1980-10-12"): "swapped",
    ("1980-13-01", "1980-01-13"): "exact",
}


@pytest.mark.parametrize(("births", "level"), DAYS.items(), ids=map("/".join, DAYS))
def test_a_month_that_no_calendar_has_is_a_slip_or_a_day(
    births: tuple[str, str], level: str
) -> None:
    people, _ = people_of("dob", *births)
    for i, j in ((0, 1), (1, 0)):
        assert BIRTH[birth_levels(people, np.array([i]), people, np.array([j]))[0]] == level


TOWNS = {
    ("SW1A 1AA", "sw1a1aa"): {"zip"},
    ("SW1A 1AA", "SW1A 2PW"): {"same area", "zip nearly"},
    ("K1A 0B1", "K1A 0C9"): {"same area", "zip nearly"},
    ("SW1A 1AA", "M1 1AE"): {"other state"},
    ("SW1A 1AA", "97301"): {"other state"},
    ("SW1A 1AA", "nowhere"): {"no data"},
}


@pytest.mark.parametrize(("codes", "levels"), TOWNS.items(), ids=map("/".join, TOWNS))
def test_codes_of_one_town_lie_nearer_than_those_of_two(
    codes: tuple[str, str], levels: set[str]
) -> None:
    assert locality(*codes) in levels


BIRTHS = {
    "1785-07-06": (NOTHING, (1785, 7, 6)),
    "1850-01-01": (NOTHING, (1850, 1, 1)),
    "1092-13-41": (NOTHING, (1092, 13, 41)),
    "07/06/1785": (NOTHING, (1785, 7, 6)),
    "1850": ((1850, 0, 0), (1850, 0, 0)),
    "1862-11-30": ((1862, 11, 30), (1862, 11, 30)),
    "1980-16-10": ((1980, 16, 10), (1980, 16, 10)),
    "1980-02-30": ((1980, 2, 30), (1980, 2, 30)),
    "1850-13-41": ((1850, 13, 41), (1850, 13, 41)),
    "16/10/1980": ((1980, 10, 16), (1980, 10, 16)),
    "1900-01-01": (NOTHING, NOTHING),
    "1753-01-01": (NOTHING, NOTHING),
    "1899-12-30": (NOTHING, NOTHING),
    "0999-05-05": (NOTHING, NOTHING),
    "9999-12-31": (NOTHING, NOTHING),
    "unknown": (NOTHING, NOTHING),
}


@pytest.mark.parametrize(("text", "births"), BIRTHS.items())
def test_a_birth_of_centuries_ago_is_one_where_people_are_of_the_past(
    text: str, births: tuple[tuple[int, ...], tuple[int, ...]]
) -> None:
    assert (read_birth(text, TODAY), read_past_birth(text, TODAY)) == births
