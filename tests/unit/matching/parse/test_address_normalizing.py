"""Addresses in Publication 28 form, one row a rule; the texts are invented."""

from __future__ import annotations

import pytest

from matching.parse.address.read import AddressKind, normalize_address
from skiptrace.model.subject import PostalAddress
from tests.tables import each

STREETS = [
    ("capitals and suffix", "1432 north maple street, springfield, il 62704", "1432 N MAPLE ST"),
    (
        "both directions and unit",
        "9 East Oak Street North, Unit 5, Bend OR 97701",
        "9 E OAK ST N UNIT 5",
    ),
    ("direction before the suffix", "18 Harbor West Drive, Mobile AL 36608", "18 HARBOR WEST DR"),
    ("two directions merge", "940 North East Cedar Street, Bend OR 97701", "940 NE CEDAR ST"),
    ("east west do not merge", "64 East West Hill Road, Mobile AL 36608", "64 E WEST HILL RD"),
    ("direction is the name", "11 South Street, Barre VT 05641", "11 SOUTH ST"),
    ("first of two suffixes", "88 Quail Holw Trace, Macon GA 31210", "88 QUAIL HOLLOW TRCE"),
    ("lettered street", "702 Avenue N, Galveston TX 77550", "702 AVENUE N"),
    (
        "pound sign at a suite",
        "600 Commerce Blvd., Suite #210, Plano TX 75074",
        "600 COMMERCE BLVD STE 210",
    ),
    ("unit without a number", "41 Birch Lane, Rear, Utica NY 13502", "41 BIRCH LN REAR"),
    ("ordinal floor", "1411 Broadway, 21st Floor, New York NY 10018", "1411 BROADWAY FL 21"),
    (
        "unit above the line",
        "Apt. C | 5812 Fernwood Circle | Roanoke VA 24018",
        "5812 FERNWOOD CIR APT C",
    ),
    (
        "building and apartment",
        "5 Elm Ave Apt 12 Bldg 4, Utica NY 13502",
        "5 ELM AVE BLDG 4 APT 12",
    ),
    ("unit without its word", "123 Main St 4B, Utica NY 13502", "123 MAIN ST # 4B"),
    (
        "private mailbox",
        "28 Bay Dr. Suite 9, Private Mail Box 413, San Diego CA 92101",
        "28 BAY DR STE 9 PMB 413",
    ),
    ("county road", "900 C.R. 2270, Cleveland TX 77327", "900 COUNTY ROAD 2270"),
    (
        "frontage road",
        "6100 IH-35 Frontage Road, Temple TX 76501",
        "6100 INTERSTATE 35 FRONTAGE RD",
    ),
    ("state in a highway", "189 Kentucky Highway 189, Greenville KY 42345", "189 KY HIGHWAY 189"),
    ("state as the street", "27 Tennessee Ave., Cincinnati OH 45229", "27 TENNESSEE AVE"),
    ("highway and lot", "12 Highway 64 Lot 5 Tampa FL 33601", "12 HIGHWAY 64 LOT 5"),
    ("grid", "1340 East 2700 South, Salt Lake City UT 84106", "1340 E 2700 S"),
    ("fraction in the name", "618 27 1/2 Road, Grand Junction CO 81506", "618 27 1/2 RD"),
    ("half number", "123 ½ Main St, Barre VT 05641", "123 1/2 MAIN ST"),
    ("grid number", "N6W23001 Bluemound Road, Pewaukee WI 53072", "N6W23001 BLUEMOUND RD"),
    ("hyphenated number", "84-15 Elmhurst Ave, Elmhurst NY 11373", "84-15 ELMHURST AVE"),
    ("words before the number", "Sunrise Court 123 Oak St, Barre VT 05641", "123 OAK ST"),
    (
        "a firm and a person",
        "North Co. | Attn: M Lopez | 77 Depot St. | Barre VT 05641",
        "77 DEPOT ST",
    ),
    ("number before calle", "Urb. Verde | Calle 12 C-8 | Ponce PR 00716", "C8 CALLE 12"),
]
ROUTES = [
    ("Post Office Box 77, Selma AL 36702", "PO BOX 77", AddressKind.PO_BOX),
    ("P.O.Box 77, Selma AL 36702", "PO BOX 77", AddressKind.PO_BOX),
    ("Drawer K, Selma AL 36701", "PO BOX K", AddressKind.PO_BOX),
    ("PO Box -0512, Bangor ME 04402", "PO BOX 00512", AddressKind.PO_BOX),
    ("Apartado 1150, Ponce PR 00733", "PO BOX 1150", AddressKind.PO_BOX),
    ("R.F.D. 4, Box 87, Barre VT 05641", "RR 4 BOX 87", AddressKind.RURAL_ROUTE),
    ("RR 5 Box 20 Cherry Road, Ava MO 65608", "RR 5 BOX 20", AddressKind.RURAL_ROUTE),
    ("Star Route 2, Box # 18, Kooskia ID 83539", "HC 2 BOX 18", AddressKind.HIGHWAY_CONTRACT),
    ("Ruta Estrella 03 Bzn 1288, Utuado PR 00641", "HC 3 BOX 1288", AddressKind.HIGHWAY_CONTRACT),
    ("P.S.C. 4120, Box 77 | A.P.O., AE 09021", "PSC 4120 BOX 77", AddressKind.MILITARY),
    ("Unit 8400 Box 0210, DPO AE 09498", "UNIT 8400 BOX 0210", AddressKind.MILITARY),
    ("General Delivery, Selma AL 36701", "GENERAL DELIVERY", AddressKind.GENERAL_DELIVERY),
    ("551 Box St, Selma AL 36701", "551 BOX ST", AddressKind.STREET),
]
LAST_LINES = [
    ("1 Elm St, N. Attleboro, Mass. 02760", "NORTH ATTLEBORO MA 02760"),
    ("1 Elm St, Springfield IL 627041234", "SPRINGFIELD IL 62704-1234"),
    ("1015 Abers Avenue Port Charlotte FL 33948", "PORT CHARLOTTE FL 33948"),
    ("1 Elm St Salt Lake City UT 84106", "SALT LAKE CITY UT 84106"),
    ("1 Elm St, Barre VT 05641 (to 05/2020)", "BARRE VT 05641"),
    ("1 Elm St, 05641", "BARRE VT 05641"),
]
KEYS = [
    ("1 9th St Apt 4, Omaha NE 68108", "1 Ninth Street #04, Omaha NE 68108"),
    ("RR 3 Box 98D, Hico TX 76457", "Rural Route 03 Box 98-D, Hico TX 76457"),
    ("17 Saint Marys Ln, Albany NY 12204", "17 St. Mary's Lane, Albany NY 12204"),
    ("1 Elm St, Barre VT 05641-1234", "1 ELM STREET, Barre Vermont 05641"),
]


