"""What the law costs an account, and how long a case with much evidence takes to show.

From the project's root: PYTHONPATH=tests python -m tests.benchmarks.bench_policy
[--accounts 2000] [--evidence 500]. Printed are milliseconds of the processor: the gate's decision
about one source and its event in the trail, an account that six sources are asked about, and the
act that shows a case of so many pieces of evidence, the best of five. Promised are 1 ms an account
and 100 ms a case.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orders import make_order

from skiptrace.acts.account_view import show_account
from skiptrace.app.build import desk_of, gate
from skiptrace.app.sources import cards
from skiptrace.casefile.case import create_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.audit import AuditEvent
from tests.lawful.clock import at_moment
from tests.lawful.house import ASKED, HEADER, House, open_house, row
from tests.lawful.records import lives_at
from tests.lawful.steps import NUMBER, says, taken_in, traced

GATE, SHOWN = 1.0, 100.0
CHUNK = 500


def milliseconds(work: Callable[[], Any]) -> float:
    """Of the processor."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def of_the_gate(house: House, accounts: int) -> tuple[float, float]:
    """Milliseconds of deciding, and of appending the events, for one account and one source."""
    office = house.office
    keeper, known = gate(office.policy, house.case, house.keyring), cards(house.installation)
    orders = [replace(make_order(), id=f"order_{n}") for n in range(accounts)]
    events: list[AuditEvent] = []

    def decide() -> None:
        for order in orders:
            for source in ASKED:
                keeper.permit(order, known[source], events.append)

    def append() -> None:
        for first in range(0, len(events), CHUNK):
            with house.case.write() as tx:
                house.case.audit.append(tx, events[first : first + CHUNK])

    decided, appended = milliseconds(decide), milliseconds(append)
    return decided / len(events), appended / len(events)


def of_a_case(house: House, evidence: int) -> tuple[int, float]:
    """How many pieces of evidence a case has, and the milliseconds of showing it."""
    records = [replace(lives_at(), ref=f"{n}") for n in range(evidence // 2)]
    for step in (taken_in(row()), says(HEADER, *records), traced("GLB-3", "PUB", "DMF-OPEN")):
        step(house)
    with house.case.read() as tx:
        entry = house.case.accounts.find(tx, NUMBER)
        assert entry is not None
        found = house.case.findings.current(tx, entry.account.id)
    office, actor = house.office, house.actor("compliance")
    reader, desk = house.reader, desk_of(house.installation, office.policy)
    best = min(
        milliseconds(lambda: show_account(office, actor, reader, desk, NUMBER)) for _ in range(5)
    )
    return sum(len(one.evidence) for one in found), best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=2000)
    parser.add_argument("--evidence", type=int, default=500)
    asked = parser.parse_args()
    keys = Keyring.generate()
    with (
        tempfile.TemporaryDirectory(dir="/dev/shm") as scratch,
        at_moment(datetime(2026, 11, 23, 12, tzinfo=UTC)) as clock,
    ):
        empty = Path(scratch) / "empty.db"
        create_case_file(f"sqlite:///{empty}", keys).close()
        house = open_house(Path(scratch) / "house", empty, keys, clock)
        decided, appended = of_the_gate(house, asked.accounts)
        whole = decided + appended
        print(f"gate {decided:.3f} ms, audit {appended:.3f} ms: {whole:.3f} ms a source")
        account = whole * len(ASKED)
        print(f"{account:.2f} ms an account that {len(ASKED)} sources are asked about")
        count, shown = of_a_case(house, asked.evidence)
        print(f"a case with {count} pieces of evidence: {shown:.0f} ms")
        if account > GATE or shown > SHOWN:
            print(f"promised are {GATE:.0f} ms an account and {SHOWN:.0f} ms a case")
        house.case.close()


if __name__ == "__main__":
    main()
