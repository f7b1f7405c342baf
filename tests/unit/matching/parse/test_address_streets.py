"""Street lines of Publication 28, sections 231-237 and appendices C1, D and F; invented texts."""

from __future__ import annotations

import pytest

from matching.parse.address.read import normalize_address
from skiptrace.model.subject import PostalAddress
from tests.tables import each

BARRE, UTICA = "Barre, VT 05641", "Utica, NY 13502"
DIRECTIONS = [
    ("233 one in front", "7 North Alder Street", BARRE, "7 N ALDER ST"),
    ("233 one behind", "7 Alder Street South", BARRE, "7 ALDER ST S"),
    ("233 front and behind", "7 E. Alder Ave. N.", BARRE, "7 E ALDER AVE N"),
    ("233 merged behind", "7 Alder Street South West", BARRE, "7 ALDER ST SW"),
    ("233 with dots", "7 N.W. Alder Street", BARRE, "7 NW ALDER ST"),
    ("233 one word", "7 Southeast Alder Street", BARRE, "7 SE ALDER ST"),
    ("233 hyphened", "7 North-East Alder Street", BARRE, "7 NE ALDER ST"),
    ("233.22 alone it is the name", "30 West Street", BARRE, "30 WEST ST"),
    ("233.22 alone, abbreviated", "30 So. Avenue", BARRE, "30 SOUTH AVE"),
    ("233.23 second one is the name", "31 North West Street", BARRE, "31 N WEST ST"),
    ("233.23 north south", "31 North South Mill Road", BARRE, "31 N SOUTH MILL RD"),
    ("233.23 west east", "5 West East Ridge Lane", BARRE, "5 W EAST RIDGE LN"),
    ("233.3 before the suffix", "18 Lake North Court", BARRE, "18 LAKE NORTH CT"),
    ("233.3 abbreviated before the suffix", "18 Bay W Dr", BARRE, "18 BAY WEST DR"),
    ("233 no. is north", "18 No. Pearl St", BARRE, "18 N PEARL ST"),
    ("233 west end", "18 West End Avenue", "New York, NY 10023", "18 WEST END AVE"),
    ("233.3 lettered avenue", "44 Avenue E", "Galveston, TX 77550", "44 AVENUE E"),
    ("233.3 lettered, abbreviated", "44 Ave. S", "Galveston, TX 77550", "44 AVENUE S"),
    ("233.3 lettered with a direction", "44 East Avenue W", BARRE, "44 E AVENUE W"),
    ("233.3 letter before the suffix", "44 S Street NW", "Washington, DC 20001", "44 S ST NW"),
    ("233.3 road with a letter", "44 Road B", BARRE, "44 ROAD B"),
    ("numbered avenue", "44 Ave 24", "Madera, CA 93637", "44 AVENUE 24"),
]
SUFFIXES = [
    ("234 two suffixes", "12 Station Square Road", BARRE, "12 STATION SQUARE RD"),
    ("234 first one abbreviated", "12 Mill Crk Pkwy", BARRE, "12 MILL CREEK PKWY"),
    ("234 street and circle", "45 3rd Street Circle West", BARRE, "45 3RD STREET CIR W"),
    ("234 name is a suffix", "12 Ctr St", BARRE, "12 CENTER ST"),
    ("234 name is valley", "12 Vly Road", BARRE, "12 VALLEY RD"),
    ("a spelling of the name stays", "12 Centre Street", BARRE, "12 CENTRE ST"),
    ("park avenue", "270 Park Avenue", "New York, NY 10017", "270 PARK AVE"),
    ("avenue of the", "1211 Ave. of the Pines", "New York, NY 10036", "1211 AVENUE OF THE PINES"),
    ("C1 boulv", "9 Sunset Boulv", BARRE, "9 SUNSET BLVD"),
    ("C1 crossing", "9 Otter Crssng", BARRE, "9 OTTER XING"),
    ("C1 terrace", "9 Otter Terr", BARRE, "9 OTTER TER"),
    ("C1 turnpike", "9 Otter Trnpk", BARRE, "9 OTTER TPKE"),
    ("C1 heights", "9 Otter Hts", BARRE, "9 OTTER HTS"),
    ("C1 expressway", "9 Otter Expr", BARRE, "9 OTTER EXPY"),
    ("C1 junction", "9 Otter Jction", BARRE, "9 OTTER JCT"),
    ("C1 causeway", "9 Otter Causeway", BARRE, "9 OTTER CSWY"),
    ("C1 stravenue", "9 Otter Stravenue", BARRE, "9 OTTER STRA"),
    ("C1 point", "9 Otter Point", BARRE, "9 OTTER PT"),
    ("C1 trafficway", "9 Otter Trafficway", BARRE, "9 OTTER TRFY"),
    ("C1 plaza", "9 Otter Plza", BARRE, "9 OTTER PLZ"),
    ("C1 crescent", "9 Otter Crscnt", BARRE, "9 OTTER CRES"),
    ("C1 skyway", "9 Otter Skyway", BARRE, "9 OTTER SKWY"),
    ("C1 freeway", "9 Otter Freewy", BARRE, "9 OTTER FWY"),
    ("C1 vista", "9 Otter Vsta", BARRE, "9 OTTER VIS"),
    ("no suffix", "1411 Broadway", "New York, NY 10018", "1411 BROADWAY"),
    ("saint in the name", "17 St. Anne's Lane", BARRE, "17 ST ANNES LN"),
    ("232 hyphen in the name", "51 Sea-Breeze Terrace", BARRE, "51 SEA BREEZE TER"),
    ("232 decimal street", "618 39.2 Road", BARRE, "618 39.2 RD"),
    ("235 spelled street", "8 Ninth Avenue", UTICA, "8 NINTH AVE"),
    ("235 ordinal street", "8 9th Avenue", UTICA, "8 9TH AVE"),
]
ROADS = [
    ("237 county highway", "77 County Hwy 60E", BARRE, "77 COUNTY HIGHWAY 60E"),
    ("237 county road word", "77 Cnty Rd 33", BARRE, "77 COUNTY ROAD 33"),
    ("237 county road run on", "77 CR33", BARRE, "77 COUNTY ROAD 33"),
    ("237 county road letters", "77 County Road MM", BARRE, "77 COUNTY ROAD MM"),
    (
        "237 state and county",
        "77 California County Road 555",
        "Alturas, CA 96101",
        "77 CA COUNTY ROAD 555",
    ),
    ("237 county trunk", "77 CTH N", "Pewaukee, WI 53072", "77 COUNTY HIGHWAY N"),
    ("237 expressway", "77 Expressway 55", BARRE, "77 EXPRESSWAY 55"),
    ("237 farm to market", "77 Farm to Market 1200", "Temple, TX 76501", "77 FM 1200"),
    ("237 highway fm", "77 Hwy FM 1320", "Temple, TX 76501", "77 FM 1320"),
    ("237 fm run on", "77 FM-1488", "Temple, TX 76501", "77 FM 1488"),
    ("237 farm road elsewhere", "77 W Farm Road 168", "Ava, MO 65608", "77 W FARM ROAD 168"),
    ("237 hiway", "77 Hiway 1080A", BARRE, "77 HIGHWAY 1080A"),
    ("237 bypass", "77 Hwy 11 Bypass", BARRE, "77 HIGHWAY 11 BYP"),
    ("237 bypass road", "77 Highway 3 Byp Road", BARRE, "77 HIGHWAY 3 BYPASS RD"),
    ("237 frontage", "77 Hwy 66 Frontage Road", BARRE, "77 HIGHWAY 66 FRONTAGE RD"),
    ("237 interstate", "77 I 10", BARRE, "77 INTERSTATE 10"),
    ("237 interstate run on", "77 IH280", "Temple, TX 76501", "77 INTERSTATE 280"),
    ("237 interstate highway", "77 Interstate Hwy 680", BARRE, "77 INTERSTATE 680"),
    ("237 interstate bypass", "77 I-26 Byp Road", BARRE, "77 INTERSTATE 26 BYPASS RD"),
    ("237 loop", "77 NE Loop 410", "San Antonio, TX 78217", "77 NE LOOP 410"),
    ("237 road", "77 Rd 5A", BARRE, "77 ROAD 5A"),
    ("237 route", "77 Rte 95", BARRE, "77 ROUTE 95"),
    ("237 route letters", "77 Route 1150EE", BARRE, "77 ROUTE 1150EE"),
    ("237 ranch road", "77 Ranch Rd 620", "Temple, TX 76501", "77 RANCH ROAD 620"),
    ("237 state highway", "77 St Hwy 303", BARRE, "77 STATE HIGHWAY 303"),
    ("237 state road", "77 SR 39", BARRE, "77 STATE ROAD 39"),
    ("237 state road letters", "77 SR MM", BARRE, "77 STATE ROAD MM"),
    ("237 state route", "77 State Rte 260", BARRE, "77 STATE ROUTE 260"),
    ("237 township road", "77 TSR 45", BARRE, "77 TOWNSHIP ROAD 45"),
    ("237 township", "77 Twp Rd 20", BARRE, "77 TOWNSHIP ROAD 20"),
    ("237 us and a direction", "77 US 41 SW", BARRE, "77 US HIGHWAY 41 SW"),
    ("237 us dotted", "77 U.S. Hwy. 70", BARRE, "77 US HIGHWAY 70"),
    ("237 us run on", "77 US-60 East", BARRE, "77 US HIGHWAY 60 E"),
    ("237 state's name alone", "77 Kentucky 440", "Greenville, KY 42345", "77 KY HIGHWAY 440"),
    ("237 state's code alone", "77 KY 1207", "Greenville, KY 42345", "77 KY HIGHWAY 1207"),
    (
        "237 state's state highway",
        "77 Kentucky State Highway 625",
        "Greenville, KY 42345",
        "77 KY STATE HIGHWAY 625",
    ),
    ("237 two-word state", "77 North Carolina Hwy 54", "Durham, NC 27713", "77 NC HIGHWAY 54"),
    ("237 old highway", "77 Old Hwy 64", BARRE, "77 OLD HIGHWAY 64"),
    ("237 number sign", "77 County Road #12", BARRE, "77 COUNTY ROAD 12"),
    ("237 direction in front", "77 N State Rd 7", BARRE, "77 N STATE ROAD 7"),
    ("237 unit behind", "77 State Rd 7 Apt 3", BARRE, "77 STATE ROAD 7 APT 3"),
    ("F state as name", "27 Virginia Street", BARRE, "27 VIRGINIA ST"),
    ("F two-word state as name", "27 North Dakota Avenue", BARRE, "27 N DAKOTA AVE"),
]
NUMBERS = [
    ("D1 hyphen", "112-10 Birch Road", "Elmhurst, NY 11373", "112-10 BIRCH RD"),
    ("D1 letter", "22-B Birch Road", BARRE, "22-B BIRCH RD"),
    ("D2 grid abbreviated", "842 E. 1700 S.", "Salt Lake City, UT 84106", "842 E 1700 S"),
    ("D2 grid west north", "55 West 300 North", "Logan, UT 84321", "55 W 300 N"),
    ("D3 with hyphen", "N6-W23001 Pond Road", "Pewaukee, WI 53072", "N6W23001 POND RD"),
    ("D3 with spaces", "N6 W23001 Pond Road", "Pewaukee, WI 53072", "N6W23001 POND RD"),
    ("D3 single", "W9205 Seminole Drive", "Pewaukee, WI 53072", "W9205 SEMINOLE DR"),
    ("D4 half", "123 1/2 Alder Street", BARRE, "123 1/2 ALDER ST"),
    ("D4 half with hyphen", "123-1/2 Alder Street", BARRE, "123 1/2 ALDER ST"),
    ("D4 letter", "123A Alder Street", BARRE, "123A ALDER ST"),
    ("word for one", "One Harbor Plaza", BARRE, "1 HARBOR PLZ"),
    ("word for twelve", "Twelve Harbor Plaza", BARRE, "12 HARBOR PLZ"),
    ("number sign in front", "# 12 Alder Street", BARRE, "12 ALDER ST"),
    ("no. in front", "No. 12 Alder Street", BARRE, "12 ALDER ST"),
]
STREETS = [*DIRECTIONS, *SUFFIXES, *ROADS, *NUMBERS]
WRITINGS = {
    "as given": "{0}, {1}",
    "no commas": "{0} {1}",
    "two lines": "{0}\n{1}",
    "bars": "{0} | {1}",
}