def read(text: str) -> PostalAddress:
    return PostalAddress(line=text)


@each(("text", "line"), [row[1:] for row in STREETS])
def test_a_street_address_gets_its_standard_delivery_line(text: str, line: str) -> None:
    assert normalize_address(read(text)).delivery_line == line


@pytest.mark.parametrize(("text", "line", "kind"), ROUTES)
def test_boxes_and_routes_are_told_from_streets(text: str, line: str, kind: AddressKind) -> None:
    found = normalize_address(read(text))
    assert (found.delivery_line, found.kind) == (line, kind)


@pytest.mark.parametrize(("text", "last"), LAST_LINES)
def test_the_last_line_is_found_and_mended(text: str, last: str) -> None:
    assert normalize_address(read(text)).last_line == last


@pytest.mark.parametrize(("a", "b"), KEYS)
def test_two_writings_of_one_delivery_point_share_a_key(a: str, b: str) -> None:
    left, right = normalize_address(read(a)), normalize_address(read(b))
    assert left.key == right.key != ""


def test_the_building_key_leaves_the_unit_out() -> None:
    a, b = (normalize_address(read(f"1 Elm St Apt {n}, Barre VT 05641")) for n in (1, 2))
    assert a.key != b.key
    assert a.building_key == b.building_key


def test_given_parts_are_trusted_over_the_line() -> None:
    found = normalize_address(PostalAddress("1 Elm St Apt 2", "BARRE", "vt", "05641", "1234"))
    assert (found.delivery_line, found.last_line) == ("1 ELM ST APT 2", "BARRE VT 05641-1234")


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Main & Elm Streets, Barre VT 05641", "intersection"),
        ("PO Box 5, 12 Elm St, Barre VT 05641", "dual_address"),
        ("12 5th Ave, New York NY 10018", "numeric_or_spelled"),
        ("12 Elm St, Barre NH 05641", "zip_state_conflict"),
        ("Barre VT 05641", "no_delivery_line"),
    ],
)
def test_what_cannot_be_decided_is_flagged(text: str, flag: str) -> None:
    assert flag in normalize_address(read(text)).flags


@pytest.mark.parametrize(
    "text", ["", "\x00", "#", "😀" * 50, "a" * 1_000_000, "1 " * 500_000, "((("]
)
def test_any_text_gives_an_address_and_no_error(text: str) -> None:
    assert normalize_address(read(text)).kind in AddressKind
