"""What an order starts from: a forwarding address, or what an incomplete earlier order brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from jobs.forward import ForwardedMail
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.tracing.ending import still_owed
from skiptrace.tracing.state import Known

_CARRIED_FOR = timedelta(days=30)
"""How long an incomplete order's answers count as fresh enough to go on with."""


def brought_by(case: CaseFile, tx: Tx, earlier: TraceOrder, purposes: frozenset[str]) -> Known:
    """The records that an order brought.

    Nothing when they were got on other purposes than those of the new order: what was given for
    one purpose is not used for another (15 USC 6802(c)).
    """
    if purposes != earlier.purposes:
        return Known(())
    stored = case.matches.for_order(tx, earlier.id)
    return Known([one.candidate.record for one in stored])


@dataclass(frozen=True, slots=True)
class Carried:
    """Gathers what is known of each order of a chunk before it is traced."""

    case: CaseFile
    forwarded: ForwardedMail

    def known(self, orders: Sequence[TraceOrder]) -> dict[str, Known]:
        """By order id: what came with the mail, and what an incomplete earlier order brought."""
        known = self.forwarded.records(orders)
        with self.case.read() as tx:
            earlier = self.case.orders.incomplete(
                tx, [order.subject.id for order in orders], Scope.LOCATE
            )
            for order in orders:
                since = order.as_of - _CARRIED_FOR
                if fresh := [o for o in earlier.get(order.subject.id, ()) if o.as_of >= since]:
                    before = brought_by(self.case, tx, fresh[-1], order.purposes)
                    joined = _joined(before, known.get(order.id, Known(())))
                    known[order.id] = replace(joined, owed=self._owed(tx, fresh))
        return known

    def _owed(self, tx: Tx, earlier: Sequence[TraceOrder]) -> frozenset[str]:
        """What these orders had in trouble, and was not answered since."""
        steps = self.case.steps.for_orders(tx, [order.id for order in earlier])
        return still_owed([steps[order.id] for order in earlier])


def _joined(before: Known, new: Known) -> Known:
    fresh = {(r.source, r.ref) for r in new.records}
    kept = [r for r in before.records if (r.source, r.ref) not in fresh]
    return Known([*kept, *new.records])
