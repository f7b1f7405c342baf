"""Runs the demo as a user does and holds its figures against what the product promises.

`python -m tests.benchmarks.bench_demo [ACCOUNTS]`; wants two cores that are otherwise idle.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROMISED = {"seconds": 90.0, "peak_memory_mb": 1500, "wrong_party_share": 0.02}


def main(accounts: str = "2000") -> int:
    """Print each figure beside its promise; 1 if one is not kept."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "skiptrace.cli", "demo", "--json"]
        done = subprocess.run(
            [*command, "--accounts", accounts, "--out", str(Path(folder) / "demo")],
            stdout=subprocess.PIPE,
            check=True,
        )
    figures = json.loads(done.stdout)
    for name, value in figures.items():
        promise = f"(promised: at most {PROMISED[name]})" if name in PROMISED else ""
        print(f"{name:20} {value} {promise}")
    return int(any(figures[name] > most for name, most in PROMISED.items()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
