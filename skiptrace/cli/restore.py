"""`skiptrace restore`: a copy of the case file put back in its place, and verified there."""

from __future__ import annotations

from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import people
from skiptrace.reports.terminal import print_line


@click.command("restore")
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def command(config_file: str, copy: Path) -> int:
    """Put COPY, made by `skiptrace backup`, in the place of the case file (SQLite).

    The copy is read row by row before anything changes, one of an earlier release is brought to
    this one's schema, and the former case file is kept beside. Then the record is verified, also by
    the anchor, which names what was written since the copy was made: exit code 4. End all commands
    and schedulers first; the keys are those that the copy was made with.
    """
    from skiptrace.app.installation import Installation, utc_now
    from skiptrace.app.restore import restore
    from skiptrace.casefile.key_file import read_key_file

    installation = Installation.load(config_file)
    keyring = read_key_file(*installation.key_place)
    done = restore(installation, copy, keyring, utc_now())
    print_line(people(), f"{copy}: every row is whole, {done.events:,} events; restored")
    if done.former is not None:
        print_line(people(), f"the former case file is {done.former.name}: delete it when sure")
    for fault in done.faults:
        print_line(people(), fault)
    return Exit.DONE_WITH_FAILURES if done.faults else Exit.DONE
