"""Runs waiting orders chunk by chunk until none is left; what a killed run left is taken up."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jobs.carried import Carried
from jobs.heartbeat import LEASE, leases_kept
from skiptrace.casefile.case import CaseFile
from skiptrace.model.order import Scope
from skiptrace.model.ports import Clock
from skiptrace.tracing.budget import RunBudget
from skiptrace.tracing.state import OrderTrace
from skiptrace.tracing.trace import Tracer


def worker_name() -> str:
    """This process as `host:pid:start`, so that a dead worker is told from a new one of its pid."""
    return f"{socket.gethostname()}:{os.getpid()}:{_start_tick(os.getpid())}"


def is_dead(worker: str) -> bool:
    """Whether the worker ran on this host and its process is gone; elsewhere nobody can tell."""
    return _lives(worker) is False


def is_alive(worker: str) -> bool:
    """Whether the worker runs on this host; elsewhere nobody can tell, and its lease decides."""
    return _lives(worker) is True


def _lives(worker: str) -> bool | None:
    host, _, rest = worker.partition(":")
    pid, _, tick = rest.partition(":")
    if host != socket.gethostname() or not pid.isdigit() or not tick:
        return None  # another host, or a system that does not tell when a process started
    return _start_tick(int(pid)) == tick


def _start_tick(pid: int) -> str:
    """When the process started, in the kernel's ticks; empty when there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


def release_dead(case: CaseFile, now: datetime) -> int:
    """Give back the orders of workers that died or whose lease ran out; how many.

    A worker of this host that lives keeps its orders, however late its lease is renewed (a clock
    that jumped, a machine that slept): two workers must never make the same paid call.
    """
    with case.write() as tx:
        workers = case.orders.workers(tx)
        living = [w for w in workers if is_alive(w)]
        released = case.orders.release_expired(tx, now, living)
        for worker in filter(is_dead, workers):
            released += case.orders.release(tx, worker)
    return released


@dataclass(frozen=True, slots=True)
class Batch:
    """Works off claimed orders in chunks; `advance` is told how many orders each chunk finished."""

    case: CaseFile
    tracer: Tracer
    carried: Carried
    clock: Clock
    chunk: int

    def run(
        self, scope: Scope, budget: RunBudget, advance: Callable[[int], None]
    ) -> Iterator[list[OrderTrace]]:
        """Trace every waiting order of the scope, yielding each chunk once it is stored."""
        worker = worker_name()
        while True:
            with self.case.write() as tx:
                orders = self.case.orders.claim(tx, worker, self.chunk, self.clock() + LEASE, scope)
            if not orders:
                return
            with leases_kept(self.case, [o.id for o in orders], worker, self.clock):
                traces = self.tracer.trace(orders, budget, self.carried.known(orders))
            advance(len(traces))
            yield traces
