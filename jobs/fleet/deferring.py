"""Defers tasks: orders in chunks, in the transaction that lets them wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.types import JSONDict

from jobs.execution.hand_on import Kind
from jobs.reporting import RunTally
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.engine import serialise
from skiptrace.casefile.statements import Tx
from skiptrace.casefile.task_queue import ORDERS, TRACE, in_queue, unnamed
from skiptrace.model.errors import CaseFileUnavailable
from skiptrace.model.order import OrderState, Scope
from skiptrace.model.spans import event
from skiptrace.tracing.run import Run
from skiptrace.tracing.trace import Tracer

NIGHT = "night"
_LOCK = 0x5B1F_A0D6
"""Two that look for orders without a task do so one after the other."""


@dataclass(frozen=True, slots=True)
class Deferring:
    """Defers tasks of at most `chunk` orders, which spend the money of that night."""

    case: CaseFile
    chunk: int
    night: date

    def defer(self, tx: Tx, kind: Kind, order_ids: Sequence[str]) -> int:
        """Defer those of the orders that wait; how many."""
        states = self.case.orders.states(tx, order_ids)
        waiting = [i for i in order_ids if states.get(i) is OrderState.TODO]
        tasks: list[JSONDict] = [
            {ORDERS: [*waiting[at : at + self.chunk]], NIGHT: self.night.isoformat()}
            for at in range(0, len(waiting), self.chunk)
        ]
        if tasks:
            with in_queue(tx), _clear_errors():
                self._app().configure_task(
                    TRACE, queue=kind.value, connection=tx.connection.driver_connection
                ).batch_defer(*tasks)
        return len(waiting)

    def defer_unnamed(self, scope: Scope, with_failed: bool) -> int:
        """Defer the orders of the scope that wait and that no waiting task names; how many.

        So what the queue lost is found again: a task that never ran, an order that was given back.
        """
        with self.case.write() as tx:
            serialise(tx, _LOCK)
            found = self.defer(tx, Kind.TRACE, unnamed(tx, scope, with_failed))
        if found:
            event("fleet.deferred", orders=found)
        return found

    def _app(self) -> App:
        """One that has no connection of its own: what it writes goes by the transaction's."""
        return App(connector=SyncPsycopgConnector())


@dataclass(frozen=True, slots=True)
class HandingOn:
    """The executor of a night whose orders a fleet works off. Implements execution.run.Executor."""

    tracer: Tracer
    deferring: Deferring
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def handed_on(self) -> int:
        """How many orders were deferred so far."""
        return self.counted.total()

    def hand_on(self, tx: Tx, kind: Kind, order_ids: Sequence[str]) -> None:
        """Defer them in the transaction that lets them wait."""
        self.counted[kind.value] += self.deferring.defer(tx, kind, order_ids)

    def all(self, scope: Scope, run: Run, advance: Callable[[int], None]) -> Iterator[RunTally]:
        """Defer what else waits, of an earlier night or a lost queue; nothing is traced here."""
        found = self.deferring.defer_unnamed(scope, with_failed=True)
        self.counted[Kind.TRACE.value] += found
        advance(self.handed_on)
        return iter(())


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except ConnectorException as error:
        cause = type(error.__cause__ or error).__name__
        raise CaseFileUnavailable(f"the queue of the fleet took no task: {cause}") from None
