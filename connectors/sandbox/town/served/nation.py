"""What federal agencies publish of the town's people: a sanctions list, prisoners, health care."""

from __future__ import annotations

from random import Random

from connectors.sandbox.town.chance import between, pick
from connectors.sandbox.town.noise import Habit, written_name
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.sheets import Sheets
from connectors.sandbox.town.world import World

_HABIT = Habit(typo=0.004, nickname=0.02, no_middle=0.35, initial=0.6)
_LISTED, _NAMESAKES = 6_000, 5
"""Entries of the sanctions list, and how many of them bear the name of somebody of the town."""
_PROVIDERS, _PRISONERS = 0.02, 0.004
_TRAINED = 8000
"""Days of age from which somebody may be licensed."""
_PROGRAMS = ("TEST-NP", "TEST-CY", "TEST-GL")
_BEGINS = ("VAR", "KOL", "ZHE", "TAR", "MIR", "OSH", "BEL", "DRU", "HAV", "ILM", "NAS", "QOR")
_ENDS = ("ONDEL", "ASHKI", "UMBRA", "ETSKO", "ILVANE", "ORDAK", "ENZHE", "ULMAT", "AZPER", "OKRIN")
_FIRMS = ("TRADING", "SHIPPING", "HOLDING", "PETROCHEM", "AVIATION", "EXCHANGE")
_TRADES = (
    ("111N00000X", "Chiropractor"),
    ("163W00000X", "Registered Nurse"),
    ("225100000X", "Physical Therapist"),
    ("1223G0001X", "Dentist, General Practice"),
)
_PRISONS = (("FCI", "Nowhere Bay"), ("FPC", "Far Ridge"), ("RRM", "Middle Reach"))


def compile_nation(rng: Random, world: World, sheets: Sheets) -> None:
    """Write `roll_sanctions`, `health_provider` and `prisoner`."""
    _sanctions(rng, world, sheets)
    today = world.calendar.today
    for person in world.census.people:
        if not person.is_adult(today):
            continue
        roll = rng.random()
        if roll < _PROVIDERS and not person.death and person.birth + _TRAINED <= today:
            _provider(rng, world, sheets, person)
        elif roll > 1 - _PRISONERS:
            _prisoner(rng, world, sheets, person)


def _sanctions(rng: Random, world: World, sheets: Sheets) -> None:
    """Invented names, that nobody real has; a few are those of somebody of the town too."""
    rows = sheets.rows["roll_sanctions"]
    adults = [p for p in world.census.people if p.is_adult(world.calendar.today)]
    for number in range(1, _LISTED + 1):
        entry, program = str(900_000 + number), pick(rng, _PROGRAMS)
        if number <= _NAMESAKES:
            alike = pick(rng, adults)
            name, kind = f"{alike.surname}, {alike.given.title()}", "individual"
        elif number % 2:
            name, kind = f"{_word(rng)}, {_word(rng).title()}", "individual"
        else:
            name, kind = f"{_word(rng)} {_word(rng)} {pick(rng, _FIRMS)} {number}", "-0- "
        rows.append((entry, name, kind, program, *(["-0- "] * 8)))


def _word(rng: Random) -> str:
    return pick(rng, _BEGINS) + pick(rng, _ENDS)


def _provider(rng: Random, world: World, sheets: Sheets, person: Person) -> None:
    calendar, rows = world.calendar, sheets.rows["health_provider"]
    enumerated = between(rng, max(calendar.start, person.birth + _TRAINED), calendar.today)
    updated = between(rng, enumerated, calendar.today)
    name = written_name(rng, _HABIT, person, updated)
    number = f"1{900_000_000 + len(rows):09d}"
    lines = (s for s in person.phones if s.since <= updated and not 0 < s.until <= updated)
    held = next((s.number for s in lines), "")
    phone = f"{held[:3]}-{held[3:6]}-{held[6:]}" if held else ""
    home = person.home_on(updated)
    rows.append(
        (
            *(number, name.first, name.middle, name.last, name.suffix),
            *(home.line, home.city, home.state, home.zip5, phone),
            *(*pick(rng, _TRADES), f"FL-{len(rows) + 1:06d}"),
            *(calendar.iso(enumerated), calendar.iso(updated)),
        )
    )
    sheets.records.append(("health_provider", f"FL-{len(rows):06d}", person.id))


def _prisoner(rng: Random, world: World, sheets: Sheets, person: Person) -> None:
    """Somebody who was in prison once and is free."""
    calendar, rows = world.calendar, sheets.rows["prisoner"]
    released = between(rng, calendar.start, calendar.today - 30)
    name = written_name(rng, _HABIT, person, released)
    iso = calendar.iso(released)
    number = f"{10_000 + len(rows):05d}-000"
    age = str(calendar.age(person.birth, calendar.today))
    rows.append(
        (
            *(number, name.last, name.first, name.middle, name.suffix, age),
            *("Female" if person.female else "Male", *pick(rng, _PRISONS)),
            f"{iso[5:7]}/{iso[8:]}/{iso[:4]}",
        )
    )
    sheets.records.append(("prisoner", number, person.id))
