"""Linkage tasks of generated businesses with known truth; offline, a few seconds a split.

`python -m tests.benchmarks.linkage.businesses.tasks --out DIR --seed 11 [--subjects 3000]
[--noise 1.0]`

register: a creditor's file to a state's register, which has every name as registered, with its
number, officers and agent. directory: the same to a directory of trade names, addresses and
telephones, several rows a business. vendors: two vendor files with EINs here and there. sparse:
names, addresses and telephones alone. Each task is NAME_debtors.csv, NAME_source.csv and
NAME_truth.csv. Two subjects in five are in no record; the rest of the records are others, half of
which nearly are a subject.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.linkage.businesses.population import Business, Population
from tests.benchmarks.linkage.businesses.written import Layout, Row, Writer, changed

_OURS = {"business_name": 1.0, "dba": 0.15, "ein": 0.4, "officer_name": 0.4, "phone": 0.75,
         "email": 0.35, "address": 0.95}  # fmt: skip
_REGISTER = {"business_name": 1.0, "document_number": 1.0, "state_of_formation": 1.0, "ein": 0.5,
             "officer_name": 0.9, "address": 1.0, "mailing": 0.9, "registered_agent": 0.95,
             "former_name": 0.5}  # fmt: skip


@dataclass(frozen=True)
class Task:
    """The layouts of both files, the most rows a business has, and records a subject."""

    subjects: Layout
    records: Layout
    rows: int
    others: float
    unfindable: float = 0.4


TASKS = {
    "register": Task(
        Layout(_OURS | {"state_of_formation": 0.3, "document_number": 0.1}, capitals=0.9),
        Layout(_REGISTER, noise=0.25, later=True, trade_first=0.0, capitals=1.0),
        1,
        1.6,
    ),
    "directory": Task(
        Layout(_OURS, capitals=0.7),
        Layout(
            {"business_name": 1.0, "phone": 0.9, "address": 0.95, "email": 0.25, "dba": 0.1},
            later=True,
            trade_first=0.4,
            capitals=0.2,
        ),
        3,
        1.2,
    ),
    "vendors": Task(
        Layout(_OURS | {"ein": 0.6, "mailing": 0.2}, noise=1.2, longest=30),
        Layout(_OURS | {"ein": 0.5, "former_name": 0.2, "mailing": 0.3}, noise=1.2, later=True),
        2,
        1.3,
    ),
    "sparse": Task(
        Layout({"business_name": 1.0, "address": 0.8, "phone": 0.5}, noise=1.3, trade_first=0.3),
        Layout(
            {"business_name": 1.0, "address": 0.85, "phone": 0.6},
            noise=1.3,
            later=True,
            trade_first=0.3,
        ),
        1,
        1.4,
    ),
}


def make(
    task: Task, subjects: int, seed: int, noise: float
) -> tuple[list[Row], list[Row], list[Row]]:
    """Subjects, records and true pairs of a task as rows."""
    population = Population(seed)
    rng = population.rng
    ours, theirs = (
        Writer(replace(layout, noise=layout.noise * noise), rng)
        for layout in (task.subjects, task.records)
    )
    asked = [population.business() for _ in range(subjects)]
    asked += [population.neighbour_of(rng.choice(asked)) for _ in range(subjects // 6)]
    there: list[tuple[Business, int]] = []
    for number, one in enumerate(asked):
        if rng.random() >= task.unfindable:
            seen = changed(one, population) if task.records.later else one
            there += [(seen, number)] * rng.randint(1, task.rows)
    for _ in range(int(len(asked) * task.others)):
        near = rng.random() < 0.5
        other = population.neighbour_of(rng.choice(asked)) if near else population.business()
        there.append((other, -1))
    rng.shuffle(there)
    said = [{"debtor_id": f"B{at:06d}", **ours.row(one)} for at, one in enumerate(asked)]
    found = [{"record_id": f"R{at:07d}", **theirs.row(one)} for at, (one, _) in enumerate(there)]
    truth = [
        {"debtor_id": f"B{number:06d}", "record_id": f"R{at:07d}"}
        for at, (_, number) in enumerate(there)
        if number >= 0
    ]
    return said, found, truth


def write(rows: Sequence[Row], path: Path) -> None:
    """The rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_split(folder: Path, subjects: int, seed: int, noise: float) -> None:
    """All tasks of a split."""
    folder.mkdir(parents=True, exist_ok=True)
    for step, (name, task) in enumerate(TASKS.items()):
        tables = make(task, subjects, seed * 100 + step, noise)
        for rows, what in zip(tables, ("debtors", "source", "truth"), strict=True):
            write(rows, folder / f"{name}_{what}.csv")


def main(arguments: Sequence[str]) -> None:
    """The command line above."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--subjects", type=int, default=3000)
    parser.add_argument("--noise", type=float, default=1.0)
    asked = parser.parse_args(arguments)
    write_split(asked.out, asked.subjects, asked.seed, asked.noise)


if __name__ == "__main__":
    main(sys.argv[1:])
