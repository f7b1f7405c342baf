"""Last lines compared: ZIP code, city and state."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from matching.compare.address.relation import PartRelation, different, same, uncertain
from matching.parse.address.parts import LastPart, last_part
from matching.parse.address.places import cities_of, city_key, may_be_one_city, zip_place


def compare_last_lines(a: str, b: str) -> PartRelation:
    """The relation of two last lines, as `AddressParts.last`."""
    return _compare(last_part(a), last_part(b))


def is_sure(text: str) -> bool:
    """Whether the ZIP code of a last line is a known one, and no slip is to be expected in it."""
    part = last_part(text)
    return not part.unchecked and zip_place(part.zip5) is not None


def _compare(a: LastPart, b: LastPart) -> PartRelation:
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


def _same_zip(a: LastPart, b: LastPart) -> PartRelation:
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


def _is_unknown(a: LastPart) -> bool:
    """Whether the city is none of its ZIP code's names."""
    place = zip_place(a.zip5)
    return place is not None and city_key(a.city) not in place.keys


def _is_foreign(a: LastPart) -> bool:
    """Whether the city is a known one of the state and not one of its ZIP code."""
    place, key = zip_place(a.zip5), city_key(a.city)
    return place is not None and key not in place.keys and key in cities_of(a.state)


def _other_zip(a: LastPart, b: LastPart) -> PartRelation:
    if a.state and b.state and a.state != b.state:
        return different("states differ")
    if _one_city(a, b):
        return uncertain("ZIP codes of one city differ")
    if (a.unchecked or b.unchecked) and _digits_off(a.zip5, b.zip5):
        return uncertain("ZIP codes differ by one slip")
    return different("ZIP codes and cities differ")


def _one_city(a: LastPart, b: LastPart) -> bool:
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


def _other_city(a: LastPart, b: LastPart) -> PartRelation:
    """Two names of cities, at least one without ZIP code: they may be names of one place."""
    left, right = city_key(a.city), city_key(b.city)
    one_zip = not (a.zip5 or b.zip5) and may_be_one_city(left, right)
    if one_zip or OSA.distance(left, right, score_cutoff=1) <= 1:
        return uncertain("two names that may be of one city")
    return different("cities differ")


def _digits_off(a: str, b: str) -> bool:
    """Whether two codes differ in one digit or by two neighbours swapped."""
    at = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    if len(at) == 2 and at[1] == at[0] + 1:
        return a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]]
    return len(at) == 1
