"""`skiptrace audit`: verify the chain of the audit trail, or export it."""

from __future__ import annotations

import json
import sys

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people


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
        people().print(f"broken at event {check.broken_at} of {check.events}")
        return Exit.FAILED
    people().print(f"{check.events} events, the chain is whole")
    return Exit.DONE


@command.command()
@click.pass_obj
def export(config_file: str) -> int:
    """Write every event as one JSON line to standard output."""
    with opened(config_file) as session, session.case.read() as tx:
        for event in session.case.audit.export(tx):
            sys.stdout.write(json.dumps(event, default=str, sort_keys=True) + "\n")
    return Exit.DONE
