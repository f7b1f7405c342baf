"""The orders of several obligors of one account, found or traced now, and how they ended."""

from __future__ import annotations

from collections.abc import Collection

from jobs.obligors import Numbered, Obligors
from jobs.orders import OrderForm
from skiptrace.app.build import earlier, on_demand, tracer
from skiptrace.app.sources import open_sources
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import Session
from skiptrace.model.order import TraceOrder


def orders_of(session: Session, found: Obligors, form: OrderForm, again: bool) -> list[TraceOrder]:
    """One order for each obligor asked for, in their order; the form's budget is that of them all.

    A recent order is taken where there is one, unless it is asked for `again`.
    """
    lookup = earlier(session.installation, session.case)
    orders = {} if again else {one.number: lookup.order(one.entry, form) for one in found.asked}
    missing = [one for one in found.asked if orders.get(one.number) is None]
    traced = _traced(session, missing, form) if missing else {}
    known = {number: order for number, order in orders.items() if order is not None} | traced
    return [known[one.number] for one in found.asked]


def _traced(session: Session, missing: list[Numbered], form: OrderForm) -> dict[int, TraceOrder]:
    """The orders that these obligors are traced by now, by the obligor's number."""
    with open_sources(session.installation) as sources:
        run = tracer(session.installation, session.case, session.keyring, sources)
        desk = on_demand(session.installation, session.case, run)
        traces = desk.trace_all([one.entry for one in missing], form)
    return {one.number: trace.order for one, trace in zip(missing, traces, strict=True)}


def worst_of(ends: Collection[int]) -> int:
    """The exit code of several orders; where they ended differently, something failed."""
    if len(set(ends)) == 1:
        return next(iter(ends))
    return Exit.DONE_WITH_FAILURES
