"""Addresses as exports leave them: markup, broken ZIP codes, other countries, remarks."""

from __future__ import annotations

import pytest

from matching.parse.address.form import AddressKind
from matching.parse.address.read import normalize_address
from skiptrace.model.subject import PostalAddress

MAIN = "12 MAIN ST | DAYTON OH 45402"
WRITTEN = [
    ("12 Main St&nbsp;Dayton OH 45402", MAIN), ("12 Main St<br>Dayton OH 45402", MAIN),
    ("12 Main St<br/>Apt 4<br/>Dayton OH 45402", "12 MAIN ST APT 4 | DAYTON OH 45402"),
    ("<p>12 Main St</p> Dayton OH 45402", MAIN), ("12 Main St / Dayton / OH / 45402", MAIN),
    ("12 O&#39;Brien Way, Dayton OH 45402", "12 OBRIEN WAY | DAYTON OH 45402"),
    ("12 Main St # # 4 Dayton OH 45402", "12 MAIN ST # 4 | DAYTON OH 45402"),
    ("12 Main St ## 4, Dayton OH 45402", "12 MAIN ST # 4 | DAYTON OH 45402"),
    ("12 Main St Dayton OH 45402 as of 01/02/2024", MAIN),
    ("12 Main St, Dayton OH 45402, verified 2024-01-02", MAIN),
    ("12 Main St Dayton OH 45402 tel 212-555-0101", MAIN),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), WRITTEN)
def test_what_an_export_adds_is_no_part_of_an_address(text: str, lines: str) -> None:
    read = normalize_address(PostalAddress(original=text))
    assert f"{read.delivery_line} | {read.last_line}" == lines


@pytest.mark.parametrize(
    "text",
    ["12 Main St Dayton OH 4540", "12 Main St, Dayton, OH 4540", "12 Main St Dayton OH XXXXX",
     "12 Main St, Dayton, Ohio 454", "12 Main St Dayton OH 4540-"],
)  # fmt: skip
def test_a_broken_zip_code_is_no_unit(text: str) -> None:
    read = normalize_address(PostalAddress(original=text))
    assert (read.delivery_line, read.last_line) == ("12 MAIN ST", "DAYTON OH")
    assert "zip_unreadable" in read.flags


@pytest.mark.parametrize(
    ("text", "unit"),
    [("12 Main CT 450, Dayton OH 45402", "450"), ("12 Oak Ct 4540", "4540"),
     ("12 Park Ave NE 1204, Atlanta GA 30309", "1204")],
)  # fmt: skip
def test_a_number_behind_a_suffix_or_a_quadrant_stays_a_unit(text: str, unit: str) -> None:
    assert normalize_address(PostalAddress(original=text)).unit == unit


FOREIGN = [
    "12 Main St, Toronto, Ontario M5V 2T6, Canada", "12 Main St Toronto ON M5V2T6",
    "10 Downing Street, London SW1A 2AA, UK", "10 Downing Street London SW1A 2AA",
    "Calle Mayor 5, 28013 Madrid, Spain", "Hauptstrasse 12, 10115 Berlin, Germany",
    "12 Main St, Tijuana, BC 22000, Mexico", "5 Rue de Paris, 75001 Paris, France",
    "12 Harbour Rd, Kingston, Jamaica",
]  # fmt: skip


@pytest.mark.parametrize("text", FOREIGN)
def test_another_countrys_address_is_told_and_loses_nothing(text: str) -> None:
    read = normalize_address(PostalAddress(original=text))
    assert (read.kind, read.flags) == (AddressKind.UNPARSED, frozenset({"foreign"}))
    assert read.last_line == ""
    assert set(" ".join(read.details).split()) >= set(text.upper().replace(",", "").split())


@pytest.mark.parametrize(
    ("text", "last"),
    [("12 Main St, Mexico MO 65265", "MEXICO MO 65265"), ("12 Main St, Peru IN", "PERU IN"),
     ("12 Main St, Jamaica, NY 11432", "JAMAICA NY 11432"),
     ("12 Canada Rd, Dayton OH", "DAYTON OH"),
     ("12 Main St, Lebanon, OH 45036", "LEBANON OH 45036")],
)  # fmt: skip
def test_a_city_that_is_named_like_a_country_is_a_city(text: str, last: str) -> None:
    read = normalize_address(PostalAddress(original=text))
    assert (read.last_line, "foreign" in read.flags) == (last, False)


@pytest.mark.parametrize("code", ["M5V 2T6", "V6B 1A1", "SW1A 2AA"])
def test_a_foreign_postal_code_is_never_made_a_zip_code(code: str) -> None:
    """The digits of V6B 1A1 are a ZIP code of Puerto Rico without its zeros."""
    address = PostalAddress("12 Main St", "Vancouver", "BC", code)
    read = normalize_address(address)
    assert (read.zip5, "zip_foreign" in read.flags) == ("", True)
