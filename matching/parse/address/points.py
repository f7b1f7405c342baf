"""What has been read of an address so far, and its street lines as delivery points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from matching.parse.address.form import AddressKind, NormalAddress
from matching.parse.address.number import read_number
from matching.parse.address.street import StreetLine, read_street
from matching.parse.address.tables import address_tables
from matching.parse.address.units import (
    Unit,
    UnitSplit,
    inner_unit,
    leading_unit,
    split_units,
)

_REAR_OR_FLOOR = ("REAR", "FLOOR", "FL", "FLR")
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
    details: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    designator: str = ""
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
    """Add the street address that a line gives; False when it begins with no house number.

    Units go to the street wherever they stand; words behind a unit wait as a piece.
    """
    units, line = take_leading_units(segment)
    if not line.startswith(_BEFORE_NUMBER) and read_number(line.split()) is None:
        return False
    split = split_units(line, 2)
    words, inner, piece = _without_inner_units(split.words)
    found = read_street(words, reading.base.state)
    if found is None or _is_zip(reading, found) or (_is_behind_street(reading) and _is_weak(found)):
        return False
    reading.flags |= found.flags | split.flags
    bare = (("#", found.street.unit),) if found.street.unit else ()
    reading.points.append(_point(reading, found, (*units, *bare, *inner, *split.units), split.pmb))
    reading.pieces += [text for text in (found.street.building, piece) if text]
    return True


def _point(reading: Reading, found: StreetLine, units: tuple[Unit, ...], pmb: str) -> NormalAddress:
    street = found.street
    return replace(
        reading.base,
        kind=AddressKind.STREET,
        number=found.number,
        fraction=found.fraction,
        predir=street.predir,
        street=street.name,
        suffix=street.suffix,
        postdir=street.postdir,
        units=units,
        pmb=pmb,
    )


def _without_inner_units(
    words: tuple[str, ...],
) -> tuple[tuple[str, ...], list[Unit], str]:
    """The street's words without units in their middle, the units, and what stands behind them."""
    numbered, units = address_tables().numbered_units, list[Unit]()
    while any(w in numbered or w[0] == "#" or w in _REAR_OR_FLOOR for w in words[1:]):
        found = inner_unit(words)
        if found is None:
            break
        front, unit, behind = found
        units.append(unit)
        house = read_number((*front, "X"))
        if house is None or house.rest != ("X",):
            return front, units, " ".join(behind)
        words = (*front, *behind)
    return words, units, ""


def _is_zip(reading: Reading, found: StreetLine) -> bool:
    """A ZIP code is no house number."""
    if len(found.number) != 5 or found.number != reading.base.zip5:
        return False
    reading.flags.add("number_is_zip")
    return True


def _is_behind_street(reading: Reading) -> bool:
    return bool(reading.points) and reading.points[-1].kind is AddressKind.STREET


def _is_weak(found: StreetLine) -> bool:
    """Whether a line behind a street could as well be a unit: a number and a word."""
    street = found.street
    return not (street.suffix or street.predir or street.name[-1].isdigit())


def is_street_name(words: Sequence[str]) -> bool:
    """Whether words without a house number are a street: they end in a suffix."""
    tables = address_tables()
    ends = [word for word in words if word not in tables.directionals]
    return len(ends) > 1 and ends[-1] in tables.suffixes and not words[0][0].isdigit()
