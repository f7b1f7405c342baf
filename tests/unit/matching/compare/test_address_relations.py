"""Pairs of addresses by category, both ways round: the relation, never by a string score."""

from __future__ import annotations

import pytest

from matching.compare.address.relate import AddressVerdict, compare_addresses
from matching.parse.address.read import AddressKind, NormalAddress, normalize_address
from skiptrace.model.subject import PostalAddress
from tests.tables import each

SAME, UNIT, DIFF, OPEN = "same_delivery_point", "same_building_other_unit", "different", "uncertain"
BARRE, QUEENS, SELMA = "Barre VT 05641", "Elmhurst NY 11373", "Selma AL 36701"

IN_BARRE = [
    ("abbreviation", "14 North Alder Street", "14 N. ALDER ST", SAME),
    ("abbreviation", "14 Alder Boulevard", "14 Alder Blvd.", SAME),
    ("abbreviation", "14 Quail Hollow Trace", "14 Quail Holw Trce", SAME),
    ("abbreviation", "14 Mount Hope Ave", "14 Mt. Hope Avenue", SAME),
    ("abbreviation", "14 Fort Hill Rd", "14 Ft Hill Road", SAME),
    ("abbreviation", "14 Center Street", "14 Ctr St", SAME),
    ("abbreviation", "One Alder Plaza", "1 Alder Plz", SAME),
    ("hyphen", "14 Sea-Breeze Ter", "14 Sea Breeze Terrace", SAME),
    ("hyphen", "14 Seabreeze Ter", "14 Sea Breeze Terrace", SAME),
    ("ordinal", "14 9th Ave", "14 Ninth Avenue", SAME),
    ("ordinal", "14 21st St", "14 Twenty-First Street", SAME),
    ("ordinal", "14 9 Ave", "14 9th Ave", SAME),
    ("ordinal", "14 9th Ave", "14 19th Ave", DIFF),
    ("ordinal", "14 2nd St", "14 22nd St", DIFF),
    ("saint", "14 Saint Johns Pl", "14 St. John's Place", SAME),
    ("saint", "14 St Johns Pl", "14 Johns Pl", OPEN),
    ("half number", "14 1/2 Alder St", "14 ½ Alder Street", SAME),
    ("half number", "14-1/2 Alder St", "14 1/2 Alder Street", SAME),
    ("half number", "14 1/2 Alder St", "14 Alder St", OPEN),
    ("half number", "14 1/2 Alder St", "14 1/4 Alder St", DIFF),
    ("number", "14 Alder St", "16 Alder St", DIFF),
    ("number", "14 Alder St", "114 Alder St", DIFF),
    ("number", "14 Alder St", "0014 Alder St", SAME),
    ("number", "1432 Alder St", "l432 Alder St", SAME),
    ("transposed digits", "1432 Alder St", "1423 Alder St", DIFF),
    ("number letter", "14A Alder St", "14 Alder St", OPEN),
    ("number letter", "14A Alder St", "14B Alder St", DIFF),
    ("number letter", "14A Alder St", "14 Alder St Apt A", OPEN),
    ("number letter", "14-A Alder St", "14A Alder St", SAME),
    ("range", "12-14 Alder St", "12 Alder St", OPEN),
    ("range", "12-14 Alder St", "1214 Alder St", OPEN),
    ("range", "12-14 Alder St", "12-16 Alder St", DIFF),
    ("directional", "14 N Alder St", "14 S Alder St", DIFF),
    ("directional", "14 N Alder St", "14 Alder St", OPEN),
    ("directional", "14 Alder St W", "14 Alder St", OPEN),
    ("directional", "14 N Alder St", "14 Alder St N", OPEN),
    ("directional", "14 N Alder St", "14 Alder St S", DIFF),
    ("directional", "14 NE Alder St", "14 Northeast Alder St", SAME),
    ("directional", "14 NE Alder St", "14 North East Alder St", SAME),
    ("directional", "14 NE Alder St", "14 N Alder St", OPEN),
    ("directional", "14 NE Alder St", "14 SW Alder St", DIFF),
    ("directional", "14 E Alder St N", "14 E Alder St S", DIFF),
    ("directional", "14 E Alder St N", "14 E Alder St", OPEN),
    ("suffix", "14 Alder St", "14 Alder Ave", DIFF),
    ("suffix", "14 Alder St", "14 Alder", OPEN),
    ("suffix", "14 Alder Ct", "14 Alder Cir", DIFF),
    ("suffix", "14 Alder Pl", "14 Alder Plz", DIFF),
    ("suffix", "14 Broadway", "14 Broadway St", OPEN),
    ("suffix", "14 Avenue N", "14 Avenue S", DIFF),
    ("street name", "14 Alder St", "14 Birch St", DIFF),
    ("street name", "14 Old Mill Rd", "14 Mill Rd", DIFF),
    ("street name", "14 Upper Mill Rd", "14 Lower Mill Rd", DIFF),
    ("street name", "14 Oak Ct", "14 Oaks Ct", DIFF),
    ("typo", "14 Chestnut St", "14 Chesnut St", OPEN),
    ("typo", "14 Hawthorne Rd", "14 Hawthorn Rd", OPEN),
    ("typo", "14 Mariner Way", "14 Marina Way", DIFF),
    ("typo", "14 Depot St", "14 Depto St", SAME),
    ("typo", "14 Maple St", "14 Mapel St", SAME),
    ("typo", "14 Main St", "14 Mian St", OPEN),
    ("typo", "14 Hawthorne Rd", "14 Hawtharme Rd", OPEN),
    ("typo", "14 Hawthorn Rd", "14 Hawtharm Rd", DIFF),
    ("typo", "14 Chestnuts Rd", "14 Shestnats Rd", DIFF),
    ("typo and directional", "14 N Chestnut St", "14 S Chesnut St", DIFF),
    ("half and directional", "14 1/2 N Alder St", "14 1/4 Alder St", DIFF),
    ("typo and suffix", "14 Chestnut St", "14 Chesnut Ave", DIFF),
    ("unit", "14 Alder St Apt 4B", "14 Alder St Apt B4", UNIT),
    ("unit", "14 Alder St Apt 4B", "14 Alder St #4-B", SAME),
    ("unit", "14 Alder St Apt 4B", "14 Alder St Apt 4 B", SAME),
    ("unit", "14 Alder St Apt 4B", "14 Alder St 4B", SAME),
    ("unit", "14 Alder St Apt 4", "14 Alder St Unit 4", SAME),
    ("unit", "14 Alder St Apt 4", "14 Alder St Apt 04", SAME),
    ("unit", "14 Alder St Apt 4", "14 Alder St Ste 4", OPEN),
    ("unit", "14 Alder St Apt 4", "14 Alder St Apt 14", UNIT),
    ("unit", "14 Alder St Apt 1-2", "14 Alder St Apt 12", OPEN),
    ("unit", "14 Alder St Apt 4", "14 Alder St", OPEN),
    ("unit", "14 Alder St Apt 4", "14 Alder St Fl 4", UNIT),
    ("unit", "14 Alder St Fl 2", "14 Alder St Second Floor", SAME),
    ("unit", "14 Alder St Fl 2", "14 Alder St Fl 3", UNIT),
    ("unit", "14 Alder St Fl 2", "14 Alder St Apt 5", OPEN),
    ("unit", "14 Alder St Lower", "14 Alder St Lowr", SAME),
    ("unit", "14 Alder St Front", "14 Alder St Rear", UNIT),
    ("unit", "14 Alder St Upper", "14 Alder St Apt 2", OPEN),
    ("unit", "14 Alder St Bsmt", "14 Alder St Basement Apt", SAME),
    ("unit", "14 Alder St Lot 9", "14 Alder St Trlr 9", SAME),
    ("unit", "14 Alder St Lot 9", "14 Alder St Spc 8", UNIT),
    ("unit", "14 Alder St Bldg 4 Apt 12", "14 Alder St Apt 12 Building 4", SAME),
    ("unit", "14 Alder St Bldg 4 Apt 12", "14 Alder St Bldg 5 Apt 12", UNIT),
    ("unit", "14 Alder St Bldg 4 # 12", "14 Alder St Bldg 5 Apt 12", UNIT),
    ("unit", "14 Alder St Bldg 4 Apt 12", "14 Alder St Apt 12", OPEN),
    ("unit", "14 Alder St Bldg 4", "14 Alder St Bldg 4 Apt 12", OPEN),
    ("unit", "14 Alder St Fl 3 Ste 310", "14 Alder St Ste 310", SAME),
    ("unit", "14 Alder St Fl 3 Ste 5", "14 Alder St Ste 5", OPEN),
    ("unit", "14 Alder St Rm 9", "14 Alder St Apt 9", OPEN),
    ("unit", "14 Alder St Apt 2", "16 Alder St Apt 2", DIFF),
    ("pmb", "14 Alder St PMB 41", "14 Alder St # 41", SAME),
    ("pmb", "14 Alder St Ste 9 PMB 41", "14 Alder St Ste 9 PMB 42", UNIT),
    ("pmb", "14 Alder St Ste 9 PMB 41", "14 Alder St Ste 9", OPEN),
    ("pmb", "14 Alder St Ste 9 PMB 41", "14 Alder St Ste 8 PMB 41", UNIT),
    ("highway", "14 State Rd 9", "14 SR 9", SAME),
    ("highway", "14 State Route 9", "14 State Hwy 9", SAME),
    ("highway", "14 US Hwy 2", "14 U.S. Route 2", SAME),
    ("highway", "14 County Road 12", "14 CR 12", SAME),
    ("highway", "14 County Road 12", "14 County Road 21", DIFF),
    ("highway", "14 County Road 12", "14 US Highway 12", DIFF),
    ("highway", "14 Highway 12", "14 State Highway 12", OPEN),
    ("highway", "14 Interstate 89", "14 I-89", SAME),
    ("highway", "14 Vermont Route 14", "14 VT Route 14", SAME),
    ("highway", "14 US Highway 2 E", "14 US Highway 2 W", DIFF),
    ("highway", "14 US Highway 2 E", "14 US Highway 2", OPEN),
    ("highway", "14 Old State Road 9", "14 State Road 9", OPEN),
    ("king", "14 MLK Blvd", "14 Martin Luther King Jr Blvd", SAME),
    ("king", "14 Dr Martin Luther King Jr Dr", "14 Martin Luther King Blvd", OPEN),
    ("title", "14 Dr Poe Ave", "14 Poe Ave", OPEN),
    ("po box", "PO Box 55", "P.O. Box 55", SAME),
    ("po box", "PO Box 55", "Post Office Drawer 55", SAME),
    ("po box", "PO Box 55", "PO Box 56", DIFF),
    ("po box", "PO Box 55", "PO Box 055", OPEN),
    ("po box", "PO Box 55", "55 Box Rd", DIFF),
    ("po box and street", "PO Box 55", "14 Alder St", OPEN),
    ("po box and route", "PO Box 55", "RR 2 Box 55", DIFF),
    ("rural route", "RR 2 Box 55", "Rural Route 02, Box 055", SAME),
    ("rural route", "RR 2 Box 55D", "RFD 2 Box 55-D", SAME),
    ("rural route", "RR 2 Box 55", "RR 3 Box 55", DIFF),
    ("rural route", "RR 2 Box 55", "RR 2 Box 56", DIFF),
    ("rural route", "RR 2 Box 55", "RR 2", OPEN),
    ("rural route", "RR 4 Box 19-1", "RR 4 Box 191", OPEN),
    ("911 conversion", "RR 2 Box 55", "880 Alder Rd", OPEN),
    ("route type", "HC 2 Box 55", "RR 2 Box 55", DIFF),
    ("route type", "HC 2 Box 55", "Star Route 2 Box 55", SAME),
    ("general delivery", "General Delivery", "Gen Del", OPEN),
    ("general delivery", "General Delivery", "14 Alder St", OPEN),
    ("corner", "Alder & Main Streets", "Main & Alder Streets", OPEN),
    ("corner", "Alder & Main Streets", "14 Alder St", OPEN),
    ("addressee", "c/o Ana Poe, 14 Alder St", "14 Alder St", SAME),
]
PLACES = [
    ("zip", f"14 Alder St, {BARRE}", "14 Alder St, Barre VT 05641-1234", SAME),
    ("zip", f"14 Alder St, {BARRE}", "14 Alder St, Barre, Vermont", SAME),
    ("zip", f"14 Alder St, {BARRE}", "14 Alder St, 05641", SAME),
    ("zip", f"14 Alder St, {BARRE}", "14 Alder St, Barre VT 5641", SAME),
    ("zip", "14 Alder St, Utica NY 13502", "14 Alder St, Utica NY 13501", OPEN),
    ("zip", "14 Alder St, Utica NY 13502", "14 Alder St, Utica NY 13520", OPEN),
    ("zip", "14 Alder St, Utica NY 13502", "16 Alder St, Utica NY 13501", DIFF),
    ("zip", "14 Alder St, Utica NY 13502", "14 Alder St, Rome NY 13440", DIFF),
    ("city", "14 Alder St, Utica NY 13502", "14 Alder St, Utcia NY 13502", SAME),
    ("city", "14 Alder St, Springfield IL 62704", "14 Alder St, Chicago IL 62704", OPEN),
    ("city", "14 Alder St, Springfield IL 62704", "14 Alder St, Jerome IL 62704", SAME),
    ("city", "14 Alder St, Selma AL", "14 Alder St, Mobile AL", DIFF),
    ("city", "14 Alder St, St Louis MO 63101", "14 Alder St, Saint Louis MO 63101", SAME),
    ("city", "14 Alder St, NYC NY 10018", "14 Alder St, New York NY 10018", SAME),
    ("state", "14 Alder St, Troy NY 12180", "14 Alder St, Troy MI 48083", DIFF),
    ("state", f"14 Alder St, {BARRE}", "14 Alder St, Barre NH 05641", OPEN),
    ("no place", "14 Alder St", "14 Alder St", OPEN),
    ("queens", f"84-15 Alder Ave, {QUEENS}", f"8415 Alder Ave, {QUEENS}", SAME),
    ("queens", f"84-15 Alder Ave, {QUEENS}", f"84 Alder Ave Apt 15, {QUEENS}", DIFF),
    ("queens", f"84-15 Alder Ave, {QUEENS}", f"84-51 Alder Ave, {QUEENS}", DIFF),
    ("grid", "N6W23001 Pond Rd, Pewaukee WI 53072", "N6 W23001 Pond Rd, Pewaukee WI 53072", SAME),
    ("grid", "N6W23001 Pond Rd, Pewaukee WI 53072", "N6W23010 Pond Rd, Pewaukee WI 53072", DIFF),
    ("grid", "842 E 1700 S, Salt Lake City UT 84106", "842 East 1700 So, SLC UT 84106", SAME),
    ("grid", "842 E 1700 S, Salt Lake City UT 84106", "842 S 1700 E, SLC UT 84106", DIFF),
    (
        "farm road",
        "14 FM 1488, Temple TX 76501",
        "14 Farm to Market Rd 1488, Temple TX 76501",
        SAME,
    ),
    (
        "state highway",
        "14 KY 189, Greenville KY 42345",
        "14 State Hwy 189, Greenville KY 42345",
        SAME,
    ),
    ("military", "PSC 41 Box 7, APO AE 09021", "P.S.C. 41, Box 007, A.P.O. AE 09021", SAME),
    ("military", "PSC 41 Box 7, APO AE 09021", "PSC 41 Box 8, APO AE 09021", DIFF),
    ("military", "PSC 41 Box 7, APO AE 09021", "PSC 41 Box 7, APO AP 96262", DIFF),
    ("military", "PSC 41 Box 7, APO AE 09021", "CMR 41 Box 7, APO AE 09021", DIFF),
    (
        "island",
        "Urb Las Lomas, Calle 12 C-8, Ponce PR 00716",
        "C8 Calle 12, Urbanización Las Lomas, Ponce, Puerto Rico 00716",
        SAME,
    ),
    (
        "island",
        "Urb Las Lomas, 245 Calle Sauce, Ponce PR 00716",
        "245 Sauce St, Urb. Las Lomas, Ponce PR 00716",
        SAME,
    ),
    (
        "island",
        "Urb Las Lomas, 245 Calle 3, Ponce PR 00716",
        "Urb Valle Verde, 245 Calle 3, Ponce PR 00716",
        DIFF,
    ),
    (
        "island",
        "Urb Las Lomas, 245 Calle 3, Ponce PR 00716",
        "245 Calle 3, Ponce PR 00716",
        OPEN,
    ),
    ("island", "Apartado 11, Ponce PR 00733", "PO Box 11, Ponce PR 00733", SAME),
    ("island", "RR 3 Box 12, Ponce PR 00716", "Ruta Rural 3 Buzon 12, Ponce PR 00716", SAME),
    ("moved along", "14 Alder St, Selma AL (to 2018)", "88 Alder St, Selma AL (from 2018)", DIFF),
    ("moved inside", f"14 Alder St Lot 9, {SELMA}", f"14 Alder St Lot 31, {SELMA}", UNIT),
]
PAIRS = [(f"{a}, {BARRE}", f"{b}, {BARRE}", r) for _, a, b, r in IN_BARRE] + [
    (a, b, r) for _, a, b, r in PLACES
]


