"""Whether two addresses are one delivery point: by components, never by a string score."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from matching.normalize.address_form import AddressKind, NormalAddress, bare_number
from matching.normalize.address_last_line import city_key


class AddressVerdict(StrEnum):
    """How two addresses relate."""

    SAME_DELIVERY_POINT = "same_delivery_point"
    SAME_BUILDING_OTHER_UNIT = "same_building_other_unit"
    DIFFERENT = "different"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class AddressRelation:
    """How two addresses relate, and the rule that decided; the reason holds no personal data."""

    relation: AddressVerdict
    reason: str


_STREETS = (AddressKind.STREET, AddressKind.PUERTO_RICO)
_HIGHWAY = re.compile(r"(?:[A-Z]{2} )?(.*?(?:ROAD|HIGHWAY|ROUTE|INTERSTATE|FM|RM)) (\S+)(?: (.*))?")
_TITLES = re.compile(r"^(?:DR|REV|REVEREND|DOCTOR) ")


def _same(reason: str) -> AddressRelation:
    return AddressRelation(AddressVerdict.SAME_DELIVERY_POINT, reason)


def _other_unit(reason: str) -> AddressRelation:
    return AddressRelation(AddressVerdict.SAME_BUILDING_OTHER_UNIT, reason)


def _different(reason: str) -> AddressRelation:
    return AddressRelation(AddressVerdict.DIFFERENT, reason)


def _uncertain(reason: str) -> AddressRelation:
    return AddressRelation(AddressVerdict.UNCERTAIN, reason)


def compare_addresses(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    """The relation of two addresses with the rule that decided; order does not matter."""
    if AddressKind.UNPARSED in (a.kind, b.kind):
        return _uncertain("an address could not be read")
    if a.key == b.key and a.zip5:
        return _same("every component agrees")
    place = _place(a, b)
    if place.relation is AddressVerdict.DIFFERENT:
        return place
    point = _street(a, b) if a.kind in _STREETS and b.kind in _STREETS else _routes(a, b)
    agreed = (AddressVerdict.SAME_DELIVERY_POINT, AddressVerdict.SAME_BUILDING_OTHER_UNIT)
    if point.relation in agreed and place.relation is AddressVerdict.UNCERTAIN:
        return place
    return point


def _place(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    if a.state and b.state and a.state != b.state:
        return _different("states differ")
    if a.zip5 and b.zip5:
        if a.zip5 == b.zip5:
            return _same("same ZIP code")
        if a.city and city_key(a.city) == city_key(b.city):
            return _uncertain("ZIP codes of one city differ")
        return _different("ZIP codes and cities differ")
    if a.city and b.city:
        if city_key(a.city) == city_key(b.city):
            return _same("same city")
        return _different("cities differ")
    return _uncertain("no city or ZIP code to compare")


def _routes(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    """Two addresses of which at least one is a box, a route or general delivery."""
    if a.kind is not b.kind:
        return _other_kinds(a, b)
    if a.kind is AddressKind.GENERAL_DELIVERY:
        return _same("general delivery of one post office, which serves many people")
    if bare_number(a.route) != bare_number(b.route):
        return _different("route numbers differ")
    if bare_number(a.box) == bare_number(b.box):
        return _same("same route and box")
    if not a.box or not b.box:
        return _uncertain("box missing on one side")
    return _different("box numbers differ")


def _other_kinds(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    street, other = (a, b) if a.kind in _STREETS else (b, a)
    if street.kind not in _STREETS:
        return _different("different kinds of route")
    if "BOX" in street.street.split() and bare_number(street.number) == bare_number(other.box):
        return _different("a street named Box is not a box")
    return _uncertain("a street and a box or route may serve one household")


def _street(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    if bare_number(a.number) != bare_number(b.number):
        return _different("house numbers differ")
    if ("-" in a.number) != ("-" in b.number) and (a.units or b.units):
        return _uncertain("a hyphenated house number and a unit")
    name = _name(a, b)
    if name.relation is not AddressVerdict.SAME_DELIVERY_POINT:
        return name
    for check in (_directions, _suffixes, _fractions, _urbanizations):
        verdict = check(a, b)
        if verdict is not None:
            return verdict
    return _units(a, b, name.reason)


def _name(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    if a.street_key == b.street_key:
        return _same("every component agrees")
    if (roads := _highways(a.street, b.street)) is not None:
        return roads
    if _TITLES.sub("", a.street) == _TITLES.sub("", b.street):
        return _uncertain("a title in the street name may be an alias")
    if _is_transposed(a.street_key, b.street_key) and len(a.street_key) >= 5:
        return _same("two letters of the street name transposed")
    if a.suffix == b.suffix and _is_one_letter_off(a.street_key, b.street_key):
        return _uncertain("one letter of the street name differs")
    return _different("street names differ")


def _highways(a: str, b: str) -> AddressRelation | None:
    left, right = _HIGHWAY.fullmatch(a), _HIGHWAY.fullmatch(b)
    if left is None or right is None or left.group(2) != right.group(2):
        return None
    systems = {left.group(1).split()[0], right.group(1).split()[0]}
    if systems & {"COUNTY", "TOWNSHIP", "FM", "RM", "RANCH", "INTERSTATE"}:
        return _different("roads of different systems")
    return _uncertain("one road may carry both numbers")


def _directions(a: NormalAddress, b: NormalAddress) -> AddressRelation | None:
    left, right = (a.predir, a.postdir), (b.predir, b.postdir)
    if left == right:
        return None
    if any(x and y and x != y for x, y in zip(left, right, strict=True)):
        return _different("directionals differ")
    if sorted(left) == sorted(right):
        return _uncertain("the directional stands before and behind the name")
    return _uncertain("directional missing on one side")


def _suffixes(a: NormalAddress, b: NormalAddress) -> AddressRelation | None:
    island = a.state == "PR" and {a.suffix, b.suffix} == {"ST", ""}
    if a.suffix == b.suffix or island:
        return None
    if not a.suffix or not b.suffix:
        return _uncertain("street suffix missing on one side")
    return _different("street suffixes differ")


def _fractions(a: NormalAddress, b: NormalAddress) -> AddressRelation | None:
    if a.fraction == b.fraction:
        return None
    if not a.fraction or not b.fraction:
        return _uncertain("half number missing on one side")
    return _different("half numbers differ")


def _urbanizations(a: NormalAddress, b: NormalAddress) -> AddressRelation | None:
    if a.urbanization == b.urbanization:
        return None
    if not a.urbanization or not b.urbanization:
        return _uncertain("urbanization missing on one side")
    return _different("urbanizations differ")


def _units(a: NormalAddress, b: NormalAddress, agreed: str) -> AddressRelation:
    if a.unit_key == b.unit_key:
        return _same(agreed)
    if not a.unit_key or not b.unit_key:
        return _uncertain("unit missing on one side")
    loose = "#" in (a.unit_type, b.unit_type)
    if loose and not a.pmb and not b.pmb and bare_number(a.unit) == bare_number(b.unit):
        return _same("same unit, designator unknown on one side")
    return _other_unit("units differ")


def _is_transposed(a: str, b: str) -> bool:
    """Whether exactly two neighbouring letters are swapped."""
    if len(a) != len(b) or a == b:
        return False
    at = next(i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y)
    return a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :] and a.isalpha()


def _is_one_letter_off(a: str, b: str) -> bool:
    """Whether one letter was added, dropped or replaced in a name of five letters or more."""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 5 or not (a + b).isalpha():
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    left, right = a[start:], b[start:]
    return left[1:] == right[1:] or left == right[1:] or left[1:] == right
