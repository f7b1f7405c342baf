"""The splits of the linking benchmark: the seed, era, towns, noise and decoys of each.

The shipped models are learned from t1 to t6; the others are for measuring. Those whose names begin
with h are of another generator, `linkage/houses`. A model that was learned from h1 too found .4 to
.7% more on h11 and .2 to .5% less on the others, so that none of it is shipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.benchmarks.linkage import measured
from tests.benchmarks.linkage.houses.tasks import write_split


@dataclass(frozen=True)
class Split:
    """How a split is made; `towns` is fixed or invented, `decoys` times the usual rates."""

    seed: int
    era: int
    towns: str = "fixed"
    noise: float = 1.0
    decoys: float = 1.0


SPLITS: Mapping[str, Split] = MappingProxyType(
    {
        "dev": Split(11, 2020),
        "check": Split(12, 2030),
        "v1": Split(201, 2030, "invented"),
        "v2": Split(202, 2020, "invented", 1.4, 1.6),
        "v3": Split(203, 2030, "invented", 0.7, 2.0),
        "t1": Split(101, 2020, "invented"),
        "t2": Split(102, 2030, "invented", 1.2, 1.2),
        "t3": Split(103, 2020, noise=0.8),
        "t4": Split(104, 2030, "invented", 1.4, 1.6),
        "t5": Split(105, 2020, "invented"),
        "t6": Split(106, 2030, decoys=0.8),
    }
)


HOUSES: Mapping[str, tuple[int, float]] = MappingProxyType(
    {"h1": (1, 1.0), "h2": (2, 1.3), "h3": (3, 0.8), "h11": (11, 1.0), "h12": (12, 1.3)}
)
"""Seed and noise of the splits of generated families."""

FAMILIES = 4000


def with_houses(data: Path, names: Sequence[str]) -> None:
    """Make those of the named splits that are of families and are not there yet."""
    for name in names:
        if name in HOUSES and not (data / name).exists():
            seed, noise = HOUSES[name]
            write_split(data / name, FAMILIES, seed, noise)


def made(python: Path, data: Path, name: str, root: Path) -> None:
    """Make a split that is not there yet, with the python of the tasks' own environment.

    KeyError for a split that is neither there nor described above.
    """
    if name in HOUSES or (data / name / "stats.json").exists():
        return with_houses(data, (name,))
    split = SPLITS[name]
    options = {
        "out": data.resolve(),
        "split": name,
        "seed": split.seed,
        "era": split.era,
        "towns": split.towns,
        "noise": split.noise,
        "decoys": split.decoys,
    }
    words = [word for key, value in options.items() for word in (f"--{key}", str(value))]
    measured.run([str(python), "-m", "tests.benchmarks.linkage.tasks", *words], root)
