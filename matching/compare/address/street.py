"""Streets and routes compared part by part: name, directions, suffix, urbanization."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from matching.compare.address.relation import Part, PartRelation, different, same, uncertain
from matching.compare.address.roads import ROAD, compare_roads, plain_road
from matching.parse.address.form import is_king_street, street_key
from matching.parse.address.parts import StreetPart, is_route, street_part
from matching.parse.address.tables import address_tables

TITLES = re.compile(r"^(?:DR|REV|REVEREND|DOCTOR|SAINT|ST) ")
WAYS = {"N": "NORTH", "S": "SOUTH", "E": "EAST", "W": "WEST"}


def compare_streets(a: str, b: str) -> PartRelation:
    """The relation of two streets, as `AddressParts.street`, of one town; neither is a route.

    What parts them outweighs what leaves them open.
    """
    left, right = street_part(a), street_part(b)
    name = _name(left, right)
    if name.part not in (Part.SAME, Part.OPEN):
        return name
    found = [check(left, right) for check in (_directions, _suffixes, _urbanizations)]
    checks = [name, *(relation for relation in found if relation is not None)]
    order = (Part.OTHER, Part.OPEN, Part.SAME)
    return min(checks, key=lambda relation: order.index(relation.part))


def street_marks(text: str) -> tuple[str, str, str, str]:
    """By what a street or a route is found that may be one with another: marks that are equal.

    Its key; its name without title, or the number of a numbered road; its key without a direction
    in front; and the key of what stands in front of a suffix and a number (PARK in PARK ROAD 12),
    which is another's whole key. Else names are one only if their keys are spelled nearly alike.
    """
    if is_route(text):
        return text, "", "", ""
    part = street_part(text)
    road = ROAD.fullmatch(part.street)
    untitled = f"#{plain_road(road.group(4))}" if road else TITLES.sub("", part.street)
    key = part.street_key
    unturned = next((key[len(way) :] for way in WAYS.values() if key.startswith(way)), key)
    return key, untitled, unturned, "" if part.suffix else _front(part.street)


def _front(street: str) -> str:
    words = street.split(" ")
    suffixes = address_tables().suffixes
    at = next((n for n in range(len(words) - 2, 0, -1) if words[n] in suffixes), 0)
    return street_key(" ".join(words[:at]))


def _name(a: StreetPart, b: StreetPart) -> PartRelation:
    left, right = a.street_key, b.street_key
    if left == right:
        return same("every component agrees")
    if (roads := compare_roads(a, b)) is not None:
        return roads
    if TITLES.sub("", a.street) == TITLES.sub("", b.street):
        return uncertain("a title in the street name may be an alias")
    if road_number(a, b) or road_number(b, a):
        return PartRelation(Part.CROSSED, "a number is the road's on one side, a unit on the other")
    if _moved_direction(a, b) or _moved_direction(b, a):
        return uncertain("a direction may be a part of the street name")
    return _spelling(a, b, left, right)


def road_number(road: StreetPart, other: StreetPart) -> str:
    """The 12 of `PARK ROAD 12` beside `PARK RD`, which may be a unit there; empty when none."""
    if not other.suffix or road.suffix or not road.street[-1:].isalnum():
        return ""
    word = address_tables().suffix_words.get(other.suffix, other.suffix)
    front = street_key(f"{other.street} {word}")
    return road.street_key[len(front) :] if road.street_key.startswith(front) else ""


def _moved_direction(a: StreetPart, b: StreetPart) -> bool:
    """`N SHORE` and `NORTH SHORE` read as name: the same words in all."""
    head = WAYS.get(a.predir, "")
    return bool(head) and not b.predir and head + a.street_key == b.street_key


def _spelling(a: StreetPart, b: StreetPart, left: str, right: str) -> PartRelation:
    """A slip in the name: letters swapped are one name, one wrong letter is left open.

    Two wrong letters are left open in long names, if the first is none of them.
    """
    if not (left + right).isalpha() or min(len(left), len(right)) < 4 or _letters_differ(a, b):
        return different("street names differ")
    allowed = 2 if min(len(left), len(right)) >= 9 and left[0] == right[0] else 1
    distance = OSA.distance(left, right, score_cutoff=allowed)
    if distance > allowed:
        return different("street names differ")
    is_swap = distance == 1 and len(left) == len(right) and sorted(left) == sorted(right)
    if is_swap and len(left) >= 5 and a.suffix == b.suffix:
        return same("two letters of the street name transposed")
    if a.suffix != b.suffix and a.suffix and b.suffix:
        return different("street names and suffixes differ")
    return uncertain("a letter or two of the street name differ")


def _letters_differ(a: StreetPart, b: StreetPart) -> bool:
    """Whether the names differ in a lone letter or a direction: AVENUE N and S, OLD W and OLD E."""
    words = [(x, y) for x, y in zip(a.street.split(), b.street.split(), strict=False) if x != y]
    ways = address_tables().directionals
    return any(len(x) == len(y) == 1 or (x in ways and y in ways) for x, y in words)


def _directions(a: StreetPart, b: StreetPart) -> PartRelation | None:
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


def _other_direction(one: str, other: str) -> PartRelation:
    if one in other or other in one:
        return uncertain("one directional is a part of the other")
    return different("directionals differ")


def _suffixes(a: StreetPart, b: StreetPart) -> PartRelation | None:
    island = (a.island or b.island) and {a.suffix, b.suffix} == {"ST", ""}
    if a.suffix == b.suffix or island:
        return None
    if not a.suffix or not b.suffix:
        return uncertain("street suffix missing on one side")
    if is_king_street(a.street_key):
        return uncertain("a street with many names, suffixes differ")
    return different("street suffixes differ")


def _urbanizations(a: StreetPart, b: StreetPart) -> PartRelation | None:
    left, right = a.urbanization, b.urbanization
    if left == right:
        return None
    if not left or not right:
        return uncertain("urbanization missing on one side")
    return different("urbanizations differ")
