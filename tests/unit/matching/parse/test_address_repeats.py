"""The place written twice, in another order, in part, or with words behind it."""

from __future__ import annotations

import pytest

from matching.parse.address.read import AddressKind, normalize_address
from skiptrace.model.subject import PostalAddress
from tests.tables import each

DAYTON = "DAYTON OH 45402"
FULL = "DAYTON OH 45402-0192"
REPEATED = [
    "40 Birch St, Dayton OH 45402 Dayton OH",
    "40 Birch St, Dayton OH 45402, Dayton OH 45402",
    "40 Birch St Dayton OH 45402 Dayton OH 45402",
    "40 Birch St, Dayton, Dayton OH 45402",
    "40 Birch St Dayton, Dayton OH 45402",
    "40 Birch St, Dayton, OH, Dayton, OH 45402",
    "40 Birch St, Dayton OH 45402, OH 45402",
    "40 Birch St, Dayton OH 45402 45402",
    "40 Birch St, 45402, Dayton OH 45402",
    "40 Birch St 40 Birch St Dayton OH 45402",
    "40 Birch St, 40 Birch Street, Dayton OH 45402",
    "40 Birch St, Dayton OH 45402, 40 Birch St, Dayton OH 45402",
    "40 Birch St Dayton OH 45402 40 Birch St Dayton OH 45402",
    "40 Birch St Dayton, OH, 45402 Dayton 40 Birch St OH 45402",
    "Dayton OH 45402, 40 Birch St, Dayton OH 45402",
    "45402 40 Birch St Dayton OH 45402",
]
ORDERS = [
    "40 Birch St, 45402 Dayton, OH",
    "40 Birch St, 45402, Dayton, OH",
    "40 Birch St 45402 Dayton OH",
    "40 Birch St, 45402 Dayton",
    "40 Birch St, Dayton 45402",
    "40 Birch St Dayton 45402",
    "40 Birch St, Dayton, 45402",
    "40 Birch St 45402",
    "40 Birch St, OH 45402",
    "40 Birch St, Dayton, OH, US, 45402",
    "40 Birch St, Dayton, OH, USA, 45402",
    "40 Birch St, Dayton OH USA 45402",
    "40 Birch St, Dayton OH US 45402",
    "40 Birch St, Dayton, Ohio, United States, 45402",
    "40 Birch St, Dayton, Ohio, United States of America 45402",
    "40 Birch St, Dayton, Ohio, OH 45402",
    "40 Birch St, Dayton, 0H 45402",
    "40 Birch St, Dayton OH ZIP 45402",
    "40 Birch St, Dayton OH Zip Code: 45402",
]
PLUS_FOURS = ["45402.0192", "45402-0192", "45402 - 0192", "45402_0192", "45402/0192", "45402 0192",
              "45402\u20130192", "454020192"]  # fmt: skip
BEHIND = [
    ("40 Birch St, Dayton OH 45402 Apt 4", "40 BIRCH ST APT 4"),
    ("40 Birch St, Dayton OH 45402, Apt 4", "40 BIRCH ST APT 4"),
    ("40 Birch St, Dayton, OH, 45402, Apt 4", "40 BIRCH ST APT 4"),
    ("40 Birch St, Dayton OH 45402, c/o Ana Poe", "40 BIRCH ST"),
]
CITIES = [
    ("40 Birch St, Austin", "40 BIRCH ST", "AUSTIN"),
    ("40 Birch St, Evanston", "40 BIRCH ST", "EVANSTON"),
    ("40 Birch St Austin", "40 BIRCH ST", "AUSTIN"),
    ("40 Birch St San Antonio", "40 BIRCH ST", "SAN ANTONIO"),
    ("40 Birch St Apt 4, Austin", "40 BIRCH ST APT 4", "AUSTIN"),
    ("40 Birch St Apt 4 Austin", "40 BIRCH ST APT 4", "AUSTIN"),
    ("40 Birch St NW Seattle", "40 BIRCH ST NW", "SEATTLE"),
    ("40 Birch St, New York", "40 BIRCH ST", "NEW YORK"),
    ("40 Birch St, Austin, USA", "40 BIRCH ST", "AUSTIN"),
    ("40 Birch St, Rear", "40 BIRCH ST REAR", ""),
    ("40 Birch St, North", "40 BIRCH ST N", ""),
    ("40 Austin St", "40 AUSTIN ST", ""),
    ("40 Old Austin", "40 OLD AUSTIN", ""),
]


@each("text", [*REPEATED, *ORDERS])
def test_a_place_is_read_once_in_any_order(text: str) -> None:
    for written in (text, text.upper()):
        found = normalize_address(PostalAddress(line=written))
        assert (found.delivery_line, found.last_line) == ("40 BIRCH ST", DAYTON)
        assert found.details == ()


@pytest.mark.parametrize("comma", [",", ""])
@pytest.mark.parametrize("code", PLUS_FOURS)
def test_a_zip_code_and_its_add_on_are_parted_in_any_way(code: str, comma: str) -> None:
    found = normalize_address(PostalAddress(line=f"40 Birch St{comma} Dayton{comma} OH {code}"))
    assert (found.delivery_line, found.last_line) == ("40 BIRCH ST", FULL)


def test_the_longer_zip_code_of_two_stays() -> None:
    for text in (f"40 Birch St, {DAYTON}, {FULL}", f"40 Birch St, {FULL}, {DAYTON}"):
        assert normalize_address(PostalAddress(line=text)).last_line == FULL


@pytest.mark.parametrize(("text", "line"), BEHIND)
def test_words_behind_the_last_line_are_read(text: str, line: str) -> None:
    found = normalize_address(PostalAddress(line=text))
    assert (found.delivery_line, found.last_line) == (line, DAYTON)


@pytest.mark.parametrize(("text", "line", "last"), CITIES)
def test_a_city_is_known_without_state_and_zip_code(text: str, line: str, last: str) -> None:
    found = normalize_address(PostalAddress(line=text))
    assert (found.delivery_line, found.last_line) == (line, last)


@pytest.mark.parametrize("city", ["Concord NC 28027", "Oxford OH 45056", "Hartford CT 06103"])
def test_a_city_that_ends_like_a_road_is_a_city(city: str) -> None:
    name, _, code = city.split()
    found = normalize_address(PostalAddress(line=f"40 Birch Ln {name} {code}"))
    assert (found.delivery_line, found.last_line) == ("40 BIRCH LN", city.upper())


def test_a_zip_code_is_no_house_number() -> None:
    found = normalize_address(PostalAddress(line=f"45402 Birch St, {DAYTON}"))
    assert found.kind is AddressKind.UNPARSED
    assert "number_is_zip" in found.flags
    assert normalize_address(PostalAddress(line="45402 Birch St, Dayton OH 45403")).number


@pytest.mark.parametrize(
    "line", ["40 Birch St, Dayton OH 45402", "40 Birch St, Dayton", "40 Birch St 45402"]
)
def test_a_place_in_the_line_repeats_the_one_given_apart(line: str) -> None:
    found = normalize_address(PostalAddress(line, "Dayton", "OH", "45402"))
    assert (found.delivery_line, found.last_line) == ("40 BIRCH ST", DAYTON)
    assert found.details == ()
