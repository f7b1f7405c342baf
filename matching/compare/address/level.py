"""What the relations of the parts come to: the level of the place, and the verdict it stands for.

The level is the decision; `compare address` shows its verdict, and columns look it up in a table of
all relations, so that neither can say what the other does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matching.compare.address.relation import AddressVerdict, Part, PartRelation

PLACE = (
    "no data", "same delivery point", "unit unknown", "street nearly", "number nearly",
    "same building", "same number", "same street", "nearly the street", "different",
)  # fmt: skip

VERDICTS: Mapping[str, AddressVerdict] = {
    "no data": AddressVerdict.UNCERTAIN,
    "same delivery point": AddressVerdict.SAME_DELIVERY_POINT,
    "unit unknown": AddressVerdict.UNCERTAIN,
    "street nearly": AddressVerdict.UNCERTAIN,
    "number nearly": AddressVerdict.DIFFERENT,
    "same building": AddressVerdict.SAME_BUILDING_OTHER_UNIT,
    "same number": AddressVerdict.DIFFERENT,
    "same street": AddressVerdict.DIFFERENT,
    "nearly the street": AddressVerdict.DIFFERENT,
    "different": AddressVerdict.DIFFERENT,
}
"""The verdict of each level of PLACE. City, state and ZIP code are decided in the level itself."""

_HOUSES_DIFFER = "house numbers differ"


@dataclass(frozen=True, slots=True)
class Relations:
    """How the parts of two addresses relate."""

    number: PartRelation
    street: PartRelation
    unit: PartRelation
    last: PartRelation


def place_level(r: Relations) -> tuple[str, str]:
    """The level of PLACE of two addresses whose parts relate so, and the rule that decided."""
    number, street, last = r.number.part, r.street.part, r.last.part
    if street is Part.UNREAD:
        return "no data", r.street.reason
    on_street = street in (Part.SAME, Part.OPEN)
    at_number = number is Part.SAME
    if last is Part.OTHER:
        return "same number" if on_street and at_number else "different", r.last.reason
    if street is Part.UNSAID:
        return "no data", r.street.reason
    if street is Part.OTHER:
        return "same number" if at_number else "different", r.street.reason
    if number in (Part.OTHER, Part.NEAR):
        return _other_number(r)
    if number is Part.UNSAID:
        return "no data", r.number.reason
    return _one_house(r)


def _other_number(r: Relations) -> tuple[str, str]:
    if r.street.part is Part.OPEN:
        return "nearly the street", _HOUSES_DIFFER
    return "number nearly" if r.number.part is Part.NEAR else "same street", r.number.reason


def _one_house(r: Relations) -> tuple[str, str]:
    """The level where number and street are one or may be.

    Two units are neighbours' at one house, and say nothing where the house is in doubt. A number in
    doubt, as 12 beside 12 1/2, may be the neighbour's: it is nobody's home.
    """
    doubts = [part.reason for part in (r.street, r.number, r.last) if part.part is not Part.SAME]
    if r.unit.part is Part.OTHER:
        return ("no data", doubts[0]) if doubts else ("same building", r.unit.reason)
    if r.number.part is not Part.SAME:
        return "no data", doubts[0]
    if r.street.part is not Part.SAME:
        return "street nearly", r.street.reason
    if r.unit.part is not Part.SAME:
        return "unit unknown", r.unit.reason
    if r.last.part is not Part.SAME:
        return "street nearly", r.last.reason
    return "same delivery point", r.unit.reason or r.street.reason
