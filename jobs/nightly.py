"""The nightly batch: one locate order for every due account, traced in chunks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jobs.batch import Batch, release_dead
from jobs.orders import OrderForm
from jobs.reporting import RunTally
from skiptrace.casefile.case import CaseFile
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.tracing.budget import RunBudget

_PAGE = 500


@dataclass(frozen=True, slots=True)
class NightlyRun:
    """What one run did: orders taken back from a dead run, newly placed, traced, and the counts."""

    resumed: int
    placed: int
    traced: int
    tally: RunTally


@dataclass(frozen=True, slots=True)
class Nightly:
    """Places and traces the orders of one night. A second run on the same day finds nothing due.

    `closed` are the creditor's status words that end an account: no order is placed for those.
    `can_settle` says that some paid provider can be asked what became of a call in doubt.
    """

    case: CaseFile
    batch: Batch
    form: OrderForm
    closed: frozenset[str]
    can_settle: bool
    clock: Clock

    def due(self, limit: int | None) -> list[TraceOrder]:
        """The orders that a run would place now, none of them stored."""
        with self.case.read() as tx:
            entries = self.case.accounts.due(tx, self.form.as_of, self.closed, limit)
        return [self.form.order(entry, self.clock) for entry in entries]

    def place(self, limit: int | None) -> int:
        """Place an order for every due account, page by page; how many."""
        placed = 0
        while limit is None or placed < limit:
            page = self.due(_PAGE if limit is None else min(_PAGE, limit - placed))
            if not page:
                return placed
            with self.case.write() as tx:
                new = self.case.orders.place(tx, page)
            if not new:
                return placed
            placed += new
        return placed

    def _reopen(self) -> int:
        """Take up the orders in doubt where a provider can be asked what became of the calls."""
        if not self.can_settle:
            return 0
        with self.case.write() as tx:
            return self.case.orders.reopen_in_doubt(tx, Scope.LOCATE)

    def run(
        self, budget: RunBudget, limit: int | None, progress: Callable[[int], Callable[[int], None]]
    ) -> NightlyRun:
        """Take up what a dead run left, place what is due, trace it all.

        `progress` is given the count of waiting orders; what it returns is called after each chunk.
        """
        resumed = release_dead(self.case, self.clock()) + self._reopen()
        placed = self.place(limit)
        with self.case.read() as tx:
            waiting = self.case.orders.waiting(tx, Scope.LOCATE)
        advance = progress(waiting)
        tally = RunTally()
        traced = 0
        for traces in self.batch.run(Scope.LOCATE, budget, advance):
            tally.add(traces)
            traced += len(traces)
        return NightlyRun(resumed, placed, traced, tally)
