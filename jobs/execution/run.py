"""Run: claimed orders are traced, chunk by chunk or one task, and stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from jobs.execution.claim import Claimed, Claims
from jobs.execution.hand_on import Kind, keep
from jobs.reporting import RunTally
from skiptrace.casefile.statements import Tx
from skiptrace.model.order import Scope
from skiptrace.model.spans import span
from skiptrace.tracing.run import Run
from skiptrace.tracing.state import OrderTrace
from skiptrace.tracing.trace import Tracer


class Executor(Protocol):
    """Has the orders of a night worked off: by this process, or by a fleet."""

    @property
    def tracer(self) -> Tracer:
        """What traces, and knows the sources."""
        ...

    @property
    def handed_on(self) -> int:
        """How many orders were given to others so far."""
        ...

    def hand_on(self, tx: Tx, kind: Kind, order_ids: Sequence[str]) -> None:
        """Take orders that come to wait in this transaction; see `HandOn`."""
        ...

    def all(self, scope: Scope, run: Run, advance: Callable[[int], None]) -> Iterator[RunTally]:
        """See to every waiting order of the scope; yields what was done, chunk by chunk."""
        ...


@dataclass(frozen=True, slots=True)
class Execution:
    """Works off orders as one worker; `advance` is told how many orders each chunk finished."""

    claims: Claims
    tracer: Tracer

    @property
    def handed_on(self) -> int:
        """None: this process works them off."""
        return 0

    def hand_on(self, tx: Tx, kind: Kind, order_ids: Sequence[str]) -> None:
        """Nothing: `all` finds them in the ledger."""
        keep(tx, kind, order_ids)

    def all(self, scope: Scope, run: Run, advance: Callable[[int], None]) -> Iterator[RunTally]:
        """Trace every waiting order of the scope, yielding what was done of each stored chunk.

        Raises LeaseLost when another worker may have the orders by now.
        """
        while (claimed := self.claims.oldest(run.lease, scope)) is not None:
            traces = self._traced(claimed, run)
            advance(len(traces))
            yield RunTally.of(traces)

    def task(self, order_ids: Sequence[str], run: Run) -> list[OrderTrace]:
        """Trace those of the named orders that still wait; a second time nothing is left to do."""
        claimed = self.claims.of(run.lease, order_ids)
        return self._traced(claimed, run) if claimed.orders else []

    def _traced(self, claimed: Claimed, run: Run) -> list[OrderTrace]:
        with span("chunk", orders=len(claimed.orders)) as work:
            traces = self.tracer.trace(claimed.orders, run, claimed.known)
            work.add(traced=len(traces))
        return traces
