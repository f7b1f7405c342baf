"""`skiptrace runs`: the runs of the nightly batch, and what each of them reported."""

from __future__ import annotations

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened


@click.group("runs")
def command() -> None:
    """Show earlier runs of the nightly batch: what they placed, did, spent and left open."""


@command.command("list")
@click.option(
    "--limit",
    type=click.IntRange(min=1, max=1000),
    default=20,
    show_default=True,
    help="How many runs are shown at most.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def list_(config_file: str, limit: int, as_json: bool) -> int:
    """List the last runs, the newest first."""
    from skiptrace.acts.runs import latest_runs
    from skiptrace.cli.runs_view import print_runs
    from skiptrace.cli.session import tables
    from skiptrace.reports.canonical import canonical_json
    from skiptrace.reports.terminal import print_json

    with opened(config_file) as session:
        found = latest_runs(session.office, session.actor, limit)
    if as_json:
        print_json(canonical_json(found))
    else:
        print_runs(found, tables())
    return Exit.DONE


@command.command()
@click.argument("run", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.pass_obj
def show(config_file: str, run: str | None, as_json: bool) -> int:
    """Show RUN in full: what it reported, its tiers and sources, what it cost, what failed and why.

    The beginning of its id will do; without one it is the last run. Of a run that was killed the
    case file knows the same but for its report. Costs are those of the ledger, calls in doubt
    apart at their ceiling.
    """
    from skiptrace.acts.runs import run_named
    from skiptrace.cli.runs_view import print_run, run_json
    from skiptrace.cli.session import tables
    from skiptrace.reports.terminal import print_json

    with opened(config_file) as session:
        found = run_named(session.office, session.actor, run)
    if as_json:
        print_json(run_json(found))
    else:
        print_run(found, tables())
    return Exit.DONE
