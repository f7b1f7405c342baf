"""What a worker process of the fleet does: traces the orders of a task, and tends the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from queue import LifoQueue

from jobs.execution.run import Execution
from jobs.fleet.deferring import Deferring
from jobs.worker import Workplace
from skiptrace.model.errors import CaseFileUnavailable, LeaseLost
from skiptrace.model.order import Scope
from skiptrace.model.spans import event, span
from skiptrace.tracing.run import Run, RunBudget, night_fund

_PASSING = (LeaseLost, CaseFileUnavailable)
"""Faults of the day: the orders are found waiting again once the lease is over."""

Benches = LifoQueue[Execution]


def benches_of(executions: Iterable[Execution]) -> Benches:
    """Executions that are all free."""
    benches: Benches = LifoQueue()
    for one in executions:
        benches.put(one)
    return benches


@dataclass(frozen=True, slots=True)
class FleetWork:
    """The work of one process. Each task has a lease of its own, and an execution to itself.

    `limit` is the money of a night in US dollars. `benches` are the executions that are free: as
    many as tasks are run side by side, for connectors are not shared. `chunk` is the most orders of
    a task that is deferred anew. `ended` is called after each task. `in_a_row` counts over all of
    them how often each source failed in a row, so that one that is down rests as in one long run.
    """

    workplace: Workplace
    benches: Benches
    limit: Decimal
    chunk: int
    ended: Callable[[], None]
    in_a_row: Counter[str] = field(default_factory=Counter)

    def trace(self, order_ids: Sequence[str], night: date) -> int:
        """Trace those of the orders that still wait, with that night's money; how many.

        A lost lease or an unreachable case file ends the task and no more.
        """
        with self._bench() as bench, span("task", night=str(night), named=len(order_ids)) as work:
            try:
                with self.workplace.at_work() as worker:
                    budget = RunBudget(self.limit, night_fund(night))
                    run = Run(worker, budget, in_a_row=self.in_a_row)
                    traced = len(bench.task(order_ids, run))
            except _PASSING as error:
                event("task.left", error=type(error).__name__)
                return 0
            self.ended()
            work.add(traced=traced)
            return traced

    def tend(self) -> int:
        """Give back what lost workers held, and defer what waits and no task names; how many.

        It belongs to the last night that was begun; before the first one there is nothing. A case
        file that cannot be reached is left to the next time.
        """
        try:
            return self._tended()
        except _PASSING as error:
            event("tend.left", error=type(error).__name__)
            return 0

    def _tended(self) -> int:
        case = self.workplace.case
        self.workplace.release_gone()
        with case.read() as tx:
            last = case.runs.latest(tx, 1)
        if not last:
            return 0
        deferring = Deferring(case, self.chunk, last[0].run.as_of)
        return deferring.defer_unnamed(Scope.LOCATE, with_failed=False)

    @contextmanager
    def _bench(self) -> Iterator[Execution]:
        bench = self.benches.get()
        try:
            yield bench
        finally:
            self.benches.put(bench)
