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
    """Show what would change, and what is left out and why; write nothing."""
    from skiptrace.app.write_back import write_back_plan
    from skiptrace.cli.writeback_view import print_plan
    from skiptrace.writeback.diff import plan_json

    with opened(config_file) as session:
        made = write_back_plan(session.installation, session.case, day(as_of))
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
    from skiptrace.app.write_back import write_back_desk, write_back_plan
    from skiptrace.writeback.apply import apply_changes, settle

    with opened(config_file) as session, session.case.exclusively("write-back"):
        desk = write_back_desk(session.installation, session.case, session.actor.signature)
        settled = settle(desk)
        if settled is not None:
            ended = "took place" if settled.done else "did not take place"
            print_line(
                people(), f"batch {settled.batch_id}, cut short, {ended}: its receipts are whole"
            )
        made = write_back_plan(session.installation, session.case, day(as_of))
        receipts = apply_changes(desk, made.changes)
    if not receipts:
        print_line(tables(), "nothing to write")
        return Exit.DONE
    print_line(
        tables(), f"batch {receipts[0].batch_id}: {len(receipts):,} changes to {desk.target.name}"
    )
    return Exit.DONE


@command.command()
@click.argument("batch_id")
@click.pass_obj
def undo(config_file: str, batch_id: str) -> int:
    """Take one batch back, whole; refused when somebody has changed its rows since."""
    from skiptrace.app.write_back import write_back_desk
    from skiptrace.writeback.apply import settle
    from skiptrace.writeback.undo import undo_batch

    with opened(config_file) as session, session.case.exclusively("write-back"):
        desk = write_back_desk(session.installation, session.case, session.actor.signature)
        settle(desk)
        receipts = undo_batch(desk, batch_id)
    print_line(tables(), f"batch {batch_id}: {len(receipts):,} changes undone")
    return Exit.DONE
