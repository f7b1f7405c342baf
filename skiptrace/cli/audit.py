"""`skiptrace audit`: verify the whole record, export the trail, or write an anchor elsewhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import Session, opened, people
from skiptrace.model.errors import CaseFileError

_SHOWN = 50


@click.group("audit")
def command() -> None:
    """Verify the record, export the audit trail, or write an anchor."""


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
    with opened(config_file) as session:
        events, faults = faults_of(session, anchor)
    for fault in faults[:_SHOWN]:
        people().print(fault)
    if faults:
        people().print(f"{len(faults)} faults in the record of {events} events")
        return Exit.FAILED
    people().print(f"{events} events, the chain is whole, and so is every row, and the anchor")
    return Exit.DONE


def faults_of(session: Session, others: tuple[Path, ...] = ()) -> tuple[int, list[str]]:
    """The number of events, and what is wrong with the record, the anchor or another anchor."""
    from skiptrace.app.anchoring import anchor_of
    from skiptrace.casefile.anchor import AnchorFile

    own = anchor_of(session.installation, session.keyring)
    anchors = [own, *(AnchorFile(path, session.keyring) for path in others)]
    with session.case.read() as tx:
        check = session.case.check(tx)
        faults = [str(fault) for fault in check.faults]
        for one in anchors:
            try:
                faults += [f"{one.path.name}: {fault}" for fault in one.faults(tx)]
            except CaseFileError as error:
                faults.append(str(error))
    return check.events, faults


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

    with opened(config_file) as session:
        own = anchor_of(session.installation, session.keyring)
        file = AnchorFile(out, session.keyring) if out is not None else own
        is_new = append_mark(file, session.case, session.keyring)
    people().print(f"{file.path}: {'one line more' if is_new else 'says so already'}")
    return Exit.DONE


@command.command()
@click.pass_obj
def export(config_file: str) -> int:
    """Write every event as one JSON line to standard output."""
    with opened(config_file) as session, session.case.read() as tx:
        for event in session.case.audit.export(tx):
            sys.stdout.write(json.dumps(event, default=str, sort_keys=True) + "\n")
    return Exit.DONE
