"""What it takes to say what was spent and how a night stands, over a ledger of a million calls.

From the project's root: PYTHONPATH=tests python -m tests.benchmarks.bench_operations [--calls N]
[--accounts N] [--url URL]. Without a URL the case file is an SQLite file that is removed again.
Accounts are real; orders, calls, results and steps are rows without a seal, for sums do not open
them. Printed are seconds of the clock and the largest memory so far.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Table, insert

from jobs.billing import Invoice, reconcile
from skiptrace.casefile import night_figures as figures
from skiptrace.casefile.account_reading import read_accounts
from skiptrace.casefile.case import CaseFile, create_case_file
from skiptrace.casefile.charges import Axis, Period, charges
from skiptrace.casefile.crypto import Keyring, SealedBytes
from skiptrace.casefile.statements import Tx, chunks
from skiptrace.casefile.tables.orders import (
    call_result,
    connector_call,
    order_turn,
    step,
    trace_order,
)
from skiptrace.intake.invoice import InvoiceLine
from tests.integration.casefile.samples import make_entry

T = TypeVar("T")
Row = dict[str, Any]
SOURCES = ("deaths", "roll", "court", "registry", "bureau")
PAID = "bureau"
NIGHT = date(2026, 11, 30)
BEGAN = datetime(2026, 11, 1, 1, tzinfo=UTC)
BATCH = 5_000
PRICE = Decimal("0.25")
NO_MAC = b"0" * 16


def in_batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def fill(case: CaseFile, table: Table, rows: Iterator[Row]) -> None:
    for batch in in_batches(rows):
        with case._writer.begin() as tx:
            tx.execute(insert(table), batch)


def at(n: int, calls: int) -> datetime:
    """Calls are spread over thirty days."""
    return BEGAN + timedelta(days=30) * (n / calls)


def orders(accounts: Sequence[str], calls: int) -> Iterator[Row]:
    for n in range(calls // len(SOURCES)):
        moment = at(n * len(SOURCES), calls)
        yield {
            "id": f"ord_{n}",
            "account_id": accounts[n % len(accounts)],
            "subject_id": f"sub_{n}",
            "entry_version": 1,
            "scope": "locate",
            "matter_index": b"",
            "as_of": moment.date(),
            "round": 0,
            "created": moment,
            "payload": SealedBytes(b"x" * 600),
            "state": "done",
            "worker": None,
            "finished": moment + timedelta(minutes=1),
            "search_version": 1,
            "mac": NO_MAC,
        }


def turns(calls: int) -> Iterator[Row]:
    """Each order was claimed and ended."""
    for n in range(calls // len(SOURCES)):
        ended = at(n * len(SOURCES), calls) + timedelta(minutes=1)
        for state, moment in (("claimed", None), ("done", ended)):
            said = {"state": state, "worker": None, "at": moment, "reason": ""}
            yield {"order_id": f"ord_{n}", "mac": NO_MAC} | said


def made(calls: int) -> Iterator[tuple[int, str, str, datetime]]:
    for n in range(calls):
        yield n, f"{n:032x}", SOURCES[n % len(SOURCES)], at(n, calls)


def intents(calls: int) -> Iterator[Row]:
    for n, inquiry, source, moment in made(calls):
        paid = source == PAID
        yield {
            "inquiry_id": inquiry,
            "order_id": f"ord_{n // len(SOURCES)}",
            "connector_id": source,
            "ceiling": PRICE if paid else Decimal(0),
            "sent": moment,
            "subject_id": f"sub_{n}" if paid else None,
            "purchase": 0 if paid else None,
            "purposes": '["GLB-1"]',
            "facts": None,
            "why": "",
            "fund": f"night {moment.date()}" if paid else "",
            "worker": None,
            "mac": NO_MAC,
        }


def results(calls: int) -> Iterator[Row]:
    """One call in a thousand is in doubt, half of the others hit."""
    for n, inquiry, source, moment in made(calls):
        outcome = "in_doubt" if n % 1000 == 4 else "hit" if n % 2 else "no_hit"
        yield {
            "inquiry_id": inquiry,
            "version": 1,
            "outcome": outcome,
            "cost": PRICE if source == PAID and outcome == "hit" else Decimal(0),
            "reason": SealedBytes(b"x" * 40),
            "at": moment + timedelta(seconds=2),
            "worker": None,
            "snapshots": 1,
            "mac": NO_MAC,
        }


def steps(calls: int) -> Iterator[Row]:
    for n, _, source, _ in made(calls):
        yield {
            "order_id": f"ord_{n // len(SOURCES)}",
            "tier": "bureau" if source == PAID else "free",
            "connector_id": source,
            "outcome": "hit" if n % 2 else "no_hit",
            "cost": Decimal(0),
            "reason": SealedBytes(b"x" * 40),
            "rule": "",
            "mac": NO_MAC,
        }


def bill(calls: int) -> Iterator[InvoiceLine]:
    """What the vendor bills: every hit, but a few of them, and one line that nobody knows."""
    for n, inquiry, source, moment in made(calls):
        if source == PAID and n % 2 and n % 1000 != 4 and n % 5000 != 9:
            yield InvoiceLine(n, inquiry, moment.date(), PRICE)
    yield InvoiceLine(calls, "nobody", BEGAN.date(), PRICE)


def timed(words: str, call: Callable[[], T]) -> T:
    start = time.perf_counter()
    found = call()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{words:46} {time.perf_counter() - start:8.2f} s {memory:7,} MB")
    return found


def built(url: str, accounts: int, calls: int) -> CaseFile:
    case = create_case_file(url, Keyring.generate())
    entries = [make_entry(n) for n in range(accounts)]
    for piece in chunks(entries):
        with case.write() as tx:
            case.accounts.add(tx, piece)
    ids = [case.accounts.account_id(entry.account.number) for entry in entries]
    fill(case, trace_order, orders(ids, calls))
    fill(case, connector_call, intents(calls))
    fill(case, call_result, results(calls))
    fill(case, step, steps(calls))
    fill(case, order_turn, turns(calls))
    return case


def look(case: CaseFile, calls: int, since: datetime) -> None:
    """Everything that `skiptrace status` reads of the database, for a night that began so."""
    now = at(calls, calls)
    with case.read() as tx:
        figures.open_workers(tx)
        figures.orders_in_hand(tx)
        figures.orders_placed(tx, since)
        ended = figures.states_of(tx, figures.ended_since(tx, since, None))
        figures.ends_since(tx, [now - timedelta(minutes=5), now - timedelta(minutes=15)])
        tiers = figures.tier_counts(tx, figures.ended_since(tx, since, None))
        answers = figures.result_counts(tx, since, now - timedelta(minutes=5))
        figures.fund_figures(tx, f"night {since.date()}")
    counted = (sum(ended.values()), sum(t.count for t in tiers), sum(a.count for a in answers))
    print("    {:,} orders, {:,} steps, {:,} answers".format(*counted))


def measure(case: CaseFile, calls: int) -> None:
    for hours in (1, 24, 24 * 7):
        began = at(calls, calls) - timedelta(hours=hours)
        timed(f"status of a night of {hours} h", lambda began=began: look(case, calls, began))
    utc, york = ZoneInfo("UTC"), ZoneInfo("America/New_York")
    for axes in ("source", "day", "source,day", "account", "source,day,account"):
        by = [Axis(name) for name in axes.split(",")]
        found = timed(f"costs by {axes}", lambda by=by: read(case, charges, by, Period(york)))
        print(f"    {len(found):,} lines, {sum(one.spent for one in found)} USD")
    week = Period(utc, NIGHT - timedelta(days=7), NIGHT)
    timed("costs by day of the last week", lambda: read(case, charges, [Axis.DAY], week))
    ids = [one.account_id for one in read(case, charges, [Axis.ACCOUNT], Period(utc))]
    timed(f"numbers of {len(ids):,} accounts", lambda: read(case, numbers, ids))
    invoice = timed("an invoice brought together", lambda: Invoice.of(bill(calls)))
    held = timed(
        f"{invoice.lines:,} lines held against the ledger",
        lambda: read(case, reconcile, invoice, frozenset({PAID}), Period(utc)),
    )
    for total in held.totals:
        print(f"    {total.verdict.value}: {total.count:,}")


def read(case: CaseFile, what: Callable[..., T], *given: Any) -> T:
    """One reading in a transaction of its own, as the acts do it."""
    with case.read() as tx:
        return what(tx, *given)


def numbers(tx: Tx, ids: Sequence[str]) -> int:
    return sum(len(read_accounts(tx, piece)) for piece in chunks(ids))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--url", default="")
    parser.add_argument("--keep", default="", help="a folder in which the case file stays")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{Path(given.keep or folder) / 'case.db'}"
        case = timed("built", lambda: built(url, given.accounts, given.calls))
        measure(case, given.calls)
        case.close()


if __name__ == "__main__":
    main()
