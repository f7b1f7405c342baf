"""`skiptrace backup`: a checked copy of the case file."""

from __future__ import annotations

from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened_by_nobody, people
from skiptrace.reports.terminal import print_line


@click.command("backup")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def command(config_file: str, target: Path) -> int:
    """Copy the case file to TARGET while others work, and check the copy row by row (SQLite).

    `skiptrace restore` puts it back. The key file is not in it: keep that apart, as it is now.
    """
    from skiptrace.app.backup import back_up, checked

    with opened_by_nobody(config_file) as (installation, _, keyring):
        back_up(installation.case_url, target)
        events = checked(target, keyring)
    print_line(people(), f"{target}: written, {events:,} events, and every row is whole")
    return Exit.DONE
