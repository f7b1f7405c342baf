"""`skiptrace audit`: verify the chain of the audit trail, or export it."""

from __future__ import annotations

import json

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, tables
from skiptrace.reports.terminal import print_json, print_line


@click.group("audit")
def command() -> None:
    """Verify or export the audit trail."""


@command.command()
@click.pass_obj
def verify(config_file: str) -> int:
    """Check every link of the hash chain; exit 1 names the first broken one."""
    with opened(config_file) as session, session.case.read() as tx:
        check = session.case.audit.verify(tx)
    if check.broken_at is not None:
        print_line(tables(), f"broken at event {check.broken_at} of {check.events}")
        return Exit.FAILED
    print_line(tables(), f"{check.events} events, the chain is whole")
    return Exit.DONE


@command.command()
@click.pass_obj
def export(config_file: str) -> int:
    """Write every event as one JSON line to standard output."""
    with opened(config_file) as session, session.case.read() as tx:
        for event in session.case.audit.export(tx):
            print_json(json.dumps(event, default=str, sort_keys=True))
    return Exit.DONE
