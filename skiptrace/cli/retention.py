"""`skiptrace retention`: what may be disposed of, and its disposal with a certificate each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people, tables
from skiptrace.reports.terminal import print_json, print_line

if TYPE_CHECKING:
    from skiptrace.acts.certificates import Checked


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
        what = f"{one.kind.value} of {one.account_id}, {rows} rows, {len(one.keys)} keys"
        print_line(people(), f"{one.id}: {what}")
    print_line(people(), f"{len(made)} disposals, certificates in {folder}")
    return Exit.DONE


@command.command()
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def certificates(config_file: str, files: tuple[Path, ...], as_json: bool) -> int:
    """Show and verify the certificates of the case file, or printed ones.

    Each is held against the audit trail's event and the keys that it says were destroyed, a FILE
    also against the certificate that is sealed in the case file. Exit code 4 when one is no proof.
    """
    from skiptrace.acts.certificates import check_certificates, check_files
    from skiptrace.reports.canonical import canonical_json

    with opened(config_file) as session:
        found = (
            check_files(session.office, session.actor, files)
            if files
            else check_certificates(session.office, session.actor)
        )
    if as_json:
        print_json(canonical_json(found))
    else:
        for one in found:
            print_line(tables(), _told(one))
        wrong = sum(bool(one.faults) for one in found)
        print_line(tables(), f"{len(found)} certificates, {wrong} of them no proof")
    return Exit.DONE_WITH_FAILURES if any(one.faults for one in found) else Exit.DONE


def _told(one: Checked) -> str:
    """A certificate on one line: what, when, by whom, by which rules, and what is wrong."""
    verdict = "; ".join(one.faults) or "whole"
    if one.certificate is None:
        return verdict
    c = one.certificate
    keys = f"{len(c.keys)} keys destroyed" if c.keys else "no key"
    rules = ", ".join(c.rules)
    what = f"{c.kind.value} of {c.account_id}, {sum(c.rows.values())} rows, {keys}"
    return f"{c.id}: {what}, {c.at:%Y-%m-%d}, by {c.by}, {rules}: {verdict}"
