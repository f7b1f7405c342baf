"""Who of the town owes what, chosen with a bias to people who moved lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from connectors.sandbox.town.chance import between
from connectors.sandbox.town.person import Person, Stay
from connectors.sandbox.town.world import World

_DECEASED = 0.06
_BANKRUPT = 0.04
_MOVED_LATELY = 0.55
_MOVED_BEFORE = 0.13


@dataclass(frozen=True, slots=True)
class Debt:
    """A debtor, the home that the creditor knows, and the day the account was opened.

    `next_stay` is where the debtor went from there, None if he is still there or died there.
    `bankruptcy` is the chapter of an open case, '' for none.
    """

    person: Person
    known: Stay
    next_stay: Stay | None
    opened: int
    bankruptcy: str = ""


def choose_debts(rng: Random, world: World, count: int) -> list[Debt]:
    """So many debts of different people; ValueError when the town has too few adults."""
    chooser = _Chooser(rng, world, count)
    if count > len(chooser.living) // 2:
        raise ValueError("accounts: at most half as many as the town has adults")
    chosen = chooser.bankrupt(int(count * _BANKRUPT)) + chooser.dead(int(count * _DECEASED))
    chosen += chooser.moved(int(count * _MOVED_LATELY), 1095)
    chosen += chooser.moved(int(count * _MOVED_BEFORE), 3200)
    chosen += chooser.anybody(count - len(chosen))
    rng.shuffle(chosen)
    return chosen


class _Chooser:
    def __init__(self, rng: Random, world: World, count: int) -> None:
        self._rng = rng
        self._world = world
        self._today = world.calendar.today
        people = world.census.people
        self.living = [p for p in people if not p.death and self._today - p.birth > 6900]
        self._dead = [p for p in people if p.death > self._today - 1400 and p.is_adult(p.death)]
        self._taken: set[str] = set()

    def bankrupt(self, count: int) -> list[Debt]:
        chapters = {
            p.id: case.kind[-2:].strip() for p, case in self._world.docket.open_bankruptcies()
        }
        pool = [p for p in self.living if p.id in chapters]
        return [
            debt_of(self._rng, p, self._today, bankruptcy=chapters[p.id])
            for p in self._draw(pool, count)
        ]

    def dead(self, count: int) -> list[Debt]:
        return [debt_of(self._rng, p, self._today) for p in self._draw(self._dead, count)]

    def moved(self, count: int, days: int) -> list[Debt]:
        since = self._today - days
        pool = [p for p in self.living if len(p.stays) > 1 and p.stays[-1].since > since]
        return [debt_of(self._rng, p, self._today, moved=True) for p in self._draw(pool, count)]

    def anybody(self, count: int) -> list[Debt]:
        return [debt_of(self._rng, p, self._today) for p in self._draw(self.living, count)]

    def _draw(self, pool: Sequence[Person], count: int) -> list[Person]:
        free = [p for p in pool if p.id not in self._taken]
        drawn = self._rng.sample(free, min(count, len(free)))
        self._taken.update(p.id for p in drawn)
        return drawn


def debt_of(
    rng: Random, person: Person, today: int, *, moved: bool = False, bankruptcy: str = ""
) -> Debt:
    """A debt of that person; one who `moved` is known at a home from before."""
    adult = person.birth + 6580
    homes = [s for s in person.stays if not s.until or s.until > adult + 60]
    back = 0
    if len(homes) > 1 and (moved or rng.random() < 0.3):
        back = 2 if len(homes) > 2 and rng.random() < 0.15 else 1
    known = homes[-1 - back] if homes else person.stays[-1]
    last = min(known.until or today, today) - 20
    first = max(known.since, adult, today - 3000)
    if first > last:
        first = max(known.since, adult, last - 400)
    opened = min(between(rng, first, max(first, last)), last)
    return Debt(person, known, homes[-back] if back else None, opened, bankruptcy)
