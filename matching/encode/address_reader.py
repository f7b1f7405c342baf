"""Addresses of tables and registers as rows of numbers; plain lines by a short way.

What stands behind a plain house number reads the same whatever the number is, and so does a street
whatever the town, as long as the line does not name the town as well.
"""

from __future__ import annotations

import re

from matching.encode.address_rows import NOWHERE, Row, address_row
from matching.encode.batch import Words
from matching.parse.address.delivery_words import delivery_words
from matching.parse.address.form import AddressKind, NormalAddress
from matching.parse.address.parts import address_parts, lone_box, lone_unit
from matching.parse.address.plain_line import Town, is_plain_house, town_of
from matching.parse.address.plain_street import plain_street
from matching.parse.address.read import normalize_address
from matching.parse.address.street_words import BOX
from skiptrace.model.subject import PostalAddress

BEHIND = ("core", "street", "unit", "last", "city", "state", "zip5")
"""Of FIELDS, those that a plain house number does not fill."""

_UNITS = frozenset({"APT", "UNIT", "STE", "#"})
_PLAIN_UNIT = re.compile(r"(APT|UNIT|STE|#) ?(\d+)")
_STREET = "MAIN ST"
_TOWN = ("SALEM", "OR", "97301")
"""Stand in for what a part is read without."""


class AddressReader:
    """Reads addresses as `address_row` has them; what comes again is read once."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._towns: dict[tuple[str, str, str], tuple[Row, Town]] = {}
        self._streets: dict[tuple[str, str], Row | None] = {}
        self._units: dict[str, int] = {"": 0}

    def read(self, line: str, city: str, state: str, zip5: str, below: str = "") -> Row:
        """The address of a delivery line, what stands below it, and its last line in parts."""
        if not (line or below):
            return (*NOWHERE[:5], *self._town(city, state, zip5)[0])
        house, _, rest = line.partition(" ")
        if is_plain_house(house):
            found = self.behind(rest, city, state, zip5, below)
            if found is not None:
                return self.housed(house, found)
        elif not below and (boxed := self._box(line, city, state, zip5)):
            return boxed
        whole = ", ".join(part for part in (line, below) if part)
        address = normalize_address(PostalAddress(whole, city, state, zip5, original=whole))
        return address_row(self._words, address)

    def behind(self, rest: str, city: str, state: str, zip5: str, below: str) -> Row | None:
        """What stands behind any plain house number: a row without house and number.

        None where the number, or the town, counts for how the line is read.
        """
        if not city or "," in rest or not rest.isascii():
            return None
        rest = rest.upper()
        row, town = self._town(city, state, zip5)
        if not town.parts_from(rest):
            return None
        text, unit = self._unit_of(rest, below)
        if unit < 0 or not text:
            return None
        key = text, town.region
        if key not in self._streets:
            self._streets[key] = self._street(text, town.region)
        street = self._streets[key]
        if street is None or (unit and street[2]):
            return None
        return (*street[:2], unit or street[2], *row)

    def housed(self, house: str, behind: Row) -> Row:
        """The row of a plain house number with what stands behind it."""
        number = self._words.houses.number(house)
        return (number, behind[0], number, *behind[1:])

    def keyed(self, house: str, core: str, row: Row) -> Row:
        """A row with a house or a core to look it up by, and no address for all that."""
        words = self._words
        return (words.houses.number(house), words.cores.number(core), *row[2:])

    def _box(self, line: str, city: str, state: str, zip5: str) -> Row | None:
        box = line.removeprefix("PO BOX ")
        if not (box.isdecimal() and box != line and (city or state or zip5)):
            return None
        (row, town), words, parts = self._town(city, state, zip5), self._words, lone_box(box)
        if town.is_special or not line.isascii():
            return None
        return (
            words.houses.number(box.lstrip("0")),
            words.cores.number(BOX),
            words.houses.number(parts.number),
            words.streets.number(parts.street),
            0,
            *row,
        )

    def _unit_of(self, rest: str, below: str) -> tuple[str, int]:
        """The line without a plain unit at its end, and that unit; -1 for one to be read whole."""
        if below:
            return rest, self._unit_below(below)
        head, _, number = rest.rpartition(" ")
        street, _, designator = head.rpartition(" ")
        if not (street and number.isdecimal() and designator in _UNITS):
            return rest, 0
        return street, self._words.units.number(lone_unit(designator, number))

    def _unit_below(self, below: str) -> int:
        if below not in self._units:
            self._units[below] = self._read_unit(below)
        return self._units[below]

    def _read_unit(self, below: str) -> int:
        if simple := _PLAIN_UNIT.fullmatch(below):
            return self._words.units.number(lone_unit(*simple.groups()))
        found = normalize_address(PostalAddress(f"7 {_STREET}, {below}", *_TOWN))
        parts = address_parts(found)
        plain = NormalAddress(AddressKind.STREET, number="7", street="MAIN", suffix="ST")
        alone = address_parts(plain)
        if (parts.number, parts.street) != (alone.number, alone.street):
            return -1
        return self._words.units.number(parts.unit)

    def _street(self, text: str, state: str) -> Row | None:
        """Core, street and unit as the normaliser reads them; None when it takes in the number."""
        found = plain_street(text) or normalize_address(PostalAddress(f"7 {text}", "", state, ""))
        parts, words = address_parts(found), self._words
        if parts.number != "7":
            return None
        return (
            words.cores.number(delivery_words(found)[1]),
            words.streets.number(parts.street),
            words.units.number(parts.unit),
        )

    def _town(self, city: str, state: str, zip5: str) -> tuple[Row, Town]:
        """A last line as the columns last, city, state and zip5, and its town."""
        key = city, state, zip5
        if key not in self._towns:
            found = normalize_address(PostalAddress(f"1 {_STREET}", city, state, zip5))
            row = address_row(self._words, found)[5:] if any(key) else NOWHERE[5:]
            self._towns[key] = row, town_of(city, found)
        return self._towns[key]
