"""The nightly batch: one locate order for every due account, traced in chunks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from jobs.batch import Batch
from jobs.orders import OrderForm
from jobs.reporting import RunTally
from jobs.worker import Workplace
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.audit import AuditEvent
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.tracing.run import Run, RunBudget

_PAGE = 500


@dataclass(frozen=True, slots=True)
class NightlyRun:
    """What one run did: orders taken up from a dead run, placed, traced; counts and money."""

    resumed: int
    placed: int
    traced: int
    tally: RunTally
    budget: RunBudget


@dataclass(frozen=True, slots=True)
class Nightly:
    """Places and traces the orders of one night. A second run on the same day finds nothing due.

    `closed` are the creditor's status words that end an account: no order is placed for those.
    `settling` names the paid sources that can be asked what became of a call in doubt. Runs of one
    day share the money of that day, whether one follows the other or both work at once.
    """

    workplace: Workplace
    batch: Batch
    form: OrderForm
    closed: frozenset[str]
    settling: frozenset[str]

    @property
    def case(self) -> CaseFile:
        """The case file that it works on."""
        return self.workplace.case

    @property
    def clock(self) -> Clock:
        """The time."""
        return self.workplace.clock

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
        """Take up the orders in doubt whose calls can all be settled with their providers.

        Each is one event of the audit trail; the others wait for a person (`orders settle`).
        """
        with self.case.write() as tx:
            doubtful = self.case.orders.ended_as(tx, OrderState.IN_DOUBT, Scope.LOCATE)
            sources = self.case.ledger.open_sources(tx, doubtful)
            ready = [i for i in doubtful if sources.get(i, frozenset()) <= self.settling]
            back = self.case.orders.reopen(tx, ready, OrderState.IN_DOUBT)
            self._say_reopened(tx, back)
        return len(back)

    def _say_reopened(self, tx: Tx, back: list[tuple[str, str]]) -> None:
        words = "its provider is asked what became of the call"
        events = [
            AuditEvent(
                "order.reopened",
                self.form.requester,
                self.clock(),
                order_id=order_id,
                account_id=account_id,
                text=words,
            )
            for order_id, account_id in back
        ]
        self.case.audit.append(tx, events)

    def run(
        self, limit: Decimal, most: int | None, progress: Callable[[int], Callable[[int], None]]
    ) -> NightlyRun:
        """Take up what a dead run left, place what is due, trace it all.

        `limit` is the money of the night in US dollars, `most` the most orders to place. `progress`
        is given the count of waiting orders; what it returns is called after each chunk.
        """
        with self.workplace.at_work() as worker:
            resumed = self.workplace.release_gone() + self._reopen()
            placed = self.place(most)
            with self.case.read() as tx:
                waiting = self.case.orders.waiting(tx, Scope.LOCATE)
            advance = progress(waiting)
            tally = RunTally()
            traced = 0
            run = Run(worker, RunBudget(limit, f"night {self.form.as_of}"))
            for traces in self.batch.run(Scope.LOCATE, run, advance):
                tally.add(traces)
                traced += len(traces)
            return NightlyRun(resumed, placed, traced, tally, run.budget)
