"""The orders of several obligors of one account, found or traced now, and how they ended."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal

from jobs.obligors import Numbered, Obligors
from jobs.on_demand import OnDemand
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
    with ExitStack() as stack:
        tracing: Iterator[OnDemand] = _opened(session, stack)
        left, orders = form.budget, []
        for one in found.asked:
            order = None if again else lookup.order(one.entry, form)
            if order is None:
                order, spent = _traced(next(tracing), one, replace(form, budget=left))
                left = max(Decimal(0), left - spent)
            orders.append(order)
    return orders


def _opened(session: Session, stack: ExitStack) -> Iterator[OnDemand]:
    """The tracing of this session, over sources that are opened once and only when needed."""
    sources = stack.enter_context(open_sources(session.installation))
    run = tracer(session.installation, session.case, session.keyring, sources)
    made = on_demand(session.installation, session.case, run)
    while True:
        yield made


def _traced(tracing: OnDemand, one: Numbered, form: OrderForm) -> tuple[TraceOrder, Decimal]:
    trace = tracing.trace(one.entry, form)
    return trace.order, trace.spent


def worst_of(ends: Collection[int]) -> int:
    """The exit code of several orders; where they ended differently, something failed."""
    if len(set(ends)) == 1:
        return next(iter(ends))
    return Exit.DONE_WITH_FAILURES
