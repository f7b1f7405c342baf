"""Many addresses by delivery point: which are one, and which of the known an address may be.

Only `place_level` decides. What is compared is narrowed first, by tests that no two addresses of
one delivery point fail.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Generic, TypeVar

from matching.compare.address.level import VERDICTS, place_level
from matching.compare.address.relate import relations
from matching.compare.address.relation import AddressVerdict
from matching.compare.address.roads import ROAD, plain_road
from matching.parse.address.form import NormalAddress, bare_number
from matching.parse.address.parts import (
    AddressParts,
    address_parts,
    is_route,
    last_part,
    street_part,
    unit_part,
)

T = TypeVar("T")

_CROWD = 64
"""Readings of one house, street and unit beyond which only equal ones are one: no person has so
many, and each is compared with each."""
_ONE_ZIP = "one has a ZIP code and the other has none"
_OUTER = frozenset({"BLDG", "TOWER", "WING", "BLK", "FL"})
_DIGITS = re.compile(r"\d+")
_NO_WORD = re.compile(r"[^A-Z0-9]+")


def are_one_place(a: NormalAddress, b: NormalAddress) -> bool:
    """Whether two addresses are one delivery point, or read alike in every part."""
    return _are_one(address_parts(a), address_parts(b))


def delivery_points(addresses: Sequence[NormalAddress]) -> list[int]:
    """The number of each address's delivery point: equal numbers are one.

    Two are one when they are the same delivery point and each is the same as exactly the same
    others. So an address that two different ones agree with (a town without its ZIP code between
    two ZIP codes) joins neither, and nothing hangs on the order. What cannot be read is alone.
    """
    numbers: dict[tuple[AddressParts, int], int] = {}
    own: list[int] = []
    for at, address in enumerate(addresses):
        parts = address_parts(address)
        own.append(numbers.setdefault((parts, -1 if parts.street else at), len(numbers)))
    readings = [parts for parts, _ in numbers]
    alike = [{n} for n in range(len(readings))]
    for one, other in _close(readings):
        if _are_one(readings[one], readings[other]):
            alike[one].add(other)
            alike[other].add(one)
    points: dict[frozenset[int], int] = {}
    found = [points.setdefault(frozenset(others), len(points)) for others in alike]
    return [found[n] for n in own]


class AddressIndex(Generic[T]):
    """Addresses that are known, each with what is known of it, found by house."""

    def __init__(self, known: Iterable[tuple[NormalAddress, T]] = ()) -> None:
        self._known: list[tuple[AddressParts, T]] = []
        self._at: dict[str, list[int]] = defaultdict(list)
        for address, item in known:
            self.add(address, item)

    def add(self, address: NormalAddress, item: T) -> None:
        """Know one address more; one that cannot be read is nobody's other spelling."""
        parts = address_parts(address)
        if not parts.street:
            return
        for key in _houses(parts):
            self._at[key].append(len(self._known))
        self._known.append((parts, item))

    def same(self, address: NormalAddress) -> list[T]:
        """What is known of the same delivery point, in the order it was told.

        An address without its ZIP code agrees with all of its town that has one, which may be
        several: what is known of it is not known of any of them.
        """
        asked = address_parts(address)
        return [item for parts, item in self._near(asked) if _surely_one(asked, parts)]

    def unsure(self, address: NormalAddress) -> list[tuple[T, str]]:
        """What is known of addresses that may be this one in another spelling, and why it is open.

        A street and a box are never two spellings of one address, whomever they serve.
        """
        asked = address_parts(address)
        found: list[tuple[T, str]] = []
        for parts, item in self._near(asked):
            if is_route(parts.street) is not is_route(asked.street) or _surely_one(asked, parts):
                continue
            level, reason = place_level(relations(asked, parts))
            if VERDICTS[level] is AddressVerdict.UNCERTAIN:
                found.append((item, reason))
            elif VERDICTS[level] is AddressVerdict.SAME_DELIVERY_POINT:
                found.append((item, _ONE_ZIP))
        return found

    def _near(self, asked: AddressParts) -> Iterator[tuple[AddressParts, T]]:
        if not asked.street:
            return
        at = {n for key in _houses(asked) for n in self._at.get(key, ())}
        yield from (self._known[n] for n in sorted(at))


def _are_one(a: AddressParts, b: AddressParts) -> bool:
    if a == b:
        return bool(a.street)
    level, _ = place_level(relations(a, b))
    return VERDICTS[level] is AddressVerdict.SAME_DELIVERY_POINT


def _surely_one(a: AddressParts, b: AddressParts) -> bool:
    """The same for addresses that both have a ZIP code or both have none."""
    has_zip = [bool(last_part(parts.last).zip5) for parts in (a, b)]
    return has_zip[0] is has_zip[1] and _are_one(a, b)


def _close(readings: Sequence[AddressParts]) -> Iterator[tuple[int, int]]:
    """The pairs that may be one delivery point."""
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, parts in enumerate(readings):
        if parts.street:
            for street in _streets(parts.street):
                blocks[street, _whole(parts.number), _inner(parts.unit)].append(n)
    for block in blocks.values():
        if len(block) <= _CROWD:
            yield from combinations(block, 2)


def _streets(text: str) -> set[str]:
    """Marks of a street of which two that are one share one: letters, or the number of a road."""
    if is_route(text):
        return {text}
    part = street_part(text)
    road = ROAD.fullmatch(part.street)
    letters = "".join(sorted(part.street_key))
    return {letters, f"#{plain_road(road.group(4))}"} if road else {letters}


def _whole(number: str) -> str:
    """A number without hyphens and zeros in front, its half kept."""
    head, _, half = number.partition(" ")
    return f"{head.replace('-', '').lstrip('0')} {half.lstrip('0')}"


def _inner(unit: str) -> tuple[str, ...]:
    """The names of the units within a building, a private mailbox for one; else the building's.

    A floor may be left out where a room's number says it.
    """
    part = unit_part(unit)
    names = tuple(bare_number(name) for kind, name in part.units if kind not in _OUTER)
    names += (bare_number(part.pmb),) if part.pmb else ()
    return names or tuple(sorted(f"{kind} {bare_number(name)}" for kind, name in part.units))


def _houses(parts: AddressParts) -> set[str]:
    """Marks of a house or box of which two that may be one share one."""
    number = parts.number.partition(" ")[0]
    if is_route(parts.street):
        number = parts.number.partition(" ")[2]
    found = {run.lstrip("0") for run in _DIGITS.findall(number)}
    found.add(_NO_WORD.sub("", number).lstrip("0"))
    return found | ({parts.street} if is_route(parts.street) else set())
