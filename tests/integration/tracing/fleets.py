"""A desk whose nights are worked off by a fleet: a real queue on PostgreSQL, a worker that may die.

The worker is Procrastinate's, in this process. Where a fake source dies, the worker is dead: it
takes no further task, and the next night finds what it left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from fakes import Death
from sqlalchemy import text

from jobs.execution.plan import Plan
from jobs.execution.run import Execution
from jobs.fleet.deferring import Deferring, HandingOn
from jobs.fleet.tasks import FleetWork, benches_of
from jobs.fleet.work import Manner, work
from jobs.nightly import Nightly, NightlyRun
from skiptrace.casefile.engine import case_file_url
from skiptrace.casefile.statements import Tx
from tests.integration.tracing.conftest import Desk


@dataclass
class FleetDesk(Desk):
    """A desk over a case file with a queue."""

    url: str = ""

    def night(
        self, plan: Plan, own: Execution, askable: frozenset[str], budget: Decimal
    ) -> NightlyRun:
        """A night that hands on, and a worker that works it off; its death is raised."""
        planned = self.planned(plan, own, askable, budget)
        return replace(planned, traced=self.worked_off(own, budget))

    def planned(
        self, plan: Plan, own: Execution, askable: frozenset[str], budget: Decimal
    ) -> NightlyRun:
        """A night that hands on, with nobody at work."""
        chunk, night = own.claims.chunk, plan.form.as_of
        handing_on = HandingOn(own.tracer, Deferring(self.case, chunk, night))
        job = Nightly(self.workplace, plan, handing_on, askable)
        return job.run(budget, None, lambda _: lambda _: None)

    def worked_off(self, own: Execution, budget: Decimal = Decimal(100)) -> int:
        """What a worker traces until no task is left; its death is raised."""
        fleet = FleetWork(self.workplace, benches_of([own]), budget, own.claims.chunk, lambda: None)
        mortal = Mortal(fleet)
        work(case_file_url(self.url), mortal, Manner(wait=False))  # type: ignore[arg-type]
        if mortal.death is not None:
            raise mortal.death
        return mortal.traced

    def queue(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        """What a statement does to the queue's tables."""
        with self.case.write() as tx:
            return on_queue(tx, statement, **values)


def on_queue(tx: Tx, statement: str, **values: object) -> list[tuple[object, ...]]:
    """A statement over the queue's tables, which are named without their schema."""
    tx.execute(text("SET LOCAL search_path = skiptrace_fleet, public"))
    done = tx.execute(text(statement), values)
    return [tuple(row) for row in done] if done.returns_rows else []


@dataclass
class Mortal:
    """Fleet work that ends for good with the first death in it."""

    fleet: FleetWork
    traced: int = 0
    death: Death | None = None
    lost: list[Exception] = field(default_factory=list)

    def trace(self, order_ids: Sequence[str], night: date) -> int:
        if self.death is not None:
            raise self.death
        try:
            done = self.fleet.trace(order_ids, night)
        except Death as death:
            self.death = death
            raise
        self.traced += done
        return done

    def tend(self) -> int:
        return 0 if self.death is not None else self.fleet.tend()
