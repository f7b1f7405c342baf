"""The nightly batch: one locate order for every due account, traced in chunks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jobs.execution.collect import take_up_awaiting
from jobs.execution.held_no_more import HeldOrders
from jobs.execution.plan import Plan
from jobs.execution.run import Executor
from jobs.execution.settle import take_up_doubtful
from jobs.execution.take_up import TakeUp
from jobs.reporting import RunTally
from jobs.seldom_collected import seldom_collected
from jobs.worker import Worker, Workplace
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.codec import Codec
from skiptrace.casefile.runs import StartedRun
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import Scope
from skiptrace.model.ports import Clock
from skiptrace.model.spans import span
from skiptrace.reports.summary import NightlySummary
from skiptrace.tracing.run import Run, RunBudget, night_fund

RUN_REPORT = Codec(NightlySummary)
"""How a run's report is kept in the run book."""


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

    `askable` names the paid sources that can be asked what became of a call in doubt. Runs of one
    day share the money of that day, whether one follows the other or both work at once.
    """

    workplace: Workplace
    plan: Plan
    execution: Executor
    askable: frozenset[str]

    @property
    def case(self) -> CaseFile:
        """The case file that it works on."""
        return self.workplace.case

    @property
    def clock(self) -> Clock:
        """The time."""
        return self.workplace.clock

    def run(
        self, limit: Decimal, most: int | None, progress: Callable[[int], Callable[[int], None]]
    ) -> NightlyRun:
        """Take up what a dead run left, place what is due, trace it all.

        `limit` is the money of the night in US dollars, `most` the most orders to place. `progress`
        is given the count of waiting orders; what it returns is called after each chunk.
        """
        with seldom_collected(), self.workplace.at_work() as worker:
            log = _RunLog(worker.worker, RunBudget(limit, night_fund(self.plan.form.as_of)))
            with self.case.write() as tx:
                self.case.runs.begin(tx, self._started(log))
            try:
                with span("run", run=log.run_id, night=str(self.plan.form.as_of)) as work:
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
        log.resumed = self._take_up()
        self._let_go()
        log.placed = self.plan.place(most, self.execution.hand_on)
        with self.case.read() as tx:
            waiting = self.case.orders.waiting(tx, Scope.LOCATE)
        advance = progress(waiting)
        for done in self.execution.all(Scope.LOCATE, Run(worker, log.budget), advance):
            log.tally.add(done)

    def _take_up(self) -> int:
        """Set back what dead workers left, what awaits an answer that is due, and what is in doubt.

        How many; those in doubt at providers that cannot be asked wait for a person.
        """
        hand_on = self.execution.hand_on
        take_up = TakeUp(self.case, self.plan.form.requester, self.clock, hand_on)
        released = self.workplace.release_gone()
        awaiting = take_up_awaiting(take_up, Scope.LOCATE)
        return released + awaiting + take_up_doubtful(take_up, Scope.LOCATE, self.askable)

    def _let_go(self) -> None:
        """Make due again what the law would let go on by now."""
        asker = self.execution.tracer.asker
        about = (asker.gate, asker.connectors, self.plan.form.requester, self.clock)
        HeldOrders(self.case, *about).let_go(self.plan.form.as_of)

    def _started(self, log: _RunLog) -> StartedRun:
        return StartedRun(log.run_id, self.plan.form.requester, self.plan.form.as_of, self.clock())

    def _report(self, log: _RunLog) -> NightlySummary:
        """Say what the run did, and keep it in the run book."""
        cards = {i: one.card for i, one in self.execution.tracer.asker.connectors.items()}
        summary = replace(
            log.tally.summary(self.case, cards, log.budget),
            placed=log.placed,
            resumed=log.resumed,
            handed_on=self.execution.handed_on,
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
