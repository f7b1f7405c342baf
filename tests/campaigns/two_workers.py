"""Two nightly workers on one case file that are killed, stopped past their lease, cut off from it.

`python -m tests.campaigns.two_workers [EVENTS] [SEED] [sqlite|postgres]`; 1 when a call was bought
twice, an order was lost, or other findings came out than in peace. Both workers run on one host, so
nothing but their own ids tells them apart. The bureau's bill is the judge: it bills whoever asks.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from skiptrace.cli.session import opened
from skiptrace.model.order import OrderState
from tests.campaigns.killed_nightly import SMALL_CHUNKS, faults_of
from tests.installation import DAY, Site, built_town
from tests.postgres import _binaries, _server, database

LEASE, LATE = 6.0, 2.0
SHORT_LEASES = f"\n[workers]\nlease = {LEASE}\nlate = {LATE}\npatience = 10\n"
HERE = 'url = "sqlite:///skiptrace.db"'
_LONGEST = 600.0
_END_ALL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


@contextmanager
def server() -> Iterator[str]:
    """The one that is given, or a server of its own."""
    given, binaries = os.environ.get("TEST_DATABASE_URL"), _binaries()
    with ExitStack() as stack:
        if given is None and binaries is not None:
            given = stack.enter_context(_server(binaries))
        if given is None:
            raise SystemExit("no PostgreSQL: set TEST_DATABASE_URL")
        yield given


@contextmanager
def postgres() -> Iterator[str]:
    """A database of a server of its own."""
    with server() as its, database(its) as url:
        yield url


def untraced(folder: Path, town: Path, url: str = "") -> Site:
    """A site with short leases whose accounts are taken in, on SQLite or at that address."""
    changes = {**SMALL_CHUNKS, **({HERE: f'url = "{url}"'} if url else {})}
    site = Site.create(folder, town, changes)
    site.config.write_text(site.config.read_text() + SHORT_LEASES)
    site.run("intake", str(site.mail), "--yes", "--as-of", DAY, code=None)
    return site


class Workers:
    """Two nightly processes on one site, and what is done to them."""

    def __init__(self, site: Site, url: str, chance: random.Random) -> None:
        self._site, self._url, self._chance = site, url, chance
        self._running: list[subprocess.Popen[bytes]] = []
        self.happened: Counter[str] = Counter()
        self.kinds = ["kill", "stop", "stop and kill"] + (["cut off"] if url else [])

    def disturb(self, most: int) -> int:
        """Let things happen to the workers until all is traced, at most so many; how many."""
        before, until = self.happened.total(), time.monotonic() + _LONGEST
        while self.happened.total() - before < most and time.monotonic() < until:
            self._start()
            time.sleep(self._chance.uniform(0.5, 1.5))
            if self._is_done():
                break
            kind = self._chance.choice(self.kinds)
            victim = self._chance.choice(self._running)
            if victim.poll() is None and self._happen(kind, victim):
                self.happened[kind] += 1
        for one in self._running:
            one.kill()
            one.communicate()
        return self.happened.total() - before

    def _start(self) -> None:
        for one in [one for one in self._running if one.poll() is not None]:
            one.communicate()
            self._running.remove(one)
        while len(self._running) < 2:
            self._running.append(self._site.start("nightly", "--as-of", DAY))

    def _happen(self, kind: str, victim: subprocess.Popen[bytes]) -> bool:
        if kind == "cut off":
            return self._cut_off()
        if "stop" in kind:
            victim.send_signal(signal.SIGSTOP)
            time.sleep(LEASE + 1.0)
            victim.send_signal(signal.SIGKILL if "kill" in kind else signal.SIGCONT)
        else:
            victim.send_signal(signal.SIGKILL)
        return True

    def _cut_off(self) -> bool:
        """End every connection to the database, as a restart of the server does."""
        address = make_url(self._url).set(drivername="postgresql")
        with psycopg.connect(address.render_as_string(hide_password=False)) as own:
            return bool(own.execute(_END_ALL).fetchall())

    def _is_done(self) -> bool:
        """Whether no order waits and none is claimed, once there are any."""
        left = _orders(self._site)
        return bool(left.total()) and not (left[OrderState.TODO] or left[OrderState.CLAIMED])


def _orders(site: Site) -> Counter[OrderState]:
    with opened(str(site.config)) as session, session.case.read() as tx:
        return Counter(session.case.orders.counts(tx))


def finish(site: Site) -> None:
    """Let the site be traced in peace, once the leases of the dead are over."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        site.run("nightly", "--as-of", DAY, code=None)
        left = _orders(site)
        if not (left[OrderState.TODO] or left[OrderState.CLAIMED] or left[OrderState.IN_DOUBT]):
            return
        time.sleep(LEASE)


def campaign(folder: Path, events: int, chance: random.Random, engine: str) -> list[str]:
    """Disturb sites until so many events happened; everything that went wrong."""
    town = built_town(folder / "town")
    calm = untraced(folder / "calm", town)
    calm.run("nightly", "--as-of", DAY, code=None)
    wrong: list[str] = []
    number = 0
    while events > 0:
        number += 1
        with ExitStack() as stack:
            own = stack.enter_context(postgres()) if engine == "postgres" else ""
            site = untraced(folder / f"site-{number}", town, own)
            stack.enter_context(site.served())
            workers = Workers(site, own, chance)
            happened = workers.disturb(events)
            finish(site)
            found = faults_of(site, calm)
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(workers.happened.items()))
        print(f"site {number}: {told}: {'; '.join(found) or 'nothing lost or doubled'}", flush=True)
        wrong += found
        events -= max(happened, 1)
    return wrong


def main(events: str = "100", seed: str = "5", engine: str = "sqlite") -> int:
    """Run a campaign and say what went wrong."""
    with tempfile.TemporaryDirectory() as name:
        wrong = campaign(Path(name), int(events), random.Random(seed), engine)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
