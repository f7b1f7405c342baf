"""Trains a model that is shipped, and measures it on files that it was not learned from.

`python -m tests.benchmarks.train_shipped_model --data DIR --train t1,t2 --held dev,check
--out config/models/NAME.json [--single] [--as-of DATE]`

DIR holds a folder a split, as `tests.benchmarks.linkage.tasks` writes them; splits of families
(`linkage/splits.py`) that are missing are made. The model's id is the file's name. With `--single`
it is the model for traces of one account. The same data gives the same bytes. `--as-of` is by
default the first day of the month that NAME ends with.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from jobs.linkage.model import THRESHOLD, looking_at, training_facts
from jobs.linkage.model_tables import Task, TaskFiles, in_canonical_order, read_task
from matching.score.person_model import PersonModel, model_text
from matching.train.against_truth import against_truth
from matching.train.labelled import train
from matching.train.reliability import with_reliability
from tests.benchmarks.linkage.splits import with_houses

KINDS = ("movers", "bureau", "public")


@dataclass(frozen=True)
class Data:
    """The folder of the splits, and whether their subjects are seen as single traces."""

    folder: Path
    single: bool


def tasks_of(data: Data, splits: Sequence[str]) -> Iterator[tuple[str, Task]]:
    """Each task of the splits with its name, as they are asked for."""
    for split in splits:
        for kind in KINDS:
            names = (f"{kind}_{name}.csv" for name in ("debtors", "source", "truth"))
            files = (data.folder / split / name for name in names)
            yield f"{kind} {split}", read_task(TaskFiles(*files, single=data.single))


def trained(data: Data, splits: Sequence[str], id: str, as_of: date) -> PersonModel:
    """The model of all pairs of the splits, with the looks of their data."""
    tasks = in_canonical_order([task for _, task in tasks_of(data, splits)])
    facts = training_facts(as_of, "labels of simulated people", tasks)
    for task in facts["tasks"]:
        del task["held_out_subjects"]
    facts["held_out"] = "the same population, simulated with other seeds, eras, towns and noise"
    return looking_at(train([task.labelled for task in tasks], id, facts), tasks)


def measured(model: PersonModel, data: Data, splits: Sequence[str]) -> PersonModel:
    """The model with its reliability on the splits."""
    found = {
        name: against_truth(
            model, task.labelled, task.truth, np.ones(len(task.subject_ids), np.bool_)
        )
        for name, task in tasks_of(data, splits)
    }
    return with_reliability(model, found, THRESHOLD)


def first_of_month(name: str) -> date:
    """The first day of the month that a model's name ends with; ValueError when it has none."""
    found = re.search(r"(\d{4})-(\d{2})$", name)
    if found is None:
        raise ValueError("the name does not end with a month: give --as-of")
    return date(int(found[1]), int(found[2]), 1)


def main(arguments: Sequence[str]) -> None:
    """Train, measure, write, and print the figures of each held-out task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--train", type=lambda text: text.split(","), required=True)
    parser.add_argument("--held", type=lambda text: text.split(","), required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--as-of", type=date.fromisoformat)
    parser.add_argument("--single", action="store_true")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    day = asked.as_of or first_of_month(asked.out.stem)
    data = Data(asked.data, asked.single)
    with_houses(asked.data, (*asked.train, *asked.held))
    model = measured(trained(data, asked.train, asked.out.stem, day), data, asked.held)
    asked.out.write_text(model_text(model), encoding="utf-8")
    for name, one in (*model.reliability["sets"].items(), ("all", model.reliability["all"])):
        shown = " ".join(f"{key} {one[key]:.3f}" for key in ("best_f1", "rpc", "wrong_at", "ece"))
        print(f"{name}: {shown}")
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
