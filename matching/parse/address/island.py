"""Puerto Rican lines as delivery points: urbanization, street, condominium, public housing."""

from __future__ import annotations

import re
from dataclasses import replace

from matching.parse.address.form import AddressKind
from matching.parse.address.points import Reading, split_line, take_leading_units
from matching.parse.address.puerto_rico import (
    read_island_street,
    read_urbanization,
    split_urbanization,
    take_block,
)
from matching.parse.address.units import split_units

_BUILDING = re.compile(r"(?:COND|CONDOMINIO|EDIF|EDIFICIO|TORRE|RES|RESIDENCIAL)\b")
_HOUSE = re.compile(r"\d+(?:-\d+)?[A-Z]?")
_STREET_STARTS = frozenset({"CALLE", "AVENIDA", "AVE", "PASEO", "CARR", "CAMINO"})
_UNIT_WORDS = frozenset({"APT", "APTO", "APARTAMENTO", "EDIF", "EDIFICIO", "PISO", "UNIT"})


def read_island(reading: Reading, segment: str) -> bool:
    """Add what a line says in the Puerto Rican way; False when it says nothing so."""
    if name := read_urbanization(segment):
        reading.urbanization = name
        return True
    name, line = split_urbanization(segment)
    number, line = take_block(line)
    units, line = take_leading_units(line)
    split = split_units(line, 2)
    street = read_island_street(" ".join(split.words), number)
    if street is None and split.units and split.units[-1][0] == "#":
        street = read_island_street(line, number)
        split = replace(split, units=())
    if street is None:
        return _read_island_building(reading, segment)
    reading.urbanization = reading.urbanization or name
    point = replace(
        reading.base,
        kind=AddressKind.PUERTO_RICO,
        number=street.number,
        street=street.street,
        units=(*units, *split.units),
        pmb=split.pmb,
    )
    reading.points.append(point)
    return True


def _read_island_building(reading: Reading, segment: str) -> bool:
    """A condominium or public housing; on a street its name goes, else it is the street."""
    if _BUILDING.match(segment) is None:
        return False
    words = segment.split()
    at = next((i for i, word in enumerate(words) if word in _STREET_STARTS and i > 0), 0)
    if at:
        has_number = _HOUSE.fullmatch(words[at - 1]) and words[at - 2] not in _UNIT_WORDS
        at = at - 1 if has_number else at
        _read_island_building(reading, " ".join(words[:at]))
        return read_island(reading, " ".join(words[at:]))
    split = split_line(reading, segment, 0)
    reading.units += split.units
    reading.building = " ".join(split.words)
    return True
