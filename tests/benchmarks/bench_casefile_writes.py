"""How fast the case file takes accounts and traces, 100 accounts a commit.

From the project's root: python -m tests.benchmarks.bench_casefile_writes [URL]. Without a URL it
makes an SQLite file in a folder that is removed again.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy import func, select

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile, create_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.notes import Note
from skiptrace.casefile.tables.schema import metadata
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import Answer
from skiptrace.model.subject import KnownContact
from skiptrace.model.waterfall import Outcome, StepOutcome
from tests.integration.casefile import samples
from tests.integration.casefile.filling import finish, make_event

ACCOUNTS = 5000
COMMIT = 100


def make_wide_entry(n: int) -> AccountEntry:
    """An account of 20 rows: account, obligor, subject, 15 facts, a hold and a returned piece."""
    entry = samples.make_entry(n)
    phones = tuple(KnownContact(f"+1813555{i:04d}") for i in range(100, 104))
    emails = tuple(KnownContact(f"mail{i}.{n}@example.com") for i in range(2))
    home = entry.subject.addresses[0]
    addresses = tuple(
        replace(home, value=replace(home.value, line=f"{n} Hollow Rd {i}")) for i in range(4)
    )
    subject = replace(entry.subject, phones=phones, emails=emails, addresses=addresses)
    return replace(entry, subject=subject)


def rows(case: CaseFile) -> int:
    """How many rows the case file holds."""
    with case.read() as tx:
        counts = [tx.execute(select(func.count()).select_from(t)) for t in metadata.sorted_tables]
        return sum(count.scalar_one() for count in counts)


def measure(case: CaseFile, what: str, write: Callable[[int], None]) -> None:
    """Print accounts and rows a second of one kind of write."""
    before, start = rows(case), time.perf_counter()
    for first in range(0, ACCOUNTS, COMMIT):
        write(first)
    took = time.perf_counter() - start
    added = rows(case) - before
    print(
        f"{what}: {ACCOUNTS / took:,.0f} accounts/s, {added / took:,.0f} rows/s, "
        f"{added / ACCOUNTS:.0f} rows an account"
    )


def store_traces(case: CaseFile, orders: Sequence[TraceOrder], answers: Sequence[Answer]) -> None:
    """Store what 100 traces found, in one transaction."""
    inquiries = [samples.make_inquiry(order) for order in orders]
    with case.write() as tx:
        case.ledger.record(tx, list(zip(inquiries, answers, strict=True)), samples.NOW)
        ids = case.matches.add_all(
            tx,
            {
                order.id: [samples.make_candidate(answer.records[0])]
                for order, answer in zip(orders, answers, strict=True)
            },
        )
        findings = []
        for order, answer in zip(orders, answers, strict=True):
            [record] = answer.records
            finding = samples.make_finding(order, ids[order.id]["bureau", record.ref], record)
            findings += [replace(finding, id=f"{finding.id}-{i}", key=f"k{i}") for i in range(4)]
        case.findings.add(tx, findings)
        case.notes.add_all(
            tx, [Note(o.account.id, o.id, "searched and found", samples.NOW) for o in orders]
        )
        zero = Decimal(0)
        case.steps.add(
            tx,
            [StepOutcome(o.id, "free", f"c{i}", Outcome.HIT, zero) for o in orders for i in "123"],
        )
        case.audit.append(tx, [make_event(order) for order in orders for _ in range(3)])
        finish(case, tx, [order.id for order in orders])


def run(url: str) -> None:
    """Measure intake, orders and traces."""
    case = create_case_file(url, Keyring.generate())
    entries = [case.accounts.identify(make_wide_entry(n)) for n in range(ACCOUNTS)]
    orders = [samples.make_order(entry) for entry in entries]
    answers = [samples.make_answer(samples.make_inquiry(o), o.subject) for o in orders]

    def take_in(first: int) -> None:
        with case.write() as tx:
            case.accounts.add(tx, entries[first : first + COMMIT])

    def place(first: int) -> None:
        with case.write() as tx:
            case.orders.place(tx, orders[first : first + COMMIT])

    def trace(first: int) -> None:
        piece = slice(first, first + COMMIT)
        store_traces(case, orders[piece], answers[piece])

    measure(case, "intake", take_in)
    measure(case, "intake again, unchanged", take_in)
    measure(case, "orders placed", place)
    measure(case, "traces stored", trace)
    case.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            run(f"sqlite:///{Path(folder) / 'case.db'}")
