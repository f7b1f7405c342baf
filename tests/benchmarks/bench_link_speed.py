"""Linking speed, memory and growth on synthetic rows, ours and Splink's in the same run.

`python -m tests.benchmarks.bench_link_speed [--splink-python PATH] [--subjects 300000]
[--records 195000] [--growth 10] [--work DIR] [--linker COMMAND]`; wants two cores that are
otherwise idle.

Each linker runs as a command on the full size and on a tenth of it. It says itself how long each
phase took and how many pairs it scored ({stats}, one JSON object); the kernel says its peak memory.
Pairs a second count from blocking to written scores. Splink is given its trained model (trained on
the tenth), so its training is not in its time, and writes only scores from 0.01.
`--linker` replaces `skiptrace link`. `bench_link_growth` has four sizes on a line. Exit code 1: a
promise is not kept.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.linkage import measured
from tests.benchmarks.linkage.linkers import OURS, PEER, ROOT, Linker, ours, splink

PHASES = ("read", "normalise", "block", "score", "context", "write")
TIMED = ("block", "score", "context", "write")
PROMISED_RATE = 2_200_000
PROMISED_RATIO = 10
"""Of Splink's pairs a second, and of the time that its whole command takes."""
PROMISED_MB = 800
PROMISED_GROWTH = 1.2
"""Of the time, over the growth of the rows: ten times the rows in at most twelve times the time."""


@dataclass(frozen=True)
class Timed:
    """One linker on one population."""

    linker: str
    rows: int
    pairs: int
    phases: Mapping[str, float]
    whole: measured.Run
    out: Path
    truth: Path

    @property
    def rate(self) -> float:
        """Pairs a second from blocking to written scores."""
        return self.pairs / max(sum(self.phases.get(phase, 0.0) for phase in TIMED), 1e-9)


def population(folder: Path, subjects: int, records: int, town: int) -> Path:
    """A folder with a population of that size, made in a process of its own unless it is there."""
    target = folder / f"population-{subjects}-{records}-{town}"
    if not (target / "truth.csv").exists():
        module = "tests.benchmarks.linkage.population"
        size = f"--subjects {subjects} --records {records} --people-a-town {town}"
        measured.run([sys.executable, "-m", module, *size.split(), "--out", str(target)], ROOT)
    return target


def timed(linker: Linker, data: Path, rows: int, work: Path) -> Timed:
    """Run a linker on a population and read what it said of itself."""
    name = f"{linker.name.replace(' ', '_')}-{rows}"
    paths = {
        "subjects": data / "subjects.csv",
        "records": data / "records.csv",
        "out": work / f"{name}.csv",
        "stats": work / f"{name}.json",
    }
    places = {place: path.resolve() for place, path in paths.items()}
    whole = measured.run(measured.filled(linker.command, places), ROOT)
    stats = json.loads(paths["stats"].read_text(encoding="utf-8"))
    pairs, seconds = int(stats["pairs"]), stats["seconds"]
    return Timed(linker.name, rows, pairs, seconds, whole, paths["out"], data / "truth.csv")


def _with_stats(linker: Linker, *more: str) -> Linker:
    return Linker(linker.name, (*linker.command, "--stats", "{stats}", *more))


def trained_splink(python: Path, data: Path, work: Path) -> Linker:
    """The peer with a model that was trained on a population beforehand."""
    model = work / "splink-model.json"
    large = _with_stats(splink(python), "--rules", "large", "--least", "0.01")
    if not model.exists():
        timed(
            Linker("training", (*large.command, "--save-model", str(model.resolve()))),
            data,
            0,
            work,
        )
    return Linker(PEER, (*large.command, "--model", str(model.resolve())))


def found_share(run: Timed) -> float:
    """The share of the true pairs that the linker wrote with probability 0.5 or more."""
    import duckdb

    query = """
        SELECT count(s.record_id) / count(*)
        FROM read_csv(?, all_varchar = true) t
        LEFT JOIN (SELECT * FROM read_csv(?, all_varchar = true) WHERE probability::DOUBLE >= 0.5) s
          ON s.debtor_id = t.debtor_id AND s.record_id = t.record_id
    """
    with duckdb.connect() as con:
        return float(con.execute(query, [str(run.truth), str(run.out)]).fetchall()[0][0])


