"""Throughput of the nightly batch over free sources that answer at once, the whole path.

    PYTHONPATH=. python -m tests.benchmarks.bench_nightly [--accounts N] [--times N] [--processes N]

A new installation over SQLite has a register of deaths and a county roll of `--rows` parcels (twice
the accounts), which lists every second debtor where the creditor wrote to. Both are loaded, and the
accounts stored, before the night begins, which is `skiptrace nightly` but for its command line.
Seconds are of the processor, for the machine may be busy; those of the clock stand beside them.
Phases are told by function, on whatever thread: what one calls of another counts for the other.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import wraps
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from connectors.register.connector import RegisterConnector
from jobs.carried import Carried
from jobs.execution.claim import Claims
from jobs.execution.plan import Plan
from jobs.nightly import NightlyRun
from skiptrace.acts.nights import NightAsked, run_night
from skiptrace.app.installation import Installation
from skiptrace.app.setup import create_installation
from skiptrace.app.sources import open_sources
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.audit import AuditTrail
from skiptrace.cli.session import opened
from skiptrace.compliance.gate import Gate
from skiptrace.model.account import Account, NextAction, ReturnedMail
from skiptrace.model.dates import PartialDate
from skiptrace.model.finding import Finding
from skiptrace.model.subject import (
    ContactStatus,
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)
from skiptrace.tracing.ask import Asker
from skiptrace.tracing.resolve import Resolver
from skiptrace.tracing.trace import Tracer
from tests.benchmarks.bench_register import STREETS, TOWNS, census_names, write_roll

NIGHT = date(2026, 11, 30)
BATCH = 2_000
DEATHS = 1_000
SETTINGS = """
waterfall = "waterfall.toml"
[case_file]
url = "sqlite:///skiptrace.db"
key_file = "skiptrace.key"
[plugins.sandbox]
dir = "town"
url = "http://127.0.0.1:9"
[nightly]
purposes = ["GLB-1", "PUB", "DMF-OPEN"]
processes = {processes}
[sources.death_master_file]
options = { path = "deaths.txt" }
[sources.county_property_roll]
options = { path = "roll.csv" }
"""
WATERFALL = """
[locate]
stop_when = ["address"]
stop_probability = 0.95
[[locate.tiers]]
name = "screen"
screens = true
connectors = ["death_master_file"]
[[locate.tiers]]
name = "registers"
connectors = ["county_property_roll"]
[assets]
stop_when = []
stop_probability = 0.95
[[assets.tiers]]
name = "registers"
connectors = ["county_property_roll"]
[actions]
full_trace = { tiers = ["screen", "registers"] }
verify_forward = { tiers = ["screen", "registers"] }
repair_address = { tiers = ["screen", "registers"] }
corroborate_death = { tiers = ["screen"] }
no_trace = { tiers = [] }
wait = { tiers = [] }
person_review = { tiers = [] }
"""
Listed = tuple[str, str, str, str]
"""Given name, surname, street and town of one who stands in the roll."""
PHASES: Sequence[tuple[str, type, str]] = (
    ("place", Plan, "place"),
    ("claim", Claims, "oldest"),
    ("carried", Carried, "known"),
    ("recall", Tracer, "_recall"),
    ("intents", Asker, "_commit_intents"),
    ("gate", Gate, "permit"),
    ("audit", AuditTrail, "append"),
    ("ask and read", RegisterConnector, "_stored"),
    ("normalise", RegisterConnector, "_answers"),
    ("ledger", Asker, "_record"),
    ("rank", Resolver, "rank"),
    ("resolve", Resolver, "resolve"),
    ("store", Tracer, "_store_all"),
)
"""The phases of a night, each with the function that is it."""


@dataclass
class Stopwatch:
    """Nanoseconds of the processor by phase, each without those of the phases that it called."""

    spent: Counter[str] = field(default_factory=Counter)
    _own: threading.local = field(default_factory=threading.local)

    def around(self, phase: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, timed."""

        @wraps(call)
        def timed(*given: Any, **named: Any) -> Any:
            stack: list[int] = self._own.__dict__.setdefault("stack", [])
            stack.append(0)
            began = time.thread_time_ns()
            try:
                return call(*given, **named)
            finally:
                took = time.thread_time_ns() - began
                self.spent[phase] += took - stack.pop()
                if stack:
                    stack[-1] += took

        return timed

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Within it the phases are timed."""
        with ExitStack() as stack:
            for phase, owner, name in PHASES:
                timed = self.around(phase, getattr(owner, name))
                stack.enter_context(patch.object(owner, name, timed))
            yield


def entries(accounts: int, listed: Sequence[Listed]) -> Iterator[AccountEntry]:
    """Accounts whose mail came back: every second debtor stands in the roll, the others do not."""
    rng = random.Random(11)
    (given, given_weights), (surnames, weights) = census_names("MF"), census_names("S")
    for n in range(accounts):
        first, last, line, town = listed[n // 2 % len(listed)]
        if n % 2:
            [first] = rng.choices(given, cum_weights=given_weights)
            [last] = rng.choices(surnames, cum_weights=weights)
            line, town = f"{rng.randrange(1, 9999)} {rng.choice(STREETS)}", rng.choice(TOWNS)
        old = PostalAddress(f"{n % 9000 + 1} Elm Ct", "Ocala", "FL", "34470")
        home = PostalAddress(line, town, "FL", "")
        subject = Subject(
            id="",
            kind=EntityKind.PERSON,
            names=(PersonName(first, "", last),),
            dob=PartialDate(1950 + n % 50, n % 12 + 1, n % 28 + 1),
            ssn=f"900{n % 1_000_000:06d}",
            addresses=(KnownContact(old, ContactStatus.BAD), KnownContact(home)),
            phones=(KnownContact(f"+1{201 + n // 100 % 780}555{100 + n % 100:04d}"),),
        )
        yield AccountEntry(
            account=Account(
                id="",
                number=f"B-{n:07d}",
                creditor="Prairie Card Bank",
                balance=Decimal("1204.55"),
                status="open",
                state="FL",
                opened=date(2020, 2, 29),
                notice_undelivered=True,
            ),
            subject=subject,
            returned_mail=ReturnedMail("", "NIXIE", "VAC", NextAction.FULL_TRACE, NIGHT),
        )


def begun(
    folder: Path, rows: int, every: int, processes: int = 1
) -> tuple[Installation, Sequence[Listed]]:
    """The installation with its registers' files, of whose rows one in so many is to owe."""
    (folder / "waterfall.toml").write_text(WATERFALL)
    with (folder / "deaths.txt").open("w", encoding="ascii") as file:
        for n in range(DEATHS):
            line = f" 666{n:06d}{'QUILLFEATHER':20}    {'ANN':15}{'':15}V0131201501011940"
            file.write(line.ljust(100) + "\n")
    listed = write_roll(folder / "roll.csv", rows, random.Random(7), every=every)
    settings = SETTINGS.replace("{processes}", str(processes))
    return create_installation(folder, settings), listed


