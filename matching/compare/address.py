"""Whether two addresses are one delivery point: by components, never by a string score."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from matching.compare.address_relation import (
    AddressRelation,
    AddressVerdict,
    different,
    same,
    uncertain,
)
from matching.compare.address_street import compare_streets
from matching.normalize.address_buildings import is_building
from matching.normalize.address_form import AddressKind, NormalAddress, bare_number
from matching.normalize.address_last_line import city_key
from matching.normalize.address_places import cities_of, may_be_one_city, zip_place

__all__ = ["AddressRelation", "AddressVerdict", "compare_addresses"]

_STREETS = (AddressKind.STREET, AddressKind.PUERTO_RICO)
_AGREED = (AddressVerdict.SAME_DELIVERY_POINT, AddressVerdict.SAME_BUILDING_OTHER_UNIT)
_POSTCODE_WORDS = re.compile(r"(?:BOX|BIN|DRAWER|CALLER)")


def compare_addresses(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    """The relation of two addresses with the rule that decided; order does not matter."""
    if AddressKind.UNPARSED in (a.kind, b.kind):
        return _unread(a, b)
    place = _place(a, b)
    if place.relation is AddressVerdict.DIFFERENT:
        return place
    both_streets = a.kind in _STREETS and b.kind in _STREETS
    point = compare_streets(a, b) if both_streets else _routes(a, b)
    if "?" in a.street or "?" in b.street:
        return uncertain("a character of the street was lost")
    if point.relation is AddressVerdict.SAME_DELIVERY_POINT and _details_differ(a, b):
        point = uncertain("words behind the street differ")
    if point.relation in _AGREED and place.relation is AddressVerdict.UNCERTAIN:
        return place
    return point


def _unread(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    if "intersection" in a.flags or "intersection" in b.flags:
        return uncertain("a street corner is no delivery point")
    return uncertain("an address could not be read")


def _details_differ(a: NormalAddress, b: NormalAddress) -> bool:
    """Whether words behind the street may tell two places apart.

    The name of a building that one side leaves out adds nothing; nor do words behind a box.
    """
    if a.details == b.details:
        return False
    if a.details and b.details:
        return {_spaceless(text) for text in a.details} != {_spaceless(text) for text in b.details}
    is_box = a.kind not in _STREETS
    return not (is_box or all(is_building(text) for text in (*a.details, *b.details)))


def _spaceless(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


def _place(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    """How ZIP code, city and state relate."""
    if a.zip5 and b.zip5:
        return _same_zip(a, b) if a.zip5 == b.zip5 else _other_zip(a, b)
    if a.state and b.state and a.state != b.state:
        return different("states differ")
    if not (a.city and b.city):
        return uncertain("no city or ZIP code to compare")
    if not _one_city(a, b):
        return _other_city(a, b)
    if not (a.state and b.state):
        return uncertain("state missing on one side")
    return same("same city")


def _same_zip(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    if a.state and b.state and a.state != b.state:
        return uncertain("one ZIP code, but states differ")
    differ = bool(a.city and b.city) and city_key(a.city) != city_key(b.city)
    if differ and _way(a.city) != _way(b.city) and (_is_unknown(a) or _is_unknown(b)):
        return uncertain("one ZIP code, but cities of other directions")
    if differ and (_is_foreign(a) or _is_foreign(b)):
        return uncertain("one ZIP code, but a city that lies elsewhere")
    return same("same ZIP code")


def _way(city: str) -> str:
    """The direction in front of a city's name, or an empty string."""
    head, _, rest = city.partition(" ")
    return head if rest and head in ("NORTH", "SOUTH", "EAST", "WEST") else ""


def _is_unknown(a: NormalAddress) -> bool:
    """Whether the city is none of its ZIP code's names."""
    place = zip_place(a.zip5)
    return place is not None and city_key(a.city) not in place.keys


def _is_foreign(a: NormalAddress) -> bool:
    """Whether the city is a known one of the state and not one of its ZIP code."""
    place, key = zip_place(a.zip5), city_key(a.city)
    return place is not None and key not in place.keys and key in cities_of(a.state)


def _other_zip(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    if a.state and b.state and a.state != b.state:
        return different("states differ")
    if _one_city(a, b):
        return uncertain("ZIP codes of one city differ")
    if (_is_unchecked(a) or _is_unchecked(b)) and _digits_off(a.zip5, b.zip5):
        return uncertain("ZIP codes differ by one slip")
    return different("ZIP codes and cities differ")


def _one_city(a: NormalAddress, b: NormalAddress) -> bool:
    """Whether the cities are one by name, or by a name that the other's ZIP code also has."""
    if not (a.city and b.city):
        return False
    left, right = city_key(a.city), city_key(b.city)
    if left == right:
        return True
    here, there = zip_place(a.zip5), zip_place(b.zip5)
    if here is not None and there is not None:
        return False
    known = here or there
    return known is not None and left in known.keys and right in known.keys


def _other_city(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    """Two names of cities, at least one without ZIP code: they may be names of one place."""
    left, right = city_key(a.city), city_key(b.city)
    one_zip = not (a.zip5 or b.zip5) and may_be_one_city(left, right)
    if one_zip or OSA.distance(left, right, score_cutoff=1) <= 1:
        return uncertain("two names that may be of one city")
    return different("cities differ")


def _is_unchecked(a: NormalAddress) -> bool:
    return bool(a.flags & {"city_from_zip", "zip_unknown", "city_not_in_zip", "ocr_zip"})


def _digits_off(a: str, b: str) -> bool:
    """Whether two codes differ in one digit or by two neighbours swapped."""
    at = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    if len(at) == 2 and at[1] == at[0] + 1:
        return a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]]
    return len(at) == 1


def _routes(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    """Two addresses of which at least one is a box, a route or general delivery."""
    if a.kind is not b.kind:
        return _other_kinds(a, b)
    if a.kind is AddressKind.GENERAL_DELIVERY:
        return same("general delivery of one post office, which serves many people")
    if bare_number(a.route) != bare_number(b.route):
        return different("route numbers differ")
    if not a.box or not b.box:
        both_none = a.box == b.box and a.kind is AddressKind.MILITARY
        return same("same ship") if both_none else uncertain("box missing on one side")
    if bare_number(a.box) != bare_number(b.box):
        return _other_box(a, b)
    if a.box != b.box and a.kind is AddressKind.PO_BOX:
        return uncertain("zeros in front of a box number may count")
    if a.unit_key != b.unit_key:
        return uncertain("units behind one box differ")
    return same("same route and box" if a.route else "same box")


def _other_box(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    left, right = bare_number(a.box), bare_number(b.box)
    if left.replace("-", "") == right.replace("-", ""):
        return uncertain("a hyphen in the box number may count")
    return different("box numbers differ")


def _other_kinds(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    street, other = (a, b) if a.kind in _STREETS else (b, a)
    if street.kind not in _STREETS:
        return different("different kinds of route")
    named = any(_POSTCODE_WORDS.fullmatch(word) for word in street.street.split())
    if named and bare_number(street.number) == bare_number(other.box):
        return different("a street named Box is not a box")
    return uncertain("a street and a box or route may serve one household")
