"""kill -9 of the nightly batch: it finishes on restart, nothing is bought twice or lost.

The long version is `python -m tests.campaigns.killed_nightly`.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests.campaigns.killed_nightly import faults_of, killed_until_done, untraced
from tests.findings import findings_of
from tests.installation import DAY, Site
from tests.nights import bill

KILLS, ACCOUNTS, BETWEEN = 1, 16, 3


@pytest.mark.parametrize("processes", [1, 2])
def test_kills_amid_paid_work_change_nothing(tmp_path: Path, ready: Site, processes: int) -> None:
    """Each kill falls when the bureau has billed some more calls, so none falls too late.

    Where two processes work the night off, the first is killed and the other ends its chunk.
    """
    calm = untraced(tmp_path / "calm", ready, ACCOUNTS)
    beside = {"chunk = 3": f"chunk = 3\nprocesses = {processes}"}
    killed = calm.copy(tmp_path / "killed", beside)
    with calm.served():
        calm.run("nightly", "--as-of", DAY, code=None)
    assert len(bill(calm)) > 2 * KILLS * BETWEEN
    assert len(findings_of(calm)) > ACCOUNTS

    def billed_some_more(site: Site, running: subprocess.Popen[bytes]) -> None:
        enough = len(bill(site)) + BETWEEN
        while running.poll() is None and len(bill(site)) < enough:
            time.sleep(0.005)

    assert killed_until_done(killed, billed_some_more, KILLS) == KILLS
    assert faults_of(killed, calm) == []
