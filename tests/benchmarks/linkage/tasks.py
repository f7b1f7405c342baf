"""Skip-trace linkage tasks with known truth, from the population that pseudopeople ships; offline.

`PYTHON -m tests.benchmarks.linkage.tasks --out DIR --split dev --seed 11 --era 2020 [--noise 1.0]
[--decoys 1.0] [--towns fixed|invented] [--layouts capitals,... --layout-sides records]`, run in the
project's folder by the python of an environment with `pseudopeople` (it brings pandas, pyarrow and
numpy). About a minute a split.

movers: a census to the census ten years on, one record a person. bureau: wage files to three later
files, several records a person. public: a sparse mix to many later files, half as noisy again, more
decoys. A third or more of the subjects are in no record. Each task is NAME_debtors.csv,
NAME_source.csv and NAME_truth.csv; NAME_source_meta.csv says what each record is and is not for a
linker.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]

from tests.benchmarks.linkage.decoys import Decoys
from tests.benchmarks.linkage.file_rows import COLUMNS, Extract, Writer
from tests.benchmarks.linkage.layouts import LAYOUTS, relaid
from tests.benchmarks.linkage.simulated import CENSUS, RETURNS, SOCIAL_SECURITY, SURVEYS, WAGES
from tests.benchmarks.linkage.towns import FIXED, invented
from tests.benchmarks.linkage.world import World

SUBJECTS = 5000


@dataclass(frozen=True)
class Plan:
    """A task: how its two sides are made, its decoys a subject by kind, and how many are nowhere.

    `seed_step` keeps the tasks of one split apart.
    """

    sides: Callable[[World, int], tuple[Any, Any]]
    decoys: Mapping[str, float]
    unfindable: float
    seed_step: int


def _file(world: World, *extract: Any, **rates: Any) -> Any:
    return Writer(world, Extract(*extract, **rates)).table()


def _adults(world: World, table: Any, year: int) -> Any:
    born = [world.register.birth(person) for person in table.sim]
    is_adult = [day is not None and year - day.year >= 18 for day in born]
    return table[is_adult].drop_duplicates("sim")


def _movers(world: World, seed: int) -> tuple[Any, Any]:
    era = world.era
    before = _file(world, CENSUS, era, 1, False, 0.70, 0, 0.60, year_only=0.21)
    subjects = _adults(world, before, era)
    return subjects, _file(world, CENSUS, era + 10, 1, True, 0.85, 0, 0.50)


def _bureau(world: World, seed: int) -> tuple[Any, Any]:
    era = world.era
    before = _file(world, WAGES, era, 1, False, 0.50, 0.50, 0.55, year_only=0.1)
    subjects = _adults(world, before, era)
    returns = _file(world, RETURNS, era + 4, 1, True, 0.60, 0.60, 0.40)
    wages = _file(world, WAGES, era + 5, 1, True, 0.50, 0.60, 0.35)
    numbers = _file(world, SOCIAL_SECURITY, era + 5, 1, True, 0.9, 0.5, 0)
    numbers = numbers.sample(6000, random_state=seed)
    return subjects, pd.concat([returns, wages, numbers], ignore_index=True)


def _public(world: World, seed: int) -> tuple[Any, Any]:
    era, noise = world.era, 1.5
    sides = []
    for dataset in (CENSUS, WAGES):
        before = _file(world, dataset, era, noise, False, 0.40, 0.25, 0.40, year_only=0.25)
        sides.append(_adults(world, before, era))
    some = [side.sample(frac=0.6, random_state=seed) for side in sides]
    files = [
        _file(world, survey, year, noise, True, 0.75, 0.25, 0.4)
        for survey in SURVEYS
        for year in range(era + 1, era + 10)
    ]
    files.append(_file(world, RETURNS, era + 3, noise, True, 0.4, 0.4, 0.4))
    census = _file(world, CENSUS, era + 10, noise, True, 0.7, 0.15, 0.4)
    files.append(census.sample(frac=0.5, random_state=seed))
    return pd.concat(some).drop_duplicates("sim"), pd.concat(files, ignore_index=True)


PLANS: Mapping[str, Plan] = MappingProxyType(
    {
        "movers": Plan(
            _movers, {"junior": 0.03, "twin": 0.02, "namesake": 0.25, "occupant": 0.06}, 0.35, 0
        ),
        "bureau": Plan(
            _bureau, {"junior": 0.03, "twin": 0.02, "namesake": 0.30, "occupant": 0.05}, 0.40, 100
        ),
        "public": Plan(
            _public, {"junior": 0.04, "twin": 0.03, "namesake": 0.40, "occupant": 0.08}, 0.40, 200
        ),
    }
)


@dataclass(frozen=True)
class Made:
    """The two sides of a task, numbered, with the pairs that are one person."""

    subjects: Any
    records: Any
    truth: Any


def _chance(world: World) -> int:
    return int(world.rng.integers(1_000_000_000))


def made(world: World, plan: Plan, sides: tuple[Any, Any], decoys: float) -> Made:
    """A task of its two sides: subjects drawn, decoys added, all shuffled and numbered."""
    subjects, records = sides
    subjects = subjects[subjects.first_name.notna() | subjects.last_name.notna()]
    subjects, records, unfindable = _drawn(world, plan, subjects, records)
    rates = {kind: rate * decoys for kind, rate in plan.decoys.items()}
    wrong = Decoys(world, subjects, records).table(rates, unfindable)
    records = pd.concat([records, wrong], ignore_index=True)
    records = records.sample(frac=1, random_state=_chance(world)).reset_index(drop=True)
    records["record_id"] = [f"R{i:06d}" for i in range(len(records))]
    elders = set(wrong[wrong.kind == "junior"].decoy_of)
    subjects["suffix"] = [_suffix(world, number, elders) for number in subjects.debtor_id]
    truth = subjects[["debtor_id", "sim"]].merge(records[["record_id", "sim"]], on="sim")
    return Made(subjects, records, truth[["debtor_id", "record_id"]])


def _suffix(world: World, number: str, elders: set[str]) -> str | None:
    """JR or SR for some of the subjects that have a namesake of another generation."""
    if number not in elders or world.rng.random() >= 0.15:
        return None
    return "SR" if world.rng.random() < 0.5 else "JR"


def _drawn(world: World, plan: Plan, subjects: Any, records: Any) -> tuple[Any, Any, set[str]]:
    """The subjects of the task, numbered, and which of them are in no record."""
    nowhere = int(SUBJECTS * plan.unfindable)
    there = subjects.sim.isin(set(records.sim))
    found, absent = subjects[there], subjects[~there]
    if len(absent) > nowhere:
        absent = absent.sample(nowhere, random_state=_chance(world))
    short = nowhere - len(absent)
    wanted = min(len(found), SUBJECTS - nowhere + short)
    found = found.sample(wanted, random_state=_chance(world))
    dropped, found = found.iloc[:short], found.iloc[short:]
    records = records[~records.sim.isin(set(dropped.sim))]
    chosen = pd.concat([found, absent, dropped])
    chosen = chosen.sample(frac=1, random_state=_chance(world)).reset_index(drop=True)
    chosen["debtor_id"] = [f"D{i:06d}" for i in range(len(chosen))]
    chosen["debtor_no"] = chosen["debtor_id"]
    return chosen, records, set(absent.sim) | set(dropped.sim)


def _written(task: Made, folder: Path, name: str) -> dict[str, object]:
    """Write the files of a task; what it holds, for stats.json."""
    files = {
        "debtors": task.subjects[["debtor_id", *COLUMNS]],
        "source": task.records[["record_id", *COLUMNS]],
        "truth": task.truth,
        "source_meta": task.records[["record_id", "sim", "kind", "decoy_of", "hh"]],
    }
    for kind, table in files.items():
        table.to_csv(folder / f"{name}_{kind}.csv", index=False)
    return {
        "debtors": len(task.subjects),
        "records": len(task.records),
        "true_pairs": len(task.truth),
        "findable": int(task.truth.debtor_id.nunique()),
        "decoys": {kind: int(n) for kind, n in task.records.kind.value_counts().items()},
    }


def _lay_out(folder: Path, name: str, sides: Iterable[str], layouts: tuple[str, ...]) -> None:
    for side in sides:
        path = folder / f"{name}_{side}.csv"
        plain = path.with_suffix(".plain")
        path.rename(plain)
        relaid(plain, path, layouts)
        plain.unlink()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, required=True, help="gets a folder named as the split")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--era", type=int, default=2020, choices=[2020, 2030])
    parser.add_argument("--noise", type=float, default=1.0)
    parser.add_argument("--decoys", type=float, default=1.0, help="times the usual rates")
    parser.add_argument("--towns", default="fixed", choices=["fixed", "invented"])
    parser.add_argument("--tasks", default=",".join(PLANS))
    parser.add_argument("--layouts", default="", help=f"of {', '.join(LAYOUTS)}; commas between")
    parser.add_argument("--layout-sides", default="source", help="debtors,source or one of them")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line above."""
    options = _options(arguments)
    folder: Path = options.out / options.split
    folder.mkdir(parents=True, exist_ok=True)
    layouts = tuple(filter(None, options.layouts.split(",")))
    stats: dict[str, object] = {}
    for name in options.tasks.split(","):
        plan = PLANS[name]
        seed = options.seed + plan.seed_step
        towns = invented(seed) if options.towns == "invented" else FIXED
        world = World(seed, options.era, options.noise, towns)
        task = made(world, plan, plan.sides(world, options.seed), options.decoys)
        stats[name] = _written(task, folder, name)
        if layouts:
            _lay_out(folder, name, options.layout_sides.split(","), layouts)
        print(name, json.dumps(stats[name]), flush=True)
    arguments_made = {key: str(value) for key, value in vars(options).items()}
    stats_text = json.dumps({"arguments": arguments_made, "tasks": stats}, indent=1)
    (folder / "stats.json").write_text(stats_text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
