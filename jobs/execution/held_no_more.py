"""Held no more: orders that the rules kept from every source and would let go on now.

A released hold and a changed account make an order due by themselves. What counsel changes does
not: a licence or a certification that is renewed, a place that is allowed, a code or a status that
restrains no longer, a rule that has ended. So the law is asked again, each night, of what is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.held_orders import held_orders, readable_orders
from skiptrace.casefile.order_turns import Ending
from skiptrace.casefile.statements import Tx
from skiptrace.compliance.gate import Gate
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.whole import facts_of
from skiptrace.model.audit import AuditEvent
from skiptrace.model.inquiry import Refusal
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.model.ports import Clock, Connector
from skiptrace.model.waterfall import Outcome, StepOutcome

LIFTED = "order.lifted"
"""The kind of event: what held an order holds it no more."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class HeldOrders:
    """Ends held orders as incomplete, so that they are due, once the law lets them go on."""

    case: CaseFile
    gate: Gate
    connectors: Mapping[str, Connector]
    actor: str
    clock: Clock

    def let_go(self, as_of: date) -> int:
        """Let go of each obligor's last order, of a day before, that is held no more; how many."""
        count, after = 0, 0
        while True:
            with self.case.read() as tx:
                page = held_orders(tx, as_of, after, _PAGE)
                orders = readable_orders(tx, list(page)) if page else []
                lifted = [one for one in orders if self._goes_on(tx, one)]
            if not page:
                return count
            after = max(page.values())
            if lifted:
                with self.case.write() as tx:
                    count += self._let_go(tx, lifted)

    def _goes_on(self, tx: Tx, order: TraceOrder) -> bool:
        """Whether nothing keeps back any more what was kept back in the first tier that was.

        The order as a whole is judged first, for most that are held are held by what they are.
        """
        now = self.gate.clock().date()
        if not self.gate.policy.evaluate(Stage.CALL, facts_of(order, now)).allows:
            return False
        kept_back = list(_first_kept_back(self.case.steps.for_order(tx, order.id)))
        known = [self.connectors[i].card for i in kept_back if i in self.connectors]
        return bool(known) and not any(
            isinstance(self.gate.permit(order, card, _unrecorded), Refusal) for card in known
        )

    def _let_go(self, tx: Tx, orders: Sequence[TraceOrder]) -> int:
        ending = Ending(OrderState.INCOMPLETE, self.clock(), "held no more")
        ids = [order.id for order in orders]
        ended = self.case.orders.end_anew(tx, ids, OrderState.HELD, ending)
        events = [
            AuditEvent(LIFTED, self.actor, self.clock(), order_id=order_id, account_id=account_id)
            for order_id, account_id in ended
        ]
        self.case.audit.append(tx, events)
        return len(ended)


def _first_kept_back(steps: Sequence[StepOutcome]) -> Iterator[str]:
    """The sources that a rule kept back in the first tier where one did."""
    kept_back = [s for s in steps if s.outcome is Outcome.BLOCKED and s.rule]
    for step in kept_back:
        if step.tier == kept_back[0].tier:
            yield step.connector_id


def _unrecorded(event: AuditEvent) -> None:
    """Nothing is let out here, so the question leaves no event: the new order's own will."""