def markdown(runs: Sequence[Timed]) -> str:
    """One line a run."""
    head = ("linker", "rows", "pairs", *(f"{phase} s" for phase in PHASES))
    more = ("million pairs/s", "whole run s", "peak MB", "true pairs found")
    lines = [f"| {' | '.join((*head, *more))} |", f"|{' --- |' * (len(head) + len(more))}"]
    for run in runs:
        phases = (f"{run.phases.get(phase, 0.0):.2f}" for phase in PHASES)
        cells = (
            run.linker,
            f"{run.rows:,}",
            f"{run.pairs:,}",
            *phases,
            f"{run.rate / 1e6:.2f}",
            f"{run.whole.seconds:.1f}",
            f"{run.whole.peak_rss_mb:,.0f}",
            f"{found_share(run):.3f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def verdicts(small: Mapping[str, Timed], full: Mapping[str, Timed]) -> list[tuple[str, bool]]:
    """What was promised beside what was measured, and whether it was kept; of our linker only."""
    mine, less = full[OURS], small[OURS]
    rows, time = mine.rows / less.rows, mine.whole.seconds / less.whole.seconds
    rate, memory = mine.rate, mine.whole.peak_rss_mb
    found = [
        (f"{rate:,.0f} pairs/s (promised {PROMISED_RATE:,})", rate >= PROMISED_RATE),
        (f"{memory:,.0f} MB at the peak (promised {PROMISED_MB:,})", memory <= PROMISED_MB),
        (
            f"{rows:.0f} times the rows in {time:.1f} times the time"
            f" (promised {rows * PROMISED_GROWTH:.0f})",
            time <= rows * PROMISED_GROWTH,
        ),
    ]
    if PEER in full:
        for what, ratio in (
            ("Splink's rate", mine.rate / full[PEER].rate),
            ("as fast as Splink's whole command", full[PEER].whole.seconds / mine.whole.seconds),
        ):
            said = f"{ratio:.1f} times {what} (promised {PROMISED_RATIO})"
            found.append((said, ratio >= PROMISED_RATIO))
    return found


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--subjects", type=int, default=300_000)
    parser.add_argument("--records", type=int, default=195_000)
    parser.add_argument("--people-a-town", type=int, default=20_000)
    parser.add_argument("--growth", type=int, default=10, help="the small run is that much smaller")
    parser.add_argument("--splink-python", type=Path, help="python of an environment with Splink 5")
    parser.add_argument("--linker", help="a command in place of `skiptrace link`")
    parser.add_argument("--work", type=Path, help="keeps the populations and the answers")
    return parser.parse_args(arguments)


def run(options: argparse.Namespace, work: Path) -> int:
    """Both sizes, all linkers: the table on standard output, 1 if a promise is not kept."""
    work.mkdir(parents=True, exist_ok=True)
    whole = (options.subjects, options.records)
    part = (options.subjects // options.growth, options.records // options.growth)
    town = options.people_a_town
    data = {sum(size): population(work, *size, town) for size in (part, whole)}
    command = options.linker
    mine = Linker(OURS, tuple(shlex.split(command))) if command else _with_stats(ours())
    linkers = [mine]
    if options.splink_python:
        linkers.append(trained_splink(options.splink_python, data[sum(part)], work))
    runs = [timed(linker, data[rows], rows, work) for rows in data for linker in linkers]
    print(markdown(runs))
    sizes = ({r.linker: r for r in runs if r.rows == rows} for rows in data)
    kept = True
    for sentence, is_kept in verdicts(*sizes):
        print(f"{'kept' if is_kept else 'NOT KEPT'}: {sentence}")
        kept &= is_kept
    return int(not kept)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line above."""
    options = _options(arguments)
    if options.work:
        return run(options, options.work)
    with tempfile.TemporaryDirectory() as folder:
        return run(options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
