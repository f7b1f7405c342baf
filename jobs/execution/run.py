"""Run: claimed orders are traced, chunk by chunk or one task, and stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jobs.execution.claim import Claimed, Claims
from skiptrace.model.order import Scope
from skiptrace.model.spans import span
from skiptrace.tracing.run import Run
from skiptrace.tracing.state import OrderTrace
from skiptrace.tracing.trace import Tracer


@dataclass(frozen=True, slots=True)
class Execution:
    """Works off orders as one worker; `advance` is told how many orders each chunk finished."""

    claims: Claims
    tracer: Tracer

    def all(
        self, scope: Scope, run: Run, advance: Callable[[int], None]
    ) -> Iterator[list[OrderTrace]]:
        """Trace every waiting order of the scope, yielding each chunk once it is stored.

        Raises LeaseLost when another worker may have the orders by now.
        """
        while (claimed := self.claims.oldest(run.lease, scope)) is not None:
            traces = self._traced(claimed, run)
            advance(len(traces))
            yield traces

    def task(self, order_ids: Sequence[str], run: Run) -> list[OrderTrace]:
        """Trace those of the named orders that still wait; a second time nothing is left to do."""
        claimed = self.claims.of(run.lease, order_ids)
        return self._traced(claimed, run) if claimed.orders else []

    def _traced(self, claimed: Claimed, run: Run) -> list[OrderTrace]:
        with span("chunk", orders=len(claimed.orders)) as work:
            traces = self.tracer.trace(claimed.orders, run, claimed.known)
            work.add(traced=len(traces))
        return traces
