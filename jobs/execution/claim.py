"""Claim: a worker takes orders up, the oldest or those of a task, with what is known of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jobs.carried import Carried
from skiptrace.casefile.case import CaseFile
from skiptrace.model.errors import CaseFileError, CaseFileUnavailable
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.tracing.run import Lease
from skiptrace.tracing.state import Known


@dataclass(frozen=True, slots=True)
class Claimed:
    """Orders that are a worker's for as long as its lease holds, and what is known of each."""

    orders: Sequence[TraceOrder]
    known: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Claims:
    """Gives waiting orders to workers, each to one."""

    case: CaseFile
    carried: Carried
    chunk: int

    def oldest(self, lease: Lease, scope: Scope) -> Claimed | None:
        """The oldest waiting orders of the scope, a chunk at most; None when none waits.

        Raises LeaseLost when another worker may have the orders by now.
        """
        with self.case.write() as tx:
            lease.check(tx)
            orders = self.case.orders.claim(tx, lease.worker, self.chunk, scope)
            is_over = not orders and not self.case.orders.waiting(tx, scope)
        return None if is_over else self._claimed(orders)

    def of(self, lease: Lease, order_ids: Sequence[str]) -> Claimed:
        """Those of the named orders that still wait: of a task that was run before, none."""
        with self.case.write() as tx:
            lease.check(tx)
            orders = self.case.orders.claim_these(tx, lease.worker, order_ids)
        return self._claimed(orders)

    def _claimed(self, placed: Sequence[TraceOrder]) -> Claimed:
        """What is read of claimed orders holds up no other writer."""
        orders = self._as_now(placed)
        return Claimed(orders, self._known(orders))

    def _as_now(self, placed: Sequence[TraceOrder]) -> list[TraceOrder]:
        """The orders as they stand; one whose account or subject cannot be read is parked."""
        try:
            with self.case.read() as tx:
                return self.case.orders.as_now(tx, placed)
        except CaseFileUnavailable:
            raise
        except CaseFileError:
            if len(placed) == 1:
                with self.case.write() as tx:
                    self.case.orders.park_unreadable(tx, placed[0].id)
                return []
        return [order for one in placed for order in self._as_now([one])]

    def _known(self, orders: Sequence[TraceOrder]) -> dict[str, Known]:
        """What is known of each order; one for which that cannot be read carries its fault."""
        try:
            return self.carried.known(orders)
        except CaseFileUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  one order's fault is that order's
            if len(orders) == 1:
                return {orders[0].id: Known((), f"{type(error).__name__} while it was prepared")}
        return {i: known for order in orders for i, known in self._known([order]).items()}
