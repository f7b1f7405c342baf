"""`skiptrace writeback`: verified contacts to the system of record, and back again."""

from __future__ import annotations

from datetime import datetime

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import as_of_option, day, opened, people, words

_ACTOR = click.option(
    "--actor", default="write-back", show_default=True, callback=words, help="Who does it."
)


@click.group("writeback")
def command() -> None:
    """Plan, apply or undo a write-back of verified contacts.

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
    from skiptrace.writeback.diff import plan_json, print_plan

    with opened(config_file) as session:
        made = write_back_plan(session.installation, session.case, day(as_of))
    if as_json:
        click.echo(plan_json(made))
    else:
        print_plan(made, people())
    return Exit.DONE


@command.command()
@_ACTOR
@as_of_option
@click.pass_obj
def apply(config_file: str, actor: str, as_of: datetime | None) -> int:
    """Write the planned changes as one batch; a batch that a crash cut short is settled first."""
    from skiptrace.app.write_back import write_back_desk, write_back_plan
    from skiptrace.writeback.apply import apply_changes, settle

    with opened(config_file) as session:
        desk = write_back_desk(session.installation, session.case, actor)
        settled = settle(desk)
        if settled is not None:
            ended = "took place" if settled.done else "did not take place"
            people().print(f"batch {settled.batch_id}, cut short, {ended}: its receipts are whole")
        made = write_back_plan(session.installation, session.case, day(as_of))
        receipts = apply_changes(desk, made.changes)
    if not receipts:
        people().print("nothing to write")
        return Exit.DONE
    people().print(f"batch {receipts[0].batch_id}: {len(receipts):,} changes to {desk.target.name}")
    return Exit.DONE


@command.command()
@click.argument("batch_id")
@_ACTOR
@click.pass_obj
def undo(config_file: str, batch_id: str, actor: str) -> int:
    """Take one batch back, whole; refused when somebody has changed its rows since."""
    from skiptrace.app.write_back import write_back_desk
    from skiptrace.writeback.apply import settle
    from skiptrace.writeback.undo import undo_batch

    with opened(config_file) as session:
        desk = write_back_desk(session.installation, session.case, actor)
        settle(desk)
        receipts = undo_batch(desk, batch_id)
    people().print(f"batch {batch_id}: {len(receipts):,} changes undone")
    return Exit.DONE
