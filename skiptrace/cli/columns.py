"""What `normalize` and `compare` share: where rows come from and go to, progress, the summary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import people
from skiptrace.reports.terminal import print_line, standard_output

if TYPE_CHECKING:
    from rich.console import Console

    from jobs.linkage.tabular import Reading, RowCounts


def file_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument FILE."""
    kind = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.argument("file", type=kind)(command)


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options --out and --prefix."""
    command = click.option(
        "--prefix", default="", help="Put this in front of the names of the new columns."
    )(command)
    return click.option(
        "--out",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help="The CSV file to write; - is standard output.",
    )(command)


def column_option(name: str, words: str) -> Callable[[Any], Any]:
    """An option that names a column, or several that are read as one."""
    return click.option(name, required=True, multiple=True, metavar="COLUMN", help=words)


def run(verb: str, file: Path, out: Path, prefix: str, reading: Reading) -> int:
    """Write the widened file and say on standard error what became of its rows.

    Raises click.UsageError for an unknown column or one that would be there twice.
    """
    from jobs.linkage.tabular import Route, widen_table, wrong_use
    from skiptrace.cli.progress import progress

    console = people()
    route = Route(file, None if str(out) == "-" else out, prefix)
    if words := wrong_use(route, reading):
        raise click.UsageError(words)
    with standard_output() as stdout, progress(verb, console) as begin:
        row_counts = widen_table(route, reading, stdout, begin(0))
    _print_row_counts(row_counts, reading, console)
    return Exit.DONE_WITH_FAILURES if row_counts.rejected else Exit.DONE


def _print_row_counts(row_counts: RowCounts, reading: Reading, console: Console) -> None:
    print_line(console, f"{row_counts.rows:,} rows written, {row_counts.rejected:,} rejected")
    for value, count in row_counts.counts.most_common(20):
        print_line(console, f"  {reading.counted} {value}: {count:,}")
    for note in row_counts.notes:
        print_line(console, note)
    for path in row_counts.rejects:
        print_line(console, f"see {path}")
