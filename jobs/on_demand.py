"""A trace of one account, now: the batch's own code on a batch of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from jobs.batch import worker_name
from jobs.orders import OrderForm
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.ports import Clock
from skiptrace.model.record import SourceRecord
from skiptrace.tracing.budget import RunBudget
from skiptrace.tracing.state import OrderTrace
from skiptrace.tracing.trace import Tracer

_LEASE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class OnDemand:
    """Traces one account, or takes up the trace that is recent enough not to be bought again."""

    case: CaseFile
    tracer: Tracer
    form: OrderForm
    clock: Clock
    reuse_days: int

    def account(self, number: str) -> AccountEntry:
        """The account of that number; CaseFileError when the case file has none."""
        with self.case.read() as tx:
            entry = self.case.accounts.find(tx, number)
        if entry is None:
            raise CaseFileError("no account of that number is in the case file")
        return entry

    def recent(self, entry: AccountEntry) -> TraceOrder | None:
        """The finished order of the same scope and matter that is young enough to be shown."""
        since = self.form.as_of - timedelta(days=self.reuse_days)
        with self.case.read() as tx:
            return self.case.orders.latest_done(
                tx, entry.account.id, self.form.scope, self.form.matter, since
            )

    def trace(self, entry: AccountEntry) -> OrderTrace:
        """Trace the account at once, whatever was found before.

        Records of earlier orders of the account count as known, so nothing is lost by asking less.
        """
        order = self.form.order(entry, self.clock)
        with self.case.write() as tx:
            self.case.orders.place_claimed(tx, order, worker_name(), self.clock() + _LEASE)
        known = {order.id: self._known(entry, order)}
        return self.tracer.trace([order], RunBudget(order.budget), known)[0]

    def _known(self, entry: AccountEntry, order: TraceOrder) -> Sequence[SourceRecord]:
        if order.scope is Scope.LOCATE:
            return ()
        since = order.as_of - timedelta(days=self.reuse_days)
        with self.case.read() as tx:
            earlier = self.case.orders.latest_done(tx, entry.account.id, Scope.LOCATE, "", since)
            if earlier is None:
                return ()
            return [s.candidate.record for s in self.case.matches.for_order(tx, earlier.id)]
