"""Pieces between street and last line: none is dropped, and none becomes the house number."""

from __future__ import annotations

import pytest

from matching.parse.address.read import AddressKind, normalize_address, read_addresses
from skiptrace.model.subject import PostalAddress
from tests.tables import each

DAYTON = "Dayton OH 45402"
BEHIND_A_COMMA = [
    ("207", "# 207"),
    ("4B", "# 4B"),
    ("4 B", "# 4B"),
    ("B-4", "# B-4"),
    ("B", "# B"),
    ("5-3", "# 5-3"),
    ("No 5", "# 5"),
    ("#207", "# 207"),
    ("Apt, 5", "APT 5"),
    ("Suite 3 South", "STE 3S"),
    ("Suite 3 SW", "STE 3SW"),
    ("Unit 12 North", "UNIT 12N"),
    ("2nd Floor East", "FL 2E"),
    ("Apt 4 Rear", "APT 4 REAR"),
    ("Rear House", "REAR"),
    ("Upstairs", "UPPR"),
    ("Downstairs Apt", "LOWR"),
    ("Tower 2", "TOWER 2"),
    ("Twr B", "TOWER B"),
    ("East Tower", "TOWER E"),
    ("North Wing", "WING N"),
    ("Wing C", "WING C"),
    ("B Building", "BLDG B"),
    ("Building 2 North", "BLDG 2N"),
    ("Level 3", "LEVEL 3"),
    ("Cabin 7", "CABIN 7"),
    ("Suite 200 East Tower", "TOWER E STE 200"),
    ("East Tower, Suite 200", "TOWER E STE 200"),
    ("Apt 5, Bldg 3", "BLDG 3 APT 5"),
    ("207 209", "# 207 209"),
]
QUADRANTS = [
    ("12 Alder Street, SE", "12 ALDER ST SE"),
    ("12 Alder Street, North", "12 ALDER ST N"),
    ("12 Alder Street, South East", "12 ALDER ST SE"),
    ("12 Alder Street, SW, Apt 4", "12 ALDER ST SW APT 4"),
    ("12 Alder Street, Apt 4, SW", "12 ALDER ST SW APT 4"),
    ("12 Alder Street (SE)", "12 ALDER ST SE"),
    ("12 Alder, Street", "12 ALDER ST"),
    ("12, Alder Street", "12 ALDER ST"),
]
DETAILS = [
    ("77 N Alder Ave Otter Court Flats", "77 N ALDER AVE", ("OTTER COURT FLATS",)),
    ("77 N Alder Ave, Otter Court Flats", "77 N ALDER AVE", ("OTTER COURT FLATS",)),
    ("77 Alder St Otter Arms Apt 4", "77 ALDER ST APT 4", ("OTTER ARMS",)),
    ("77 Alder St, Otter Arms Apt 4", "77 ALDER ST APT 4", ("OTTER ARMS",)),
    ("77 Alder Street Harbor Plaza", "77 ALDER ST", ("HARBOR PLAZA",)),
    ("77 Alder Rd Sunny Mobile Home Park Lot 5", "77 ALDER RD LOT 5", ("SUNNY MOBILE HOME PARK",)),
    ("77 Alder St, Garage", "77 ALDER ST", ("GARAGE",)),
    ("77 Alder St, Downtown", "77 ALDER ST", ("DOWNTOWN",)),
    ("77 Alder St, 937-555-0123", "77 ALDER ST", ("937-555-0123",)),
    ("PO Box 77 Station A", "PO BOX 77", ("STATION A",)),
    ("PO Box 77, Apt 4", "PO BOX 77", ("APT 4",)),
]
NAMES_WITH_A_SUFFIX_INSIDE = [
    "77 STATE STREET HILL RD",
    "77 CHURCH STREET STATION BLVD",
    "77 OLD MILL ROAD EXT",
    "77 MOUNT ST HELENS DR",
    "77 PORT ST LUCIE BLVD",
    "77 MOUNT ST HELENS",
    "77 AVENUE OF THE PINES",
]
NUMBERS = [
    ("N 5150 County Road P", "N5150 COUNTY ROAD P"),
    ("W 1234 Hwy 21", "W1234 HIGHWAY 21"),
    ("S 874 Cty Rd KK", "S874 COUNTY ROAD KK"),
    ("North 5150 County Road P", "N5150 COUNTY ROAD P"),
    ("N 16 W 23377 Stone Ridge Dr", "N16W23377 STONE RIDGE DR"),
    ("N16 W 23377 Stone Ridge Dr", "N16W23377 STONE RIDGE DR"),
    ("N 16 W23377 Stone Ridge Dr", "N16W23377 STONE RIDGE DR"),
    ("842E 1700S", "842 E 1700 S"),
    ("842 E 1700 S 4", "842 E 1700 S # 4"),
    ("12 B Elm St", "12B ELM ST"),
    ("12 D Oak St", "12D OAK ST"),
    ("12-B Elm St", "12-B ELM ST"),
    ("12B Elm St", "12B ELM ST"),
    ("12 B N Elm St", "12B N ELM ST"),
    ("12 C 5th Ave", "12C 5TH AVE"),
    ("12 A Park Ave", "12A PARK AVE"),
    ("12 B Elm St Apt 4", "12B ELM ST APT 4"),
    ("12 B St", "12 B ST"),
    ("12 B Street NW", "12 B ST NW"),
    ("12 E Elm St", "12 E ELM ST"),
    ("12 J F Kennedy Blvd", "12 J F KENNEDY BLVD"),
    ("12 O Brien Ct", "12 O BRIEN CT"),
    ("12 L'Enfant Plaza", "12 L ENFANT PLZ"),
    ("12 U S Highway 60", "12 US HIGHWAY 60"),
    ("12 & 14 Elm St", "12-14 ELM ST"),
    ("12 - 14 Elm St", "12-14 ELM ST"),
    ("12/14 Elm St", "12-14 ELM ST"),
]
MIDDLE = [
    ("123 Apt 4 Main St", "123 MAIN ST APT 4"),
    ("123 Apt #4 Main St", "123 MAIN ST APT 4"),
    ("123 # 4 Main St", "123 MAIN ST # 4"),
    ("123 Unit B Main St", "123 MAIN ST UNIT B"),
    ("123 Ste 200 N Main St", "123 N MAIN ST STE 200"),
    ("123 2nd Floor Main St", "123 MAIN ST FL 2"),
    ("123 Bldg 5 Apt 4 Main St", "123 MAIN ST BLDG 5 APT 4"),
    ("123 Rear Main St", "123 MAIN ST REAR"),
    ("123 1/2 Apt 4 Main St", "123 1/2 MAIN ST APT 4"),
    ("123 Stop 8 Rd", "123 STOP 8 RD"),
    ("123 Key West Dr", "123 KEY WEST DR"),
]
BARE_UNITS = [
    ("38350 40th St East 100", "38350 40TH ST E # 100"),
    ("21 Alder Ln NW B", "21 ALDER LN NW # B"),
    ("21 Alder Ln S 4B", "21 ALDER LN S # 4B"),
    ("21 Alder Ln South East 100", "21 ALDER LN SE # 100"),
    ("21 Alder Ln 4 B", "21 ALDER LN # 4B"),
    ("21 Alder Ln B 4", "21 ALDER LN # B4"),
    ("21 Alder Ln 12-34", "21 ALDER LN # 12-34"),
    ("21 Alder Ln A-12", "21 ALDER LN # A-12"),
    ("21 Alder Ln AA", "21 ALDER LN # AA"),
    ("1411 Broadway 210", "1411 BROADWAY # 210"),
    ("9 Mill Road 12", "9 MILL RD # 12"),
    ("9 Avenue H 3", "9 AVENUE H # 3"),
    ("9 State Road 7 12", "9 STATE ROAD 7 # 12"),
]
ROADS = [
    ("1 Country Road 212", "1 COUNTRY ROAD 212"),
    ("1 Country Rd 3668 Apt 2", "1 COUNTRY ROAD 3668 APT 2"),
    ("1 Park Road 12", "1 PARK ROAD 12"),
    ("1 Park Rd 4 S", "1 PARK ROAD 4 S"),
    ("1 Forest Road 12", "1 FOREST ROAD 12"),
    ("1 FS Rd 12", "1 FOREST SERVICE ROAD 12"),
    ("1 BIA Road 7", "1 BIA ROAD 7"),
    ("1 BIA Rte 7", "1 BIA ROUTE 7"),
    ("1 Indian Route 7", "1 INDIAN ROUTE 7"),
    ("1 Fire Lane 9", "1 FIRE LANE 9"),
    ("1 Town Road 9", "1 TOWN ROAD 9"),
    ("1 County Street 2710", "1 COUNTY STREET 2710"),
    ("1 County St 5", "1 COUNTY ST # 5"),
    ("1 Cty Hwy KK", "1 COUNTY HIGHWAY KK"),
    ("9912 S Avenue H", "9912 S AVENUE H"),
    ("9912 South Ave H", "9912 S AVENUE H"),
    ("9912 N Avenue 52", "9912 N AVENUE 52"),
    ("9912 S Avenue H Apt 3", "9912 S AVENUE H APT 3"),
    ("1101 US Highway No. 130 North", "1101 US HIGHWAY 130 N"),
    ("12 N RM 620", "12 N RM 620"),
]
IN_FRONT = [
    ("Ana Poe c/o DTZ Suite 1800 77 W Birch Dr", "77 W BIRCH DR STE 1800"),
    ("DTZ Ste #1800 77 W Birch Dr", "77 W BIRCH DR STE 1800"),
    ("Suite 1800 77 W Birch Dr", "77 W BIRCH DR STE 1800"),
    ("Otter Tower 4th Floor 77 W Birch Dr", "77 W BIRCH DR FL 4"),
    ("DTZ Building 7 Room 12 77 W Birch Dr", "77 W BIRCH DR BLDG 7 RM 12"),
    ("Ana Poe, Otter Tower Suite 200, 12 Elm St", "12 ELM ST STE 200"),
    ("c/o Ana Poe Apt 4, 12 Elm St", "12 ELM ST APT 4"),
    ("Suite 200 Bldg 17 7000 Alder Rd", "7000 ALDER RD BLDG 17 STE 200"),
    ("Otter KBA # 9068 815 W Alder St", "815 W ALDER ST # 9068"),
    ("4B, 77 W Birch Dr", "77 W BIRCH DR # 4B"),
    ("4B 77 W Birch Dr", "77 W BIRCH DR # 4B"),
    ("3M Company, 12 Elm St", "12 ELM ST"),
    ("Lot 12 40 Pine Ridge Rd", "40 PINE RIDGE RD LOT 12"),
]
UNIT_OF_A_NUMBERLESS_STREET = [
    "Lot 12 Pine Ridge Rd",
    "Lot 12, Pine Ridge Rd",
    "Pine Ridge Rd Lot 12",
    "Unit 12 Pine Ridge Rd",
    "Apt 4 Main St",
    "Trailer 9 Old Mill Rd",
    "Suite 200 Otter Tower",
    "Space 12 Sunny Trailer Park",
    "Room 12 County Jail",
]


