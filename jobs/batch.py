"""Runs waiting orders chunk by chunk until none is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jobs.carried import Carried
from skiptrace.casefile.case import CaseFile
from skiptrace.model.errors import CaseFileUnavailable
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.spans import span
from skiptrace.tracing.run import Run
from skiptrace.tracing.state import Known, OrderTrace
from skiptrace.tracing.trace import Tracer


@dataclass(frozen=True, slots=True)
class Batch:
    """Works off claimed orders in chunks; `advance` is told how many orders each chunk finished."""

    case: CaseFile
    tracer: Tracer
    carried: Carried
    chunk: int

    def run(
        self, scope: Scope, run: Run, advance: Callable[[int], None]
    ) -> Iterator[list[OrderTrace]]:
        """Trace every waiting order of the scope, yielding each chunk once it is stored.

        Raises LeaseLost when another worker may have the orders by now.
        """
        while True:
            with self.case.write() as tx:
                run.lease.check(tx)
                before = self.case.orders.waiting(tx, scope)
                orders = self.case.orders.claim(tx, run.lease.worker, self.chunk, scope)
            if not before:
                return
            with span("chunk", orders=len(orders)) as work:
                traces = self.tracer.trace(orders, run, self._known(orders))
                work.add(traced=len(traces))
            advance(len(traces))
            yield traces

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
