"""Whether two addresses are one delivery point: by components, never by a string score."""

from __future__ import annotations

from matching.compare.address.last import compare_last_lines
from matching.compare.address.level import VERDICTS, Relations, place_level
from matching.compare.address.number import RANGE, compare_numbers, is_box_of_number
from matching.compare.address.relation import (
    AddressRelation,
    AddressVerdict,
    Part,
    PartRelation,
    different,
    uncertain,
    unsaid,
)
from matching.compare.address.street import compare_streets, road_number
from matching.compare.address.street_class import compare_classes, compare_routes, street_class
from matching.compare.address.unit import compare_units
from matching.parse.address.form import (
    NormalAddress,
    bare_number,
    has_hyphened_numbers,
    street_key,
)
from matching.parse.address.parts import (
    AddressParts,
    address_parts,
    is_route,
    last_part,
    street_part,
    unit_part,
)

__all__ = ["AddressRelation", "AddressVerdict", "compare_addresses"]


def compare_addresses(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    """The relation of two addresses with the rule that decided; order does not matter."""
    level, reason = place_level(relations(address_parts(a), address_parts(b)))
    if "intersection" in a.flags or "intersection" in b.flags:
        reason = "a street corner is no delivery point"
    return AddressRelation(VERDICTS[level], reason)


def relations(a: AddressParts, b: AddressParts) -> Relations:
    """How each part of two addresses relates."""
    number = compare_numbers(a.number, b.number, has_hyphens(a.last) or has_hyphens(b.last))
    found = Relations(
        number, name_relation(a.street, b.street), compare_units(a.unit, b.unit),
        compare_last_lines(a.last, b.last),
    )  # fmt: skip
    return uncrossed(found, a, b)


def name_relation(a: str, b: str) -> PartRelation:
    """The relation of two streets or routes, as `AddressParts.street`."""
    decided = compare_classes(street_class(a), street_class(b))
    if decided is not None:
        return decided
    return compare_routes(a, b) if is_route(a) else compare_streets(a, b)


def has_hyphens(last: str) -> bool:
    """Whether houses have hyphened numbers where a last line lies."""
    return has_hyphened_numbers(last_part(last).zip5)


def uncrossed(found: Relations, a: AddressParts, b: AddressParts) -> Relations:
    """The relations with those that hang on another part decided."""
    number, street = found.number, found.street
    if number.part is Part.CROSSED:
        number = _range(number, a, b)
    if street.part is Part.CROSSED:
        is_mixed = is_route(a.street) or is_route(b.street)
        street = _box_street(street, a, b) if is_mixed else _road_or_unit(street, a, b)
    return Relations(number, street, found.unit, found.last)


def _range(relation: PartRelation, a: AddressParts, b: AddressParts) -> PartRelation:
    """84-15 may be a range that begins with 84, but not where 84 has a unit 15."""
    for one, other in ((a, b), (b, a)):
        ranged = RANGE.fullmatch(one.number)
        if ranged and _inner_unit(other) in ranged.groups():
            return different("house numbers differ")
    return uncertain(relation.reason)


def _box_street(relation: PartRelation, a: AddressParts, b: AddressParts) -> PartRelation:
    if is_box_of_number(a.number, b.number):
        return different("a street named Box is not a box")
    return unsaid(relation.reason)


def _road_or_unit(relation: PartRelation, a: AddressParts, b: AddressParts) -> PartRelation:
    """`PARK ROAD 12` on one side and `PARK RD # 12` on the other."""
    for road, other in ((a, b), (b, a)):
        number = road_number(street_part(road.street), street_part(other.street))
        units = unit_part(other.unit).units
        if number and units and street_key(units[-1][1]) == number:
            return uncertain(relation.reason)
    return different("street names differ")


def _inner_unit(a: AddressParts) -> str:
    units = unit_part(a.unit).units
    return bare_number(units[-1][1]) if units else ""
