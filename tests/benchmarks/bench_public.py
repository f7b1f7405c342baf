"""Linking accuracy on files of people that nobody here made, ours and Splink's in the same run.

`python -m tests.benchmarks.bench_public --data DIR [--splink-python PATH] [--work DIR]`

DIR holds a folder a task with `subjects.csv` (debtor_id first), `records.csv` (record_id first) and
`truth.csv` (debtor_id, record_id), made by hand from a public data set: FEBRL, RLdata, Splink's
fake and historical people. None of it is part of the project. One of each cluster is a subject, or
where a set has originals, these are; all others are records. The calibration error is that of the
subjects' best candidates; `over .95` says what of the true pairs is accepted there and how many of
those accepted are wrong. `--splink-python` is an environment with splink and duckdb.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.linkage.linkers import PEER, Files, Linker, link
from tests.benchmarks.linkage.scorer import Scored, figures, read_predictions, read_task

ACCEPT = 0.95
_HEAD = "| linker | data | pairs found | best F1 | at | over .95 | wrong | ECE |"


def linkers(splink_python: Path | None) -> list[Linker]:
    """Ours with every pair that it compares, and the peer where its environment is given."""
    words = "-m skiptrace.cli link --threshold 0 --subjects {subjects} --records {records}"
    found = [Linker("skiptrace", (sys.executable, *words.split(), "--out", "{out}"))]
    if splink_python:
        script = Path(__file__).parent / "linkage" / "splink_public.py"
        words = "--subjects {subjects} --records {records} --out {out}"
        found.append(Linker(PEER, (str(splink_python), str(script), *words.split())))
    return found


def row(linker: str, name: str, answer: Scored) -> str:
    """One line of the table."""
    found = figures(answer)
    over = answer.probability >= ACCEPT
    right = int(answer.right[over].sum())
    wrong = 1.0 - right / int(over.sum()) if over.any() else 0.0
    cells = (
        f"{found.pair_completeness:.4f}",
        f"{found.best_f1:.4f}",
        f"{found.best_f1_threshold:.4f}",
        f"{right / max(len(answer.task.truth), 1):.3f}",
        f"{wrong:.4f}",
        f"{found.ece:.4f}",
    )
    return f"| {linker} | {name} | {' | '.join(cells)} |"


def run(data: Path, work: Path, splink_python: Path | None) -> None:
    """Every linker on every task, a line each."""
    print(_HEAD, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |", sep="\n")
    for folder in sorted(one for one in data.iterdir() if one.is_dir()):
        task = read_task(folder / "subjects.csv", folder / "truth.csv")
        for linker in linkers(splink_python):
            out = work / f"{linker.name.replace(' ', '_')}-{folder.name}.csv"
            link(linker, Files(folder / "subjects.csv", folder / "records.csv", out))
            print(row(linker.name, folder.name, read_predictions(out, task)), flush=True)


def main(arguments: Sequence[str]) -> None:
    """The command line above."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--splink-python", type=Path)
    parser.add_argument("--work", type=Path, help="keeps the answers; those there are not redone")
    asked = parser.parse_args(arguments)
    if asked.work:
        asked.work.mkdir(parents=True, exist_ok=True)
        run(asked.data, asked.work, asked.splink_python)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(asked.data, Path(folder), asked.splink_python)


if __name__ == "__main__":
    main(sys.argv[1:])
