"""Linkage tasks of generated families with known truth; offline, a second or two a split.

`python -m tests.benchmarks.linkage.houses.tasks --out DIR --seed 1 [--families 4000] [--noise 1.0]`

movers: a creditor's file to a register ten years later, one record a person. bureau: files with
last four digits and births here and there, up to three records a person. public: few identifiers
and more noise. Each task is NAME_debtors.csv, NAME_source.csv and NAME_truth.csv with the columns
of `linkage/tasks.py`. Two subjects in five are in no record, while those who lived with them are.
In one record in thirty of a spouse stand the other's number and telephone.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.benchmarks.linkage.houses.people import BEFORE, NOW, Person, Town
from tests.benchmarks.linkage.houses.written import Layout, Row, Writer

_SUBJECTS = {"dob": 0.85, "ssn4": 0.0, "phone": 0.6, "street": 0.97, "middle_initial": 0.6}
_BUREAU = {"dob": 0.55, "ssn4": 0.6, "phone": 0.5, "street": 0.85, "middle_initial": 0.5}
_PUBLIC = {"dob": 0.4, "ssn4": 0.1, "phone": 0.4, "street": 0.8, "middle_initial": 0.5}


@dataclass(frozen=True)
class Task:
    """The layouts of both files, and the share of the subjects that are in no record."""

    subjects: Layout
    records: Layout
    unfindable: float = 0.4


TASKS: Mapping[str, Task] = MappingProxyType({
    "movers": Task(Layout(_SUBJECTS, is_capital=False), Layout(_SUBJECTS, source="register")),
    "bureau": Task(Layout(_BUREAU | {"ssn4": 0.8}), Layout(_BUREAU, rows=3, source="bureau")),
    "public": Task(
        Layout(_PUBLIC, noise=1.3), Layout(_PUBLIC, noise=1.5, is_capital=False, rows=2), 0.38
    ),
})  # fmt: skip


def make(
    task: Task, families: int, seed: int, noise: float
) -> tuple[list[Row], list[Row], list[Row]]:
    """Subjects, records and true pairs of a task as rows."""
    town, rng = Town(seed, families), random.Random(seed * 31 + 7)
    ours, theirs = (
        Writer(_noisier(layout, noise), rng) for layout in (task.subjects, task.records)
    )
    asked = [one for one in _adults(town.before) if rng.random() < 0.35]
    number = {one.key: f"H{at:06d}" for at, one in enumerate(asked)}
    away = {key for key in number if rng.random() < task.unfindable}
    said = [{"debtor_id": number[one.key], **ours.row(one, BEFORE)} for one in asked]
    rows = list(_rows(town.now, away, (task.records.rows, theirs, rng)))
    rng.shuffle(rows)
    found = [{"record_id": f"R{at:07d}", **row} for at, (row, _) in enumerate(rows)]
    truth = [
        {"debtor_id": number[key], "record_id": f"R{at:07d}"}
        for at, (_, key) in enumerate(rows)
        if key in number
    ]
    return said, found, truth


def _noisier(layout: Layout, times: float) -> Layout:
    return Layout(layout.known, layout.noise * times, layout.is_capital, layout.rows, layout.source)


def _adults(families: Sequence[Sequence[Person]]) -> Iterator[Person]:
    for family in families:
        yield from (one for one in family if BEFORE - one.born[0] >= 18)


def _rows(
    families: Sequence[Sequence[Person]], away: set[int], by: tuple[int, Writer, random.Random]
) -> Iterator[tuple[Row, int]]:
    """The records of all who are not away, nine in ten of them, with whose each is."""
    most, writer, rng = by
    for family in families:
        for one in family:
            if one.key in away or rng.random() < 0.1 or NOW - one.born[0] < 16:
                continue
            spouse = family[0] if len(family) > 1 and one is family[1] else None
            for _ in range(rng.randint(1, most)):
                copied = spouse if spouse and rng.random() < 1 / 30 else None
                yield writer.row(one, NOW, copied), one.key


def write_split(folder: Path, families: int, seed: int, noise: float) -> None:
    """All tasks of a split; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for at, (name, task) in enumerate(TASKS.items()):
        sides = make(task, families, seed * 10 + at, noise)
        for part, rows in zip(("debtors", "source", "truth"), sides, strict=True):
            with (folder / f"{name}_{part}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


def main(arguments: Sequence[str]) -> None:
    """The command line above."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--families", type=int, default=4000)
    parser.add_argument("--noise", type=float, default=1.0)
    asked = parser.parse_args(arguments)
    write_split(asked.out, asked.families, asked.seed, asked.noise)


if __name__ == "__main__":
    main(sys.argv[1:])
