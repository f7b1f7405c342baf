"""Pairs of addresses that differ in a piece which is easily dropped, both ways round."""

from __future__ import annotations

import itertools

import pytest

from matching.compare.address.relate import compare_addresses
from matching.parse.address.read import NormalAddress, normalize_address
from skiptrace.model.subject import PostalAddress
from tests.tables import each

SAME, UNIT, DIFF, OPEN = "same_delivery_point", "same_building_other_unit", "different", "uncertain"
IN_DAYTON = [
    ("12 Alder St, 207", "12 Alder St, 209", UNIT),
    ("12 Alder St, 207", "12 Alder St Apt 207", SAME),
    ("12 Alder St, 207", "12 Alder St", OPEN),
    ("12 Alder St, SE", "12 Alder St SE", SAME),
    ("12 Alder St, SE", "12 Alder St", OPEN),
    ("12 Alder St, Suite 3 South", "12 Alder St, Suite 4 South", UNIT),
    ("12 Alder St, Suite 3 South", "12 Alder St, Suite 3 North", UNIT),
    ("12 Alder St, Suite 3 South", "12 Alder St, Suite 3S", SAME),
    ("12 Alder St, Tower 2", "12 Alder St, Tower 3", UNIT),
    ("12 Alder St, Tower 2, Apt 5", "12 Alder St, Tower 3, Apt 5", UNIT),
    ("12 Alder St, East Tower, Apt 5", "12 Alder St, West Tower, Apt 5", UNIT),
    ("12 Alder St, Tower 2, Apt 5", "12 Alder St, Apt 5", OPEN),
    ("12 Alder St, North Wing", "12 Alder St, South Wing", UNIT),
    ("12 Alder St, Garage", "12 Alder St", OPEN),
    ("12 Alder St, Downtown", "12 Alder St", OPEN),
    ("12 Alder St, Otter Arms", "12 Alder St", SAME),
    ("12 Alder St Otter Court Flats", "12 Alder St", SAME),
    ("12 Alder St, Otter Arms", "12 Alder St, Birch Arms", OPEN),
    ("12 Alder St, Otter Arms Apt 4", "12 Alder St, Otter Arms Apt 5", UNIT),
    ("PO Box 7, Station A", "PO Box 7", SAME),
    ("PO Box 7, Station A", "PO Box 7, Station B", OPEN),
    ("N 5150 County Road P", "W 5150 County Road P", DIFF),
    ("N 5150 County Road P", "N5150 County Road P", SAME),
    ("N 5150 County Road P", "5150 County Road P", DIFF),
    ("842E 1700S", "842 East 1700 South", SAME),
    ("842 E 1700 S", "842 E 1700 N", DIFF),
    ("Lot 12 Pine Ridge Rd", "12 Pine Ridge Rd", OPEN),
    ("9912 S Avenue H", "9912 S Avenue G", DIFF),
    ("9912 S Avenue H", "9912 N Avenue H", DIFF),
    ("10 Country Road 3668", "10 Country Road 3670", DIFF),
    ("10 Country Road 3668", "10 County Road 3668", OPEN),
    ("10 Park Road 12", "10 Park Road 13", DIFF),
    ("10 Park Road 12", "10 Park Rd # 12", OPEN),
    ("10 Forest Road 12", "10 Forest Service Road 12", OPEN),
    ("10 BIA Road 7", "10 BIA Road 8", DIFF),
    ("123 Apt 4 Main St", "123 Main St Apt 4", SAME),
    ("123 Apt 4 Main St", "123 Main St Apt 5", UNIT),
    ("1809 C Alder Dr", "1809C Alder Dr", SAME),
    ("1809 C Alder Dr", "1809-C Alder Dr", SAME),
    ("1809 C Alder Dr", "1809 D Alder Dr", DIFF),
    ("1809 C Alder Dr", "1809 Alder Dr", OPEN),
    ("1809 C Alder Dr", "1809 Alder Dr Apt C", OPEN),
    ("21 Alder Ln NW B", "21 Alder Ln NW C", UNIT),
    ("21 Alder Ln NW B", "21 Alder Ln NW Apt B", SAME),
    ("6000 Birch Rd LBX 402605", "6000 Birch Rd LBX 402606", DIFF),
    ("6000 Birch Rd LBX 402605", "PO Box 402605", SAME),
    ("12\ufffd14 Alder St", "1214 Alder St", OPEN),
    ("12 Ald\ufffdr St", "12 Alder St", OPEN),
    ("12 Ald\ufffdr St", "12 Ald\ufffdr St", OPEN),
    ("N/A", "N/A", OPEN),
    ("unknown", "12 Alder St", OPEN),
]
PLACES = [
    ("40 Birch St, Austin", "40 Birch St, Evanston", DIFF),
    ("40 Birch St Austin", "40 Birch St Houston", DIFF),
    ("40 Birch St, Austin", "40 Birch St, Chicago IL", DIFF),
    ("40 Birch St, Austin", "40 Birch St, Chicago IL 60617", DIFF),
    ("40 Birch St, New York", "40 Birch St, Chicago", DIFF),
    ("40 Birch St, Austin", "40 Birch St, Austin TX 78701", OPEN),
    ("40 Birch St, Hollywood CA", "40 Birch St, Los Angeles CA", OPEN),
    ("40 Birch St, Springfeild IL", "40 Birch St, Springfield IL", OPEN),
    ("40 Birch St, Smallville", "40 Birch St, Otterville", OPEN),
    ("40 Birch St, Dayton 45402", "40 Birch St, Dayton OH", SAME),
    ("40 Birch St, Dayton, OH, US, 45402", "40 Birch St, Dayton OH 45402", SAME),
]
PAIRS = [(f"{a}, Dayton OH 45402", f"{b}, Dayton OH 45402", r) for a, b, r in IN_DAYTON] + PLACES
WAYS = ("N", "S", "E", "W", "NE", "NW", "SE", "SW")
SUFFIXES = ("St", "Ave", "Ln", "Rd", "Dr", "Ct", "Cir", "Pl", "Blvd", "Way", "Ter", "Loop")
UNITS = ("Apt 4", "Apt 5", "Ste 6", "# 7", "8", "Fl 9", "Rear", "Upper", "Lower", "Bldg 3", "Lot 2")


