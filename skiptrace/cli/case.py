"""`skiptrace case`: an account's whole provenance for whoever checks it elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.private import write_private
from skiptrace.cli.session import opened, people
from skiptrace.reports.terminal import print_line


@click.group("case")
def command() -> None:
    """Export the provenance of an account."""


@command.command()
@click.argument("account")
@click.option(
    "--prov",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: W3C PROV as JSON-LD.",
)
@click.pass_obj
def export(config_file: str, account: str, target: Path) -> int:
    """Write where every finding of ACCOUNT came from: answers, matches, judgements, write-backs.

    Findings, records and people go by their ids, snapshots by the SHA-256 of their bytes: no value
    that was found and no name of a debtor is in the file.
    """
    from skiptrace.acts.case_export import export_provenance

    with opened(config_file) as session:
        document = export_provenance(session.office, session.actor, account)
    write_private(target, json.dumps(document, indent=1).encode() + b"\n")
    print_line(people(), f"{target}: {len(document['@graph'])} nodes")
    return Exit.DONE
