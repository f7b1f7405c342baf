"""Levels of birth, numbers, phones and e-mails: a pair for every level, from both sides."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compare.numbers import BIRTH, PHONE, SSN, digits_apart, neighbours_exchanged
from matching.compare.pairs import EMAIL
from matching.encode.batch import packed
from tests.unit.matching.compare.small_people import numbered, someone, told

BIRTHS = [
    ("", "1980-03-14", "no data"),
    ("1980-03-14", "1980-03-14", "exact"),
    ("1980-03-12", "1980-12-03", "swapped"),
    ("1980-03-14", "1980-03-15", "one digit"),
    ("1980-03-14", "1990-03-14", "one digit"),
    ("1980-03-14", "1908-03-14", "neighbours"),
    ("1980-03-21", "1980-03-12", "neighbours"),
    ("1980-12-05", "1981-02-05", "neighbours"),
    ("1980-01-01", "1980-03-14", "stand-in day"),
    ("1980-03-14", "1980-03-25", "year and month"),
    ("1980-03", "1980-03-14", "year and month"),
    ("1980-03-14", "1980-12-14", "year and day"),
    ("1980-03-14", "1981-03-15", "two digits"),
    ("1980-03-14", "1975-03-14", "other year"),
    ("1980", "1980-03-14", "year only"),
    ("1980", "1980", "year only"),
    ("1980-03-14", "1980-11-25", "same year"),
    ("1980-04", "1980-03-14", "same year"),
    ("1980-03-14", "1981-11-25", "a year apart"),
    ("1980", "1981", "a year apart"),
    ("1980-03-14", "1984-11-25", "few years"),
    ("1980-03-14", "1985-11-25", "few years"),
    ("1980", "1984", "few years"),
    ("1983-03-14", "1992-11-25", "some years"),
    ("1983", "1992", "some years"),
    ("1980-03-14", "2005-11-25", "a generation"),
    ("1940-03-14", "2001-11-25", "two generations"),
    ("1880", "2005", "two generations"),
    ("1958-01-01", "1958-01-01", "stand-in day"),
    ("1969-12-31", "1969-12-31", "stand-in day"),
    ("1900-01-01", "1900-01-01", "no data"),
    ("1900", "1900", "no data"),
    ("1911-11-11", "1911-11-11", "no data"),
    ("1899-12-30", "1899-12-30", "no data"),
    ("1980-03-14", "1960-11-25", "one digit of the year"),
    ("1980", "1990", "one digit of the year"),
]  # fmt: skip
SSNS = [
    ("", "900124321", "no data"),
    ("900124321", "900124321", "full"),
    ("4321", "900124321", "last four"),
    ("4321", "4321", "last four"),
    ("900124321", "900124021", "one digit"),
    ("4321", "4021", "one digit"),
    ("900124321", "900142321", "neighbours"),
    ("4321", "3421", "neighbours"),
    ("900124321", "900964321", "contradiction"),
    ("4321", "1234", "contradiction"),
    ("900120012", "0012", "last four"),
]  # fmt: skip
PHONES = [
    ([], ["2125550142"], "no data"),
    (["2124550142"], ["2124550142"], "agree"),
    (["2125550142"], ["2125550142"], "fictional"),
    (["2125550142"], ["2125550147"], "one digit"),
    (["2125550142"], ["2125550124"], "neighbours"),
    (["2125550142"], ["2125550119"], "same exchange"),
    (["2125550142"], ["2128550199"], "same area"),
    (["2125550142"], ["5038550199"], "different"),
    (["5038550199", "2124550142"], ["2124550142", "9078550177"], "agree"),
]  # fmt: skip
EMAILS = [
    ([], ["a@example.com"], "no data"),
    (["a@example.com"], ["a@example.com"], "agree"),
    (["a@example.com"], ["b@example.com"], "different"),
    (["a@example.com", "b@example.com"], ["c@example.com", "b@example.com"], "agree"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "level"), BIRTHS)
def test_births(a: str, b: str, level: str) -> None:
    left, right = someone(born=a), someone(born=b)
    assert told(left, right)["birth"] == told(right, left)["birth"] == level


@pytest.mark.parametrize(("a", "b", "level"), SSNS)
def test_social_security_numbers(a: str, b: str, level: str) -> None:
    left, right = numbered(ssn=a), numbered(ssn=b)
    assert told(left, right)["ssn"] == told(right, left)["ssn"] == level


@pytest.mark.parametrize(("a", "b", "level"), PHONES)
def test_phones(a: list[str], b: list[str], level: str) -> None:
    left, right = numbered(phones=a), numbered(phones=b)
    assert told(left, right)["phone"] == told(right, left)["phone"] == level


@pytest.mark.parametrize(("a", "b", "level"), EMAILS)
def test_emails(a: list[str], b: list[str], level: str) -> None:
    left, right = numbered(emails=a), numbered(emails=b)
    assert told(left, right)["email"] == told(right, left)["email"] == level


def test_every_level_of_numbers_is_reached_by_an_example() -> None:
    assert {level for *_, level in BIRTHS} == set(BIRTH)
    assert {level for *_, level in SSNS} == set(SSN)
    assert {level for *_, level in PHONES} == set(PHONE)
    assert {level for *_, level in EMAILS} == set(EMAIL)


DAYS = st.dates(date(1900, 1, 1), date(2020, 12, 31))
BORN = st.builds(lambda day, much: str(day)[:much], DAYS, st.sampled_from([4, 7, 10]))


@settings(max_examples=100, deadline=None)
@given(BORN, BORN)
def test_births_compare_alike_from_both_sides(a: str, b: str) -> None:
    left, right = someone(born=a), someone(born=b)
    assert told(left, right)["birth"] == told(right, left)["birth"]


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1905, 1, 1), date(2020, 12, 31)))
def test_a_birth_is_exact_with_itself_only(day: date) -> None:
    born = someone(born=str(day))
    stands_in = (day.month, day.day) == (1, 1) or day == date(1969, 12, 31)
    assert told(born, born)["birth"] == ("stand-in day" if stands_in else "exact")
    assert told(born, someone(born=str(day)[:7]))["birth"] == "year and month"


NUMBERS = st.integers(0, 9_999_999_999)


@given(NUMBERS, NUMBERS)
def test_packed_digits_differ_as_written_digits_do(a: int, b: int) -> None:
    x, y = packed(np.array([a, b]), 10)
    written = sum(p != q for p, q in zip(f"{a:010}", f"{b:010}", strict=True))
    assert digits_apart(np.array([x]), np.array([y])).tolist() == [written]


@given(st.text("0123456789", min_size=10, max_size=10), st.integers(0, 8), st.integers(0, 8))
def test_neighbours_exchanged_once_only(text: str, one: int, other: int) -> None:
    def turned(digits: str, at: int) -> str:
        return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]

    def exchanged(a: str, b: str) -> bool:
        x, y = packed(np.array([int(a), int(b)]), 10)
        return bool(neighbours_exchanged(np.array([x]), np.array([y]))[0])

    once = turned(text, one)
    twice = turned(once, other)
    assert exchanged(text, once) == exchanged(once, text) == (once != text)
    is_one_exchange = any(turned(text, at) == twice != text for at in range(9))
    assert exchanged(text, twice) == is_one_exchange


@pytest.mark.parametrize(
    ("number", "width", "digits"),
    [
        (0, 5, 0),
        (-1, 9, 0),
        (501, 5, 0x501),
        (9_999_999_999, 10, 0x9999999999),
        (123456, 5, 0x23456),
    ],
)
def test_packed_numbers(number: int, width: int, digits: int) -> None:
    assert packed(np.array([number]), width).tolist() == [digits]
