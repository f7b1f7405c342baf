"""The short ways by which a register is read into columns give what the long ones give."""

from __future__ import annotations

from collections import Counter

import pytest

from connectors.card import load_card, read_section
from connectors.names import split_names
from connectors.register.layout import RegisterSection
from connectors.register.name_forms import NameForms
from connectors.register.rows import RowReader, RowRejected
from matching.encode.address_reader import AddressReader
from matching.encode.address_rows import address_row
from matching.encode.batch import Words
from matching.parse.address.read import normalize_address
from matching.parse.person.name_order import NameOrder
from skiptrace.model.subject import PostalAddress
from tests.tables import each
from tests.unit.connectors_register.register_files import (
    TOWN_SOURCES,
    padding,
    property_csv,
    property_row,
)

LINES = [
    "12 MAIN ST", "12 N MAIN STREET", "9 OAK AVE APT 4", "9 OAK AVE APT 04", "9 OAK AVE #4",
    "101 MARTIN LUTHER KING JR BLVD", "514 US HIGHWAY 67 APT 106", "514 HWY 67", "7 3RD ST",
    "7 THIRD ST", "PO BOX 77", "PO BOX 077", "P O BOX 77", "RR 2 BOX 18", "12-14 ELM ST",
    "12 ELM ST BLDG 2 APT 4", "12 ELM ST FL 3 APT 4",
    "12 1/2 ELM ST", "1880 E ORANGE BLOSSOM CRT # 102", "4062 W WEST STREET", "12 AVENUE N",
    "12 THE ESPLANADE", "GENERAL DELIVERY", "0012 MAIN ST", "12A MAIN ST", "12 MAIN",
    "8542 E 5650 S APT 64", "12 COURT ST", "12 ST JOHNS AVE UNIT 9", "UNIT 9", "12",
    "C/O SMITH 12 MAIN ST", "12 14 MAIN ST",
    "12 1/2 MAIN ST APT 4", "12 OLD MILL CREEK RD", "12 main st",
    "12 CAF\xc9 RD", "12 STATE ROAD 80 STE 1", "",
]  # fmt: skip


@each("state", ["FL", "PR"])
@each("line", LINES)
def test_an_address_of_a_register_is_read_as_the_one_asked_for(line: str, state: str) -> None:
    words = Words()
    reader = AddressReader(words)
    for house in ("", "7", "12345"):
        text = f"{house} {line.partition(' ')[2]}" if house and line[:1].isdigit() else line
        place = PostalAddress(text, "PORT ALVERA", state, "34801")
        stored = address_row(words, normalize_address(place))
        assert reader.read(text, "PORT ALVERA", state, "34801") == stored


@pytest.mark.parametrize(
    ("line", "city"),
    [
        ("12 MAIN ST LAKE ORLENA", "LAKE ORLENA"),
        ("12 MAIN ST LAKE ORLENA FL", "LAKE ORLENA"),
        ("12 MAIN ST 34801", "LAKE ORLENA"),
        ("12 MAIN ST, SALT LAKE CITY", ""),
    ],
)
def test_a_line_that_names_its_town_is_read_whole(line: str, city: str) -> None:
    words = Words()
    reader = AddressReader(words)
    reader.read(line, "PORT ALVERA", "FL", "34801")
    stored = address_row(words, normalize_address(PostalAddress(line, city, "FL", "34801")))
    assert reader.read(line, city, "FL", "34801") == stored


_PLAIN = (
    "TESTER WILMA", "TESTER WILMA M", "TESTER WILMA MAY", "HARMON JACK", "TESTER WILMA D",
    "TESTER WILMA O", "TESTER W MAY", "GARCIA WILMA M", "GARCIA LOPEZ WILMA",
)  # fmt: skip
_NOT_PLAIN = (
    "LI BO", "TESTER", "TESTER WILMA MAY ANN", "O'TESTER WILMA", "TESTER-OTHER WILMA",
    "tester wilma", "TESTER JR WILMA", "TESTER WILMA SR", "DE TESTER WILMA", "TESTER WILMA TRUSTEE",
    "HEIRS OF TESTER",
    "TESTER WILMA HW", "TESTER AND OTHER", "TESTER WILMA EST", "TESTER WILMA DECD", "TESTER ET UX",
    "GARCIA LOPEZ M", "TESTER WILMA V", "SAINTCLAIR WILMA MAY",
    "CURRENT OWNER", "TESTER ROOFING LLC", "TESTER PA", "TESTER WILMA TRSE", "TESTER WILMA II",
)  # fmt: skip


@each("text", [*_PLAIN, *_NOT_PLAIN])
def test_a_plain_name_is_read_as_the_grammars_read_it(text: str) -> None:
    forms = NameForms(Words())
    plain = forms.plain(text)
    assert bool(plain) == (text in _PLAIN)
    if plain:
        (split,) = split_names(text, NameOrder.SURNAME_FIRST)
        assert set(plain) == set(forms.of_surname_first(split))


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("GARCIA LOPEZ WILMA", [("WILMA", "", "GARCIALOPEZ"), ("LOPEZ", "WILMA", "GARCIA")]),
        ("TESTER WILMA MAY", [("WILMA", "MAY", "TESTER"), ("MAY", "", "TESTERWILMA")]),
        ("GARCIA LOPEZ, WILMA", [("WILMA", "", "GARCIALOPEZ")]),
        ("TESTER WILMA M", [("WILMA", "M", "TESTER")]),
    ],
)
def test_a_name_that_can_be_read_two_ways_has_both_forms(
    text: str, forms: list[tuple[str, str, str]]
) -> None:
    words = Words()
    (name,) = split_names(text, NameOrder.SURNAME_FIRST)
    found = [
        (given, middle, surname)
        for given, _, middle, surname, *_ in NameForms(words).of_surname_first(name)
    ]
    assert found == [tuple(map(words.names.number, form)) for form in forms]


def test_many_rows_at_once_are_what_they_are_one_by_one() -> None:
    section = read_section(
        load_card(TOWN_SOURCES / "county_property_roll" / "card.toml"), RegisterSection
    )
    rows = [
        property_row(owner_1='TESTER "WILL" WILMA'),
        property_row(homestead="?", deed_date="never"),
        property_row(owner_1="  SPACED OUT  "),
        property_row(owner_1=""),
        property_row(assessed_value="1,000"),
        property_row(parcel_id="x"),
    ]
    bodies = property_csv([*rows, *padding(3)]).split(b"\r\n")[1:-1]
    bodies += [b"", b"T-1,TOO FEW", b'"never ends', b"T\xff", bodies[0] + b"\r"]
    plain = property_csv(padding(300)).split(b"\r\n")[1:-1]
    bodies = [*plain, *bodies, *plain, b""]
    reader = RowReader(section)
    read, faults = [], Counter[str]()
    for place, body in enumerate(bodies):
        try:
            read.append((place, reader.read(body)))
        except RowRejected as rejected:
            faults[str(rejected)] += 1
    table, counted = reader.table(bodies)
    found = [{name: column[n] for name, column in table.columns.items()} for n in range(len(table))]
    assert list(zip(table.kept, found, strict=True)) == read
    assert counted == faults
    assert len(read) >= 5
    assert faults.total() >= 8
