"""kill -9 of the nightly batch at random moments: it finishes on restart, nothing is lost.

`python -m tests.campaigns.killed_nightly [KILLS] [SEED]`; 1 when anything was bought twice, lost
or made up. tests/acceptance/test_killed_nightly.py is its short version.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.findings import findings_of
from tests.installation import DAY, Site, built_town, take_in_first
from tests.nights import SOON, WITHOUT_COURT, bill

SMALL_CHUNKS = {"chunk = 500": "chunk = 3", **WITHOUT_COURT}
"""More kills fall between two chunks, and into paid work."""

Moment = Callable[[Site, subprocess.Popen[bytes]], None]
"""Waits until the running batch is to be killed, or has ended."""


def untraced(folder: Path, new: Site, accounts: int | None = None) -> Site:
    """A copy of a new site whose accounts, or the first so many, are taken in."""
    site = new.copy(folder, SMALL_CHUNKS | SOON)
    take_in_first(site, accounts)
    return site


def killed_until_done(site: Site, moment: Moment, most: int) -> int:
    """Kill the nightly at these moments, at most so often, then let it finish; the kills."""
    kills = 0
    with site.served():
        while kills < most:
            running = site.start("nightly", "--as-of", DAY)
            moment(site, running)
            running.send_signal(signal.SIGKILL)
            running.communicate()
            if running.returncode != -signal.SIGKILL:
                break
            kills += 1
        site.run("nightly", "--as-of", DAY, code=None)
    return kills


def faults_of(killed: Site, calm: Site) -> list[str]:
    """What is wrong with a site that was killed, beside one that was left in peace."""
    references = bill(killed)
    wrong = []
    if len(set(references)) != len(references):
        wrong.append("a call was bought twice")
    if len(references) != len(bill(calm)):
        wrong.append(f"{len(references)} calls were bought, {len(bill(calm))} in peace")
    if findings_of(killed) != findings_of(calm):
        wrong.append("other findings than in peace")
    if killed.run("audit", "verify", code=None).returncode:
        wrong.append("the audit trail is broken")
    return wrong


def main(kills: str = "20", seed: str = "11") -> int:
    """Print each site's kills and faults; a site that ends before its last kill makes room."""
    moments = random.Random(seed)
    left, faults = int(kills), 0

    def moment(_: Site, __: subprocess.Popen[bytes]) -> None:
        time.sleep(moments.uniform(0.6, 1.4))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        new = Site.create(folder / "new", built_town(folder / "town"))
        calm = untraced(folder / "calm", new)
        calm.run("nightly", "--as-of", DAY, code=None)
        for number in range(int(kills)):
            site = untraced(folder / f"killed-{number}", new)
            fell = killed_until_done(site, moment, left)
            wrong = faults_of(site, calm)
            left, faults = left - fell, faults + len(wrong)
            print(f"site {number}: {fell} kills: {', '.join(wrong) or 'nothing lost'}", flush=True)
            if not left:
                break
    return int(faults > 0 or left > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
