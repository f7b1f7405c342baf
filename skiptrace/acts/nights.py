"""The nightly batch, run or quoted for the user who starts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from jobs.nightly import NightlyRun
from skiptrace.acts.office import Office
from skiptrace.app.build import nightly, quote_of, tracer
from skiptrace.app.night_helpers import helpers_of
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.order import Scope
from skiptrace.tracing.quote import QuoteLine

Begin = Callable[[int], Callable[[int], None]]
"""Is given the count of waiting orders; what it returns is called after each chunk."""


@dataclass(frozen=True, slots=True)
class NightAsked:
    """The day that counts as today, and the most accounts to place orders for."""

    as_of: date
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class NightQuote:
    """What a run would ask and could cost, for how many orders, and how many wait besides."""

    lines: list[QuoteLine]
    orders: int
    waiting: int


def run_night(office: Office, actor: Actor, asked: NightAsked, begin: Begin) -> NightlyRun:
    """Trace every account that is due."""
    office.ask(actor, Act.RUN_NIGHT, f"night of {asked.as_of}")
    installation = office.installation
    with office.sources(office.installation, office.case) as sources:
        run = tracer(installation, office.case, office.keyring, sources)
        about, helper = (actor.signature, asked.as_of), helpers_of(installation, sources.scene)
        job = nightly(installation, office.case, run, about, helper)
        return job.run(installation.settings.nightly.run_budget, asked.limit, begin)


def quote_night(office: Office, actor: Actor, asked: NightAsked) -> NightQuote:
    """What a run would ask and could cost; nothing is asked."""
    office.ask(actor, Act.RUN_NIGHT, f"quote for {asked.as_of}")
    installation = office.installation
    with office.sources(office.installation, office.case) as sources:
        run = tracer(installation, office.case, office.keyring, sources)
        job = nightly(installation, office.case, run, (actor.signature, asked.as_of))
        orders = job.plan.due(asked.limit)
        lines = quote_of(orders, run)
    with office.case.read() as tx:
        waiting = office.case.orders.waiting(tx, Scope.LOCATE)
    return NightQuote(lines, len(orders), waiting)
