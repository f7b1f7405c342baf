"""Partial dates: what is read, what is refused, when two agree."""

from __future__ import annotations

from datetime import date

import pytest

from skiptrace.model.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1980", PartialDate(1980)),
        ("1980-05", PartialDate(1980, 5)),
        (" 1980-05-17 ", PartialDate(1980, 5, 17)),
    ],
)
def test_iso_forms_are_read_and_written_back(text: str, read: PartialDate) -> None:
    assert PartialDate.parse(text) == read
    assert str(read) == text.strip()


@pytest.mark.parametrize("text", ["", "80", "1980-5", "1980-13", "1981-02-29", "17.05.1980"])
def test_what_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


def test_a_day_needs_a_month() -> None:
    with pytest.raises(ValueError, match="no day without a month"):
        PartialDate(1980, None, 17)


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        (PartialDate(1980), PartialDate(1980, 5, 17), True),
        (PartialDate(1980, 5), PartialDate(1980, 5, 17), True),
        (PartialDate(1980, 6), PartialDate(1980, 5, 17), False),
        (PartialDate(1981), PartialDate(1980), False),
    ],
)
def test_agreement_asks_only_what_both_know(a: PartialDate, b: PartialDate, agree: bool) -> None:
    assert a.agrees(b) is agree
    assert b.agrees(a) is agree


def test_the_earliest_day_of_a_partial_date() -> None:
    assert PartialDate(1980).earliest() == date(1980, 1, 1)
    assert PartialDate.of(date(1980, 5, 17)).is_full
