"""Dates as files write them: what they mean, what was guessed, and which are refused."""

from __future__ import annotations

from datetime import date

import pytest

from matching.parse.date.read import DateFlag, DateStatus, read_date, read_dated
from tests.tables import each

TODAY = date(2026, 11, 22)
SWAPPED, EITHER = DateFlag.SWAPPED, DateFlag.EITHER_ORDER
CENTURY, STAND_IN = DateFlag.CENTURY_GUESSED, DateFlag.STAND_IN

READ: list[tuple[str, str, set[DateFlag]]] = [
    ("1990-02-03", "1990-02-03", set()),
    ("1990/2/3", "1990-02-03", set()),
    ("1990-02-03T00:00:00", "1990-02-03", set()),
    ("1990-02-03 08:15:00.000", "1990-02-03", set()),
    ("1990-02-03T08:15:00Z", "1990-02-03", set()),
    ("19900203", "1990-02-03", set()),
    ("02/13/1990", "1990-02-13", set()),
    ("2/13/1990 12:00:00 AM", "1990-02-13", set()),
    ("02131990", "1990-02-13", set()),
    ("2.13.1990", "1990-02-13", set()),
    ("5/5/1990", "1990-05-05", set()),
    ("3 Feb 1990", "1990-02-03", set()),
    ("Feb 3rd, 1990", "1990-02-03", set()),
    ("FEBRUARY 3 1990", "1990-02-03", set()),
    ("03-FEB-1990", "1990-02-03", set()),
    ("03FEB1990", "1990-02-03", set()),
    ("Sept. 5, 1944", "1944-09-05", set()),
    ("Tue, Feb 13 1990", "1990-02-13", set()),
    ("3 de febrero de 1990", "1990-02-03", set()),
    ("1990", "1990", set()),
    ("02/1990", "1990-02", set()),
    ("1990-02", "1990-02", set()),
    ("Feb 1990", "1990-02", set()),
    ("19900200", "1990-02", set()),
    ("1990-00-00", "1990", set()),
    ("00/00/1990", "1990", set()),
    ("02/00/1990", "1990-02", set()),
    ("02/XX/1990", "1990-02", set()),
    ("XX/XX/1990", "1990", set()),
    ("00/13/1990", "1990", set()),
    ("2/29/2000", "2000-02-29", set()),
    ("13/02/1990", "1990-02-13", {SWAPPED}),
    ("1990-13-02", "1990-02-13", {SWAPPED}),
    ("20121990", "1990-12-20", {SWAPPED}),
    ("2/3/1990", "1990-02-03", {EITHER}),
    ("02031990", "1990-02-03", {EITHER}),
    ("3/14/65", "1965-03-14", {CENTURY}),
    ("03-FEB-90", "1990-02-03", {CENTURY}),
    ("25/12/44", "1944-12-25", {CENTURY, SWAPPED}),
    ("11/22/26", "2026-11-22", {CENTURY}),
    ("11/23/26", "1926-11-23", {CENTURY}),
    ("1990-01-01", "1990-01-01", {STAND_IN}),
    ("1/1/1900", "1900-01-01", {STAND_IN}),
    ("1970-01-01", "1970-01-01", {STAND_IN}),
    ("1899-12-30", "1899-12-30", {STAND_IN}),
]


@each(("text", "iso", "flags"), READ)
def test_a_date_is_read_and_what_was_guessed_is_told(
    text: str, iso: str, flags: set[DateFlag]
) -> None:
    found = read_dated(text, TODAY)
    assert (str(found.value), found.status, set(found.flags)) == (iso, DateStatus.OK, flags)


REFUSED = [
    ("", DateStatus.EMPTY),
    (" ", DateStatus.EMPTY),
    ("N/A", DateStatus.EMPTY),
    ("unknown", DateStatus.EMPTY),
    ("00/00/0000", DateStatus.EMPTY),
    ("0000-00-00", DateStatus.EMPTY),
    ("00000000", DateStatus.EMPTY),
    ("12/31/9999", DateStatus.EMPTY),
    ("0001-01-01", DateStatus.EMPTY),
    ("1753-01-01", DateStatus.EMPTY),
    ("32906", DateStatus.SERIAL),
    ("32906.0", DateStatus.SERIAL),
    ("32906.5", DateStatus.SERIAL),
    ("199002", DateStatus.AMBIGUOUS),
    ("020390", DateStatus.AMBIGUOUS),
    ("2/30/1990", DateStatus.IMPOSSIBLE),
    ("2/29/1900", DateStatus.IMPOSSIBLE),
    ("2023-11-31", DateStatus.IMPOSSIBLE),
    ("31/31/1990", DateStatus.IMPOSSIBLE),
    ("Feb 30 1990", DateStatus.IMPOSSIBLE),
    ("1650-02-03", DateStatus.OUT_OF_RANGE),
    ("2/13/3025", DateStatus.OUT_OF_RANGE),
    ("soon", DateStatus.UNREADABLE),
    ("Feb", DateStatus.UNREADABLE),
    ("Feb 90", DateStatus.UNREADABLE),
    ("Feb Mar 1990", DateStatus.UNREADABLE),
    ("3 4 5 6", DateStatus.UNREADABLE),
    ("02/03/1990 and 02/04/1990", DateStatus.UNREADABLE),
    ("123456789012", DateStatus.UNREADABLE),
]


@each(("text", "status"), REFUSED)
def test_what_is_no_date_has_its_status(text: str, status: DateStatus) -> None:
    found = read_dated(text, TODAY)
    assert (found.value, found.status) == (None, status)
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["3/14/65", "03-FEB-90"])
def test_a_century_is_not_guessed_without_a_latest_day(text: str) -> None:
    assert read_dated(text).status is DateStatus.TWO_DIGIT_YEAR
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "other"), [("2/3/1990", "1990-03-02"), ("5/5/1990", "None"), ("2/13/1990", "None")]
)
def test_the_other_reading_is_told(text: str, other: str) -> None:
    assert str(read_dated(text).other) == other
