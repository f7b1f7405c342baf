"""How long `skiptrace policy changes` takes over many accounts, and where the time goes.

From the project's root: PYTHONPATH=tests python -m tests.benchmarks.bench_changes
[--accounts 1000000] [--keep FOLDER]. Rows are put straight into the tables of an SQLite case file:
accounts in every state, nine in ten open, one in eight held by one or two of twenty codes, a part
of the holds released. Then the act itself is timed for three spans: one in which a rule of every
place begins, one in which a rule of some places does, and one in which a licence runs out. Promised
are 10 seconds a million; printed are seconds of the wall clock and of the processor.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from config.law import Licence, LicenceTable
from skiptrace.acts.policy import ChangesView, show_changes
from skiptrace.casefile import codec
from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.crypto import KEY_BYTES, OWNER_KEY_ID_BYTES, Keyring, OwnerKey
from skiptrace.casefile.tables.accounts import account, hold
from skiptrace.casefile.tables.owner_keys import owner_key
from skiptrace.casefile.users import Entry
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.register import RULES
from skiptrace.model.account import Account
from skiptrace.model.actor import Actor, Role, User
from tests.integration.acts import standing
from tests.integration.casefile.samples import NOW
from tests.laws import SHIPPED

PROMISED = 10.0
PIECE = 20_000
STATES = tuple(SHIPPED.places.states)
CODES = (*tuple(SHIPPED.holds.codes)[:19], "COERCED")
OTHERS = ("paid", "judgment", "in limbo")
LICENSED = replace(
    SHIPPED,
    licences=LicenceTable(
        required=("TX", "WA"),
        held={state: Licence(number="1", expires=date(2026, 12, 31)) for state in ("TX", "WA")},
    ),
)
SPANS = {
    "a rule of every place begins": (SHIPPED, date(2026, 3, 18), date(2026, 3, 19)),
    "a rule of some places begins": (SHIPPED, date(2025, 6, 30), date(2026, 9, 1)),
    "a licence runs out": (LICENSED, date(2026, 11, 30), date(2027, 1, 31)),
}


def account_rows(chance: random.Random, first: int, last: int) -> Iterator[Any]:
    """Rows of accounts of these numbers, sealed; their macs are not asked for by a forecast."""
    for n in range(first, last):
        status = (
            "open" if chance.random() < 0.9 else chance.choice(("paid", "judgment", "in limbo"))
        )
        one = Account(f"in_{n:016x}", str(n), "Prairie Card Bank", status=status)
        one = replace(one, state=chance.choice(STATES), opened=date(2022, 2, 3))
        yield {
            "seq": n,
            "id": one.id,
            "version": 1,
            "number_index": n.to_bytes(16),
            "status": status,
            "placed": key_of(one.id, n).seal(f"account row {n}.placed", codec.ACCOUNT.encode(one)),
            "digest": b"",
            "mac": bytes(16),
        }


def key_of(account_id: str, n: int) -> OwnerKey:
    """The key of account n."""
    return OwnerKey(n.to_bytes(OWNER_KEY_ID_BYTES), f"account {account_id}", n.to_bytes(KEY_BYTES))


def key_rows(keys: Keyring, first: int, last: int) -> Iterator[Any]:
    """The keys of accounts of these numbers, each sealed."""
    for n in range(first, last):
        number = n.to_bytes(OWNER_KEY_ID_BYTES).hex()
        sealed = keys.seal(f"owner_key row {number}.key", n.to_bytes(KEY_BYTES))
        owner = f"account in_{n:016x}"
        yield {"id": number, "owner": owner, "key": sealed, "mac": bytes(16)}


def hold_rows(keys: Keyring, chance: random.Random, accounts: int) -> Iterator[Any]:
    """Rows of holds: each release is a row of its own."""
    seq = 0
    for n in range(1, accounts + 1):
        for code in chance.sample(CODES, chance.choice((1, 1, 1, 2)) * (chance.random() < 0.125)):
            since = date(2026, 1, 1 + n % 28)
            for released in (None, date(2026, 2, 1))[: 1 + (chance.random() < 0.2)]:
                seq += 1
                yield {
                    "seq": seq,
                    "account_id": f"in_{n:016x}",
                    "code": code,
                    "since": since,
                    "source": keys.seal(f"hold row {seq}.source", b"a letter"),
                    "released": released,
                    "mac": bytes(16),
                }


def fill(case: CaseFile, keys: Keyring, accounts: int) -> None:
    """Put so many accounts and their holds into the tables."""
    chance = random.Random(7)
    with case.write() as tx:
        for first in range(1, accounts + 1, PIECE):
            last = min(first + PIECE, accounts + 1)
            tx.execute(insert(account), list(account_rows(chance, first, last)))
            tx.execute(insert(owner_key), list(key_rows(keys, first, last)))
        waiting: list[Any] = []
        for row in hold_rows(keys, chance, accounts):
            waiting.append(row)
            if len(waiting) == PIECE:
                tx.execute(insert(hold), waiting)
                waiting = []
        if waiting:
            tx.execute(insert(hold), waiting)


def forecasts(case: CaseFile, keys: Keyring) -> Iterator[tuple[str, ChangesView, float, float]]:
    """Each span: what is foreseen, and the seconds of the wall clock and of the processor."""
    ann = User("usr_1", "Ann Example", frozenset({Role.AUDITOR}), date(2020, 1, 1))
    with case.write() as tx:
        case.users.enter(tx, ann, Entry(NOW, ann.id))
    actor = Actor(ann.id, ann.name, ann.roles)
    for name, (law, first, last) in SPANS.items():
        office = replace(standing.office(case), keyring=keys)
        policy = Policy(RULES, law)
        began, worked = time.perf_counter(), processor()
        found = show_changes(office, actor, policy, first, last)
        yield name, found, time.perf_counter() - began, processor() - worked


def processor() -> float:
    """Seconds of the processor so far, those of the processes that share the work included."""
    used = os.times()
    return sum(used[:4])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/dev/shm") as scratch:
        keys = Keyring({1: bytes(range(32))}, bytes(32))
        path = (asked.keep or Path(scratch)) / "case.db"
        url = f"sqlite:///{path}"
        if path.exists():
            case = open_case_file(url, keys)
        else:
            case = create_case_file(url, keys)
            fill(case, keys, asked.accounts)
        for name, found, wall, worked in forecasts(case, keys):
            told = (
                f"{len(found.law)} changes, {sum(d.accounts for d in found.decisions):,} decisions"
            )
            print(f"{name}: {found.accounts:,} open accounts, {told}: {wall:.1f} s, {worked:.1f} s")
            if worked > PROMISED * asked.accounts / 1_000_000:
                print(f"  promised are {PROMISED:.0f} s a million")
        case.close()


if __name__ == "__main__":
    main()
