"""Orders that ended for the time being are set back into the queue, each with its event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.execution.hand_on import HandOn, Kind, keep
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.audit import AuditEvent
from skiptrace.model.order import OrderState
from skiptrace.model.ports import Clock


@dataclass(frozen=True, slots=True)
class TakeUp:
    """Sets orders back; `actor` is who asked for the run."""

    case: CaseFile
    actor: str
    clock: Clock
    hand_on: HandOn = keep

    def back(self, tx: Tx, order_ids: Sequence[str], state: OrderState, why: str) -> int:
        """Set back those of the orders that stand in that state, and hand them on; how many."""
        back = self.case.orders.reopen(tx, order_ids, state)
        events = [
            AuditEvent(
                "order.reopened",
                self.actor,
                self.clock(),
                order_id=order_id,
                account_id=account_id,
                text=why,
            )
            for order_id, account_id in back
        ]
        self.hand_on(tx, _KINDS[state], [order_id for order_id, _ in back])
        self.case.audit.append(tx, events)
        return len(back)


_KINDS = {OrderState.AWAITING: Kind.COLLECT, OrderState.IN_DOUBT: Kind.SETTLE}
"""What an order that ended so is taken up for."""
