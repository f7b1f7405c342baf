"""A trace of one account, now: the batch's own code on a batch of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from jobs.batch import worker_name
from jobs.forward import ForwardedMail
from jobs.heartbeat import LEASE, leases_kept
from jobs.orders import OrderForm
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.budget import RunBudget
from skiptrace.tracing.state import Known, OrderTrace
from skiptrace.tracing.trace import Tracer

_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})


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

    def order(self, entry: AccountEntry, form: OrderForm) -> TraceOrder | None:
        """The finished order of the form's scope and matter that is young enough to be shown."""
        since = form.as_of - timedelta(days=self.reuse_days)
        with self.case.read() as tx:
            return self.case.orders.latest_done(
                tx, entry.account.id, form.scope, form.matter, since
            )

    def known(self, entry: AccountEntry, form: OrderForm) -> Known:
        """What a recent locate order of the account brought, and from which sources."""
        since = form.as_of - timedelta(days=self.reuse_days)
        with self.case.read() as tx:
            order = self.case.orders.latest_done(tx, entry.account.id, Scope.LOCATE, "", since)
            if order is None:
                return Known(())
            stored = self.case.matches.for_order(tx, order.id)
            steps = self.case.steps.for_order(tx, order.id)
        asked = frozenset(s.connector_id for s in steps if s.outcome in _ANSWERED)
        return Known([one.candidate.record for one in stored], asked)


@dataclass(frozen=True, slots=True)
class OnDemand:
    """Traces one account at once."""

    earlier: Earlier
    tracer: Tracer
    forwarded: ForwardedMail
    clock: Clock

    def trace(self, entry: AccountEntry, form: OrderForm) -> OrderTrace:
        """Trace the account, whatever was found before.

        An asset order starts from the records of a recent locate order, so that the identity need
        not be bought twice.
        """
        order = form.order(entry, self.clock)
        case, worker = self.earlier.case, worker_name()
        with case.write() as tx:
            case.orders.place_claimed(tx, order, worker, self.clock() + LEASE)
        known = self.forwarded.records([order])
        if form.scope is not Scope.LOCATE:
            known = {order.id: self.earlier.known(entry, form)}
        with leases_kept(case, [order.id], worker, self.clock):
            return self.tracer.trace([order], RunBudget(order.budget), known)[0]