def read(text: str) -> NormalAddress:
    return normalize_address(PostalAddress(line=text))


@each(("a", "b", "relation"), PAIRS)
def test_a_piece_that_differs_parts_the_addresses(a: str, b: str, relation: str) -> None:
    left, right = read(a), read(b)
    found = compare_addresses(left, right)
    assert found.relation == relation, found.reason
    assert found == compare_addresses(right, left)


@pytest.mark.parametrize(
    "form",
    ["100 {0} Main St", "100 Main St {0}", "100 Main St, {0}", "100 {0} Main", "1340 {0} 2700 S"],
)
@pytest.mark.parametrize("comma", [",", ""])
def test_directions_never_meet(form: str, comma: str) -> None:
    for one, other in itertools.combinations(WAYS, 2):
        a, b = (read(f"{form.format(way)}{comma} Dayton OH 45402") for way in (one, other))
        expected = {OPEN, DIFF} if one in other or other in one else {DIFF}
        assert compare_addresses(a, b).relation in expected, (one, other)
        assert a.key != b.key


@pytest.mark.parametrize("form", ["31 Oak {0}", "31 N Oak {0} Apt 4", "31 Oak {0} W", "31 5th {0}"])
@pytest.mark.parametrize("comma", [",", ""])
def test_suffixes_never_meet(form: str, comma: str) -> None:
    for one, other in itertools.combinations(SUFFIXES, 2):
        a, b = (read(f"{form.format(word)}{comma} Dayton OH 45402") for word in (one, other))
        assert compare_addresses(a, b).relation == DIFF, (one, other)
        assert a.key != b.key


@pytest.mark.parametrize("form", ["31 Oak St {0}", "31 Oak St, {0}", "31 N Oak Ave NW, {0}"])
def test_units_never_meet(form: str) -> None:
    for one, other in itertools.combinations(UNITS, 2):
        a, b = (read(f"{form.format(unit)}, Dayton OH 45402") for unit in (one, other))
        assert compare_addresses(a, b).relation in (UNIT, OPEN), (one, other)
        assert a.key != b.key
