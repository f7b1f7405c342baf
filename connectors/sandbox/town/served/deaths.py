"""The Death Master File: most deaths, some weeks late."""

from __future__ import annotations

from random import Random

from connectors.sandbox.town.noise import Habit, swapped_digits, written_name
from connectors.sandbox.town.sheets import Sheets
from connectors.sandbox.town.world import World

_HABIT = Habit(typo=0.008, nickname=0.01, no_middle=0.3, initial=0.3, no_suffix=0.4, clipped=0.3)
_COVERAGE = 0.8


def compile_deaths(rng: Random, world: World, sheets: Sheets) -> None:
    """Write `roll_dmf`; a record's reference is its number in the file, from 1."""
    calendar = world.calendar
    rows = sheets.rows["roll_dmf"]
    dead = [p for p in world.census.people if p.death]
    for person in sorted(dead, key=lambda p: (p.death, p.id)):
        lag = 15 + int(rng.random() * 90)
        if rng.random() >= _COVERAGE or person.death + lag > calendar.today:
            continue
        name = written_name(rng, _HABIT, person, person.death)
        ssn = swapped_digits(rng, person.ssn) if rng.random() < 0.004 else person.ssn
        proof = rng.random()
        death = calendar.american(person.death)
        if rng.random() < 0.05:
            death = f"{death[:2]}00{death[4:]}"
        rows.append(
            (
                *("", ssn, name.last, name.suffix, name.first, name.middle),
                *("V" if proof < 0.6 else "P" if proof < 0.95 else "", death),
                calendar.american(person.birth),
            )
        )
        sheets.records.append(("roll_dmf", str(len(rows)), person.id))
