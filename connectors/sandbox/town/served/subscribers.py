"""The file of a directory company: who has or had which telephone where, gathered from its plants.

It knows other people than the bureau does, and is late in another way. Whom it alone knows is not
counted as findable, for the demo asks it about the fewest.
"""

from __future__ import annotations

from random import Random

from connectors.sandbox.town.chance import between
from connectors.sandbox.town.noise import Habit, keyed_line, written_name
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.sheets import Sheets
from connectors.sandbox.town.world import World

_HABIT = Habit(typo=0.006, nickname=0.06, no_middle=0.4, initial=0.6)
_COVERAGE, _LATE = 0.6, 400
_TYPO = 0.01


def compile_subscribers(rng: Random, world: World, sheets: Sheets) -> None:
    """Write `subscriber`: one row a person, as the file was last brought up to date."""
    for person in world.census.people:
        if person.is_adult(world.calendar.today) and rng.random() < _COVERAGE:
            _write(rng, world, sheets, person)


def _write(rng: Random, world: World, sheets: Sheets, person: Person) -> None:
    calendar = world.calendar
    updated = (person.death or calendar.today) - between(rng, 5, _LATE)
    home = next((s for s in reversed(person.stays) if s.since <= updated), None)
    lines = (s for s in person.phones if s.since <= updated and not 0 < s.until <= updated)
    line = next(lines, None)
    if home is None or line is None:
        return
    rows, name = sheets.rows["subscriber"], written_name(rng, _HABIT, person, updated)
    number, place = f"S{10_000_000 + 17 * len(rows)}", home.address
    rows.append(
        (
            *(number, name.first, name.middle, name.last, calendar.iso(person.birth)),
            *(keyed_line(rng, place, _TYPO), place.city, place.state, place.zip5),
            *(calendar.iso(home.since), f"+1{line.number}", calendar.iso(line.since)),
            calendar.iso(updated),
        )
    )
    sheets.records.append(("subscriber", number, person.id))