def read(text: str) -> NormalAddress:
    return normalize_address(PostalAddress(line=text))


@each(("a", "b", "relation"), PAIRS)
def test_the_relation_holds_both_ways_and_names_its_rule(a: str, b: str, relation: str) -> None:
    found = compare_addresses(read(a), read(b))
    assert found.relation == relation, found.reason
    assert found == compare_addresses(read(b), read(a))
    assert found.reason


@each(("a", "b", "relation"), PAIRS)
def test_one_match_key_never_joins_two_delivery_points(a: str, b: str, relation: str) -> None:
    left, right = read(a), read(b)
    if left.key and left.key == right.key and left.kind is not AddressKind.GENERAL_DELIVERY:
        assert relation == AddressVerdict.SAME_DELIVERY_POINT or left.last_line != right.last_line


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("1432 Alder St", "1423 Alder St", "transposed"),
        ("14 Alder St", "88 Alder St", "one street"),
        ("14 Alder St", "14 Alder St Apt 2", "unit missing"),
        ("14 Alder St", "14 N Alder St", "directional missing"),
        ("14 Alder", "14 Alder St", "suffix missing"),
        ("14 1/2 Alder St", "14 Alder St", "half number"),
        ("PO Box 5", "14 Alder St", "household"),
    ],
)
def test_the_reason_says_which_part_decided(a: str, b: str, reason: str) -> None:
    assert reason in compare_addresses(read(f"{a}, {BARRE}"), read(f"{b}, {BARRE}")).reason
