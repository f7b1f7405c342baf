"""Several processes work off one night: each is a worker of its own, with a lease of its own.

What guards money is what guards it between two nights at once: claims, fences and the ledger. The
process that began the night hears from each helper after every chunk. Where it breaks off or dies,
a helper ends its chunk and takes no more; what a helper that died had claimed is given back, and
worked off by the process that began.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from jobs.execution.hand_on import Kind
from jobs.execution.run import Execution
from jobs.reporting import RunTally
from jobs.seldom_collected import seldom_collected
from jobs.worker import Workplace
from skiptrace.casefile.statements import Tx
from skiptrace.model.order import Scope
from skiptrace.model.spans import span
from skiptrace.tracing.run import Run, RunBudget
from skiptrace.tracing.trace import Tracer

BeginHelper = Callable[[Scope, RunBudget], tuple[Connection, BaseProcess]]
"""Begins a process that calls `help_out`, and gives our end of the line that it tells by."""

_GONE = (EOFError, OSError)
_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Works off orders in up to `processes` processes. Implements execution.run.Executor."""

    own: Execution
    workplace: Workplace
    processes: int
    begin: BeginHelper

    @property
    def tracer(self) -> Tracer:
        """What traces in this process."""
        return self.own.tracer

    @property
    def handed_on(self) -> int:
        """None: all is worked off by the end of the night."""
        return self.own.handed_on

    def hand_on(self, tx: Tx, kind: Kind, order_ids: Sequence[str]) -> None:
        """Nothing: every process finds them in the ledger."""
        self.own.hand_on(tx, kind, order_ids)

    def all(self, scope: Scope, run: Run, advance: Callable[[int], None]) -> Iterator[RunTally]:
        """Trace every waiting order of the scope; as many processes help as there are chunks.

        Raises LeaseLost when another worker may have this process's orders by now.
        """
        with self.own.claims.case.read() as tx:
            waiting = self.own.claims.case.orders.waiting(tx, scope)
        helpers = min(self.processes, -(-waiting // self.own.claims.chunk)) - 1
        with self._helped(helpers, scope, run.budget) as crew:
            for done in self.own.all(scope, run, advance):
                yield done
                yield from self._heard(crew, advance, 0.0)
            while crew:
                yield from self._heard(crew, advance, _WAIT)
        if helpers > 0 and self.workplace.release_gone():
            yield from self.own.all(scope, run, advance)

    @contextlib.contextmanager
    def _helped(self, helpers: int, scope: Scope, budget: RunBudget) -> Iterator[list[Connection]]:
        """Helpers at work; those that still are when the block ends finish their chunk."""
        begun: list[tuple[Connection, BaseProcess]] = []
        crew: list[Connection] = []
        try:
            for _ in range(helpers):
                begun.append(self.begin(scope, budget))
                crew.append(begun[-1][0])
            yield crew
        finally:
            for line, process in begun:
                line.close()
                process.join()

    def _heard(
        self, crew: list[Connection], advance: Callable[[int], None], patience: float
    ) -> Iterator[RunTally]:
        """What helpers have told, waiting so long for the first; who has ended leaves the crew."""
        wait(crew, patience)
        while ready := [one for one in crew if one.poll()]:
            for one in ready:
                try:
                    done: RunTally = one.recv()
                except _GONE:
                    crew.remove(one)
                    one.close()
                    continue
                advance(done.traced)
                yield done


def help_out(
    execution: Execution, workplace: Workplace, work: tuple[Scope, RunBudget], told: Connection
) -> None:
    """Work as one worker until no order of the scope waits or nobody listens any more.

    After each chunk `told` is sent what was done.
    """
    scope, budget = work
    with seldom_collected(), workplace.at_work() as worker, span("helper", worker=worker.worker):
        for done in execution.all(scope, Run(worker, budget), lambda _: None):
            if not _tell(told, done):
                return


def _tell(told: Connection, done: RunTally) -> bool:
    """Send what was done; whether anybody listens: the other end says nothing until it closes."""
    try:
        told.send(done)
        return not told.poll()
    except _GONE:
        return False
