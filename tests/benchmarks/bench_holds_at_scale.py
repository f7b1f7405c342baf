"""What holds of persons and sealed rows cost, account by account, as a case file grows.

From the project's root: PYTHONPATH=tests python -m tests.benchmarks.bench_holds_at_scale
[--accounts 10000,30000,100000] [--phones 100] [--url URL]. Names come as often as in the 1990
census, two people share a house, one account in ten is a second one of somebody who has one, with
fewer facts, and one in a hundred is held by what binds the person. Printed are milliseconds of the
processor an account, each beside that of the first size: a ratio near 1 is linear growth. With
--phones everybody has one of so many telephones, as invented people do: what a crowd shares must
cost no more. First, a night's sealing beside the whole night.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from fakes import FakeConnector, says

from config.census_names import census_name_shares
from jobs.execution.plan import Plan
from jobs.execution.threads import fan_out
from jobs.nightly import Nightly
from skiptrace.casefile import audit, statements, tallies
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile, create_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.kin import kin_of, most_of
from skiptrace.casefile.notary import Notary
from skiptrace.model.account import Account, Hold, NextAction, ObligorRole, ReturnedMail
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, PostalAddress, Subject
from skiptrace.tracing.quote import quote
from tests.integration.tracing.conftest import FREE, PAID, Desk
from tests.integration.tracing.test_batches import FORM, HOME, execution, no_progress

COMMIT = 500
CHUNKS = 20
NIGHT = 400
BINDING = ("BK07-OPEN", "DEC-CONF", "DANIEL", "OFAC-POSSIBLE", "CEASE")


@dataclass
class Town:
    """Draws people and their accounts, the same ones each time."""

    people: int
    rng: np.random.Generator
    phones: int = 0
    surnames: Any = None
    given: Any = None

    def __post_init__(self) -> None:
        shares = census_name_shares()
        self.surnames = self._draw(shares.surnames)
        self.given = self._draw({**shares.male_given, **shares.female_given})

    def _draw(self, shares: Any) -> Any:
        weights = np.array(list(shares.values()))
        return self.rng.choice(np.array(list(shares)), self.people, p=weights / weights.sum())

    def entry(self, n: int) -> AccountEntry:
        """Account n: every tenth is a second one of an earlier person, by four digits only."""
        is_second = n % 10 == 9
        who = (n * 2_654_435_761 >> 7) % n if is_second else n
        house = who // 2
        home = PostalAddress(f"{house % 997 + 1} {self.surnames[house]} St", "Tampa", "FL", "33601")
        ssn = f"9{who * 7_654_321 % 10**8:08d}"
        born = PartialDate(1940 + who % 61, who % 12 + 1, who % 28 + 1)
        subject = Subject(
            id="",
            kind=EntityKind.PERSON,
            names=(PersonName(str(self.given[who]), "", str(self.surnames[who])),),
            dob=None if who % 5 == 0 else born,
            ssn="" if is_second or who % 3 == 0 else ssn,
            ssn4=ssn[-4:],
            addresses=(KnownContact(home),),
            phones=(KnownContact(f"+123955501{n * 7919 % self.phones:02d}"),)
            if self.phones
            else (),
        )
        account = Account("", f"A{n:08d}", creditor="Prairie Card Bank", status="open", state="FL")
        mail = ReturnedMail("", "NIXIE", "A", NextAction.FULL_TRACE, date(2026, 11, 2))
        code = BINDING[n // 100 % len(BINDING)]
        holds = (Hold("", code, date(2026, 1, 5), "letter"),) if n % 100 == 50 else ()
        return AccountEntry(account, subject, holds=holds, returned_mail=mail)


class Growth:
    """Prints one figure for each size, and its ratio to the first size's."""

    def __init__(self) -> None:
        self._first: dict[str, float] = {}

    def tell(self, what: str, count: int, seconds: float) -> None:
        """Milliseconds an account."""
        each = 1000 * seconds / count
        first = self._first.setdefault(what, each)
        print(f"  {what}: {each:.3f} ms an account, x{each / first:.2f}", flush=True)


def measure(case: CaseFile, town: Town, sizes: list[int], growth: Growth) -> None:
    """Grow the case file from size to size; at each, look up holds and quote."""
    known = 0
    for size in sizes:
        print(f"{size:,} accounts")
        start = time.process_time()
        for first in range(known, size, COMMIT):
            with case.write() as tx:
                case.accounts.add(tx, [town.entry(n) for n in range(first, first + COMMIT)])
        growth.tell("taken in", size - known, time.process_time() - start)
        known = size
        look_up(case, size, growth)
        quoted(case, size, growth)


