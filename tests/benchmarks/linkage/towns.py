"""Where the people of a task live: seven fixed towns, or invented ones that differ by seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Town:
    """A town, its state and the first two digits of its ZIP codes."""

    name: str
    state: str
    zip_front: str


@dataclass(frozen=True)
class Towns:
    """The towns and the share of the households in each."""

    towns: tuple[Town, ...]
    shares: NDArray[np.float64]


FIXED = Towns(
    (
        Town("SPRINGDALE", "WA", "98"),
        Town("RIVERTON", "WA", "98"),
        Town("OAK HARBOR", "WA", "98"),
        Town("LAKE CITY", "WA", "98"),
        Town("MILLBROOK", "OR", "97"),
        Town("ASHFORD", "OR", "97"),
        Town("CEDAR FALLS", "ID", "83"),
    ),
    np.array([0.34, 0.2, 0.12, 0.1, 0.12, 0.07, 0.05]),
)

_FRONTS = (
    "ASH", "BRIAR", "CEDAR", "DELL", "ELK", "FAIR", "GLEN", "HART", "IRON", "JASPER", "KENT",
    "LAUREL", "MAPLE", "NORTH", "OAK", "PINE", "QUARRY", "RED", "STONE", "THORN", "UNION",
    "VALE", "WEST", "YORK", "BEAR", "CLEAR", "GREEN", "WHITE", "BLUE", "MILL",
)  # fmt: skip
_ENDS = (
    "FIELD", "TON", "VILLE", "HAVEN", "BROOK", "DALE", "MOUNT", "PORT", "RIDGE", "BURG",
    "FORD", "WOOD", "SPRINGS", "GROVE", "CREEK", "POINT", "HILLS",
)  # fmt: skip
_STATES = (
    ("OH", "43"),
    ("TX", "75"),
    ("PA", "18"),
    ("NC", "27"),
    ("FL", "32"),
    ("MI", "48"),
    ("IL", "60"),
    ("GA", "30"),
    ("NY", "12"),
    ("MO", "63"),
    ("AZ", "85"),
    ("VA", "22"),
)


def invented(seed: int) -> Towns:
    """Three to 25 towns of very unequal size in one to three states."""
    rng = np.random.default_rng(seed * 7 + 5)
    count = int(rng.integers(3, 26))
    states = [
        _STATES[i] for i in rng.choice(len(_STATES), size=int(rng.integers(1, 4)), replace=False)
    ]
    towns = []
    for _ in range(count):
        state, zip_front = states[int(rng.integers(0, len(states)))]
        front, is_two_words = rng.choice(_FRONTS), rng.random() < 0.4
        end = rng.choice(_ENDS)
        towns.append(Town(f"{front} {end}" if is_two_words else f"{front}{end}", state, zip_front))
    return Towns(tuple(towns), rng.dirichlet(np.full(count, 0.8)))
