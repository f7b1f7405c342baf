"""`skiptrace trace`: one account, now, with the reason for every finding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from skiptrace.cli.dollars import Dollars
from skiptrace.cli.session import as_of_option, day, obligor_option, opened, people, tables

if TYPE_CHECKING:
    from skiptrace.acts.traces import TraceAsked


@click.command("trace")
@click.argument("account")
@click.option("--purpose", "purposes", multiple=True, help="A purpose code; may be repeated.")
@click.option("--budget", type=Dollars(), help="The most all of it may cost, in US dollars.")
@click.option("--again", is_flag=True, help="Trace, and buy, anew what was bought of late.")
@obligor_option
@click.option(
    "--explain",
    metavar="FINDING",
    help="Show each record behind it: its weight, and which values met.",
)
@click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="With --explain: a file for waterfall charts of the weights, one for each record.",
)
@click.option("--evidence", metavar="FINDING", help="Write the stored answers behind it.")
@click.option("--discarded", is_flag=True, help="Show what was found and not taken, and why not.")
@click.option("--notes", is_flag=True, help="Show the notes that traces left on the account.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --evidence: a folder for the answers, one file each, named by its SHA-256.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@as_of_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    account: str,
    explain: str | None,
    evidence: str | None,
    notes: bool,
    discarded: bool,
    out: Path | None,
    as_json: bool,
    **asked: object,
) -> int:
    """Trace all who owe on ACCOUNT and show ranked contacts with probability, sources and dates.

    A trace of the last days is shown without buying anything, and a bought answer serves as long as
    its source's card says; --again buys anew. --explain,
    --evidence, --discarded and --notes read the case file only.
    """
    from skiptrace.acts import reading
    from skiptrace.acts.traces import trace_account
    from skiptrace.cli import trace_view as show

    if sum(map(bool, (notes, evidence, explain, discarded))) > 1 or (out and not evidence):
        one = "give one of --notes, --explain, --discarded, --evidence; --out with --evidence"
        raise click.UsageError(one)
    chart = _chart(ctx)
    words, told = people(), tables()
    with opened(ctx.obj) as session:
        who = (session.office, session.actor, account)
        if notes:
            return show.print_notes(reading.notes_of(*who), told)
        if discarded:
            found = reading.discarded_of(*who, ctx.params["obligor"])
            return show.print_discards(found, as_json, told)
        if evidence:
            return show.write_evidence(reading.answers_behind(*who, evidence), out, words)
        if explain:
            why = reading.explain_finding(*who, explain)
            return show.print_explained(why, as_json, chart, (told, words))
        view = trace_account(session.office, session.actor, _asked(ctx))
        return show.print_trace(view, as_json, told)


def _chart(ctx: click.Context) -> Path | None:
    """The file of --chart; it must end in .svg, so that no other file is replaced by mistake."""
    chart: Path | None = ctx.params["chart"]
    if chart and (not ctx.params["explain"] or chart.suffix.lower() != ".svg"):
        raise click.UsageError("give --chart a name that ends in .svg, together with --explain")
    return chart


def _asked(ctx: click.Context) -> TraceAsked:
    from skiptrace.acts.traces import TraceAsked

    given = ctx.params
    return TraceAsked(
        account=given["account"],
        as_of=day(given["as_of"]),
        again=bool(given["again"]),
        obligor=given["obligor"],
        purposes=frozenset(given["purposes"]),
        budget=given["budget"],
    )