def look_up(case: CaseFile, size: int, growth: Growth) -> None:
    """The holds that each account of some chunks is judged by, a chunk at a time as in a night."""
    ids = [case.accounts.account_id(f"A{n:08d}") for n in range(size)]
    starts = range(0, size, max(COMMIT, size // CHUNKS // COMMIT * COMMIT))
    asked = borne = reached = 0
    start = time.process_time()
    for first in starts:
        with case.read() as tx:
            found = case.accounts.standing(tx, ids[first : first + COMMIT])
        asked += len(found)
        borne += sum(any(not hold.is_own for hold in holds) for _, holds in found.values())
    growth.tell("holds looked up", asked, time.process_time() - start)
    primary = ObligorRole.PRIMARY
    for first in starts:
        mine = {case.accounts.subject_id(i, primary) for i in ids[first : first + COMMIT]}
        with case.read() as tx:
            reached += len(kin_of(tx, mine, most_of(mine)).others() - mine)
    print(f"    {borne:,} of {asked:,} bear another's; keys reach {reached / asked:.2f} others")


def quoted(case: CaseFile, size: int, growth: Growth) -> None:
    """What `nightly --quote` does: every due account, its holds, and the gate's word on each."""
    desk = Desk(case, Keyring.generate(), Path("/nowhere"))
    connectors = {c.card.id: c for c in (FakeConnector(FREE, says()), FakeConnector(PAID, says()))}
    start = time.process_time()
    orders = Plan(desk.case, FORM, frozenset({"paid"}), desk.clock).due(None)
    lines = quote(orders, desk.waterfalls, connectors, desk.gate)
    growth.tell("quoted", size, time.process_time() - start)
    told = ", ".join(f"{line.connector_id} {line.calls:,} + {line.refused:,} no" for line in lines)
    print(f"    {told}")


SEALING = {
    "rows sealed": (Notary, "seal"),
    "rows opened": (Notary, "open"),
    "rows checked": (Notary, "share"),
    "tallies sealed": (Notary, "seal_text"),
    "tallies opened": (Notary, "open_text"),
    "events sealed": (audit, "row_of"),
}
"""What a night calls of the notary: each is done again alone, with the same rows."""

STATEMENTS = {"tallies read": "see_counts", "tallies written": "_bring_up_to_date"}


@contextmanager
def told(owner: Any, name: str, note: Callable[..., Any]) -> Iterator[None]:
    """Let a function be called through `note(act, args)`."""
    act = getattr(owner, name)
    setattr(owner, name, lambda *args: note(act, args))
    try:
        yield
    finally:
        setattr(owner, name, act)


def again(act: Callable[..., Any], calls: list[tuple[Any, ...]]) -> float:
    """The least of five times that these calls take, in seconds."""
    took = []
    for _ in range(5):
        start = time.process_time()
        for args in calls:
            act(*args)
        took.append(time.process_time() - start)
    return min(took)


def a_night(folder: Path, url: str) -> None:
    """A night over fakes: what sealing costs beside the rest."""
    keys = Keyring.generate()
    desk = Desk(create_case_file(url, keys), keys, folder / "workers")
    town = Town(NIGHT, np.random.default_rng(8))
    entries = [replace(town.entry(n), holds=()) for n in range(NIGHT)]
    with desk.case.write() as tx:
        desk.case.accounts.add(tx, entries)
    work = execution(
        desk, FakeConnector(FREE, says()), FakeConnector(PAID, says(HOME)), chunk=NIGHT
    )
    asker = replace(work.tracer.asker, fan_out=fan_out)
    work = replace(work, tracer=replace(work.tracer, asker=asker))
    plan = Plan(desk.case, FORM, frozenset({"paid"}), desk.clock)
    job = Nightly(desk.workplace, plan, work, frozenset())
    calls: dict[str, list[tuple[Any, ...]]] = {what: [] for what in SEALING}
    spent = dict.fromkeys(STATEMENTS, 0.0)

    def kept(what: str) -> Callable[..., Any]:
        def note(act: Callable[..., Any], args: tuple[Any, ...]) -> Any:
            calls[what].append(args)
            return act(*args)

        return note

    def timed(what: str) -> Callable[..., Any]:
        def note(act: Callable[..., Any], args: tuple[Any, ...]) -> Any:
            start = time.process_time()
            try:
                return act(*args)
            finally:
                spent[what] += time.process_time() - start

        return note

    with ExitStack() as stack:
        for what, (owner, name) in SEALING.items():
            stack.enter_context(told(owner, name, kept(what)))
        for what, name in STATEMENTS.items():
            for owner in (tallies, statements) if hasattr(statements, name) else (tallies,):
                stack.enter_context(told(owner, name, timed(what)))
        start = time.process_time()
        traced = job.run(Decimal(10_000), None, no_progress).traced  # type: ignore[arg-type]
        whole = time.process_time() - start
    desk.case.close()
    print(f"a night of {traced:,}: {1000 * whole / traced:.2f} ms an account")
    total = 0.0
    checked = len(calls["rows opened"])  # a row that is opened is checked: that is in it already
    del calls["rows checked"][:checked]
    for what, (owner, name) in SEALING.items():
        seconds = again(getattr(owner, name), calls[what])
        total += seconds
        each, times = 1000 * seconds / traced, len(calls[what]) / traced
        print(f"  {what}: {each:.3f} ms an account, {times:.1f} times")
    print(f"  together {1000 * total / traced:.3f} ms an account, {total / whole:.1%} of the night")
    for what, seconds in spent.items():
        print(f"  {what}, statements and all: {1000 * seconds / traced:.3f} ms an account")


def run() -> None:
    """Measure on SQLite in a folder that is removed again, or in the databases at --url."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--accounts", default="10000,30000,100000")
    parser.add_argument("--phones", type=int, default=0, choices=range(101), metavar="0..100")
    parser.add_argument("--url", help="an empty database; with it the night is left out")
    given = parser.parse_args()
    sizes = [int(text) for text in given.accounts.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not given.url:
            a_night(folder, f"sqlite:///{folder / 'night.db'}")
        case = create_case_file(given.url or f"sqlite:///{folder / 'case.db'}", Keyring.generate())
        town = Town(max(sizes), np.random.default_rng(8), given.phones)
        measure(case, town, sizes, Growth())
        case.close()


if __name__ == "__main__":
    run()
