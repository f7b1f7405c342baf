"""Phones, e-mails, numbers, dates and organisations in normal form."""

from __future__ import annotations

import pytest

from connectors.sandbox.fiction import NUMBERS
from matching.parse.date.read import read_date
from matching.parse.email.read import read_email
from matching.parse.identifier.read import is_one_digit_off, read_ssn
from matching.parse.organization.read import read_organization
from matching.parse.phone.read import PhonePolicy, PhoneStatus, read_phones

OK, FICTION, BAD = PhoneStatus.OK, PhoneStatus.FICTIONAL, PhoneStatus.INVALID
FOREIGN, SERVICE = PhoneStatus.FOREIGN, PhoneStatus.SERVICE

PHONES = [
    ("(212) 555-0142", "+12125550142", "US", FICTION),
    ("202.456.1414", "+12024561414", "US", OK),
    ("12024561414", "+12024561414", "US", OK),
    ("Tel: 202-456-1414 (home)", "+12024561414", "US", OK),
    ("011 44 20 7946 0958", "+442079460958", "GB", FOREIGN),
    ("604-682-2344", "+16046822344", "CA", FOREIGN),
    ("(787) 721-7000", "+17877217000", "PR", OK),
    ("1-800-ASK-USPS", "+18002758777", "US", SERVICE),
    ("888-555-0123", "+18885550123", "US", SERVICE),
    ("900-410-8463", "+19004108463", "US", SERVICE),
    ("202-456-141", "", "", BAD),
    ("(123) 456-7890", "", "", BAD),
    ("555-555-5555", "", "", BAD),
    ("212-911-4567", "", "", BAD),
    ("(291) 555-0100", "", "", BAD),
    ("911", "", "US", BAD),
    ("N/A", "", "", BAD),
    (
        "\uff12\uff10\uff12\uff0d\uff14\uff15\uff16\uff0d\uff11\uff14\uff11\uff14",
        "+12024561414",
        "US",
        OK,
    ),
]


@pytest.mark.parametrize(("text", "e164", "region", "status"), PHONES)
def test_a_phone_has_its_status(text: str, e164: str, region: str, status: PhoneStatus) -> None:
    (phone,) = read_phones(text)
    assert (phone.e164, phone.region, phone.status) == (e164, region, status)


@pytest.mark.parametrize("text", ["(202) 456-1414 ext. 7", "202-456-1414 x7", "2024561414 #7"])
def test_the_extension_is_split_off(text: str) -> None:
    (phone,) = read_phones(text)
    assert (phone.e164, phone.extension) == ("+12024561414", "7")


def test_a_field_may_hold_several_numbers() -> None:
    found = read_phones("202-456-1414 / (787) 721-7000")
    assert [phone.e164 for phone in found] == ["+12024561414", "+17877217000"]


def test_only_the_sandbox_takes_fictional_numbers() -> None:
    (phone,) = read_phones("212-555-0142")
    assert not PhonePolicy().usable(phone)
    assert NUMBERS.phones.usable(phone)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("<Ann.Lee+bills@Example.com>", "ann.lee@example.com"),
        ("a.n.n@googlemail.com", "ann@gmail.com"),
        ("none@example.com", None),
        ("not an address", None),
    ],
)
def test_an_email_has_one_key(text: str, key: str | None) -> None:
    found = read_email(text)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("900-12-3456", ("900123456", "3456", False)),
        ("123-45-6780", ("123456780", "6780", True)),
        ("XXX-XX-1234", ("", "1234", True)),
        ("1234", ("", "1234", True)),
        ("000000000", None),
        ("123456789", None),
        ("12345", None),
    ],
)
def test_a_number_is_full_or_last_four_or_nothing(
    text: str, expected: tuple[str, str, bool] | None
) -> None:
    found = read_ssn(text)
    assert (found and (found.full, found.last4, found.issuable)) == expected


def test_a_social_security_number_never_shows_itself() -> None:
    assert "6780" not in repr(read_ssn("123-45-6780"))


@pytest.mark.parametrize(
    ("a", "b", "off"),
    [("1234", "1243", True), ("1234", "1235", True), ("1234", "4231", False), ("1", "1", False)],
)
def test_one_digit_off(a: str, b: str, off: bool) -> None:
    assert is_one_digit_off(a, b) is off


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1990-02-03", "1990-02-03"),
        ("2/3/1990", "1990-02-03"),
        ("13/02/1990", "1990-02-13"),
        ("19900203", "1990-02-03"),
        ("19900200", "1990-02"),
        ("02/1990", "1990-02"),
        ("1990", "1990"),
        ("2/30/1990", None),
        ("soon", None),
    ],
)
def test_a_date_may_be_partial(text: str, iso: str | None) -> None:
    found = read_date(text)
    assert (str(found) if found else None) == iso


@pytest.mark.parametrize(
    ("text", "words", "form", "numbers"),
    [
        ("Granite Peak Holdings, L.L.C.", ("GRANITE", "PEAK", "HOLDINGS"), "LLC", ()),
        ("Granite Peak Fund III, L.P.", ("GRANITE", "PEAK", "FUND"), "LP", ("3",)),
        ("First Natl Bk of Salem", ("NATIONAL", "BANK", "SALEM"), "", ("1ST",)),
        ("Harbor Grill, Inc. d/b/a The Salty Dog", ("HARBOR", "GRILL"), "INC", ()),
    ],
)
def test_an_organization_is_split_into_words_form_and_numbers(
    text: str, words: tuple[str, ...], form: str, numbers: tuple[str, ...]
) -> None:
    found = read_organization(text)
    assert (found.words, found.form, found.numbers) == (words, form, numbers)
