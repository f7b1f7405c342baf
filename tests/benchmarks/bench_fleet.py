"""Throughput of a fleet of two workers over one, where work waits for its sources.

`python -m tests.benchmarks.bench_fleet [ACCOUNTS] [SECONDS]`: a night of so many accounts, worked
off by workers that are there already, each with one task at a time; the bureau takes so long for
every answer. Printed are the seconds from the handing on to the last order, and their ratio: 1.6
is wanted. Providers and database run beside the workers on this machine.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connectors.sandbox.providers.httpd import Router
from connectors.sandbox.providers.messages import Request, Response
from skiptrace.model.order import OrderState
from tests.campaigns.fleet import FLEET, orders
from tests.campaigns.killed_nightly import SMALL_CHUNKS
from tests.campaigns.two_workers import HERE, postgres
from tests.installation import DAY, Site, built_town, take_in_first
from tests.nights import bill

WANTED = 1.6
_ASKED = "/enformion/PersonSearch"
_LONGEST = 600.0


@contextmanager
def slow(seconds: float) -> Iterator[None]:
    """Within it the bureau of this process takes so long for an answer."""
    real = Router.answer

    def answer(router: Router, request: Request) -> Response:
        if request.path == _ASKED:
            time.sleep(seconds)
        return real(router, request)

    Router.answer = answer  # type: ignore[method-assign]
    try:
        yield
    finally:
        Router.answer = real  # type: ignore[method-assign]


def seconds_of(site: Site, workers: int) -> float:
    """How long that many waiting workers take for the night."""
    running = [site.start("worker") for _ in range(workers)]
    try:
        wait_until(lambda: site.json("status")["fleet"]["processes"] == workers)
        began = time.monotonic()
        site.run("nightly", "--as-of", DAY)
        wait_until(lambda: not is_open(site))
        return time.monotonic() - began
    finally:
        for one in running:
            end(one)


def is_open(site: Site) -> bool:
    """Whether an order waits or is claimed."""
    found = orders(site)
    return bool(found[OrderState.TODO] or found[OrderState.CLAIMED])


def wait_until(holds: object) -> None:
    """Wait until that holds; SystemExit when it never does."""
    until = time.monotonic() + _LONGEST
    while not holds():  # type: ignore[operator]
        if time.monotonic() > until:
            raise SystemExit("the night never ended")
        time.sleep(0.2)


def end(worker: subprocess.Popen[bytes]) -> None:
    """Told to stop, a worker ends."""
    worker.send_signal(signal.SIGTERM)
    worker.communicate()


def measured(folder: Path, town: Path, accounts: int, workers: int) -> tuple[float, int]:
    """Seconds of a night of a site of its own, and how many calls were bought in it."""
    with postgres() as url:
        changes = SMALL_CHUNKS | {HERE: f'url = "{url}"'}
        site = Site.create(folder, town, changes).changed(FLEET)
        take_in_first(site, accounts)
        site.run("worker", "--setup")
        site.run("doctor", code=None)
        with site.served():
            return seconds_of(site, workers), len(bill(site))


def main(accounts: str = "60", seconds: str = "0.5") -> int:
    """Print both times and their ratio; 1 when it is less than wanted."""
    with tempfile.TemporaryDirectory() as name, slow(float(seconds)):
        folder = Path(name)
        town = built_town(folder / "town")
        took = {}
        for workers in (1, 2):
            took[workers], calls = measured(folder / f"{workers}", town, int(accounts), workers)
            print(f"{workers} workers: {took[workers]:.1f} s, {calls} calls bought", flush=True)
    ratio = took[1] / took[2]
    print(f"two workers have {ratio:.2f} times the throughput of one; {WANTED} is wanted")
    return int(ratio < WANTED)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
