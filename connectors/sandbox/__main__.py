"""`python -m connectors.sandbox build|serve`: make the synthetic town, and serve it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

import click

from connectors.sandbox.build import DEFAULT_DAY, build_town


class LazyServe(click.Group):
    """The group of commands; `serve` is imported only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names."""
        return sorted({*super().list_commands(ctx), "serve"})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name != "serve":
            return super().get_command(ctx, cmd_name)
        found = import_module("connectors.sandbox.serve").serve
        return found if isinstance(found, click.Command) else None


@click.group(cls=LazyServe)
def main() -> None:
    """The sandbox: a synthetic town and the loopback providers that serve it."""


@main.command()
@click.option("--dir", "folder", type=click.Path(path_type=Path), required=True, help="Folder.")
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed, same town.")
@click.option("--people", type=int, default=20_000, show_default=True, help="At least so many.")
@click.option("--accounts", type=int, default=2_000, show_default=True, help="Debtors to place.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    default=DEFAULT_DAY.isoformat(),
    show_default=True,
    help="The last day of the simulated ten years.",
)
def build(folder: Path, seed: int, people: int, accounts: int, today: datetime) -> None:
    """Build the town of a seed; a town that stands in the folder is replaced."""
    day = date(today.year, today.month, today.day)
    try:
        summary = build_town(folder, seed, people, accounts, day)
    except (ValueError, FileExistsError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps({**asdict(summary), "folder": str(folder)}))


if __name__ == "__main__":
    main()
