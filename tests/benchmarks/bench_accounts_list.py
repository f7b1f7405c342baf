"""What a page of `accounts list` costs as a case file grows, and how it is narrowed.

From the project's root: PYTHONPATH=tests python -m tests.benchmarks.bench_accounts_list
[--accounts 10000,30000,100000] [--phones 100] [--url URL]. The people are those of
bench_holds_at_scale; one account in forty is of a small creditor, one in a hundred held. Printed
are seconds of the processor for the first page of fifty and for one from the middle, each beside
that of the first size: a ratio near 1 does not grow with the case file.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from skiptrace.acts.account_state import AccountState, StateReader
from skiptrace.acts.accounts import AccountsAsked, AccountsReader
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile, create_case_file
from skiptrace.casefile.crypto import Keyring
from tests.benchmarks.bench_holds_at_scale import COMMIT, Town
from tests.integration.casefile.samples import TODAY
from tests.laws import POLICY

PAGE = 50
SMALL, EVERY = "Sparrow Creek Loans", 40
ASKED: Mapping[str, AccountsAsked] = {
    "all": AccountsAsked(),
    "of the large creditor": AccountsAsked(creditor="prairie"),
    "of the small creditor": AccountsAsked(creditor="sparrow"),
    "due": AccountsAsked(states=frozenset({AccountState.DUE})),
    "held": AccountsAsked(states=frozenset({AccountState.HELD})),
    "held, of the small creditor": AccountsAsked(
        states=frozenset({AccountState.HELD}), creditor="sparrow"
    ),
    "held by DEC-CONF": AccountsAsked(hold="DEC-CONF"),
}


def entry(town: Town, n: int) -> AccountEntry:
    """Account n of the town; every fortieth is the small creditor's."""
    made = town.entry(n)
    is_small = n % EVERY == EVERY - 1
    return replace(made, account=replace(made.account, creditor=SMALL)) if is_small else made


def grow(case: CaseFile, town: Town, known: int, size: int) -> None:
    """Take in the accounts from one number to another."""
    for first in range(known, size, COMMIT):
        with case.write() as tx:
            case.accounts.add(tx, [entry(town, n) for n in range(first, first + COMMIT)])


def seconds(reader: AccountsReader, asked: AccountsAsked) -> tuple[float, int]:
    """Processor seconds of one page, and how many accounts stood on it."""
    start = time.process_time()
    found = list(islice(reader.lines(asked), PAGE))
    return time.process_time() - start, len(found)


def main() -> None:
    """Grow a case file and list it at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", default="10000,30000,100000")
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    sizes = [int(text) for text in given.accounts.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{Path(folder) / 'case.db'}"
        case = create_case_file(url, Keyring.generate())
        town = Town(max(sizes), np.random.default_rng(8), given.phones)
        reader = AccountsReader(case, StateReader(POLICY, {}, TODAY))
        first: dict[str, float] = {}
        known = 0
        for size in sizes:
            grow(case, town, known, size)
            known = size
            print(f"{size:,} accounts", flush=True)
            for name, asked in ASKED.items():
                for where, after in (("first page", 0), ("from the middle", size // 2)):
                    took, count = seconds(reader, replace(asked, after=after))
                    what = f"{name}, {where}"
                    ratio = took / first.setdefault(what, took)
                    print(f"  {what}: {took:.3f} s of {count}, x{ratio:.2f}", flush=True)
        case.close()


if __name__ == "__main__":
    main()
