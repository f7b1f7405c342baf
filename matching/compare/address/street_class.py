"""Streets, boxes and routes by what kind of delivery they are, and what two kinds decide alone."""

from __future__ import annotations

from enum import IntEnum

from matching.compare.address.relation import Part, PartRelation, different, same, unsaid
from matching.parse.address.form import AddressKind
from matching.parse.address.parts import is_route, route_part, street_part

_POSTCODE_WORDS = frozenset({"BOX", "BIN", "DRAWER", "CALLER"})


class StreetClass(IntEnum):
    """What a street text is; LOST has a character that was lost, BOX_WORD is a street named Box."""

    UNREAD = 0
    STREET = 1
    BOX_WORD = 2
    LOST = 3
    PO_BOX = 4
    RURAL_ROUTE = 5
    HIGHWAY_CONTRACT = 6
    MILITARY = 7
    GENERAL_DELIVERY = 8


_ROUTES = {
    AddressKind.PO_BOX: StreetClass.PO_BOX,
    AddressKind.RURAL_ROUTE: StreetClass.RURAL_ROUTE,
    AddressKind.HIGHWAY_CONTRACT: StreetClass.HIGHWAY_CONTRACT,
    AddressKind.MILITARY: StreetClass.MILITARY,
    AddressKind.GENERAL_DELIVERY: StreetClass.GENERAL_DELIVERY,
}


def street_class(text: str) -> StreetClass:
    """The class of a street, as `AddressParts.street`."""
    if not text:
        return StreetClass.UNREAD
    if is_route(text):
        return _ROUTES[route_part(text).kind]
    street = street_part(text).street
    if "?" in street:
        return StreetClass.LOST
    named = not _POSTCODE_WORDS.isdisjoint(street.split(" "))
    return StreetClass.BOX_WORD if named else StreetClass.STREET


def compare_classes(a: StreetClass, b: StreetClass) -> PartRelation | None:
    """What the kinds decide whatever the names are; None where the names decide."""
    kinds = {a, b}
    if StreetClass.UNREAD in kinds:
        return PartRelation(Part.UNREAD, "an address could not be read")
    if StreetClass.LOST in kinds:
        return unsaid("a character of the street was lost")
    streets = [one <= StreetClass.LOST for one in (a, b)]
    if all(streets):
        return None
    if any(streets):
        reason = "a street and a box or route may serve one household"
        return PartRelation(Part.CROSSED if StreetClass.BOX_WORD in kinds else Part.UNSAID, reason)
    if a is not b:
        return different("different kinds of route")
    if a is StreetClass.GENERAL_DELIVERY:
        return unsaid("general delivery of one post office serves many people")
    return None


def compare_routes(a: str, b: str) -> PartRelation:
    """The relation of two boxes or routes of one kind but for the box number."""
    left, right = route_part(a), route_part(b)
    if left.route != right.route:
        return different("route numbers differ")
    return same("same route and box" if left.route else "same box")
