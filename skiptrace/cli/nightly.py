"""`skiptrace nightly`: every due account traced, within the budget, however often it is started."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import Session, as_of_option, day, opened, people, tables
from skiptrace.reports.terminal import print_json, print_line

if TYPE_CHECKING:
    from skiptrace.acts.nights import NightAsked


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
    from skiptrace.acts.nights import NightAsked

    asked = NightAsked(day(as_of), limit)
    with opened(config_file) as session:
        return _quote(session, asked) if quote else _run(session, asked, as_json)


def _run(session: Session, asked: NightAsked, as_json: bool) -> int:
    from skiptrace.acts.nights import run_night
    from skiptrace.cli.progress import progress
    from skiptrace.reports.summary import print_summary, summary_json

    with progress("nightly", people()) as begin:
        done = run_night(session.office, session.actor, asked, begin)
    if as_json:
        print_json(summary_json(done.summary))
    else:
        print_summary(done.summary, tables())
    return Exit.DONE_WITH_FAILURES if done.summary.has_failures else Exit.DONE


def _quote(session: Session, asked: NightAsked) -> int:
    from skiptrace.acts.nights import quote_night
    from skiptrace.cli.quote_view import print_quote

    found = quote_night(session.office, session.actor, asked)
    print_quote(found.lines, found.orders, session.installation.settings.nightly, tables())
    if found.waiting:
        words = f"{found.waiting:,} orders of an earlier run wait besides, and are not quoted"
        print_line(tables(), words)
    return Exit.DONE
