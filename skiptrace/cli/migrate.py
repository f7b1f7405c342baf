"""`skiptrace migrate`: brings a case file of an earlier skiptrace to this one's schema."""

from __future__ import annotations

from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import people
from skiptrace.reports.terminal import print_line


@click.command("migrate")
@click.option(
    "--backup",
    type=click.Path(dir_okay=False, path_type=Path),
    help="First copy the case file there (SQLite); without it nothing is copied.",
)
@click.pass_obj
def command(config_file: str, backup: Path | None) -> int:
    """Bring the case file to the newest schema, in one transaction: all of it or nothing.

    A case file that is current stays as it is. End schedulers and workers first.
    """
    from skiptrace.app.backup import back_up
    from skiptrace.app.installation import Installation
    from skiptrace.casefile.key_file import read_key_file
    from skiptrace.casefile.migrations.upgrade import is_current, migrate

    installation = Installation.load(config_file)
    keyring = read_key_file(*installation.key_place)
    if is_current(installation.case_url):
        print_line(people(), "the case file is current")
        return Exit.DONE
    if backup is not None:
        back_up(installation.case_url, backup)
        print_line(people(), f"{backup}: written")
    migrate(installation.case_url, keyring)
    print_line(people(), "the case file is current now")
    return Exit.DONE
