"""Texts that are no address: placeholders, notes, phones, people, whole or as a street alone."""

from __future__ import annotations

import pytest

from matching.parse.address.read import AddressKind, normalize_address, read_addresses
from matching.parse.address.street_words import street_words
from skiptrace.model.subject import PostalAddress
from tests.tables import each

NOTES = ["", "N/A", "n/a", "NA", "none", "unk", "Unknown", "UNKNOWN ADDRESS", "address unknown",
         "see notes", "See attached", "do not mail", "Do not use", "same as above", "Same",
         "no address", "no fixed address", "No known address", "bad address", "return to sender",
         "moved", "moved left no address", "homeless", "transient", "deceased", "incarcerated",
         "in jail", "vacant", "refused", "TBD", "XXX", "000", "99999", "not available",
         "unable to locate", "address withheld", "call 212-555-0136", "212-555-0136",
         "(212) 555-0136", "2125550136", "ana@example.com", "email: ana@example.com",
         "666-45-6789", "01/02/1990", "Unknown St", "-", "?"]  # fmt: skip
NAMES = ["Ana Poe", "John Q Otter Jr", "Otter Mill LLC"]
STREETS = ["Main", "Main St", "Broadway", "Call St", "No Name Rd", "New York Ave", "42", "5th", "N",
           "Left Fork", "Old Mill", "Moved Earth Ln"]  # fmt: skip
NUMBERED = ["1 Unknown", "000 Unknown St", "2019 homeless", "123 N/A", "1 2 3", "1 Same as above"]


@each("text", [*NOTES, *NAMES, *NUMBERED])
@each("place", ["", ", Dayton OH 45402", ", Austin"])
def test_a_text_without_an_address_gives_none(text: str, place: str) -> None:
    address = PostalAddress(line=f"{text}{place}")
    found = normalize_address(address)
    assert (found.kind, found.delivery_line, found.key) == (AddressKind.UNPARSED, "", "")
    assert found.flags & {"no_delivery_line"}
    assert read_addresses(address) == ()


@each("text", NOTES)
def test_a_note_is_no_street(text: str) -> None:
    for written in (text, text.upper(), f" {text}. "):
        assert street_words(written) == ("", "")


@pytest.mark.parametrize("text", STREETS)
def test_a_street_stays_a_street(text: str) -> None:
    assert street_words(text)[0]


def test_a_box_without_a_number_is_none() -> None:
    assert normalize_address(PostalAddress(line="PO Box")).kind is AddressKind.UNPARSED
