"""`skiptrace demo`: the whole way on an invented town, offline, in one command."""

from __future__ import annotations

import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.reports.terminal import print_json


@click.command("demo", short_help="Trace an invented town, offline: the whole way in one command.")
@click.option("--accounts", type=click.IntRange(10, 5000), default=2000, show_default=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("skiptrace-demo"),
    show_default=True,
    help="A new folder for the demo's installation.",
)
@click.option("--seed", type=int, default=7, show_default=True, help="Another town.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON on standard output.")
def command(accounts: int, out: Path, seed: int, as_json: bool) -> int:
    """Build a town, take in its returned mail, trace it all, and score the result.

    The people are invented, the phones are 555-01xx numbers. Everything stays on this machine: the
    sources are small servers on loopback that page, bill, and know people by halves, as real ones
    do. Only the score at the end sees the truth.
    """
    from connectors.sandbox.demo.run import Demo

    demo = Demo(out, accounts, seed)
    with redirect_stdout(sys.stderr) if as_json else nullcontext():
        figures = demo.run()
    if as_json:
        print_json(figures.as_json())
    return Exit.DONE
