"""--map: what the user says of the columns of tables to be linked or learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from skiptrace.reports.terminal import print_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from jobs.linkage.columns import Assigned, Mapped

map_option = click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="TARGET=COLUMN",
    help="What a column holds, for headers that are not known; or a .toml file of such lines.",
)


def said_of_columns(texts: tuple[str, ...]) -> tuple[Mapped, ...]:
    """The columns that the values of --map name; click.UsageError for one that says nothing."""
    from jobs.linkage.mapping import mapped_by

    try:
        return tuple(one for text in texts for one in mapped_by(text))
    except ValueError as error:
        raise click.UsageError(f"--map: {error}") from error


def print_columns(console: Console, header: Sequence[str], columns: Assigned) -> None:
    """What columns of another name were taken for, and which are not used."""
    renamed = columns.renamed(header)
    if renamed:
        taken = ", ".join(f"{name} as {target}" for name, target in renamed.items())
        print_line(console, f"  read: {taken}")
    if columns.unused:
        print_line(console, f"  not used: {', '.join(columns.left(header))}")
