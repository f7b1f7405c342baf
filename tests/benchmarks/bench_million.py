"""A million accounts in one night, against a register of two million rows: its time, its memory.

    PYTHONPATH=. python -m tests.benchmarks.bench_million FOLDER [--accounts N] [--processes N]

What the folder holds is gone on with, so that it may be broken off at any moment and begun again:
the register's file, the accounts, the loaded registers, the night. Each stage is a process of its
own. FOLDER/progress.csv gets a line for each chunk: the moment, the orders that wait, and the
memory in megabytes of the night's processes together, what they map of files (the registers) told
apart. 1 when it was more than is promised.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import func, select

from skiptrace.acts.nights import NightAsked, run_night
from skiptrace.app.installation import Installation
from skiptrace.casefile.tables.accounts import account
from skiptrace.cli.session import opened
from skiptrace.model.order import Scope
from tests.benchmarks.bench_nightly import NIGHT, begun, entries, load, take_in

PROMISED_MB = 1_500
_SPAWN = get_context("spawn")
_EVERY_SECONDS = 1.0
_RESIDENT = re.compile(r"^Rss(Anon|File|Shmem):\s+(\d+) kB$", re.MULTILINE)
_HALF_MADE = ("skiptrace.toml", "skiptrace.key", "skiptrace.db", "skiptrace.anchor")


def town(folder: Path, accounts: int, processes: int) -> None:
    """The installation and its registers' files; two rows for an account, one in four owes."""
    for name in _HALF_MADE:
        (folder / name).unlink(missing_ok=True)
    _, listed = begun(folder, 2 * accounts, 4, processes)
    (folder / "listed.json").write_text(json.dumps(listed))


def accounts_of(folder: Path, accounts: int, processes: int) -> None:
    """The accounts that are not stored yet."""
    installation = Installation.load(folder / "skiptrace.toml")
    with opened(str(installation.config_file)) as session, session.case.read() as tx:
        known: int = tx.execute(select(func.count()).select_from(account)).scalar_one()
    listed = [tuple(one) for one in json.loads((folder / "listed.json").read_text())]
    coming = entries(accounts, listed)
    for count in take_in(installation, islice(coming, known, None)):
        known += count
        print(f"{known:,} accounts", flush=True)


def registers(folder: Path, accounts: int, processes: int) -> None:
    """The registers, loaded."""
    load(Installation.load(folder / "skiptrace.toml"))


def night(folder: Path, accounts: int, processes: int) -> None:
    """The night, or what is left of it, its memory beside it."""
    installation = Installation.load(folder / "skiptrace.toml")
    began = time.monotonic()
    with opened(str(installation.config_file)) as session, watched() as memory:

        def begin(waiting: int) -> Callable[[int], None]:
            left = waiting

            def advance(done: int) -> None:
                nonlocal left
                left -= done
                told(folder, left, memory)

            return advance

        done = run_night(session.office, session.actor, NightAsked(NIGHT), begin)
        with session.case.read() as tx:
            waiting = session.case.orders.waiting(tx, Scope.LOCATE)
    took = time.monotonic() - began
    print(f"{done.placed:,} placed, {done.traced:,} traced in {took:,.0f} s, {waiting:,} wait")
    print(f"at most {max(memory):,} MB: {PROMISED_MB:,} are promised")
    sys.exit(int(max(memory) > PROMISED_MB))


STAGES = (("town", town), ("accounts", accounts_of), ("registers", registers), ("night", night))


def told(folder: Path, left: int, memory: list[int]) -> None:
    """A line of the progress."""
    own, mapped = resident()
    now = time.strftime("%Y-%m-%d %H:%M:%S")
    with (folder / "progress.csv").open("a", encoding="ascii") as file:
        file.write(f"{now},{left},{own + mapped},{mapped},{max(memory)}\n")


@contextmanager
def watched() -> Iterator[list[int]]:
    """The memory of this process and its children in megabytes, looked at every second."""
    seen, ended = [sum(resident())], threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY_SECONDS):
            seen[:] = [max(*seen, sum(resident()))]

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield seen
    finally:
        ended.set()
        watching.join()


def resident() -> tuple[int, int]:
    """Megabytes of this process and its children: their own, and of files."""
    own = mapped = 0
    for process in (os.getpid(), *children_of(os.getpid())):
        try:
            text = Path(f"/proc/{process}/status").read_text()
        except FileNotFoundError:
            continue  # it has ended meanwhile
        said = {name: int(size) for name, size in _RESIDENT.findall(text)}
        own += said.get("Anon", 0)
        mapped += said.get("File", 0) + said.get("Shmem", 0)
    return own // 1024, mapped // 1024


def children_of(process: int) -> list[int]:
    """The children of a process, of all its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            found += map(int, (task / "children").read_text().split())
        except FileNotFoundError:
            continue  # the thread has ended meanwhile
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, stage in STAGES:
        mark = given.folder / f"{name}.done"
        if mark.exists():
            continue
        began = time.monotonic()
        process = _SPAWN.Process(target=stage, args=(given.folder, given.accounts, given.processes))
        process.start()
        process.join()
        print(f"{name}: {time.monotonic() - began:,.0f} s", flush=True)
        if process.exitcode:
            return process.exitcode
        mark.touch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
