"""Linking accuracy on tasks with known truth, ours and the peers' in the same run.

`python -m tests.benchmarks.bench_linkage --data DIR --dev dev --splits check,v1,v2
[--tasks-python PATH] [--splink-python PATH] [--layouts capitals,turned_suffixes] [--work DIR]`

DIR holds a folder a split; with `--tasks-python` (an environment with pseudopeople, see
`linkage/tasks.py`) those of `linkage/splits.py` that are missing are made. `--splink-python` is an
environment with splink and duckdb (see `linkage/splink_peer.py`) and adds the peer. Each linker is
run on every task; its acceptance threshold is fixed on the dev split (at most 0.6% of the accepted
wrong), once a task and once for all tasks, and judged on the other splits. `--layouts` rewrites the
other splits' files first (see `linkage/layouts.py`). `--linker 'NAME=COMMAND ... {subjects}
{records} {out}'` runs other linkers in place of `skiptrace link`. Exit code 1: a promise is not
kept.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.linkage import splits as known_splits
from tests.benchmarks.linkage.layouts import LAYOUTS, relaid
from tests.benchmarks.linkage.linkers import OURS, ROOT, Files, Linker, chosen, link
from tests.benchmarks.linkage.report import (
    TASKS,
    Row,
    broken_promises,
    markdown,
    reliability_markdown,
    rows,
)
from tests.benchmarks.linkage.scorer import Scored, read_predictions, read_task

_SIDES = {"subjects": "debtors", "records": "source"}


@dataclass(frozen=True)
class Bench:
    """Where the tasks are, where the answers go, and how the judged splits are rewritten."""

    data: Path
    work: Path
    tasks: tuple[str, ...]
    layouts: tuple[str, ...]
    sides: tuple[str, ...]


def answer(bench: Bench, linker: Linker, split: str, layouts: tuple[str, ...]) -> dict[str, Scored]:
    """A linker's scored answers to every task of a split in the given layouts."""
    found = {}
    for task in bench.tasks:
        paths = {
            side: _file(bench, f"{split}/{task}_{_SIDES[side]}", side, layouts) for side in _SIDES
        }
        name = linker.name.replace(" ", "_")
        out = bench.work / "-".join((name, split, task, *_laid(bench, layouts), "scores.csv"))
        seconds = link(linker, Files(paths["subjects"], paths["records"], out))
        print(f"{linker.name} {split} {task}: {seconds:.1f} s", file=sys.stderr)
        truth = read_task(*(bench.data / split / f"{task}_{f}.csv" for f in ("debtors", "truth")))
        found[task] = read_predictions(out, truth)
    return found


def _laid(bench: Bench, layouts: tuple[str, ...]) -> tuple[str, ...]:
    return (*layouts, *bench.sides) if layouts else ()


def _file(bench: Bench, name: str, side: str, layouts: tuple[str, ...]) -> Path:
    """A task's file, rewritten into the work folder when its side has layouts."""
    source = bench.data / f"{name}.csv"
    if not layouts or side not in bench.sides:
        return source
    target = bench.work / "-".join((name.replace("/", "-"), *layouts, "file.csv"))
    if not target.exists():
        relaid(source, target, layouts)
    return target


def judged(bench: Bench, linker: Linker, dev: str, splits: Sequence[str]) -> list[Row]:
    """One linker's rows: thresholds from the dev split as it is, figures from the others."""
    fixed = answer(bench, linker, dev, ())
    return rows(linker.name, fixed, {s: answer(bench, linker, s, bench.layouts) for s in splits})


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder a split")
    parser.add_argument("--dev", default="dev", help="the split that fixes the thresholds")
    parser.add_argument("--splits", default="check", help="the judged splits, commas between")
    parser.add_argument("--tasks", default=",".join(TASKS), help="the tasks, commas between")
    parser.add_argument("--linker", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--tasks-python", type=Path, help="python of one with pseudopeople")
    parser.add_argument("--splink-python", type=Path, help="python of an environment with Splink 5")
    parser.add_argument("--layouts", default="", help=f"of {', '.join(LAYOUTS)}; commas between")
    parser.add_argument("--layout-sides", default="records", help="subjects, records or both")
    parser.add_argument("--work", type=Path, help="keeps the answers; those there are not redone")
    parser.add_argument("--json", type=Path, help="every figure and reliability bin")
    return parser.parse_args(arguments)


def run(options: argparse.Namespace, work: Path) -> int:
    """All linkers on all splits: the tables on standard output, 1 if a promise is not kept."""
    work.mkdir(parents=True, exist_ok=True)
    layouts = tuple(filter(None, options.layouts.split(",")))
    sides = ("subjects", "records") if options.layout_sides == "both" else (options.layout_sides,)
    bench = Bench(options.data, work, tuple(options.tasks.split(",")), layouts, sides)
    splits = options.splits.split(",")
    if options.tasks_python:
        for split in (options.dev, *splits):
            known_splits.made(options.tasks_python, options.data, split, ROOT)
    table: list[Row] = []
    for linker in chosen(options.linker, options.splink_python):
        table += judged(bench, linker, options.dev, splits)
    print(markdown(table), reliability_markdown(table), sep="\n\n")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in table]), encoding="utf-8")
    broken = broken_promises([row for row in table if row.linker == OURS])
    print("\n".join(("", "Promises not kept:", *broken)) if broken else "")
    return int(bool(broken))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line above."""
    options = _options(arguments)
    if options.work:
        return run(options, options.work)
    with tempfile.TemporaryDirectory() as folder:
        return run(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
