"""`skiptrace retention`: what may be disposed of, and its disposal with a certificate each."""

from __future__ import annotations

from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people, tables
from skiptrace.reports.terminal import print_json, print_line


@click.group("retention")
def command() -> None:
    """Show and dispose of what the law lets go of; a legal hold keeps everything.

    Evidence of compliance is kept to three years after the last activity on an account, answers
    that no finding rests on to two years. `hold add ACCOUNT LEGAL-HOLD` keeps an account.
    """


@command.command()
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def plan(config_file: str, as_json: bool) -> int:
    """List accounts and unused answers whose time may be over, with what keeps them."""
    from skiptrace.acts.retention import plan_disposals
    from skiptrace.reports.canonical import canonical_json

    with opened(config_file) as session:
        found = plan_disposals(session.office, session.actor)
    if as_json:
        print_json(canonical_json(found))
        return Exit.DONE
    for one in found:
        active = f"last activity {one.active}" if one.active else "no activity known"
        what = f"{len(one.answers)} answers" if one.answers else "the account"
        words = f"kept, {one.kept_by}" if one.kept_by else "may go"
        print_line(tables(), f"{one.account_id}: {what}, {active}: {words}")
    free = sum(not one.kept_by for one in found)
    print_line(tables(), f"{free} of {len(found)} may go")
    return Exit.DONE


@command.command()
@click.option(
    "--certificates",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for a file about each disposal: what, when, by whom, by which rules.",
)
@click.pass_obj
def run(config_file: str, folder: Path) -> int:
    """Dispose of what may go: each account's rows in one transaction, with a certificate.

    What was deleted is gone from the case file; copies and backups are yours to dispose of. The
    audit trail keeps what was done, by ids. `audit verify` stays green.
    """
    from skiptrace.acts.retention import dispose

    with opened(config_file) as session:
        made = dispose(session.office, session.actor, folder)
    for one in made:
        rows = sum(one.rows.values())
        print_line(people(), f"{one.id}: {one.kind.value} of {one.account_id}, {rows} rows")
    print_line(people(), f"{len(made)} disposals, certificates in {folder}")
    return Exit.DONE
