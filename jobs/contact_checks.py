"""Checks of contact points that a person asks for, under one account: an order of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from jobs.orders import OrderForm
from jobs.worker import Workplace
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.order_turns import Ending
from skiptrace.model.audit import AuditEvent
from skiptrace.model.contact_check import ContactCheck, ContactPoint
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.tracing.checking import Checking, Wanted, steps_of
from skiptrace.tracing.run import Run, RunBudget


@dataclass(frozen=True, slots=True)
class CheckedNow:
    """What became of a person's checks: their order, what was said, one step for each source."""

    order: TraceOrder
    said: tuple[ContactCheck, ...]
    steps: tuple[StepOutcome, ...]


@dataclass(frozen=True, slots=True)
class ContactChecks:
    """Checks points under an account; the order of a run that died is taken over."""

    case: CaseFile
    checking: Checking
    workplace: Workplace

    def check(
        self, entry: AccountEntry, form: OrderForm, points: Sequence[ContactPoint]
    ) -> CheckedNow:
        """Check these points for one obligor of an account.

        The order ends done, or held where a rule let nothing be asked; no later run goes on with
        it. A paid call that is in doubt stays so until a person settles it.
        """
        with self.workplace.at_work() as worker:
            self.workplace.release_gone()
            order = self._claimed(entry, replace(form, scope=Scope.CHECK), worker.worker)
            run = Run(worker, RunBudget(form.budget, f"checked {uuid4().hex}"))
            work = self.checking.check([Wanted(order, point) for point in points], run)
            steps = tuple(steps_of(work))
            self._end(order, steps, worker.worker)
        return CheckedNow(order, tuple(work.said.get(order.id, ())), steps)

    def _claimed(self, entry: AccountEntry, form: OrderForm, worker: str) -> TraceOrder:
        with self.case.write() as tx:
            waiting = self.case.orders.adopt(tx, entry.subject.id, Scope.CHECK, "", worker)
            if waiting is not None and waiting.purposes == form.purposes:
                mine = replace(waiting, requester=form.requester, anew=form.anew)
                return replace(mine, budget=form.budget)
            if waiting is not None:
                self.case.orders.release(tx, [worker])
            order = form.order(entry, self.workplace.clock)
            self.case.orders.place_claimed(tx, order, worker)
            return order

    def _end(self, order: TraceOrder, steps: Sequence[StepOutcome], worker: str) -> None:
        is_held = bool(steps) and all(s.outcome is Outcome.BLOCKED and s.rule for s in steps)
        now = self.workplace.clock()
        cost = sum(step.cost for step in steps)
        event = AuditEvent(
            kind="check.done",
            actor=order.requester,
            at=now,
            order_id=order.id,
            account_id=order.account.id,
            purposes=tuple(sorted(order.purposes)),
            text=f"{len(steps)} sources, {cost} USD",
        )
        state = OrderState.HELD if is_held else OrderState.DONE
        with self.case.write() as tx:
            self.case.steps.add(tx, steps)
            self.case.audit.append(tx, [event])
            self.case.orders.finish(tx, [order.id], Ending(state, now), worker)
