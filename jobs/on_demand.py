"""A trace of one account, now: the batch's own code on a batch of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from jobs.carried import Carried, brought_by
from jobs.orders import OrderForm
from jobs.worker import Workplace
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.model.account import NextAction
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.tracing.run import Run, RunBudget
from skiptrace.tracing.state import Known, OrderTrace
from skiptrace.tracing.trace import Tracer

_NOT_BATCHED = frozenset({NextAction.NO_TRACE, NextAction.WAIT, NextAction.PERSON_REVIEW})
"""Reasons for which the batch traces nobody; a person who asks is traced for."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the case file holds already: the account, and orders young enough not to buy again."""

    case: CaseFile
    reuse_days: int

    def account(self, number: str) -> AccountEntry:
        """The account of that number; CaseFileError when the case file has none."""
        with self.case.read() as tx:
            entry = self.case.accounts.find(tx, number)
        if entry is None:
            raise CaseFileError("no account of that number is in the case file")
        return entry

    def obligors(self, number: str) -> list[AccountEntry]:
        """Everybody on the account, the primary obligor first; CaseFileError when there is none."""
        first = self.account(number)
        with self.case.read() as tx:
            return self.case.accounts.obligors(tx, first.account.id)

    def order(self, entry: AccountEntry, form: OrderForm) -> TraceOrder | None:
        """The young enough finished order of the form's scope and matter, on its purposes."""
        since = form.as_of - timedelta(days=self.reuse_days)
        with self.case.read() as tx:
            order = self.case.orders.latest_done(
                tx, entry.subject.id, form.scope, form.matter, since
            )
            was_asked = order is not None and bool(self.case.steps.for_order(tx, order.id))
        fits = order is not None and form.purposes == order.purposes
        return order if fits and was_asked else None

    def known(self, entry: AccountEntry, form: OrderForm) -> Known:
        """What a recent locate order of the account brought, and from which sources."""
        since = form.as_of - timedelta(days=self.reuse_days)
        with self.case.read() as tx:
            order = self.case.orders.latest_done(tx, entry.subject.id, Scope.LOCATE, "", since)
            return Known(()) if order is None else brought_by(self.case, tx, order, form.purposes)


@dataclass(frozen=True, slots=True)
class OnDemand:
    """Traces the obligors of one account at once."""

    earlier: Earlier
    tracer: Tracer
    carried: Carried
    workplace: Workplace

    def trace(self, entry: AccountEntry, form: OrderForm) -> OrderTrace:
        """Trace one obligor, as `trace_all` does several."""
        return self.trace_all([entry], form)[0]

    def trace_all(self, entries: Sequence[AccountEntry], form: OrderForm) -> list[OrderTrace]:
        """Trace these obligors one after the other, whatever was found before.

        The form's budget is that of them all: what any of them cost, a call in doubt with its
        ceiling, is summed in the ledger. An order of the same kind that waits, that awaits an
        answer, or that a killed run left, is taken over, so that what it bought is not bought
        again; from then on it is this requester's. One placed on other purposes is left to whoever
        placed it: nobody searches on a ground that was not his. An asset order starts from the
        records of a recent locate order. A call that another worker is making is waited for; where
        it takes too long, the step says so.
        """
        budget = RunBudget(form.budget, f"asked {uuid4().hex}")
        return [self._traced(entry, form, budget) for entry in entries]

    def _traced(self, entry: AccountEntry, form: OrderForm, budget: RunBudget) -> OrderTrace:
        with self.workplace.at_work() as worker:
            self.workplace.release_gone()
            order = self._claimed(entry, form, worker.worker)
            is_locate = form.scope is Scope.LOCATE
            known = (
                self.carried.known([order])
                if is_locate
                else {order.id: self.earlier.known(entry, form)}
            )
            return self.tracer.trace([order], Run(worker, budget), known)[0]

    def _claimed(self, entry: AccountEntry, form: OrderForm, worker: str) -> TraceOrder:
        orders = self.earlier.case.orders
        with self.earlier.case.write() as tx:
            awaiting = orders.awaiting_like(tx, entry.subject.id, form.scope, form.matter)
            orders.reopen(tx, awaiting, OrderState.AWAITING)
            waiting = orders.adopt(tx, entry.subject.id, form.scope, form.matter, worker)
            if waiting is not None and waiting.purposes == form.purposes:
                mine = replace(waiting, requester=form.requester, anew=form.anew)
                return replace(mine, budget=form.budget)
            if waiting is not None:
                orders.release(tx, [worker])
            order = _insisted(form.order(entry, self.workplace.clock))
            orders.place_claimed(tx, order, worker)
            return order


def _insisted(order: TraceOrder) -> TraceOrder:
    """The order of a person, who knows why the mail came back and asks all the same."""
    if order.action in _NOT_BATCHED:
        return replace(order, action=NextAction.FULL_TRACE)
    return order
