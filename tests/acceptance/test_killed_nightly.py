"""kill -9 of the nightly batch: it finishes on restart, nothing is bought twice or lost."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from findings import findings_of
from installation import DAY, Site

from connectors.sandbox.serve import start_sandbox

KILLS = 20
SMALL_CHUNKS = {
    "chunk = 500": "chunk = 3",
    # a crawl takes seconds and costs nothing: without it more kills fall into paid work
    "[sources.county_court]": "[sources.county_court]\nenabled = false",
}


def bill(site: Site) -> list[str]:
    """The references of everything that the sandbox's bureau billed."""
    with closing(sqlite3.connect(site.folder / "sandbox" / "bill.sqlite")) as connection:
        return [row[0] for row in connection.execute("SELECT reference FROM call")]


def taken_in(folder: Path, town: Path) -> Site:
    site = Site.create(folder, town, SMALL_CHUNKS)
    site.run("intake", str(site.mail), "--yes", "--as-of", DAY, code=None)
    return site


def killed_until_done(site: Site, moments: random.Random, most: int) -> int:
    """Kill the nightly at random moments, at most so often, then let it finish; the kills."""
    kills = 0
    with start_sandbox(site.folder / "sandbox") as server:
        settings = site.config.read_text()
        here = f'dir = "sandbox"\nurl = "{server.url}"'
        site.config.write_text(settings.replace('dir = "sandbox"', here))
        while kills < most:
            running = site.start("nightly", "--as-of", DAY)
            time.sleep(moments.uniform(0.6, 1.4))
            if running.poll() is not None:
                running.communicate()
                break
            running.send_signal(signal.SIGKILL)
            running.communicate()
            kills += 1
        site.run("nightly", "--as-of", DAY, code=None)
    return kills


def test_twenty_kills_change_nothing(tmp_path: Path, town: Path) -> None:
    """A fast machine may finish a site before its twentieth kill: then another site is killed."""
    calm = taken_in(tmp_path / "calm", town)
    calm.run("nightly", "--as-of", DAY, code=None)
    expected, billed = findings_of(calm), bill(calm)

    moments = random.Random(11)
    kills, sites = 0, 0
    while kills < KILLS:
        site = taken_in(tmp_path / f"killed-{sites}", town)
        kills += killed_until_done(site, moments, KILLS - kills)
        sites += 1
        assert sites <= KILLS
        references = bill(site)
        assert findings_of(site) == expected
        assert len(references) == len(set(references)) == len(billed)
        site.run("audit", "verify")
