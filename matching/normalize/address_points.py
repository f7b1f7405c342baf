"""What has been read of an address so far, and its street lines as delivery points."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from matching.normalize.address_form import AddressKind, NormalAddress
from matching.normalize.address_number import read_number
from matching.normalize.address_street import read_street
from matching.normalize.address_units import Unit, UnitSplit, leading_unit, split_units

_BEFORE_NUMBER = ("PMB", "PRIVATE MAIL", "MSC", "MAIL")


@dataclass
class Reading:
    """What the segments of one address have given so far."""

    base: NormalAddress
    points: list[NormalAddress] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    pmb: str = ""
    urbanization: str = ""
    building: str = ""
    others: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


def split_line(reading: Reading, line: str, keep: int) -> UnitSplit:
    """The line without its units (see `split_units`); what was dropped is flagged."""
    split = split_units(line, keep)
    reading.flags |= split.flags
    return split


def take_leading_units(line: str) -> tuple[list[Unit], str]:
    """The units in front of a house number, and the line without them."""
    units: list[Unit] = []
    while (front := leading_unit(line)) is not None:
        units.append(front[0])
        line = front[1]
    return units, line


def read_street_line(reading: Reading, segment: str) -> bool:
    """Add the street address that a line gives; False when it begins with no house number."""
    units, line = take_leading_units(segment)
    if not line.startswith(_BEFORE_NUMBER) and read_number(line.split()) is None:
        return False
    split = split_units(line, 2)
    found = read_street(split.words, reading.base.state)
    if found is None:
        return False
    street = found.street
    reading.flags |= found.flags | split.flags
    inner = (("#", street.unit),) if street.unit else ()
    point = replace(
        reading.base,
        kind=AddressKind.STREET,
        number=found.number,
        fraction=found.fraction,
        predir=street.predir,
        street=street.name,
        suffix=street.suffix,
        postdir=street.postdir,
        units=(*units, *inner, *split.units),
        pmb=split.pmb,
    )
    reading.points.append(point)
    return True
