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


def test_twenty_kills_change_nothing(tmp_path: Path, town: Path) -> None:
    calm = taken_in(tmp_path / "calm", town)
    calm.run("nightly", "--as-of", DAY, code=None)

    draft = taken_in(tmp_path / "killed", town)
    moments = random.Random(11)
    kills = 0
    with start_sandbox(draft.folder / "sandbox") as server:
        draft.config.write_text(
            draft.config.read_text().replace(
                'dir = "sandbox"', f'dir = "sandbox"\nurl = "{server.url}"'
            )
        )
        while kills < KILLS:
            running = draft.start("nightly", "--as-of", DAY)
            time.sleep(moments.uniform(0.7, 1.5))
            if running.poll() is not None:
                running.communicate()
                break
            running.send_signal(signal.SIGKILL)
            running.communicate()
            kills += 1
        draft.run("nightly", "--as-of", DAY, code=None)
        references = bill(draft)

    assert kills == KILLS
    assert findings_of(draft) == findings_of(calm)
    assert len(references) == len(set(references))
    assert len(references) == len(bill(calm))
    draft.run("audit", "verify")
