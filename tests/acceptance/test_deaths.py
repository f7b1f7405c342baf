"""A night that dies, is stopped or cut off at any boundary is mended by the next: a few of them.

The long version is `python -m tests.campaigns.deaths`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_whatever_befalls_a_night_nothing_is_bought_twice_or_lost(postgres_server: str) -> None:
    """In a process of its own, which may fork."""
    command = [sys.executable, "-m", "tests.campaigns.deaths", "12", "5"]
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    environment = {**os.environ, "PYTHONPATH": path, "TEST_DATABASE_URL": postgres_server}
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = [line for line in done.stdout.splitlines() if line.endswith(": 0 worlds were wrong")]
    assert len(told) == 2
    assert all(int(line.split()[1]) >= 6 for line in told), "so many events happened"