def read(text: str) -> str:
    return normalize_address(PostalAddress(line=text)).delivery_line


@each(("piece", "unit"), BEHIND_A_COMMA)
def test_a_piece_behind_a_comma_is_the_unit(piece: str, unit: str) -> None:
    assert read(f"12 Alder Street, {piece}, {DAYTON}") == f"12 ALDER ST {unit}"
    assert read(f"12 N Alder Ave, {piece}\n{DAYTON}") == f"12 N ALDER AVE {unit}"
    assert read(f"PO Box 5, 12 Alder Street, {piece}, {DAYTON}") == f"12 ALDER ST {unit}"


@each(
    ("text", "line"),
    [*QUADRANTS, *NUMBERS, *MIDDLE, *BARE_UNITS, *ROADS, *IN_FRONT],
)
def test_every_part_of_a_street_line_finds_its_place(text: str, line: str) -> None:
    assert read(f"{text}, {DAYTON}") == line
    assert read(f"{text}, {DAYTON}".upper()) == line


@each(("text", "line"), [*NUMBERS, *MIDDLE, *BARE_UNITS, *ROADS])
def test_no_comma_is_needed(text: str, line: str) -> None:
    assert read(f"{text} {DAYTON}") == line


@pytest.mark.parametrize(("text", "line", "details"), DETAILS)
def test_other_words_are_kept_apart_from_the_street(
    text: str, line: str, details: tuple[str, ...]
) -> None:
    found = normalize_address(PostalAddress(line=f"{text}, {DAYTON}"))
    assert (found.delivery_line, found.details) == (line, details)