def take_in(installation: Installation, coming: Iterator[AccountEntry]) -> Iterator[int]:
    """Store accounts in batches; how many each had."""
    with opened(str(installation.config_file)) as session:
        while batch := list(islice(coming, BATCH)):
            with session.case.write() as tx:
                session.case.accounts.add(tx, batch)
            yield len(batch)


def load(installation: Installation) -> None:
    """Load the registers."""
    with (
        opened(str(installation.config_file)) as session,
        open_sources(installation, session.case) as sources,
    ):
        for one in sources.connectors.values():
            assert isinstance(one, RegisterConnector)
            one.make_ready()


def built(folder: Path, accounts: int, rows: int, processes: int = 1) -> Installation:
    """The installation with its accounts, its registers loaded."""
    installation, listed = begun(folder, rows, rows // (accounts // 2), processes)
    for _ in take_in(installation, entries(accounts, listed)):
        pass
    load(installation)
    return installation


@contextmanager
def statements(counted: Counter[str]) -> Iterator[None]:
    """Counts the statements of every engine by their first word."""

    def count(_c: Any, _k: Any, statement: str, _p: Any, _x: Any, many: bool) -> None:
        counted[statement.split(" ", 1)[0]] += 1

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def night(installation: Installation) -> NightlyRun:
    """One night, as the command runs it."""
    with opened(str(installation.config_file)) as session:
        return run_night(session.office, session.actor, NightAsked(NIGHT), lambda _: lambda _: None)


def found(installation: Installation) -> str:
    """A digest of every finding with its status, probability, words and evidence.

    Two nights over the same accounts have the same, whoever worked them off; what is random in them
    (ids of orders, moments) is left out.
    """
    lines = []
    with opened(str(installation.config_file)) as session, session.case.read() as tx:
        after = ("", "")
        while entries := session.case.accounts.page(tx, after, BATCH):
            numbers = {entry.account.id: entry.account.number for entry in entries}
            for account_id, findings in session.case.findings.current_of(tx, [*numbers]).items():
                lines += [f"{numbers[account_id]} {_said(one)}" for one in findings]
            after = (entries[-1].account.id, entries[-1].subject.id)
    digest = sha256(repr(sorted(lines)).encode()).hexdigest()
    return f"{len(lines):,}: {digest[:16]}"


def _said(one: Finding) -> str:
    behind = sorted((e.provenance.connector_id, e.provenance.record_ref) for e in one.evidence)
    told = (one.kind, one.status, one.value, one.key, f"{one.probability:.9f}", one.reason, behind)
    return repr(told)


def cpu() -> float:
    """Seconds of the processor that this process and those it waited for took."""
    both = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def measure(accounts: int, given: argparse.Namespace, rows: int = 0) -> float:
    """A new installation's night, told; its seconds of the processor for an account."""
    with tempfile.TemporaryDirectory() as name:
        began, clock = cpu(), time.monotonic()
        installation = built(Path(name), accounts, rows or 2 * accounts, given.processes)
        print(f"built in {time.monotonic() - clock:.1f} s, {cpu() - began:.1f} s of the processor")
        each = measured(installation, given.phases)
        print(f"findings {found(installation)}")
        return each


def measured(installation: Installation, phases: bool) -> float:
    """A night of an installation, told; its seconds of the processor for an account."""
    watch, counted = Stopwatch(), Counter[str]()
    began, clock = cpu(), time.monotonic()
    with watch.watching() if phases else nullcontext(), statements(counted):
        done = night(installation)
    took, by_clock = cpu() - began, time.monotonic() - clock
    told(done, watch, counted)
    each = took / done.traced
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{done.traced:,} accounts in {took:.1f} s of the processor ({1 / each:,.0f} a second)")
    print(f"{done.traced / by_clock:,.0f} a second by the clock; largest memory {peak:,.0f} MB")
    return each


def told(done: NightlyRun, watch: Stopwatch, counted: Counter[str]) -> None:
    """What a night did, and what each account took of it."""
    print(f"placed {done.placed:,}, traced {done.traced:,}")
    for phase, _, _ in PHASES if watch.spent else ():
        print(f"  {phase:14} {watch.spent[phase] / done.traced / 1e6:8.3f} ms")
    words = ", ".join(f"{word} {n}" for word, n in counted.most_common(6))
    print(f"  {sum(counted.values()) / done.traced:.2f} statements an order ({words})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--accounts", type=int, default=2_000)
    parser.add_argument("--rows", type=int, default=0, help="of the roll; twice the accounts")
    parser.add_argument("--times", type=int, default=1, help="a second night of so many times more")
    parser.add_argument("--processes", type=int, default=1, help="that work it off side by side")
    parser.add_argument("--phases", action="store_true", help="tell phases, which takes a little")
    given = parser.parse_args()
    first = measure(given.accounts, given, given.rows)
    if given.times > 1:
        more = given.accounts * given.times
        grown = measure(more, given) * given.times / first
        print(f"{given.times} times the accounts take {grown:.1f} times the processor")


if __name__ == "__main__":
    main()
