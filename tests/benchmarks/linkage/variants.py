"""A task's files with something taken out: what an estimate of the wrong share has to notice.

Each is a function of the rows of both sides, what is known of the records, and the true pairs.
Standard library only.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from types import MappingProxyType

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Sides:
    """The rows of a task, by its files; `meta` says what each record is."""

    debtors: Rows
    source: Rows
    truth: Rows
    meta: Rows


def nobody(task: Sides) -> Sides:
    """Only subjects that are in no record."""
    return _of_subjects(task, _absent(task))


def few(task: Sides) -> Sides:
    """Of ten subjects nine are in no record."""
    absent = _absent(task)
    there = sorted({row["debtor_id"] for row in task.truth})
    return _of_subjects(task, absent | {*Random(7).sample(there, len(absent) // 9)})


def alone(task: Sides) -> Sides:
    """Without the planted lookalikes: who looks like a subject is so by chance."""
    planted = {row["record_id"] for row in task.meta if row["kind"]}
    return replace(task, source=[r for r in task.source if r["record_id"] not in planted])


def unidentified(task: Sides) -> Sides:
    """Records without dates of birth and numbers."""
    nothing = {"dob": "", "ssn4": ""}
    return replace(task, source=[{**row, **nothing} for row in task.source])


def small(task: Sides) -> Sides:
    """A hundred subjects."""
    return _of_subjects(task, {row["debtor_id"] for row in task.debtors[:100]})


VARIANTS: Mapping[str, Callable[[Sides], Sides]] = MappingProxyType(
    {"nobody": nobody, "few": few, "alone": alone, "unidentified": unidentified, "small": small}
)


def varied(folder: Path, task: str, variant: str, target: Path) -> None:
    """Write a task of the folder, varied, into the target folder; KeyError for no variant."""
    names = {"debtors": "debtors", "source": "source", "truth": "truth", "meta": "source_meta"}
    sides = Sides(**{side: _read(folder / f"{task}_{name}.csv") for side, name in names.items()})
    found = VARIANTS[variant](sides)
    target.mkdir(parents=True, exist_ok=True)
    for side in ("debtors", "source", "truth"):
        header, rows = list(getattr(sides, side)[0]), getattr(found, side)
        with (target / f"{task}_{side}.csv").open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, header)
            writer.writeheader()
            writer.writerows(rows)


def _absent(task: Sides) -> set[str]:
    there = {row["debtor_id"] for row in task.truth}
    return {row["debtor_id"] for row in task.debtors} - there


def _of_subjects(task: Sides, chosen: set[str]) -> Sides:
    return replace(
        task,
        debtors=[row for row in task.debtors if row["debtor_id"] in chosen],
        truth=[row for row in task.truth if row["debtor_id"] in chosen],
    )


def _read(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as rows:
        return list(csv.DictReader(rows))
