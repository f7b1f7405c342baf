"""`skiptrace audit`: verify the whole record, export the trail, or write an anchor elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, opened_by_nobody, people, tables
from skiptrace.reports.terminal import print_json, print_line

_SHOWN = 50


@click.group("audit")
def command() -> None:
    """Verify the record, export the audit trail, or write an anchor.

    Whoever has the key file may verify and write an anchor: neither shows anything of anybody.
    """


@command.command()
@click.option(
    "--anchor",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="An anchor kept elsewhere, to compare with as well.",
)
@click.pass_obj
def verify(config_file: str, anchor: tuple[Path, ...]) -> int:
    """Check every row, the hash chain and the anchor; exit 1 names what is wrong.

    Found is whatever was changed, added, deleted or put back without the key file. An installation
    that was put back whole, anchor included, is found only by an anchor kept elsewhere.
    """
    from skiptrace.app.anchoring import anchor_of, faults_of
    from skiptrace.casefile.anchor import AnchorFile

    with opened_by_nobody(config_file) as (installation, case, keyring):
        own = anchor_of(installation, keyring)
        anchors = [own, *(AnchorFile(path, keyring) for path in anchor)]
        events, faults = faults_of(case, anchors)
    out = tables()
    for fault in faults[:_SHOWN]:
        print_line(out, fault)
    if faults:
        print_line(out, f"{len(faults)} faults in the record of {events} events")
        return Exit.FAILED
    print_line(out, f"{events} events, the chain is whole, and so is every row, and the anchor")
    return Exit.DONE


@command.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Another file, kept where whoever keeps the database cannot write.",
)
@click.pass_obj
def anchor(config_file: str, out: Path | None) -> int:
    """Write how far the record went as one more line of the anchor, or of the file --out."""
    from skiptrace.app.anchoring import anchor_of, append_mark
    from skiptrace.casefile.anchor import AnchorFile

    with opened_by_nobody(config_file) as (installation, case, keyring):
        own = anchor_of(installation, keyring)
        file = AnchorFile(out, keyring) if out is not None else own
        is_new = append_mark(file, case, keyring)
    print_line(people(), f"{file.path}: {'one line more' if is_new else 'says so already'}")
    return Exit.DONE


@command.command()
@click.pass_obj
def export(config_file: str) -> int:
    """Write every event as one JSON line to standard output."""
    from skiptrace.acts.record import export_trail

    with opened(config_file) as session:
        for event in export_trail(session.office, session.actor):
            print_json(json.dumps(event, default=str, sort_keys=True))
    return Exit.DONE
