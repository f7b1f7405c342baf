"""What an order starts from: a forwarding address, or what an incomplete earlier order brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.forward import ForwardedMail
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.state import Known

_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})


def brought_by(case: CaseFile, tx: Tx, order_id: str) -> Known:
    """The records that an order brought, and the sources that answered it."""
    stored = case.matches.for_order(tx, order_id)
    steps = case.steps.for_order(tx, order_id)
    asked = frozenset(s.connector_id for s in steps if s.outcome in _ANSWERED)
    return Known([one.candidate.record for one in stored], asked)


@dataclass(frozen=True, slots=True)
class Carried:
    """Gathers what is known of each order of a chunk before it is traced."""

    case: CaseFile
    forwarded: ForwardedMail

    def known(self, orders: Sequence[TraceOrder]) -> dict[str, Known]:
        """By order id; a paid answer of an incomplete earlier order is used, not bought again."""
        known = self.forwarded.records(orders)
        with self.case.read() as tx:
            earlier = self.case.orders.incomplete(
                tx, [order.account.id for order in orders], Scope.LOCATE
            )
            for order in orders:
                if order.account.id in earlier:
                    before = brought_by(self.case, tx, earlier[order.account.id])
                    known[order.id] = _joined(before, known.get(order.id, Known(())))
        return known


def _joined(before: Known, new: Known) -> Known:
    fresh = {(r.source, r.ref) for r in new.records}
    kept = [r for r in before.records if (r.source, r.ref) not in fresh]
    return Known([*kept, *new.records], before.asked | new.asked)
