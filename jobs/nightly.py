"""The nightly batch: one locate order for every due account, traced in chunks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jobs.batch import Batch
from jobs.orders import OrderForm
from jobs.reporting import RunTally
from jobs.worker import Worker, Workplace
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.codec import Codec
from skiptrace.casefile.runs import StartedRun
from skiptrace.casefile.statements import Tx
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.spans import span
from skiptrace.reports.summary import NightlySummary
from skiptrace.tracing.run import Run, RunBudget, night_fund

RUN_REPORT = Codec(NightlySummary)
"""How a run's report is kept in the run book."""

_PAGE = 500
_COLLECTED = "an answer that it awaits is due"
_SETTLED = "its provider is asked what became of the call"


@dataclass(frozen=True, slots=True)
class NightlyRun:
    """What one run did: orders taken up from a dead run, placed, traced; the report of it all."""

    resumed: int
    placed: int
    traced: int
    summary: NightlySummary


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
        """Take up the orders that await an answer which is due, and those in doubt.

        Of these such whose calls can all be settled with their providers; the others wait for a
        person (`orders settle`). Each is one event of the audit trail.
        """
        with self.case.write() as tx:
            due = self.case.orders.due(tx, self.clock())
            awaiting = self.case.orders.reopen(tx, due, OrderState.AWAITING)
            self._say_reopened(tx, awaiting, _COLLECTED)
            doubtful = self.case.orders.ended_as(tx, OrderState.IN_DOUBT, Scope.LOCATE)
            sources = self.case.ledger.doubtful_sources(tx, doubtful)
            ready = [i for i in doubtful if sources.get(i, frozenset()) <= self.settling]
            back = self.case.orders.reopen(tx, ready, OrderState.IN_DOUBT)
            self._say_reopened(tx, back, _SETTLED)
        return len(awaiting) + len(back)

    def _say_reopened(self, tx: Tx, back: list[tuple[str, str]], words: str) -> None:
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
            log = _RunLog(worker.worker, RunBudget(limit, night_fund(self.form.as_of)))
            with self.case.write() as tx:
                self.case.runs.begin(tx, self._started(log))
            try:
                with span("run", run=log.run_id, night=str(self.form.as_of)) as work:
                    self._work(worker, most, progress, log)
                    work.add(placed=log.placed, resumed=log.resumed, traced=log.tally.traced)
            except BaseException as error:
                log.broken_off = type(error).__name__
                with contextlib.suppress(CaseFileError):
                    self._report(log)
                raise
            return NightlyRun(log.resumed, log.placed, log.tally.traced, self._report(log))

    def _work(
        self,
        worker: Worker,
        most: int | None,
        progress: Callable[[int], Callable[[int], None]],
        log: _RunLog,
    ) -> None:
        log.resumed = self.workplace.release_gone() + self._reopen()
        log.placed = self.place(most)
        with self.case.read() as tx:
            waiting = self.case.orders.waiting(tx, Scope.LOCATE)
        advance = progress(waiting)
        for traces in self.batch.run(Scope.LOCATE, Run(worker, log.budget), advance):
            log.tally.add(traces)

    def _started(self, log: _RunLog) -> StartedRun:
        return StartedRun(log.run_id, self.form.requester, self.form.as_of, self.clock())

    def _report(self, log: _RunLog) -> NightlySummary:
        """Say what the run did, and keep it in the run book."""
        cards = {i: one.card for i, one in self.batch.tracer.asker.connectors.items()}
        summary = replace(
            log.tally.summary(self.case, cards, log.budget),
            placed=log.placed,
            resumed=log.resumed,
            broken_off=log.broken_off,
        )
        with self.case.write() as tx:
            self.case.runs.end(tx, log.run_id, self.clock(), RUN_REPORT.encode(summary))
        return summary


@dataclass(slots=True)
class _RunLog:
    """What a run has done so far."""

    run_id: str
    budget: RunBudget
    resumed: int = 0
    placed: int = 0
    broken_off: str = ""
    tally: RunTally = field(default_factory=RunTally)
