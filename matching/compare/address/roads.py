"""Two numbered roads compared: which systems can name one road; Publication 28, appendix F."""

from __future__ import annotations

import re

from matching.compare.address.relation import PartRelation, different, same, uncertain
from matching.parse.address.parts import StreetPart

ROAD = re.compile(
    r"(?:(OLD|NEW|BUSINESS|ALTERNATE) )?(?:(?!US )([A-Z]{2}) )?"
    r"(COUNTY (?:ROAD|HIGHWAY|ROUTE)|TOWNSHIP (?:ROAD|HIGHWAY)|STATE (?:ROAD|HIGHWAY|ROUTE)"
    r"|COUNTY (?:LANE|STREET)|COUNTRY ROAD|BIA (?:ROAD|ROUTE|HIGHWAY)|(?:FIRE|LOGGING|TRIBAL) ROAD"
    r"|FIRE LANE|FOREST (?:SERVICE ROAD|ROAD|ROUTE|HIGHWAY)|PARISH (?:ROAD|HIGHWAY)|NAVAJO ROUTE"
    r"|INDIAN (?:SERVICE ROUTE|ROUTE|ROAD)|PARK ROAD|TOWN (?:ROAD|HIGHWAY)"
    r"|US HIGHWAY|INTERSTATE|FM|RM|RANCH ROAD|FARM ROAD|PRIVATE ROAD|HIGHWAY|ROUTE|ROAD|LOOP"
    r"|EXPRESSWAY) (\S+)(?: (.*))?"
)
_OPEN = frozenset({"HIGHWAY", "ROUTE", "ROAD"})
_ALIASES = ({"US", "STATE"}, {"FM", "RM"}, {"US", "INTERSTATE"}, {"COUNTY", "COUNTRY"},
            {"BIA", "INDIAN"}, {"BIA", "NAVAJO"}, {"INDIAN", "NAVAJO"}, {"FOREST", "FIRE"},
            {"TOWN", "TOWNSHIP"})  # fmt: skip
"""Systems whose names are taken for each other, or whose roads carry both numbers."""


def compare_roads(a: StreetPart, b: StreetPart) -> PartRelation | None:
    """Whether two numbered roads of unlike spelling may be one; None when one is no such road."""
    left, right = ROAD.fullmatch(a.street), ROAD.fullmatch(b.street)
    if left is None or right is None:
        return None
    if plain_road(left.group(4)) != plain_road(right.group(4)):
        return different("road numbers differ")
    if left.group(1) != right.group(1) or (left.group(5) or "") != (right.group(5) or ""):
        return uncertain("a word beside the road number differs")
    return _systems(_system(left), _system(right), left.group(3) == right.group(3))


def plain_road(number: str) -> str:
    """A road's number without hyphens and zeros in front."""
    return number.replace("-", "").lstrip("0")


def _system(road: re.Match[str]) -> str:
    """The system that numbers a road; a state's name in front makes it the state's."""
    name = road.group(3)
    if road.group(2) and name in _OPEN:
        return "STATE"
    return name if name in _OPEN else name.split()[0]


def _systems(left: str, right: str, has_one_name: bool) -> PartRelation:
    if left == right == "STATE":
        return same("state road, route and highway of one number are one")
    if left == right:
        return _one_system(has_one_name)
    if left in _OPEN or right in _OPEN:
        return uncertain("the road's system is not said on one side")
    if {left, right} in _ALIASES:
        return uncertain("one road may carry both numbers")
    return different("roads of different systems")


def _one_system(has_one_name: bool) -> PartRelation:
    if has_one_name:
        return same("one road, its state said on one side")
    return uncertain("roads and highways of one system may be numbered apart")
