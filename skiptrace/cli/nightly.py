"""`skiptrace nightly`: every due account traced, within the budget, however often it is started."""

from __future__ import annotations

from datetime import datetime

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import Session, as_of_option, day, opened, people, tables
from skiptrace.model.order import Scope
from skiptrace.reports.terminal import print_json, print_line


@click.command("nightly")
@click.option("--quote", is_flag=True, help="Say what a run would ask and could cost; ask nothing.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many newly due accounts.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON on standard output.")
@as_of_option
@click.pass_obj
def command(
    config_file: str, quote: bool, limit: int | None, as_json: bool, as_of: datetime | None
) -> int:
    """Trace every account that is due.

    Started again on the same day it does nothing; killed and started again it goes on where it
    was, and no paid call is made twice.
    """
    with opened(config_file) as session:
        if quote:
            return _quote(session, limit, as_of)
        return _run(session, limit, as_of, as_json)


def _run(session: Session, limit: int | None, as_of: datetime | None, as_json: bool) -> int:
    from skiptrace.app.build import nightly, tracer
    from skiptrace.app.sources import open_sources
    from skiptrace.cli.progress import progress
    from skiptrace.reports.summary import print_summary, summary_json

    installation = session.installation
    with open_sources(installation) as sources, progress("nightly", people()) as begin:
        run = tracer(installation, session.case, session.keyring, sources)
        job = nightly(installation, session.case, run, (session.actor.signature, day(as_of)))
        done = job.run(installation.settings.nightly.run_budget, limit, begin)
    if as_json:
        print_json(summary_json(done.summary))
    else:
        print_summary(done.summary, tables())
    return Exit.DONE_WITH_FAILURES if done.summary.has_failures else Exit.DONE


def _quote(session: Session, limit: int | None, as_of: datetime | None) -> int:
    from skiptrace.app.build import nightly, quote_of, tracer
    from skiptrace.app.sources import open_sources
    from skiptrace.cli.quote_view import print_quote

    installation = session.installation
    with open_sources(installation) as sources:
        run = tracer(installation, session.case, session.keyring, sources)
        job = nightly(installation, session.case, run, (session.actor.signature, day(as_of)))
        orders = job.due(limit)
        lines = quote_of(orders, run)
    print_quote(lines, len(orders), installation.settings.nightly, tables())
    with session.case.read() as tx:
        waiting = session.case.orders.waiting(tx, Scope.LOCATE)
    if waiting:
        print_line(
            tables(), f"{waiting:,} orders of an earlier run wait besides, and are not quoted"
        )
    return Exit.DONE
