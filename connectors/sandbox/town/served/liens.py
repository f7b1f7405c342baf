"""Florida's register of federal liens: debtors of the whole state, those of the town among them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.names import NameDraw
from connectors.sandbox.town.noise import Habit, written_name
from connectors.sandbox.town.sheets import Row, Sheets
from connectors.sandbox.town.world import World

_HABIT = Habit(typo=0.008, nickname=0.01, no_middle=0.3, initial=0.5)
_OF_PEOPLE, _OF_BUSINESSES = 0.02, 0.03
_STRANGERS = 10_000
"""Debtors of the rest of the state."""
_ELSEWHERE = ("PALMETTO REACH", "CYPRESS LANDING", "INDIGO SPRINGS", "TURTLE HARBOR", "ESTERA")
_ROADS = ("MANGROVE WAY", "EGRET LN", "OLD MILL RD", "COQUINA DR", "SAWGRASS TRL", "PINE KEY CT")


def compile_liens(rng: Random, world: World, sheets: Sheets) -> None:
    """Write `roll_liens`: document, name, kind (P or C), two lines, city, state, ZIP."""
    rows = [*_people(rng, world, sheets), *_businesses(rng, world), *_strangers(rng)]
    rng.shuffle(rows)
    sheets.rows["roll_liens"].extend(rows)


def _people(rng: Random, world: World, sheets: Sheets) -> Iterator[Row]:
    today = world.calendar.today
    for person in world.census.people:
        if not person.is_adult(today) or rng.random() >= _OF_PEOPLE:
            continue
        filed = between(rng, world.calendar.start, person.death or today)
        name = written_name(rng, _HABIT, person, filed)
        written = f"{name.last}, {name.first} {name.middle}".strip()
        document = _document(rng)
        sheets.records.append(("roll_liens", document, person.id))
        yield (document, written, "P", *_place(person.home_on(filed)))


def _businesses(rng: Random, world: World) -> Iterator[Row]:
    for business in world.businesses:
        if rng.random() < _OF_BUSINESSES:
            filed = between(rng, business.formed, business.ended or world.calendar.today)
            yield (_document(rng), business.name.upper(), "C", *_place(business.premises_on(filed)))


def _strangers(rng: Random) -> Iterator[Row]:
    draw = NameDraw()
    for _ in range(_STRANGERS):
        female = rng.random() < 0.5
        name = f"{draw.surname(rng)}, {draw.given(rng, female)} {draw.middle(rng, female)[:1]}"
        line = f"{between(rng, 10, 9900)} {pick(rng, _ROADS)}"
        yield (_document(rng), name.strip(), "P", line, "", pick(rng, _ELSEWHERE), "FL", "")


def _document(rng: Random) -> str:
    return f"J{between(rng, 10, 26):02d}{between(rng, 0, 10**9 - 1):09d}"


def _place(address: Address) -> tuple[str, ...]:
    unit = f"{address.unit_type} {address.unit}".strip()
    line = address._replace(unit_type="", unit="").line
    return (line, unit, address.city, address.state, address.zip5)
