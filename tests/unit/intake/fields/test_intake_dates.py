"""Dates of every format, and the absurd ones."""

from __future__ import annotations

from datetime import date

import pytest

from skiptrace.intake.fields.date_formats import DEFAULT_FORMATS, check_formats, compile_format
from skiptrace.intake.fields.dates import birth_span, date_reader, full_day, past_span
from skiptrace.intake.problem import Wrong
from skiptrace.model.dates import PartialDate

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1980-02-29", "1980-02-29"),
        ("19800229", "1980-02-29"),
        ("1980-02", "1980-02"),
        ("1980", "1980"),
        ("2/9/1980", "1980-02-09"),
        ("02-09-1980", "1980-02-09"),
        ("2.9.1980", "1980-02-09"),
        ("9-Feb-1980", "1980-02-09"),
        ("Feb 9, 1980", "1980-02-09"),
        ("September 9, 1980", "1980-09-09"),
        ("2/1980", "1980-02"),
        ("1980-02-09T00:00:00", "1980-02-09"),
        ("1980-02-09 00:00:00.000", "1980-02-09"),
        ("2/9/1980 12:00:00 AM", "1980-02-09"),
        ("1980-02-09T05:00:00-05:00", "1980-02-09"),
        ("2026-11-22", "2026-11-22"),
    ],
)
def test_dates_are_read(text, value):
    assert date_reader(DEFAULT_FORMATS, birth_span(TODAY))(text) == PartialDate.parse(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("02/30/1980", "date"),
        ("1981-02-29", "date"),
        ("1980-13-01", "date"),
        ("1980-00-00", "date"),
        ("0000-00-00", "date"),
        ("13/02/1980", "date"),
        ("99999", "date_range"),
        ("02-03-27", "date_ambiguous"),
        ("soon", "date"),
        ("9 Fug 1980", "date"),
        ("１９８０", "date"),  # noqa: RUF001 - digits that int() would take
        ("02/03/15", "date_ambiguous"),
        ("2026-11-23", "date_range"),
        ("2027", "date_range"),
        ("1899-12-31", "date_range"),
        ("9999-12-31", "date_range"),
        ("1900-01-01", "date_range"),
    ],
)
def test_absurd_dates_are_refused(text, code):
    value = date_reader(DEFAULT_FORMATS, birth_span(TODAY))(text)
    assert isinstance(value, Wrong)
    assert value.code == code


@pytest.mark.parametrize(
    ("patterns", "text", "value"),
    [
        (("D/M/YYYY",), "13/02/1980", "1980-02-13"),
        (("M/D/YY",), "2/3/45", "1945-02-03"),
        (("M/D/YY",), "11/22/26", "2026-11-22"),
        (("M/D/YY",), "11/23/26", "1926-11-23"),
        (("DDMONYY",), "03FEB45", "1945-02-03"),
        (("YYYY/MM/DD",), "1980/02/03", "1980-02-03"),
    ],
)
def test_mapped_patterns_decide(patterns, text, value):
    assert date_reader(patterns, past_span(TODAY))(text) == PartialDate.parse(value)


def test_a_field_that_needs_the_day_refuses_a_month():
    read = date_reader(DEFAULT_FORMATS, past_span(TODAY))
    assert full_day(read("2026-10-01")) == date(2026, 10, 1)
    assert isinstance(full_day(read("2026-10")), Wrong)


@pytest.mark.parametrize("pattern", ["M/D", "YYYY/YY", "x/D/YYYY", ""])
def test_odd_patterns_are_refused(pattern):
    with pytest.raises(ValueError, match="date pattern"):
        compile_format(pattern)


def test_patterns_that_read_one_text_as_two_days_are_refused():
    check_formats(("M/D/YYYY", "D-M-YYYY"))
    with pytest.raises(ValueError, match="two dates"):
        check_formats(("M/D/YYYY", "D/M/YYYY"))
