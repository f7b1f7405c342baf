"""Walks: so many steps from a seed, in towns that begin anew after a while."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from skiptrace.casefile.case import create_case_file
from skiptrace.casefile.crypto import Keyring
from tests.walk.moves import Walk
from tests.walk.world import Leak, new_world

EPISODE = 200
_TOLD = 25


def walk(
    folder: Path, steps: int, seed: int, advance: Callable[[int], None] = lambda steps: None
) -> Counter[str]:
    """Walk so many steps; what happened how often. Raises Leak, with what led to it.

    `advance` is told after each town how many steps it had.
    """
    keyring, count = Keyring.generate(), Counter[str]()
    empty = folder / "empty.db"
    create_case_file(f"sqlite:///{empty}", keyring).close()
    for episode, length in enumerate(_lengths(steps)):
        place = folder / f"town-{episode}"
        world = new_world(place, empty, keyring)
        one = Walk(world, random.Random(f"{seed}/{episode}"))
        try:
            for _ in range(length):
                one.step()
        except Leak as leak:
            where = f"seed {seed}, town {episode}, step {len(one.said)}:"
            raise Leak("\n".join([str(leak), where, *one.said[-_TOLD:]])) from None
        finally:
            world.case.close()
            shutil.rmtree(place)
        count += world.count
        advance(length)
    return count


def _lengths(steps: int) -> Iterator[int]:
    while steps > 0:
        yield min(steps, EPISODE)
        steps -= EPISODE
