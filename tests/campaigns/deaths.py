"""Whatever befalls a night at whatever boundary, nothing is bought twice, lost or found otherwise.

`python -m tests.campaigns.deaths [EVENTS] [SEED] [ENGINE ...]` with tests on the path; engines are
sqlite and postgres (both unless named). 1 when anything was wrong, with what befell that world.

Each boundary of each night of each small world is struck by each fault that fits: killed, stopped
past the lease while another works, cut off from the database as it commits, before or after, once
or for good. A second fault befalls the night that mends it. tests/acceptance/test_deaths.py is the
short version; killed_nightly, two_workers and fleet beside this one do it to whole installations.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.campaigns.boundaries import Fault, Window
from tests.campaigns.small_worlds import Kind, World, Worlds, is_done
from tests.campaigns.two_workers import server
from tests.memory import memory_folder
from tests.postgres import database

ENGINES = ("sqlite", "postgres")
FAULTS = tuple(fault for fault in Fault if fault is not Fault.NONE)
FURTHEST = 60
"""At most so many boundaries into the mending night the second fault falls."""


@dataclass(frozen=True)
class Fate:
    """What befalls one world: a fault at a boundary of one of its nights, and one in the next."""

    kind: Kind
    night: int
    at: int
    fault: Fault
    then: Fault
    then_at: int

    def __str__(self) -> str:
        first = f"{self.kind.name} night {self.night}: {self.fault.name} at {self.at}"
        return f"{first}, then {self.then.name} at {self.then_at}"


Calm = dict[str, list[tuple[object, ...]]]


@dataclass
class Swept:
    """What happened and what was wrong."""

    happened: Counter[Fault]
    windows: Counter[Window]
    wrong: list[str]

    @classmethod
    def nothing(cls) -> Swept:
        return cls(Counter(), Counter(), [])

    def add(self, world: World) -> None:
        self.happened.update(fault for fault, _ in world.struck)
        self.windows.update(passed.window for _, passed in world.struck)

    def __str__(self) -> str:
        what = ", ".join(f"{n} {fault.value}" for fault, n in self.happened.most_common())
        where = ", ".join(f"{n} {window.value}" for window, n in self.windows.most_common())
        return f"{self.happened.total()} events ({what}; {where})"


def fates(worlds: Worlds, chance: random.Random) -> tuple[dict[Kind, Calm], list[Fate]]:
    """What each kind of world comes to in peace, and every fate of it, in any order.

    A boundary at which a question is on its way, or its answer to come, is struck twice as often.
    """
    calm: dict[Kind, Calm] = {}
    found: list[Fate] = []
    for kind in Kind:
        with worlds.world(kind) as world:
            for night in itertools.count():
                passed = world.night()
                found += [
                    Fate(kind, night, at, fault, chance.choice(FAULTS), chance.randint(1, FURTHEST))
                    for at, one in enumerate(passed, 1)
                    for fault in FAULTS
                    if fault.fits(one.boundary)
                    for _ in range(1 if one.window is Window.QUIET else 2)
                ]
                with world.opened() as case:
                    if is_done(case):
                        break
            calm[kind] = world.found()
            if wrong := world.faults(calm[kind]):
                raise AssertionError(f"{kind.name} in peace: {wrong}")
    chance.shuffle(found)
    return calm, found


def befall(world: World, fate: Fate) -> None:
    """Let the world have its fate, and then peace."""
    for _ in range(fate.night):
        world.night()
    world.night(fate.fault, fate.at)
    world.night(fate.then, fate.then_at)
    world.finish()


def sweep(worlds: Worlds, most: int, chance: random.Random, engine: str) -> Swept:
    """Worlds of one engine, until so many events happened or every fate was had."""
    calm, waiting = fates(worlds, chance)
    swept = Swept.nothing()
    for number, fate in enumerate(waiting, 1):
        if swept.happened.total() >= most:
            break
        with worlds.world(fate.kind) as world:
            befall(world, fate)
            wrong = world.faults(calm[fate.kind])
            swept.add(world)
        if wrong:
            swept.wrong.append(f"{engine}: {fate}: {'; '.join(wrong)}")
            print(swept.wrong[-1], flush=True)
        if number % 25 == 0:
            print(f"{engine}: {number} worlds, {swept}", flush=True)
    return swept


@contextmanager
def prepared(engine: str) -> Iterator[Worlds]:
    """Worlds of an engine; PostgreSQL is a server of this run's own."""
    with ExitStack() as stack:
        folder = stack.enter_context(memory_folder("deaths-"))
        if engine == "sqlite":
            url, its_server = f"sqlite:///{folder}/like.db", ""
        else:
            its_server = stack.enter_context(server())
            url = stack.enter_context(database(its_server))
        yield stack.enter_context(Worlds.prepared(folder, url, its_server))


def main(events: str = "2000", seed: str = "1", *engines: str) -> int:
    """Sweep each engine for its share of the events, and say what happened and what was wrong."""
    chosen: Sequence[str] = engines or ENGINES
    wrong: list[str] = []
    for engine in chosen:
        with prepared(engine) as worlds:
            swept = sweep(worlds, -(-int(events) // len(chosen)), random.Random(seed), engine)
        print(f"{engine}: {swept}: {len(swept.wrong)} worlds were wrong", flush=True)
        wrong += swept.wrong
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
