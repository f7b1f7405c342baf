"""Trains the model of organisations that is shipped, and measures it on files it has not seen.

`python -m tests.benchmarks.train_organization_model --data DIR --train 1,2,3,4 --held 11,12
--out config/models/organization-link-YYYY-MM.json [--as-of DATE]`

Splits are seeds of `tests.benchmarks.linkage.businesses.tasks`; those that DIR lacks are made. The
model's id is the file's name, and the same data gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jobs.linkage.model import THRESHOLD
from jobs.linkage.model_tables import TaskFiles
from jobs.linkage.organization_tasks import OrganizationTask, read_organization_task
from matching.score.organization_model import FORMAT, OrganizationModel, organization_model_text
from matching.train.fingerprint import joint_digest
from matching.train.organizations import organizations_against_truth, train_organizations
from matching.train.reliability import with_reliability
from tests.benchmarks.linkage.businesses.tasks import TASKS, write_split
from tests.benchmarks.train_shipped_model import first_of_month

SUBJECTS, NOISE = 1500, {11: 1.0, 12: 1.4}


def tasks_of(folder: Path, seeds: Sequence[int]) -> Iterator[tuple[str, OrganizationTask]]:
    """Each task of the splits with its name, as they are asked for."""
    for seed in seeds:
        split = folder / f"s{seed}"
        if not split.is_dir():
            write_split(split, SUBJECTS, seed, NOISE.get(seed, 1.0))
        for kind in TASKS:
            names = (f"{kind}_{name}.csv" for name in ("debtors", "source", "truth"))
            files = (split / name for name in names)
            yield f"{kind} s{seed}", read_organization_task(TaskFiles(*files))


def trained(folder: Path, seeds: Sequence[int], id: str, as_of: date) -> OrganizationModel:
    """The model of all pairs of the splits."""
    tasks = sorted((task for _, task in tasks_of(folder, seeds)), key=lambda one: one.fingerprint)
    training: dict[str, Any] = {
        "method": "labels of generated businesses",
        "as_of": as_of.isoformat(),
        "code_format": FORMAT,
        "fingerprint": joint_digest(task.fingerprint for task in tasks),
        "held_out": "other generated businesses, made with other seeds and more noise",
        "sees": "whole files and single traces",
        "tasks": [
            {
                "subjects": task.subjects,
                "records": task.records,
                "candidate_pairs": len(task.labelled.i),
                "true_pairs": len(task.truth.subject),
            }
            for task in tasks
        ],
    }
    return train_organizations([task.labelled for task in tasks], id, training)


def main(arguments: Sequence[str]) -> None:
    """Train, measure, write, and print the figures of each held-out task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--train", type=_seeds, required=True)
    parser.add_argument("--held", type=_seeds, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--as-of", type=date.fromisoformat)
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    day = asked.as_of or first_of_month(asked.out.stem)
    model = trained(asked.data, asked.train, asked.out.stem, day)
    found = {
        name: organizations_against_truth(model, task.labelled, task.truth)
        for name, task in tasks_of(asked.data, asked.held)
    }
    model = with_reliability(model, found, THRESHOLD)
    asked.out.write_text(organization_model_text(model), encoding="utf-8")
    for name, one in (*model.reliability["sets"].items(), ("all", model.reliability["all"])):
        keys = ("pair_completeness", "best_f1", "rpc", "rpc_at", "wrong_at", "ece")
        print(f"{name}: " + " ".join(f"{key} {one[key]:.3f}" for key in keys))
    print(f"{time.perf_counter() - started:.0f} s")


def _seeds(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


if __name__ == "__main__":
    main(sys.argv[1:])
