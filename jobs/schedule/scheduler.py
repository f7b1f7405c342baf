"""The scheduler: begins what is due, once among all schedulers, and makes up for what it missed.

What was begun stands in the case file, by kind and time. A time is therefore begun once however
many schedulers run, one that passed while none did is made up for, and a run whose process died is
begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jobs.schedule.calendar import WorkCalendar
from jobs.schedule.decide import Decision, decide
from jobs.schedule.plan import Due, Plan
from jobs.worker import Workplace
from skiptrace.casefile.schedule import DueOutcome, DueRun, StoredDue
from skiptrace.casefile.statements import Tx
from skiptrace.model.errors import SkiptraceError
from skiptrace.model.spans import span

Act = Callable[[date], DueOutcome]
"""One kind of work, done for the local day on which it was due; what it says is how the run ended.

An attempt that begins behind midnight is for the same day as the first one, and for its money.
"""

_NOBODY = "none"


@dataclass(frozen=True, slots=True)
class DoneDue:
    """One attempt that this scheduler made; `error` says what kind of error broke it off."""

    run: DueRun
    outcome: DueOutcome
    error: str = ""


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Begins what plans say, through acts, on one workplace's case file and clock."""

    plans: Sequence[Plan]
    calendar: WorkCalendar
    workplace: Workplace
    acts: Mapping[str, Act]

    def begin(self) -> None:
        """From now on times count: each kind that was never planned before has its first row."""
        now = self.workplace.clock()
        book = self.workplace.case.schedule
        with self.workplace.case.write() as tx:
            for plan in self.plans:
                if not book.latest(tx, plan.kind):
                    first = DueRun(plan.kind, now, 1, _NOBODY, now)
                    book.enter(tx, first, DueOutcome.BEGUN)

    def tick(self, plan: Plan) -> DoneDue | None:
        """Begin what is due of one kind, if anything is, and wait for its end."""
        now = self.workplace.clock()
        with self.workplace.case.read() as tx:
            idle = self._decision(tx, plan, now) == Decision()
        if idle:
            return None
        self.workplace.release_gone()
        with self.workplace.at_work() as worker:
            run = self._claim(plan, worker.worker)
            return None if run is None else self._done(run)

    def coming(self, plan: Plan, count: int) -> list[Due]:
        """The next times of a kind of work."""
        dues = plan.dues(self.calendar, self.workplace.clock())
        return [due for due, _ in zip(dues, range(count), strict=False)]

    def history(self, plan: Plan, count: int) -> list[StoredDue]:
        """The last attempts at a kind of work, but for the row from which on times count."""
        with self.workplace.case.read() as tx:
            found = self.workplace.case.schedule.latest(tx, plan.kind, count)
        return [one for one in found if one.outcome is not DueOutcome.BEGUN]

    def _decision(self, tx: Tx, plan: Plan, now: datetime) -> Decision:
        case = self.workplace.case
        last = next(iter(case.schedule.latest(tx, plan.kind)), None)
        alive = False
        if last is not None and last.outcome is None:
            state = case.workers.states(tx, [last.run.worker]).get(last.run.worker)
            alive = state is not None and state.ended is None
        return decide(plan, self.calendar, last, alive, now)

    def _claim(self, plan: Plan, worker: str) -> DueRun | None:
        """What this scheduler begins; what came to nothing is entered in the same transaction."""
        now = self.workplace.clock()
        book = self.workplace.case.schedule
        with self.workplace.case.write() as tx:
            decision = self._decision(tx, plan, now)
            if decision.is_gone:
                (last,) = book.latest(tx, plan.kind)
                book.end(tx, last.run, now, DueOutcome.GONE)
            for due, outcome in decision.over:
                book.enter(tx, DueRun(plan.kind, due.at, 1, worker, now), outcome)
            if decision.begin is None:
                return None
            run = DueRun(plan.kind, decision.begin.due.at, decision.begin.attempt, worker, now)
            return run if book.begin(tx, run) else None

    def _done(self, run: DueRun) -> DoneDue:
        error = ""
        try:
            with span("due", kind=run.kind, attempt=run.attempt):
                outcome = self.acts[run.kind](self.calendar.local(run.due).date())
        except SkiptraceError as problem:
            outcome, error = DueOutcome.FAILED, f"{type(problem).__name__}: {problem}"
        except Exception as fault:  # noqa: BLE001 - a fault of ours ends this run, not the scheduler
            outcome, error = DueOutcome.FAILED, type(fault).__name__
        with self.workplace.case.write() as tx:
            self.workplace.case.schedule.end(tx, run, self.workplace.clock(), outcome)
        return DoneDue(run, outcome, error)
