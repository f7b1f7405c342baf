"""A worker: one run of one process, its lease on what it claims, and how others know it is gone.

While it works it renews its lease and holds a lock on a file of its own, which the system lets go
of when the process ends, however it ends. So on the same file system the dead are told from the
living for certain, whatever the hosts and processes are called; elsewhere the lease decides.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.errors import CaseFileError, LeaseLost, PermitExpired
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Clock

fcntl: Any = importlib.import_module("fcntl") if os.name == "posix" else None
"""Without such locks (no POSIX system) leases decide."""

_BEATS = 6
_TAKEN = "this worker's lease is over or was taken from it: start the command again"


@dataclass(frozen=True, slots=True)
class LeaseTerms:
    """How long a lease holds, and how long after its worker's end a call may still arrive.

    A worker lets nothing leave in the last `late` of its lease, so that whoever finds the lease
    over may believe a provider which says that it saw nothing.
    """

    lease: timedelta = timedelta(minutes=5)
    late: timedelta = timedelta(seconds=30)

    @property
    def beat(self) -> float:
        """Seconds between two renewals: several fit into a lease."""
        return (self.lease - self.late).total_seconds() / _BEATS


class Worker:
    """A worker at work. Implements tracing.run.Lease; `at_work` begins and ends one."""

    def __init__(self, case: CaseFile, clock: Clock, terms: LeaseTerms) -> None:
        self._case = case
        self._clock = clock
        self._terms = terms
        self._id = uuid4().hex
        self._until = clock() + terms.lease
        self._is_lost = False

    @property
    def worker(self) -> str:
        """The id in the worker book; new for every run."""
        return self._id

    def begin(self) -> None:
        """Enter the worker in the book."""
        with self._case.write() as tx:
            self._case.workers.begin(tx, self._id, self._clock(), self._until)

    def beat(self) -> bool:
        """Renew the lease. False when it is lost for good; a database that refuses is tried again.

        While no renewal gets through, the lease runs out, and then nothing leaves any more.
        """
        now = self._clock()
        until = now + self._terms.lease
        try:
            with self._case.write() as tx:
                held = self._case.workers.renew(tx, self._id, now, until)
        except CaseFileError:
            return True
        if held:
            self._until = until
        self._is_lost = self._is_lost or not held
        return held

    def check(self, tx: Tx) -> None:
        """LeaseLost unless the lease holds; until the transaction ends nobody can end it."""
        if self._is_lost or not self._case.workers.holds(tx, self._id, self._clock()):
            self._is_lost = True
            raise LeaseLost(_TAKEN)

    def leave(self, inquiry: Inquiry) -> None:
        """For a paid call: asks the worker book too, whether somebody ended this worker."""
        try:
            with self._case.read() as tx:
                state = self._case.workers.states(tx, [self._id]).get(self._id)
        except CaseFileError:
            raise LeaseLost("the worker book cannot be read: nothing leaves") from None
        if state is None or state.ended is not None:
            self._is_lost = True
        self.leave_free(inquiry)

    def leave_free(self, inquiry: Inquiry) -> None:
        """LeaseLost unless the lease holds with time to spare; PermitExpired for an old permit."""
        self._in_time()
        if inquiry.permit.expires <= self._clock():
            raise PermitExpired("the permit ran out before the call left")

    def _in_time(self) -> None:
        if self._is_lost or self._clock() >= self._until - self._terms.late:
            raise LeaseLost(_TAKEN)

    def end(self) -> None:
        """Say that the worker is done: what it still holds may be given back at once."""
        with contextlib.suppress(CaseFileError), self._case.write() as tx:
            self._case.workers.leave_off(tx, self._id, self._clock())


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where an installation's workers work: the case file, the folder of their locks, the time."""

    case: CaseFile
    folder: Path
    clock: Clock
    terms: LeaseTerms = LeaseTerms()

    @contextmanager
    def at_work(self) -> Iterator[Worker]:
        """A worker with a lease that is renewed while the block runs."""
        made = Worker(self.case, self.clock, self.terms)
        with self._lock(made.worker):
            made.begin()
            ended = threading.Event()
            keeper = threading.Thread(
                target=_keep, args=(made, ended, self.terms.beat), name="lease", daemon=True
            )
            keeper.start()
            try:
                yield made
            finally:
                ended.set()
                keeper.join()
                made.end()

    def release_gone(self) -> int:
        """Give back the orders of workers that ended, died, or whose lease is over; how many.

        They are ended in the book first: a worker that was only stopped finds that out when it goes
        on, and lets nothing leave.
        """
        with self.case.write() as tx:
            for state in self.case.workers.open(tx):
                now = self.clock()
                if state.until <= now or _is_free(self._file(state.id)):
                    self.case.workers.end(tx, state, now)
            holding = self.case.orders.workers(tx)
            states = self.case.workers.states(tx, holding)
            gone = [w for w in holding if w not in states or states[w].ended is not None]
            return self.case.orders.release(tx, gone)

    def _file(self, worker_id: str) -> Path:
        return self.folder / f"{worker_id}.lock"

    @contextmanager
    def _lock(self, worker_id: str) -> Iterator[None]:
        if fcntl is None:
            yield
            return
        path = self._file(worker_id)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CaseFileError(f"{self.folder.name}: no lock there: {error.strerror}") from None
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
            os.close(handle)


def _is_free(path: Path) -> bool:
    """Whether the lock's process has ended for certain; a file that is not here says nothing."""
    if fcntl is None:
        return False
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    return True


def _keep(worker: Worker, ended: threading.Event, beat: float) -> None:
    while not ended.wait(beat):
        if not worker.beat():
            return
