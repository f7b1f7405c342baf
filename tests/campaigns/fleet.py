"""A fleet on one PostgreSQL, disturbed: two schedulers and four workers, killed, stopped, cut off.

`python -m tests.campaigns.fleet [EVENTS] [SEED]`; 1 when a call was bought twice, an order was
lost, a time was begun twice, or other findings came out than in peace. Half of the events fall
where a purchase can be lost (`moments`). Two bureaus' own books are the judges: one answers at
once, one later, by ticket; both bill whoever asks. tests/acceptance/test_killed_fleet.py is its
short version.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from skiptrace.casefile.schedule import DueOutcome
from skiptrace.cli.session import opened
from skiptrace.model.order import OrderState
from tests.campaigns.killed_nightly import SMALL_CHUNKS, faults_of
from tests.campaigns.moments import Moment, Watch, is_answered, process_of, reference_of
from tests.campaigns.two_workers import HERE, LEASE, SHORT_LEASES, postgres
from tests.installation import LATER, Site, built_town, take_in_first
from tests.nights import BUREAU

TODAY = datetime.now(UTC).date().isoformat()
DESK = "sandbox_batch_bureau"
SCHEDULE = """
[schedule.jobs.nightly]
cron = "* * * * *"
"""
FLEET = {"chunk = 3": 'chunk = 3\nexecutor = "fleet"'}
WHOLE = {"worker": 4, "scheduler": 2, "planner": 1}
"""How many processes of each role are kept running."""
Strike = Callable[[subprocess.Popen[bytes]], str]
OPEN = (OrderState.TODO, OrderState.CLAIMED, OrderState.AWAITING, OrderState.IN_DOUBT)
PEACE = 3
"""Nights until the desk has answered everything."""
_LONGEST, _SOON = 900.0, 20.0
_OTHERS = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s"
_END = "SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) AS pid"


def untraced(folder: Path, town: Path, url: str = "", accounts: int | None = None) -> Site:
    """A site whose accounts are taken in and that asks both bureaus: a fleet at that address."""
    site = Site.create(folder, town, SMALL_CHUNKS | ({HERE: f'url = "{url}"'} if url else {}))
    site.changed({LATER: ""} | (FLEET if url else {}))
    tiers = site.folder / "waterfall.toml"
    apart = tiers.read_text().replace(DESK, "co_business_entities")
    tiers.write_text(apart.replace(f'"{BUREAU}"', f'"{BUREAU}", "{DESK}"'))
    site.config.write_text(f"{site.config.read_text()}{SHORT_LEASES}{SCHEDULE}")
    take_in_first(site, accounts)
    if url:
        site.run("worker", "--setup")
    return site


class Fleet:
    """The processes of a fleet, and what is done to them."""

    def __init__(
        self,
        site: Site,
        url: str,
        chance: random.Random,
        watch: Watch,
        wanted: Mapping[str, int] = WHOLE,
    ) -> None:
        self._site, self._chance, self._watch, self._wanted = site, chance, watch, wanted
        address = make_url(url)
        self._name = address.database
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        self._database = psycopg.connect(plain, autocommit=True)
        self._log = (site.folder / "fleet.log").open("ab")
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []
        self.happened: Counter[str] = Counter()
        self.landed: Counter[Moment] = Counter()
        self._provoked = 0
        self._strikes: Sequence[Strike] = (self.kill, self.kill, self.kill, self._stop, self._cut)

    def disturb(self, most: int) -> int:
        """Let things happen until all is traced, at most so many; how many."""
        until = time.monotonic() + _LONGEST
        while self.happened.total() < most and time.monotonic() < until:
            self._start()
            time.sleep(self._chance.uniform(0.3, 1.0))
            if is_done(self._site):
                break
            is_behind = self._provoked * 2 <= self.happened.total()
            moment, strike = self._chance.choice(list(Moment)), self._chance.choice(self._strikes)
            if not (is_behind and self.strike_at(moment, strike)):
                self._befall()
        return self.happened.total()

    def end(self) -> None:
        """Kill what is left."""
        for _, one in self._running:
            one.kill()
            one.wait()
        self._database.close()
        self._log.close()

    def _start(self) -> None:
        self._running = [(role, one) for role, one in self._running if one.poll() is None]
        there = Counter(role for role, _ in self._running)
        commands = {
            "worker": ["worker", "--concurrency", "2"],
            "scheduler": ["schedule", "run"],
            "planner": ["nightly", "--as-of", TODAY],
        }
        for role, command in commands.items():
            for _ in range(self._wanted.get(role, 0) - there[role]):
                words = ["-m", "skiptrace.cli", "--config", str(self._site.config), *command]
                one = subprocess.Popen(
                    [sys.executable, *words], stdout=self._log, stderr=self._log, cwd="/"
                )
                self._running.append((role, one))

    def strike_at(self, moment: Moment, strike: Strike, seconds: float = _SOON) -> bool:
        """Strike whoever asked, as a question comes to that moment; False when none does soon."""
        self._start()
        until, victim = time.monotonic() + seconds, None
        while victim is None:
            question = self._watch.next(moment, until - time.monotonic())
            if not question:
                return False
            reference = reference_of(self._site, question)
            process = process_of(self._site, self._database, reference)
            victim = next((one for _, one in self._running if one.pid == process), None)
        told = strike(victim)
        self.happened[f"{told} when {moment}"] += 1
        self._provoked += 1
        self.landed[moment] += moment is Moment.PENDING or not is_answered(
            self._database, reference
        )
        return True

    def _befall(self) -> None:
        """Something at a random moment to somebody."""
        role, victim = self._chance.choice(self._running)
        if victim.poll() is None:
            strike = self._chance.choice((self.kill, self.kill, self._stop, self._cut_one))
            self.happened[f"{strike(victim)} {role}"] += 1

    def kill(self, victim: subprocess.Popen[bytes]) -> str:
        """At once, wherever it is."""
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        return "kill"

    def _stop(self, victim: subprocess.Popen[bytes]) -> str:
        """Past its lease; then it goes on, or is killed as it stands."""
        victim.send_signal(signal.SIGSTOP)
        time.sleep(LEASE + 1.0)
        if self._chance.random() < 0.5:
            victim.send_signal(signal.SIGCONT)
            return "stop"
        self.kill(victim)
        return "stop and kill"

    def _cut(self, _: subprocess.Popen[bytes]) -> str:
        """Every connection, as a restart of the server does."""
        self._database.execute(_END, (self._connections(),))
        return "cut all off"

    def _cut_one(self, _: subprocess.Popen[bytes]) -> str:
        """One connection of somebody's."""
        if found := self._connections():
            self._database.execute(_END, ([self._chance.choice(found)],))
        return "cut one connection beside"

    def _connections(self) -> list[int]:
        return [row[0] for row in self._database.execute(_OTHERS, (self._name,))]


