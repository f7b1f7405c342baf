"""How well `link` knows its own wrong share, on tasks with known truth that it does not see.

`python -m tests.benchmarks.bench_wrong_share --data DIR --splits check,v1,v2,v3
[--variants nobody,few,alone,unidentified,small] [--max-wrong 0.01] [--work DIR] [--model MODEL]`

DIR holds a folder a split (see `bench_linkage`). Each task is linked with `--max-wrong`; `estimate`
is what `link` said of the threshold that it chose, `wrong` what is true of it, `chance` the
deviation by which the truth of so few would miss an exact estimate, `reach` right-party contact and
`oracle` the reach of the threshold that knows the truth. `error there` is the error of the estimate
at that threshold. Variants (`linkage/variants.py`) take something out of the files. Exit code 1: a
promise is not kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import sqrt
from pathlib import Path
from typing import Any

from config.default_model import LINK_MODEL
from tests.benchmarks.linkage.linkers import Files, Linker, link, ours
from tests.benchmarks.linkage.report import TASKS
from tests.benchmarks.linkage.scorer import Acceptance, oracle, read_predictions, read_task
from tests.benchmarks.linkage.variants import VARIANTS, varied

MOST_WRONG, LEAST_REACH = 1.2, 0.85
"""Of the limit that was asked for, and of the reach of the oracle."""

NEAR, NEAR_IN_NOISE = 0.003, 0.007
NOISY = ("v2", "t4")
"""The splits with 40% more noise."""


@dataclass(frozen=True)
class Said:
    """What was said of one threshold."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One task of one split: what was said and accepted, and what is true.

    `said` is None where nothing was accepted; `there` is what was said of the oracle's threshold.
    """

    task: str
    split: str
    checked: bool
    said: Said | None
    accepted: int
    wrong: float
    reach: float
    oracle: Acceptance
    there: Said | None

    @property
    def error(self) -> float:
        """Of the estimate of those accepted; 0 where nobody is."""
        return self.said.share - self.wrong if self.said else 0.0

    @property
    def error_there(self) -> float:
        """Of the estimate at the threshold of the oracle; 0 where that accepts nobody."""
        return self.there.share - self.oracle.wrong if self.there else 0.0

    @property
    def chance(self) -> float:
        """The deviation of the true share of so many accepted, if the estimate is exact."""
        share = self.said.share if self.said else 0.0
        return sqrt(share * (1.0 - share) / max(self.accepted, 1))


@dataclass(frozen=True)
class Bench:
    """How the tasks are linked: the share that may be wrong, the command, where answers go."""

    limit: float
    linker: Linker
    work: Path


def measured(bench: Bench, folder: Path, task: str) -> Row:
    """Link one task of a folder and hold what was said against the truth."""
    files = [folder / f"{task}_{name}.csv" for name in ("debtors", "source", "truth")]
    out = bench.work / f"{folder.name}-{task}.csv"
    link(bench.linker, Files(files[0], files[1], out))
    told = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))["wrong_share"]
    truth = read_task(files[0], files[2])
    best = oracle([read_predictions(out, truth)], bench.limit)
    accepted = _accepted(out)
    right = len(accepted & truth.truth)
    curve = _curve(out.with_suffix(".unfinished.wrong_share.csv"))
    return Row(
        task,
        folder.name,
        told["checked"],
        _said(told["accept"]) if accepted else None,
        len(accepted),
        1.0 - right / max(len(accepted), 1) if accepted else 0.0,
        right / max(len(truth.findable), 1),
        best,
        _there(curve, best.threshold),
    )


def _accepted(pairs: Path) -> set[tuple[str, str]]:
    with pairs.open(newline="", encoding="utf-8") as rows:
        taken = [row for row in csv.DictReader(rows) if row["decision"] == "accept"]
    found = {(row["debtor_id"], row["record_id"]) for row in taken}
    if len({subject for subject, _ in found}) != len(taken):
        raise ValueError(f"{pairs.name}: a subject has two accepted records")
    return found


def _curve(path: Path) -> dict[float, Said]:
    with path.open(newline="", encoding="utf-8") as rows:
        return {float(row["threshold"]): _said(row) for row in csv.DictReader(rows)}


def _there(curve: Mapping[float, Said], threshold: float) -> Said | None:
    """What was said of the least threshold from that one on; some tops are never accepted."""
    above = [known for known in curve if known >= threshold]
    return curve[min(above)] if above else None


def _said(row: Mapping[str, Any]) -> Said:
    return Said(*(float(row[name]) for name in ("wrong_share", "low", "high")))


_HEAD = (
    "task", "split", "checked", "accepted", "estimate", "low", "high", "wrong", "error", "chance",
    "reach", "oracle", "error there",
)  # fmt: skip


def markdown(table: Sequence[Row]) -> str:
    """All rows as a markdown table; shares are per cent."""
    lines = [_line(_HEAD), _line(["---"] * 3 + ["---:"] * (len(_HEAD) - 3))]
    for row in table:
        said = [row.said.share, row.said.low, row.said.high] if row.said else [None] * 3
        rest = [row.wrong, row.error, row.chance] if row.said else [None] * 3
        shares = [*said, *rest, row.reach, row.oracle.reached, row.error_there]
        checked = "yes" if row.checked else "no"
        cells = ["-" if share is None else f"{100 * share:.2f}" for share in shares]
        lines.append(_line([row.task, row.split, checked, f"{row.accepted:,}", *cells]))
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def broken_promises(table: Sequence[Row], limit: float) -> list[str]:
    """What a row of a whole split misses of what is promised, one sentence each."""
    found = []
    for row in table:
        near = NEAR_IN_NOISE if row.split in NOISY else NEAR
        checks = (
            ("wrong share", row.wrong, "<=", MOST_WRONG * limit),
            ("reach", row.reach, ">=", LEAST_REACH * row.oracle.reached),
            ("error of the estimate", abs(row.error), "<=", near),
            ("error at the oracle's threshold", abs(row.error_there), "<=", near),
        )
        for name, value, sign, bound in checks:
            if not (value >= bound if sign == ">=" else value <= bound):
                where = f"{row.task} {row.split}"
                found.append(f"{where}: {name} {value:.4f}, promised {sign} {bound:.4f}")
    return found


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder a split")
    parser.add_argument("--splits", default="check,v1,v2,v3", help="commas between")
    parser.add_argument("--tasks", default=",".join(TASKS), help="commas between")
    parser.add_argument("--variants", default="", help=f"of {', '.join(VARIANTS)}")
    parser.add_argument("--max-wrong", type=float, default=0.01)
    parser.add_argument("--model", default=LINK_MODEL, help="a shipped model or a model file")
    parser.add_argument("--work", type=Path, help="keeps the answers; those there are not redone")
    return parser.parse_args(arguments)


def run(options: argparse.Namespace, work: Path) -> int:
    """All tasks of all splits and their variants: the table, 1 if a promise is not kept."""
    work.mkdir(parents=True, exist_ok=True)
    more = ("--stats", "{stats}", "--max-wrong", str(options.max_wrong), "--model", options.model)
    linker = ours()
    bench = Bench(options.max_wrong, Linker(linker.name, (*linker.command, *more)), work)
    splits, tasks = options.splits.split(","), options.tasks.split(",")
    table = [measured(bench, options.data / split, task) for task in tasks for split in splits]
    print(markdown(table))
    varieties = []
    for variant in filter(None, options.variants.split(",")):
        for task, split in product(tasks, splits):
            target = work / f"{split}-{variant}"
            varied(options.data / split, task, variant, target)
            varieties.append(measured(bench, target, task))
    if varieties:
        print("", markdown(varieties), sep="\n")
    broken = broken_promises(table, options.max_wrong)
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
