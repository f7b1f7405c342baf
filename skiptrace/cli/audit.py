"""`skiptrace audit`: verify the whole record, export the trail, or write an anchor elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, opened_by_nobody, people, tables
from skiptrace.model.card import ConnectorKind
from skiptrace.reports.terminal import print_line

_SHOWN = 50
_DAY = click.DateTime(["%Y-%m-%d"])


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
@click.option("--user", default="", help="Only what the user did whose id begins so.")
@click.option("--account", default="", help="Only what was about the account of that number.")
@click.option("--connector", "connectors", multiple=True, help="Only of this source; repeatable.")
@click.option(
    "--sources",
    multiple=True,
    type=click.Choice([kind.value for kind in ConnectorKind]),
    help="Only of sources of this kind; may be repeated.",
)
@click.option("--act", "kinds", multiple=True, help="Only this act, as gate.allow; repeatable.")
@click.option("--from", "first", type=_DAY, help="From this day (UTC) on.")
@click.option("--to", "last", type=_DAY, help="Up to this day (UTC), with it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["lines", "csv"]),
    default="lines",
    show_default=True,
    help="One JSON object a line, from which the chain can be checked, or CSV.",
)
@click.pass_context
def export(ctx: click.Context, /, form: str, **given: Any) -> int:
    """Write events to standard output: who did what, when, on whom, why, by which rule.

    All of them, or those that meet every option given. Options that may be repeated ask for any of
    theirs. `law` names the rules that were asked with their versions; `rule` the one that decided.
    """
    from skiptrace.acts.record import ExportAsked, export_trail
    from skiptrace.app.sources import cards
    from skiptrace.cli.audit_view import write_csv, write_lines

    days = {name: given.pop(name) for name in ("first", "last")}
    on: dict[str, Any] = {name: day and day.date() for name, day in days.items()}
    kinds = tuple(ConnectorKind(kind) for kind in given.pop("sources"))
    asked = ExportAsked(**given, sources=kinds, **on)
    write = write_csv if form == "csv" else write_lines
    with opened(ctx.obj) as session:
        write(export_trail(session.office, session.actor, asked, cards(session.installation)))
    return Exit.DONE
