"""Splink 5 as the peer: trained without labels on the files it links, scores written as ours are.

Runs in an environment of its own (`pip install splink duckdb`), never in the project's:
`python splink_peer.py --subjects F --records F --out F [--stats F] [--model F] [--save-model F]`.
Columns are those of the tasks; out has debtor_id, record_id, probability; stats is one JSON object
(pairs, seconds a phase, peak_rss_mb).
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import splink_model as model  # type: ignore[import-not-found,unused-ignore]
from splink import DuckDBAPI, Linker  # type: ignore[import-not-found]

_SIDES = {"subjects": "debtor_id", "records": "record_id"}
_OUTPUT = """
    COPY (SELECT CASE WHEN source_dataset_l = 'subjects' THEN unique_id_l ELSE unique_id_r END
                 AS debtor_id,
                 CASE WHEN source_dataset_l = 'subjects' THEN unique_id_r ELSE unique_id_l END
                 AS record_id,
                 match_probability AS probability
          FROM {table}) TO '{path}' (HEADER)
"""


class Clock:
    """Seconds by phase; each `lap` ends one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, phase: str) -> None:
        """Give the time since the last lap to `phase`."""
        now = time.perf_counter()
        self.seconds[phase] = self.seconds.get(phase, 0.0) + now - self._last
        self._last = now


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _scan(path: Path) -> str:
    if path.suffix == ".parquet":
        return f"read_parquet('{_quoted(path)}')"
    return f"read_csv('{_quoted(path)}', header = true, all_varchar = true)"


def _linker(con: Any, options: argparse.Namespace) -> Any:
    """A linker over both files in normalised columns; a saved model where one is given."""
    for table, key in _SIDES.items():
        source = _scan(getattr(options, table))
        chosen = f"SELECT {key} AS unique_id, {model.COLUMNS} FROM {source}"  # noqa: S608
        con.execute(f"CREATE TABLE clean_{table} AS {chosen}")
    api = DuckDBAPI(connection=con)
    frames = [api.register(f"clean_{table}", dataset_display_name=table) for table in _SIDES]
    settings = str(options.model) if options.model else model.settings(options.rules)
    return Linker(frames, settings, log_level="ERROR")


def _filled(con: Any) -> set[str]:
    """The columns of which both files have at least one value."""
    sides = []
    for table in _SIDES:
        shown = con.execute(f"SUMMARIZE clean_{table}").fetchall()
        sides.append({name for name, _, least, *_ in shown if least is not None})
    return set.intersection(*sides)


def _rows(con: Any, frame: Any) -> int:
    """The rows of a Splink table; a result is read to its end before the next statement."""
    counted = con.execute(f"SELECT count(*) FROM {frame.physical_name}")  # noqa: S608
    return int(counted.fetchall()[0][0])


def _write(con: Any, scored: Any, path: Path) -> int:
    con.execute(_OUTPUT.format(table=scored.physical_name, path=_quoted(path)))
    return _rows(con, scored)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Link the two files, write the scores; the stats that are printed."""
    clock = Clock()
    con = duckdb.connect()
    con.execute(f"SET threads = {options.threads}")
    linker = _linker(con, options)
    clock.lap("read")
    if not options.model:
        model.train(linker, _filled(con))
        clock.lap("train")
    if options.save_model:
        linker.misc.save_model_to_json(str(options.save_model), overwrite=True)
    blocked = linker.inference.compute_blocked_pairs_for_predict()
    pairs = _rows(con, blocked)
    clock.lap("block")
    scored = linker.inference.predict(threshold_match_probability=options.least)
    clock.lap("score")
    written = _write(con, scored, options.out)
    clock.lap("write")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pairs": pairs, "written": written, "seconds": clock.seconds, "peak_rss_mb": peak}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line above."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--subjects", "--records", "--out"):
        parser.add_argument(name, type=Path, required=True)
    for name in ("--stats", "--model", "--save-model"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--rules", choices=sorted(model.RULES), default="wide")
    parser.add_argument("--least", type=float, default=None, help="write no probability below")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    stats = json.dumps(run(options))
    if options.stats:
        options.stats.write_text(stats, encoding="utf-8")
    print(stats)
    return 0


if __name__ == "__main__":
    sys.exit(main())
