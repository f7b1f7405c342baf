"""An address as a row of numbers: the one way from what was read into the columns of `Places`."""

from __future__ import annotations

from matching.encode.batch import Words
from matching.parse.address.delivery_words import delivery_words
from matching.parse.address.form import NormalAddress
from matching.parse.address.parts import address_parts
from matching.parse.address.places import city_key

Row = tuple[int, ...]

FIELDS = ("house", "core", "number", "street", "unit", "last", "city", "state", "zip5")
"""The columns of `Places`, in the order of a row."""

WIDTH = len(FIELDS)
NOWHERE: Row = (0,) * WIDTH


def address_row(words: Words, address: NormalAddress) -> Row:
    """An address in the columns of FIELDS; 0 is not known."""
    house, core = delivery_words(address)
    parts = address_parts(address)
    return (
        words.houses.number(house),
        words.cores.number(core),
        words.houses.number(parts.number),
        words.streets.number(parts.street),
        words.units.number(parts.unit),
        words.last_lines.number(parts.last),
        words.cities.number(city_key(address.city)),
        words.cities.number(address.state),
        int(address.zip5) if address.zip5.isdigit() else 0,
    )
