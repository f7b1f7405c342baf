"""Words and masks: no probability is rounded to certainty, no number is shown whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from orders import make_card

from skiptrace.model.dates import PartialDate
from skiptrace.reports.ssn_mask import SsnMask, masked
from skiptrace.reports.wording import (
    KIND_WORDS,
    FindingKind,
    dollars,
    percent,
    phone_words,
    printable,
    shown_value,
    span,
    with_titles,
)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (None, "given"),
        (1.0, "100%"),
        (0.99999, ">99.99%"),
        (0.9999, "99.99%"),
        (0.99899, "99.89%"),
        (0.95, "95.0%"),
        (0.9499, "94.9%"),
        (0.00001, "<0.01%"),
        (0.0, "<0.01%"),
    ],
)
def test_a_probability_is_never_rounded_up(probability: float | None, words: str) -> None:
    assert percent(probability) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "$0.00"),
        ("0.1", "$0.10"),
        ("0.007", "$0.007"),
        ("1234.5", "$1,234.50"),
        ("100", "$100.00"),
    ],
)
def test_money_keeps_every_billed_digit(amount: str, words: str) -> None:
    assert dollars(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2020", "2024-05", "2020 to 2024-05"),
        ("2020", "2020", "2020"),
        ("2020", "", "since 2020"),
        ("", "2020", "until 2020"),
        ("", "", ""),
    ],
)
def test_a_span_says_only_what_is_known(first: str, last: str, words: str) -> None:
    dates = [PartialDate.parse(day) if day else None for day in (first, last)]
    assert span(dates[0], dates[1]) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("tab\tand\nbreak", "tab and break"),
        ("\x1b[31mred", "[U+001B][31mred"),
        ("a\u202eb", "a[U+202E]b"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_acting_characters_are_shown_as_codes(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("900551234", "xxx-xx-1234"),
        ("id 900-55-1234.", "id xxx-xx-1234."),
        ("900 55 1234", "xxx-xx-1234"),
        ("666-01-0001", "xxx-xx-0001"),
        ("docket 2024-SC-004410", "docket 2024-SC-004410"),
        ("parcel 31-38-41-012-4", "parcel 31-38-41-012-4"),
        ("1900551234", "1900551234"),
    ],
)
def test_numbers_are_masked_to_the_last_four(text: str, expected: str) -> None:
    assert SsnMask.of_numbers(["900551234", "1234", ""]).text(text) == expected


def test_a_reference_keeps_digits_that_only_look_like_a_number() -> None:
    mask = SsnMask.of_numbers(["900551234"])
    assert mask.reference("123-45-6789") == "123-45-6789"
    assert mask.reference("900-55-1234") == "xxx-xx-1234"


@pytest.mark.parametrize(
    ("ssn", "shown"),
    [
        ("900551234", "xxx-xx-1234"),
        ("1234", "xxx-xx-1234"),
        ("", ""),
        ("12-4567890", ""),
        ("12345678", ""),
    ],
)
def test_the_mask_of_a_number(ssn: str, shown: str) -> None:
    assert masked(ssn) == shown


def test_every_kind_has_words() -> None:
    assert set(KIND_WORDS) == set(FindingKind)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+18135550142", "(813) 555-0142"),
        ("+442079460123", "+442079460123"),
        ("+1813555014", "+1813555014"),
        ("+1813555014٢", "+1813555014٢"),
        ("8135550142", "8135550142"),
        ("", ""),
    ],
)
def test_a_phone_is_shown_as_people_write_it(number: str, words: str) -> None:
    assert phone_words(number) == words
    assert shown_value(FindingKind.PHONE, number) == words
    assert shown_value(FindingKind.EMPLOYER, number) == number


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("A LLC merged into B LLC, by record 7 of state_register", "record 7 of State register"),
        ("by record 7 of state_register; by record 8 of state_register", "8 of State register"),
        ("by record 7 of another_source", "record 7 of another_source"),
        ("a map of state_registers", "a map of state_registers"),
        ("state_register did not answer", "state_register did not answer"),
        ("", ""),
    ],
)
def test_a_reason_names_the_source_of_a_record_by_its_title(stored: str, told: str) -> None:
    cards = {"state_register": make_card(id="state_register", title="State register")}
    assert with_titles(stored, cards).endswith(told)