def _line(text: str) -> str:
    return normalize_address(PostalAddress(line=text)).delivery_line


@each("writing", WRITINGS)
@each(("text", "place", "line"), [r[1:] for r in STREETS])
def test_a_street_line_in_any_writing(text: str, place: str, line: str, writing: str) -> None:
    where = place.replace(",", "") if writing == "no commas" else place
    written = WRITINGS[writing].format(text, where)
    assert _line(written) == line
    assert _line(written.upper()) == line
    assert _line(written.lower()) == line
    assert _line(f"{line}, {place}") == line


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("8 Ninth Avenue, Utica, NY 13502", "numeric_or_spelled"),
        ("8 9th Avenue, Utica, NY 13502", "numeric_or_spelled"),
        ("8 Twenty-First Avenue, Utica, NY 13502", "numeric_or_spelled"),
        ("8 42 Street, New York, NY 10036", "numeric_or_spelled"),
        ("84-15 Elmhurst Ave, Elmhurst, NY 11373", "hyphen_by_zip4"),
        ("8415 Elmhurst Ave, Elmhurst, NY 11373", "hyphen_by_zip4"),
        ("12 Alder St 4B, Barre, VT 05641", "unit_without_designator"),
        ("12 Alder St Apt, Barre, VT 05641", "unit_without_number"),
        ("1l2 Alder St, Barre, VT 05641", "ocr_number"),
        ("12 Alder Street, Attn: A Poe, Barre, VT 05641", "addressee_dropped"),
        ("Sixth & Alder Streets, Barre, VT 05641", "intersection"),
        ("Corner of Alder and Main, Barre, VT 05641", "intersection"),
        ("Alder St at Main St, Barre, VT 05641", "intersection"),
    ],
)
def test_what_is_guessed_or_left_to_zip4_data_is_flagged(text: str, flag: str) -> None:
    assert flag in normalize_address(PostalAddress(line=text)).flags


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("l432 Alder St", "1432 ALDER ST"),
        ("1O23 Alder St", "1023 ALDER ST"),
        ("12O Alder St", "120 ALDER ST"),
        ("I0 Alder St", "10 ALDER ST"),
        ("4B7 Alder St", "487 ALDER ST"),
        ("B12 Alder St", "812 ALDER ST"),
        ("1Ol Alder St", "101 ALDER ST"),
    ],
)
def test_letters_read_for_digits_are_a_flagged_guess(text: str, line: str) -> None:
    found = normalize_address(PostalAddress(line=f"{text}, Barre, VT 05641"))
    assert found.delivery_line == line
    assert "ocr_number" in found.flags


@pytest.mark.parametrize(
    "text", ["N6W23001 Pond Rd", "1S234 Pond Rd", "W9205 Pond Rd", "12B Pond Rd", "84-15 Pond Rd"]
)
def test_numbers_that_hold_letters_by_right_are_not_mended(text: str) -> None:
    found = normalize_address(PostalAddress(line=f"{text}, Pewaukee, WI 53072"))
    assert found.number == text.split()[0]
    assert "ocr_number" not in found.flags
