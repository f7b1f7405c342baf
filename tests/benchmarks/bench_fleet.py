"""Throughput of a fleet of two workers over one, where work waits for its sources.

`python -m tests.benchmarks.bench_fleet [ACCOUNTS] [SECONDS]`: a night of so many accounts, worked
off by workers that are there already, each with one task at a time; the bureau takes so long for
every answer. Printed are the seconds from the first question of any source to the end of the last
order, and their ratio: 1.6 is wanted. Providers and database run beside the workers here.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from sqlalchemy import make_url

from connectors.sandbox.providers.httpd import Router
from connectors.sandbox.providers.messages import Request, Response
from tests.campaigns.fleet import FLEET
from tests.campaigns.killed_nightly import SMALL_CHUNKS
from tests.campaigns.two_workers import HERE, postgres
from tests.installation import DAY, Site, built_town, take_in_first
from tests.nights import bill

WANTED = 1.6
_ASKED = "/enformion/PersonSearch"
_LONGEST = 600.0
_AT_WORK = "SELECT count(*) FROM skiptrace_fleet.procrastinate_workers"
_OPEN = "SELECT count(*) FROM trace_order WHERE state IN ('todo', 'claimed')"


class Slow:
    """Providers of this process, whose bureau takes so long; when the first question came."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.first = 0.0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Within it they answer so."""
        real = Router.answer

        def answer(router: Router, request: Request) -> Response:
            self.first = self.first or time.monotonic()
            if request.path == _ASKED:
                time.sleep(self._seconds)
            return real(router, request)

        Router.answer = answer  # type: ignore[method-assign]
        try:
            yield
        finally:
            Router.answer = real  # type: ignore[method-assign]


def seconds_of(site: Site, url: str, workers: int, slow: Slow) -> float:
    """How long that many waiting workers take for the night."""
    running = [site.start("worker") for _ in range(workers)]
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(address, autocommit=True) as base:
            wait_until(lambda: number(base, _AT_WORK) == workers)
            slow.first = 0.0
            site.run("nightly", "--as-of", DAY)
            wait_until(lambda: number(base, _OPEN) == 0)
            return time.monotonic() - slow.first
    finally:
        for one in running:
            end(one)


def number(base: psycopg.Connection, query: LiteralString) -> int:
    """The one number that a query gives."""
    row = base.execute(query).fetchone()
    return int(row[0]) if row else 0


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until that holds; SystemExit when it never does."""
    until = time.monotonic() + _LONGEST
    while not holds():
        if time.monotonic() > until:
            raise SystemExit("the night never ended")
        time.sleep(0.1)


def end(worker: subprocess.Popen[bytes]) -> None:
    """Told to stop, a worker ends."""
    worker.send_signal(signal.SIGTERM)
    worker.communicate()


def measured(
    folder: Path, town: Path, accounts: int, workers: int, slow: Slow
) -> tuple[float, int]:
    """Seconds of a night of a site of its own, and how many calls were bought in it."""
    with postgres() as url:
        changes = SMALL_CHUNKS | {HERE: f'url = "{url}"'}
        site = Site.create(folder, town, changes).changed(FLEET)
        take_in_first(site, accounts)
        site.run("worker", "--setup")
        site.run("doctor", code=None)
        with site.served():
            return seconds_of(site, url, workers, slow), len(bill(site))


def main(accounts: str = "36", seconds: str = "5") -> int:
    """Print both times and their ratio; 1 when it is less than wanted."""
    slow = Slow(float(seconds))
    with tempfile.TemporaryDirectory() as name, slow.answering():
        folder = Path(name)
        town = built_town(folder / "town")
        took = {}
        for workers in (1, 2):
            own = folder / f"{workers}"
            took[workers], calls = measured(own, town, int(accounts), workers, slow)
            print(f"{workers} workers: {took[workers]:.1f} s, {calls} calls bought", flush=True)
    ratio = took[1] / took[2]
    print(f"two workers have {ratio:.2f} times the throughput of one; {WANTED} is wanted")
    return int(ratio < WANTED)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
