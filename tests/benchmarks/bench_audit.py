"""What the audit trail costs as it grows: appending, verifying, exporting what one question asks.

From the project's root: python -m tests.benchmarks.bench_audit [--events 1000000] [--url URL]
[--keep FOLDER]. Fifty users ask seven sources about five accounts each second second; 500 users are
registered who acted on each day of the year and of whom each has twenty portfolios, and their
access is reviewed as a CSV, promised within 5 seconds of 5 million events. Printed are events a
second on the wall clock beside what the processors did, those of other processes included; run it
on a machine that does nothing else. A folder that is kept is measured again without being filled
again.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from skiptrace.acts.users import review_users
from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.chain_check import check_stretch
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.key_file import create_key_file, read_key_file
from skiptrace.casefile.users import Entry
from skiptrace.cli.users_view import write_review
from skiptrace.model.actor import Actor, Assignment, Coverage, Role, User
from skiptrace.model.audit import AuditEvent, AuditQuestion
from tests.integration.acts import standing

TOGETHER = 5000
USERS, SOURCES, ASKED = 50, 7, 5
REGISTERED, PORTFOLIOS = 500, 20
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=333)
OCTOBER = (datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
LAW = "5e1f2a0d4c3b6a79"


def event(n: int, of: int) -> AuditEvent:
    """Event n of a year of so many, as the gate makes them."""
    is_refused = n % 10 == 0
    return AuditEvent(
        kind="gate.hold" if is_refused else "gate.allow",
        actor=f"usr_{n % USERS:016x} Ann Example",
        at=BEGAN + YEAR * (n / of),
        order_id=f"ord_{n // ASKED:016x}",
        account_id=f"acc_{n // ASKED:016x}",
        connector_id="bureau" if n % SOURCES == 0 else f"county_{n % SOURCES}",
        rule="R06" if is_refused else "",
        purposes=("FCRA-3A-COLL", "GLB-3"),
        fields=() if is_refused else ("addresses", "names", "ssn4"),
        text="an attorney" if is_refused else f"permit_{n:032x} under contract 7",
        version=1 if is_refused else None,
        law=LAW,
    )


@contextmanager
def timed(what: str, events: int) -> Iterator[None]:
    """Prints how many events a second that was."""
    wall, own = time.perf_counter(), processor()
    yield
    wall, own = time.perf_counter() - wall, processor() - own
    each = 1e6 * own / max(events, 1)
    print(f"{what}: {wall:.2f} s, {events / wall:,.0f} events/s, {each:.1f} us each", flush=True)


def processor() -> float:
    """Seconds of the processor so far, those of the processes that share the work included."""
    used = os.times()
    return sum(used[:4])


def register(case: CaseFile) -> None:
    """Register the users whose access is reviewed, with portfolios, and when they acted."""
    first = BEGAN.date()
    users = [
        User(f"usr_{n:016x}", f"Ann Example {n}", frozenset({Role.AUDITOR}), first)
        for n in range(REGISTERED)
    ]
    with case.write() as tx:
        for user in users:
            entry = Entry(BEGAN, user.id)
            case.users.enter(tx, user, entry)
            for n in range(PORTFOLIOS):
                one = Assignment(Coverage.PORTFOLIO, f"portfolio {n}")
                case.users.assign(tx, user.id, one, is_given=True, entry=entry)
    for day in range(YEAR.days):
        with case.write() as tx:
            for user in users:
                case.users.used(tx, user.id, first + timedelta(days=day))


def review(case: CaseFile, keys: Keyring) -> None:
    """Review who has access, as `users review` writes it."""
    at = (BEGAN + YEAR).replace(microsecond=0)
    office = replace(standing.office(case, clock=lambda: at), keyring=keys)
    ann = Actor(f"usr_{0:016x}", "Ann Example 0", frozenset({Role.AUDITOR}))
    with timed("review of users", REGISTERED):
        written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with redirect_stdout(written):
            write_review(review_users(office, ann))


def fill(case: CaseFile, events: int) -> None:
    """Append that many events, some thousand a transaction."""
    with timed(f"append, {TOGETHER:,} a commit", events):
        for first in range(0, events, TOGETHER):
            with case.write() as tx:
                made = [event(n, events) for n in range(first, min(events, first + TOGETHER))]
                case.audit.append(tx, made)


QUESTIONS = {
    "bureau inquiries of a user in October": AuditQuestion(
        users=(f"usr_{7:016x}",), connectors=("bureau",), first=OCTOBER[0], end=OCTOBER[1]
    ),
    "everything of a user in October": AuditQuestion(
        users=(f"usr_{7:016x}",), first=OCTOBER[0], end=OCTOBER[1]
    ),
    "one account": AuditQuestion(accounts=(f"acc_{77:016x}",)),
    "refusals of one source": AuditQuestion(connectors=("bureau",), kinds=("gate.hold",)),
    "one day": AuditQuestion(first=OCTOBER[0], end=OCTOBER[0] + timedelta(days=1)),
}


def measure(case: CaseFile, keys_path: Path) -> None:
    """Verify the whole trail and a stretch in this process, and answer each question."""
    with case.read() as tx:
        start = time.perf_counter()
        found = case.audit.verify(tx)
        wall = time.perf_counter() - start
        print(f"verify: {found.events:,} events in {wall:.2f} s, {found.events / wall:,.0f}/s")
        assert not found.faults, found.faults[:3]
        some = min(found.events, 200_000)
        keys = read_key_file(keys_path)
        with timed("verify in one process", some):
            check_stretch(tx, keys, 1, some)
        for what, asked in QUESTIONS.items():
            start = time.perf_counter()
            rows = csv.writer(io.StringIO())
            count = 0
            for line in case.audit.export(tx, asked):
                rows.writerow(line.values())
                count += 1
            print(f"export, {what}: {count:,} in {time.perf_counter() - start:.2f} s", flush=True)


def run() -> None:
    """Fill and measure, in a folder that is removed again unless it is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--url", help="an empty database; by default SQLite")
    parser.add_argument("--keep", type=Path, help="a folder that stays")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        keys_path, url = folder / "keys", given.url or f"sqlite:///{folder / 'case.db'}"
        if keys_path.exists():
            case = open_case_file(url, read_key_file(keys_path))
        else:
            case = create_case_file(url, create_key_file(keys_path))
            fill(case, given.events)
            register(case)
        review(case, read_key_file(keys_path))
        measure(case, keys_path)
        case.close()
        stored = folder / "case.db"
        if stored.exists():
            print(f"{stored.stat().st_size / 2**20:,.0f} MB", file=sys.stdout)


if __name__ == "__main__":
    run()
