"""`skiptrace writeback`: verified contacts to the system of record, and back again."""

from __future__ import annotations

from datetime import datetime

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import as_of_option, day, opened, people, tables
from skiptrace.reports.terminal import print_json, print_line


@click.group("writeback")
def command() -> None:
    """Plan, apply or undo a write-back of verified contacts and register entries.

    Known-bad addresses and phones are never written; every change keeps its finding, so that it
    can be led back to a stored answer.
    """


@command.command()
@click.option("--json", "as_json", is_flag=True, help="The plan as JSON on standard output.")
@as_of_option
@click.pass_obj
def plan(config_file: str, as_json: bool, as_of: datetime | None) -> int:
    """Show what would change, and what is left out and why; write nothing there."""
    from skiptrace.acts.write_backs import plan_write_back
    from skiptrace.cli.writeback_view import print_plan
    from skiptrace.writeback.diff import plan_json

    with opened(config_file) as session:
        made = plan_write_back(session.office, session.actor, day(as_of))
    if as_json:
        print_json(plan_json(made))
    else:
        print_plan(made, tables())
    return Exit.DONE


@command.command()
@as_of_option
@click.pass_obj
def apply(config_file: str, as_of: datetime | None) -> int:
    """Write the planned changes as one batch; a batch that a crash cut short is settled first.

    The plan is made and applied under one lock: while one runs, another is refused.
    """
    from skiptrace.acts.write_backs import apply_write_back

    with opened(config_file) as session:
        done = apply_write_back(session.office, session.actor, day(as_of))
    if done.settled is not None:
        ended = "took place" if done.settled.done else "did not take place"
        words = f"batch {done.settled.batch_id}, cut short, {ended}: its receipts are whole"
        print_line(people(), words)
    if not done.receipts:
        print_line(tables(), "nothing to write")
        return Exit.DONE
    batch = done.receipts[0].batch_id
    print_line(tables(), f"batch {batch}: {len(done.receipts):,} changes to {done.target}")
    return Exit.DONE


@command.command()
@click.argument("batch_id")
@click.pass_obj
def undo(config_file: str, batch_id: str) -> int:
    """Take one batch back, whole; refused when somebody has changed its rows since."""
    from skiptrace.acts.write_backs import undo_write_back

    with opened(config_file) as session:
        receipts = undo_write_back(session.office, session.actor, batch_id)
    print_line(tables(), f"batch {batch_id}: {len(receipts):,} changes undone")
    return Exit.DONE
