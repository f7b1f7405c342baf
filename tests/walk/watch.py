"""Whoever is shown something: what stands there that may not be shown to them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from skiptrace.model.actor import Role
from tests.walk.oracle import ALL, Use
from tests.walk.people import PEOPLE, Debt, Person
from tests.walk.world import Leak, World


@dataclass(frozen=True)
class Look:
    """A look at an account: for which matters it may be, and in which roles.

    Without an account nothing that was found is to be shown at all.
    """

    debt: Debt | None = None
    matters: tuple[str, ...] = ("",)
    roles: frozenset[Role] = ALL


def judge(world: World, shown: Any, look: Look) -> None:
    """Raise Leak when what is shown holds anything of anybody that is not to be shown there."""
    text = "\n".join(words_of(shown)).upper()
    for person in PEOPLE:
        for use, words in ((Use.CONTACT, person.contacts), (Use.ASSETS, person.assets)):
            if any(word.upper() in text for word in words):
                _judge_one(world, use, person, look)


def _judge_one(world: World, use: Use, person: Person, look: Look) -> None:
    if look.debt is None:
        raise Leak(f"{use} of {person.surname} where nothing found is shown")
    number = look.debt.number
    whys = [world.oracle.why_not(use, number, person, m, look.roles) for m in look.matters]
    if all(whys):
        raise Leak(f"{use} of {person.surname} is shown on {number} in spite of {whys[0]}")
    world.count[f"shown {use}"] += 1


def words_of(shown: Any) -> Iterator[str]:
    """Every text in a view, whatever it is made of."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, bytes):
        yield shown.decode("utf-8", "replace")
    elif isinstance(shown, Mapping):
        yield from words_of([*shown.keys(), *shown.values()])
    elif dataclasses.is_dataclass(shown) and not isinstance(shown, type):
        yield from words_of([getattr(shown, one.name) for one in dataclasses.fields(shown)])
    elif isinstance(shown, (list, tuple, set, frozenset)):
        for one in shown:
            yield from words_of(one)
    elif shown is not None and not isinstance(shown, Enum):
        yield str(shown)
