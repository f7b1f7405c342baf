"""Linking's time and memory over four sizes, and over the size of the partitions.

`python -m tests.benchmarks.bench_link_growth [--subjects 50000] [--records 100000,...,800000]
[--partition 262144] [--partitions 32768,131072] [--both] [--work DIR]`; with `--both` the subjects
grow as the records do. Each run is a process of its own. Time is that of all processors together,
which other work on the machine changes least, and wall time beside it. `over linear` is the time
over a straight line through the first and the last size, in the pairs where both grow. Exit code 1:
a size lies further from the line than promised, or a partition's size changes the answer.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from config.default_model import LINK_MODEL
from jobs.linkage.link import PARTITION, LinkFiles, LinkSettings, link_files
from jobs.linkage.link_summary import stats
from matching.score.person_model import load_model
from tests.benchmarks.bench_link_speed import population
from tests.benchmarks.linkage import measured
from tests.benchmarks.linkage.linkers import ROOT

PROMISED = 0.15
"""How far a size may lie from the straight line."""

_TODAY = date(2026, 1, 1)
_HEAD = (
    "subjects", "records", "partition", "pairs", "processors s", "wall s", "peak MB", "over linear"
)  # fmt: skip


@dataclass(frozen=True)
class Grown:
    """One size, linked in partitions of so many records."""

    subjects: int
    records: int
    partition: int
    pairs: int
    whole: measured.Run
    digest: str
    over_linear: float = 1.0


def one(folder: Path, out: Path, partition: int) -> dict[str, Any]:
    """Link a population in this process, and say what was done."""
    files = LinkFiles(folder / "subjects.csv", folder / "records.csv", out)
    settings = LinkSettings(load_model(LINK_MODEL), _TODAY, partition=partition)
    found = stats(link_files(files, settings, lambda total: lambda done: None))
    return {**found, "digest": sha256(out.read_bytes()).hexdigest()}


def grown(work: Path, subjects: int, records: int, partition: int) -> Grown:
    """Link a population of a size in a process of its own."""
    folder = population(work, subjects, records, 20_000)
    said = work / f"said-{subjects}-{records}-{partition}.json"
    words = ["--one", str(folder), "--said", str(said), "--partition", str(partition)]
    command = [sys.executable, "-m", "tests.benchmarks.bench_link_growth", *words]
    whole = measured.run(command, ROOT)
    found = json.loads(said.read_text(encoding="utf-8"))
    return Grown(subjects, records, partition, int(found["pairs"]), whole, str(found["digest"]))


def against_line(sizes: Sequence[Grown], both: bool) -> list[Grown]:
    """The sizes with their time over that of a straight line through the first and the last."""
    amount = [size.pairs if both else size.records for size in sizes]
    spent = [size.whole.processor_seconds for size in sizes]
    each = (spent[-1] - spent[0]) / max(amount[-1] - amount[0], 1)
    line = [spent[0] + each * (more - amount[0]) for more in amount]
    return [
        replace(size, over_linear=mine / expected)
        for size, mine, expected in zip(sizes, spent, line, strict=True)
    ]


def markdown(runs: Sequence[Grown]) -> str:
    """One line a run."""
    lines = [f"| {' | '.join(_HEAD)} |", f"|{' --- |' * len(_HEAD)}"]
    for run in runs:
        cells = (
            f"{run.subjects:,}",
            f"{run.records:,}",
            f"{run.partition:,}",
            f"{run.pairs:,}",
            f"{run.whole.processor_seconds:.1f}",
            f"{run.whole.seconds:.1f}",
            f"{run.whole.peak_rss_mb:,.0f}",
            f"{run.over_linear:.2f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def run(options: argparse.Namespace, work: Path) -> int:
    """The table on standard output; 1 if a promise is not kept."""
    work.mkdir(parents=True, exist_ok=True)
    records = [int(size) for size in options.records.split(",")]
    subjects = [
        options.subjects * size // records[0] if options.both else options.subjects
        for size in records
    ]
    sizes = [grown(work, a, b, options.partition) for a, b in zip(subjects, records, strict=True)]
    sizes = against_line(sizes, options.both)
    others = [
        grown(work, subjects[0], records[0], int(partition))
        for partition in filter(None, options.partitions.split(","))
    ]
    print(markdown([*sizes, *others]))
    linear = all(abs(size.over_linear - 1) <= PROMISED for size in sizes)
    same = all(other.digest == sizes[0].digest for other in others)
    print(f"{'kept' if linear else 'NOT KEPT'}: within {PROMISED:.0%} of a straight line")
    print(f"{'kept' if same else 'NOT KEPT'}: one answer in partitions of any size")
    return int(not (linear and same))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line above."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--subjects", type=int, default=50_000)
    parser.add_argument("--records", default="100000,200000,400000,800000")
    parser.add_argument("--partitions", default="32768,131072", help="further ones, first size")
    parser.add_argument("--both", action="store_true", help="subjects grow as the records do")
    parser.add_argument("--work", type=Path, help="keeps the populations and the answers")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--said", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--partition", type=int, default=PARTITION, help="records at once")
    options = parser.parse_args(arguments)
    if options.one:
        said: Path = options.said
        found = one(options.one, said.with_suffix(".csv"), options.partition)
        said.write_text(json.dumps(found), encoding="utf-8")
        return 0
    if options.work:
        return run(options, options.work)
    with tempfile.TemporaryDirectory() as folder:
        return run(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