@pytest.mark.parametrize("line", NAMES_WITH_A_SUFFIX_INSIDE)
def test_a_suffix_inside_a_name_ends_no_street(line: str) -> None:
    assert read(f"{line}, {DAYTON}") == line


@pytest.mark.parametrize("text", UNIT_OF_A_NUMBERLESS_STREET)
def test_a_unit_is_no_house_number(text: str) -> None:
    found = normalize_address(PostalAddress(line=f"{text}, {DAYTON}"))
    assert (found.kind, found.number) == (AddressKind.UNPARSED, "")
    assert "no_delivery_line" in found.flags


@pytest.mark.parametrize(
    "box", ["LBX # 402605", "LBX 402605", "Lockbox 402605", "Lock Box #402605"]
)
def test_a_lockbox_is_a_box(box: str) -> None:
    text = f"6000 Birch Rd {box}, {DAYTON}"
    lines = [fact.delivery_line for fact in read_addresses(PostalAddress(line=text))]
    assert lines == ["6000 BIRCH RD", "PO BOX 402605"]
    assert read(f"{box}, {DAYTON}") == "PO BOX 402605"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("12\ufffd14 Elm St", ""),
        ("12?14 Elm St", ""),
        ("12\ufffd Elm St", ""),
        ("12 El\ufffd St", "12 EL? ST"),
        ("12 Elm St?", "12 ELM ST"),
        ("12\u201314 Elm St", "12-14 ELM ST"),
        ("12\u00e2\u20ac\u201c14 Elm St", "12-14 ELM ST"),
        ("12\x9614 Elm St", "12-14 ELM ST"),
        ("12 \u00c2\u00bd Elm St", "12 1/2 ELM ST"),
    ],
)
def test_a_lost_character_is_never_dropped(text: str, line: str) -> None:
    assert read(f"{text}, {DAYTON}") == line


@pytest.mark.parametrize("text", ["Road #5", "Rd # 12", "Hwy #5", "#", "# #", "Apt #", "No #5"])
def test_a_road_with_a_number_alone_is_no_address(text: str) -> None:
    assert normalize_address(PostalAddress(line=text)).kind is AddressKind.UNPARSED


def test_words_of_an_unparsed_address_are_kept() -> None:
    found = normalize_address(PostalAddress(line=f"Pine Ridge Rd, Lot, {DAYTON}"))
    assert found.kind is AddressKind.UNPARSED
    assert "PINE RIDGE RD" in found.details
