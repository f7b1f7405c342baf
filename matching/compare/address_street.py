"""Two street addresses of one place compared part by part: number, name, directions, suffix."""

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
from matching.compare.address_roads import compare_roads
from matching.compare.address_unit import compare_units
from matching.normalize.address_form import (
    NormalAddress,
    bare_number,
    has_hyphened_numbers,
    house_key,
    is_king_street,
    street_key,
)
from matching.normalize.address_tables import address_tables

_TITLES = re.compile(r"^(?:DR|REV|REVEREND|DOCTOR|SAINT|ST) ")
_LETTERED = re.compile(r"(\d+)-?([A-Z])")
_RANGE = re.compile(r"(\d+)-(\d+)")


def compare_streets(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    """The relation of two street addresses whose city or ZIP code does not part them."""
    number = _numbers(a, b)
    if number is not None and number.relation is AddressVerdict.DIFFERENT:
        return number
    name = _name(a, b)
    if name.relation is not AddressVerdict.SAME_DELIVERY_POINT:
        return name
    for check in (_directions, _suffixes, _fractions, _urbanizations):
        verdict = check(a, b)
        if verdict is not None:
            return verdict
    return number or compare_units(a, b, name.reason)


def _numbers(a: NormalAddress, b: NormalAddress) -> AddressRelation | None:
    left, right = house_key(a.number, a.zip5), house_key(b.number, b.zip5)
    if left == right:
        return None
    for x, y, other in ((left, right, b), (right, left, a)):
        if (verdict := _letter_or_range(x, y, other)) is not None:
            return verdict
    return different(_number_reason(a, b, left, right))


def _letter_or_range(x: str, y: str, other: NormalAddress) -> AddressRelation | None:
    """`22A` and `22`, `12-14` and `12`: one may be a part of the other."""
    if (lettered := _LETTERED.fullmatch(x)) and lettered.group(1) == y:
        if bare_number(other.unit) == lettered.group(2):
            return uncertain("the letter of a house number is the unit of the other side")
        return uncertain("letter of the house number missing on one side")
    if (ranged := _RANGE.fullmatch(x)) and not has_hyphened_numbers(other.zip5):
        if y in ranged.groups() and bare_number(other.unit) not in ranged.groups():
            return uncertain("a range of house numbers and one of its ends")
        if y == "".join(ranged.groups()):
            return uncertain("a range of house numbers and a number without a hyphen")
    return None


def _number_reason(a: NormalAddress, b: NormalAddress, left: str, right: str) -> str:
    if a.street_key != b.street_key:
        return "house numbers differ"
    if len(left) == len(right) and sorted(left) == sorted(right) and OSA.distance(left, right) == 1:
        return "two digits of the house number transposed: another house, or a slip"
    return "house numbers of one street differ"


def _name(a: NormalAddress, b: NormalAddress) -> AddressRelation:
    left, right = a.street_key, b.street_key
    if left == right:
        return same("every component agrees")
    if (roads := compare_roads(a, b)) is not None:
        return roads
    if _TITLES.sub("", a.street) == _TITLES.sub("", b.street):
        return uncertain("a title in the street name may be an alias")
    if _road_or_unit(a, b) or _road_or_unit(b, a):
        return uncertain("a number is the road's on one side and a unit on the other")
    if _moved_direction(a, b) or _moved_direction(b, a):
        return uncertain("a direction may be a part of the street name")
    return _spelling(a, b, left, right)


def _road_or_unit(road: NormalAddress, other: NormalAddress) -> bool:
    """`PARK ROAD 12` on one side and `PARK RD # 12` on the other."""
    if not (other.suffix and other.unit) or road.suffix or not road.street.endswith(other.unit):
        return False
    word = address_tables().suffix_words.get(other.suffix, other.suffix)
    return street_key(f"{other.street} {word} {other.unit}") == road.street_key


def _moved_direction(a: NormalAddress, b: NormalAddress) -> bool:
    """`N SHORE` and `NORTH SHORE` read as name: the same words in all."""
    words = {"N": "NORTH", "S": "SOUTH", "E": "EAST", "W": "WEST"}
    head = words.get(a.predir, "")
    return bool(head) and not b.predir and head + a.street_key == b.street_key


def _spelling(a: NormalAddress, b: NormalAddress, left: str, right: str) -> AddressRelation:
    """A slip in the name: letters swapped are one name, one wrong letter is left open."""
    if not (left + right).isalpha() or min(len(left), len(right)) < 4 or _letters_differ(a, b):
        return different("street names differ")
    allowed = 2 if min(len(left), len(right)) >= 9 else 1
    distance = OSA.distance(left, right, score_cutoff=allowed)
    if distance > allowed:
        return different("street names differ")
    is_swap = distance == 1 and len(left) == len(right) and sorted(left) == sorted(right)
    if is_swap and len(left) >= 5 and a.suffix == b.suffix:
        return same("two letters of the street name transposed")
    if a.suffix != b.suffix and a.suffix and b.suffix:
        return different("street names and suffixes differ")
    return uncertain("a letter or two of the street name differ")


def _letters_differ(a: NormalAddress, b: NormalAddress) -> bool:
    """Whether the names differ in a lone letter, as AVENUE N and AVENUE S."""
    words = zip(a.street.split(), b.street.split(), strict=False)
    return any(x != y and len(x) == len(y) == 1 for x, y in words)


def _directions(a: NormalAddress, b: NormalAddress) -> AddressRelation | None:
    left, right = (a.predir, a.postdir), (b.predir, b.postdir)
    if left == right:
        return None
    ones, others = [d for d in left if d], [d for d in right if d]
    if ones == others:
        return uncertain("the directional stands before and behind the name")
    if len(ones) == len(others) == 1:
        return _other_direction(ones[0], others[0])
    if any(x and y and x != y for x, y in zip(left, right, strict=True)):
        return different("directionals differ")
    if set(ones) <= set(others) or set(others) <= set(ones):
        return uncertain("directional missing on one side")
    return different("directionals differ")


def _other_direction(one: str, other: str) -> AddressRelation:
    if one in other or other in one:
        return uncertain("one directional is a part of the other")
    return different("directionals differ")


def _suffixes(a: NormalAddress, b: NormalAddress) -> AddressRelation | None:
    island = a.state == "PR" and {a.suffix, b.suffix} == {"ST", ""}
    if a.suffix == b.suffix or island:
        return None
    if not a.suffix or not b.suffix:
        return uncertain("street suffix missing on one side")
    if is_king_street(a.street_key):
        return uncertain("a street with many names, suffixes differ")
    return different("street suffixes differ")


def _fractions(a: NormalAddress, b: NormalAddress) -> AddressRelation | None:
    if a.fraction == b.fraction:
        return None
    if not a.fraction or not b.fraction:
        return uncertain("half number missing on one side")
    return different("half numbers differ")


def _urbanizations(a: NormalAddress, b: NormalAddress) -> AddressRelation | None:
    left, right = a.urbanization.replace(" ", ""), b.urbanization.replace(" ", "")
    if left == right:
        return None
    if not left or not right:
        return uncertain("urbanization missing on one side")
    return different("urbanizations differ")