def orders(site: Site) -> Counter[OrderState]:
    """How many orders stand in each state."""
    with opened(str(site.config)) as session, session.case.read() as tx:
        return Counter({s: n for s, n in session.case.orders.counts(tx).items() if n})


def is_done(site: Site) -> bool:
    """Whether nothing is open any more, once there are orders."""
    found = orders(site)
    return bool(found.total()) and not any(found[state] for state in OPEN)


def finish(site: Site) -> None:
    """Let the site be traced in peace, once the leases of the dead are over."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        site.run("nightly", "--as-of", TODAY, code=None)
        site.run("worker", "--once", code=None)
        if is_done(site):
            return
        time.sleep(LEASE / 4)


def jobs(site: Site) -> Counter[str]:
    """How many jobs the desk has of each of our references."""
    with closing(sqlite3.connect(site.folder / "sandbox" / "jobs.sqlite")) as book:
        return Counter(row[0] for row in book.execute("SELECT reference FROM job"))


def wrongs_of(site: Site, calm: Site) -> list[str]:
    """What is wrong with a site that was disturbed, beside one that was left in peace."""
    wrong = faults_of(site, calm)
    submitted = jobs(site)
    if any(times > 1 for times in submitted.values()):
        wrong.append("a job was submitted twice")
    if len(submitted) != len(jobs(calm)):
        wrong.append(f"{len(submitted)} jobs were submitted, {len(jobs(calm))} in peace")
    if orders(site) != orders(calm):
        wrong.append(f"orders ended as {dict(orders(site))}, in peace {dict(orders(calm))}")
    with opened(str(site.config)) as session, session.case.read() as tx:
        dues = session.case.schedule.latest(tx, "nightly", 10_000)
    done = Counter(one.run.due for one in dues if one.outcome is DueOutcome.DONE)
    if any(times > 1 for times in done.values()):
        wrong.append("a time of the schedule was run twice")
    return wrong


def in_peace(folder: Path, town: Path, accounts: int | None = None) -> Site:
    """The same site traced by one process that nothing happens to."""
    calm = untraced(folder, town, accounts=accounts)
    with calm.served():
        for _ in range(PEACE):
            calm.run("nightly", "--as-of", TODAY, code=None)
    return calm


def campaign(folder: Path, events: int, chance: random.Random) -> list[str]:
    """Disturb sites until so many events happened; everything that went wrong."""
    town = built_town(folder / "town")
    calm = in_peace(folder / "calm", town)
    wrong: list[str] = []
    number, landed = 0, Counter[Moment]()
    while events > 0:
        number += 1
        with ExitStack() as stack:
            url = stack.enter_context(postgres())
            site = untraced(folder / f"site-{number}", town, url)
            watch = Watch()
            stack.enter_context(watch.watching())
            stack.enter_context(site.served())
            fleet = Fleet(site, url, chance, watch)
            try:
                happened = fleet.disturb(events)
            finally:
                fleet.end()
            finish(site)
            found = wrongs_of(site, calm)
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(fleet.happened.items()))
        print(f"site {number}: {told}: {'; '.join(found) or 'nothing lost or doubled'}", flush=True)
        landed += fleet.landed
        wrong += found
        events -= max(happened, 1)
    fell = ", ".join(f"{count} {moment}" for moment, count in landed.items())
    print(f"fell where the case file had no answer yet, or a ticket: {fell}", flush=True)
    return wrong


def main(events: str = "100", seed: str = "7") -> int:
    """Run a campaign and say what went wrong."""
    with tempfile.TemporaryDirectory() as name:
        wrong = campaign(Path(name), int(events), random.Random(seed))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
