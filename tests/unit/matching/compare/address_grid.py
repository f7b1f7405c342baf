"""Pairs of invented addresses: a table of what tells two apart, and a grid of parts that vary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, combinations_with_replacement, product


@dataclass(frozen=True)
class Told:
    """An address as a file tells it: in parts, of which the whole text is made."""

    number: str = ""
    street: str = ""
    unit: str = ""
    city: str = "Barre"
    state: str = "VT"
    zip5: str = "05641"

    @property
    def line(self) -> str:
        """The delivery line."""
        return " ".join(filter(None, (self.number, self.street, self.unit)))

    @property
    def whole(self) -> str:
        """All of it, as in a column of whole addresses."""
        place = " ".join(filter(None, (self.state, self.zip5)))
        return ", ".join(filter(None, (self.line, f"{self.city} {place}".strip())))


Pair = tuple[Told, Told]

HOME = Told("1432", "N Alder St", "Apt 4")
NUMBERS = ("1423", "1433", "32", "01432", "1432A", "1432-1434", "1432 1/2", "1432 1/4", "14-32")
STREETS = (
    "North Alder Street", "S Alder St", "NE Alder St", "Alder St", "Alder St N", "Alder St S",
    "N Alder St E", "N Alder Ave", "N Alder", "N Aldre St", "N Aldr St", "S Aldr St", "N Elder St",
    "N Birch St", "N Alders St", "N Alder Creek St",
)  # fmt: skip
UNITS = (
    "", "Apt 04", "Unit 4", "# 4", "4", "Ste 4", "Apt 5", "Apt 4B", "Fl 4", "Fl 3", "Bldg 2 Apt 4",
    "Bldg 3 Apt 4", "Bldg 2", "Lot 4", "Trlr 4", "PMB 4", "Apt 4 PMB 7", "Apt 4 PMB 8", "Rear",
    "Upper", "Apt A", "Apt 34",
)  # fmt: skip
TOWNS = (
    ("Barre", "VT", "05641"), ("Barre", "VT", "05640"), ("Barre", "VT", ""), ("", "", "05641"),
    ("Barre", "", ""), ("Barre", "NH", "05641"), ("Barre", "MA", "01005"),
    ("Rutland", "VT", "05701"),
    ("Rutland", "VT", ""), ("Rutland", "VT", "05641"), ("Montpelier", "VT", "05602"),
    ("Barer", "VT", "05641"), ("Barer", "VT", ""),
)  # fmt: skip
STREET_NAMES = (
    "Ninth Ave", "9th Ave", "19th Ave", "9th St", "Avenue N", "Avenue S", "St Johns Pl",
    "Saint Johns Pl", "Johns Pl", "Mt Hope Ave", "Mount Hope Ave", "Hope Ave", "N Shore Dr",
    "North Shore Dr", "Northshore Dr", "Shore Dr", "MLK Blvd", "Martin Luther King Jr Blvd",
    "Dr Martin Luther King Dr", "Chestnut Hollow Rd", "Chesnut Holow Rd", "Shestnut Holow Rd",
    "Chestnut Hollow Ln", "E 2700 South", "E 2700 N", "E 2700 S", "Broadway", "Broadway St",
    "Old Mill Rd", "Mill Rd", "Oak Ct", "Oaks Ct", "Oak Ctr", "Main St", "Mian St",
)  # fmt: skip
ROADS = (
    "State Road 5", "State Hwy 5", "SR 5", "VT Route 5", "County Road 5", "CR 5", "Country Road 5",
    "US Hwy 5", "US Highway 5 E", "US Highway 5 W", "Highway 5", "Old State Road 5", "Interstate 5",
    "I-5", "FM 5", "Township Road 5", "County Road 50", "County Road P", "Park Road 12",
    "Park Rd # 12",
    "Park Rd", "Airport Road 12", "Airport Rd # 12", "Airport Rd # 13", "Airport Rd Apt 12",
)  # fmt: skip
ROUTES = (
    "PO Box 551", "P.O. Box 551", "PO Box 0551", "PO Box 55", "PO Box 55-1", "551 Box St",
    "55 Box St", "RR 3 Box 98D", "Rural Route 03 Box 98-D", "RR 3 Box 98", "RR 3", "RR 4 Box 98",
    "HC 3 Box 98", "General Delivery", "98 Alder St", "551 Alder St", "12 Ald?r St", "Alder & Main",
    "PO Box 551 Apt 2", "PO Box 551 Apt 3", "Alder Court",
)  # fmt: skip
QUEENS = (
    "84-15 Alder Ave", "8415 Alder Ave", "84 Alder Ave Apt 15", "84-51 Alder Ave", "84 Alder Ave",
    "84-15 Alder Ave Apt 2",
)  # fmt: skip
ISLAND = (
    "Urb Las Lomas, 245 Calle Sauce", "245 Sauce St, Urb Las Lomas", "245 Calle Sauce",
    "Urb Valle Verde, 245 Calle Sauce", "Urb Las Lomas, 245 Calle 3", "RR 3 Box 12", "PO Box 12",
)  # fmt: skip
ARMED = (
    ("PSC 41 Box 7", "APO", "AE", "09021"), ("PSC 41 Box 8", "APO", "AE", "09021"),
    ("CMR 41 Box 7", "APO", "AE", "09021"), ("PSC 41 Box 7", "APO", "AP", "96262"),
    ("PSC 41 Box 007", "APO", "AE", "09021"),
)  # fmt: skip
BEHIND = (
    "12 Alder St", "12 Alder St Willow Court Flats", "12 Alder St Suite 3 South",
    "12 Alder St Suite 4 South", "12 Alder St, 207", "12 Alder St, 209", "12 Alder St, SE",
    "12-14 Alder St", "12 Alder St Apt 14", "1214 Alder St", "Lot 12 Alder St",
)  # fmt: skip

DELIVERIES = (("14", "Alder St", ""), ("", "PO Box 14", ""), ("14", "", ""))


def grid() -> Iterator[Pair]:
    """An address beside itself with one part told another way, and two such beside each other."""
    ways: dict[str, list[dict[str, str]]] = {
        "number": [{"number": text} for text in NUMBERS],
        "street": [{"street": text} for text in STREETS],
        "unit": [{"unit": text} for text in UNITS],
        "town": [dict(zip(("city", "state", "zip5"), town, strict=True)) for town in TOWNS],
    }
    for changes in ways.values():
        yield from ((HOME, replace(HOME, **change)) for change in changes)
    for one, other in combinations(ways, 2):
        for first, second in product(ways[one], ways[other]):
            yield replace(HOME, **first), replace(HOME, **second)


def lists() -> Iterator[Pair]:
    """Streets, roads, routes and units, each beside each, in one town and beside another."""
    island, armed = Told(city="Ponce", state="PR", zip5="00716"), Told()
    queens = Told(city="Elmhurst", state="NY", zip5="11373")
    routes, reno = [Told(street=line) for line in ROUTES], ("Reno", "NV", "89501")
    hyphened = [replace(queens, street=line) for line in QUEENS]
    unzipped = [replace(told, zip5="") for told in hyphened]
    families = (
        routes,
        hyphened,
        unzipped,
        [Told("14", street) for street in STREET_NAMES],
        [Told("14", street) for street in ROADS],
        [Told(street=line) for line in BEHIND],
        [Told("14", "Alder St", unit) for unit in UNITS],
        [replace(island, street=line) for line in ISLAND],
        [replace(armed, street=line, city=c, state=s, zip5=z) for line, c, s, z in ARMED],
        *([Told(*delivery, *town) for town in TOWNS] for delivery in DELIVERIES),
    )
    for family in families:
        yield from combinations_with_replacement(family, 2)
    yield from product(routes, (Told("", told.street, "", *reno) for told in routes))
    yield from product(hyphened, unzipped)
