"""`skiptrace sources`: what connectors there are, and what each card says."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import people
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import ConfigError


@click.group("sources")
def command() -> None:
    """List or show the connectors."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def list_(as_json: bool) -> int:
    """Every installed connector: kind, cost, how it was verified."""
    from skiptrace.app.sources import cards

    known = cards()
    if as_json:
        click.echo(json.dumps({i: _plain(c) for i, c in known.items()}, indent=2, sort_keys=True))
        return Exit.DONE
    from rich.table import Table

    table = Table("source", "kind", "publisher", "cost", "verified", title="Connectors")
    for card in known.values():
        cost = f"{card.cost.per_call} a call, {card.cost.per_hit} a hit"
        table.add_row(
            card.id, card.kind, card.publisher, cost if card.cost.is_paid else "free", card.verified
        )
    people().print(table)
    return Exit.DONE


@command.command()
def waterfall() -> int:
    """The shipped waterfall as TOML on standard output, to be mended and named in the settings."""
    from config.loader import shipped_text

    click.echo(shipped_text("waterfall.toml"), nl=False)
    return Exit.DONE


@command.command()
@click.argument("source_id")
def show(source_id: str) -> int:
    """One connector's card as JSON on standard output."""
    from skiptrace.app.sources import cards

    known = cards()
    if source_id not in known:
        raise ConfigError(f"no connector {source_id} is installed; see `skiptrace sources list`")
    click.echo(json.dumps(_plain(known[source_id]), indent=2, sort_keys=True))
    return Exit.DONE


def _plain(card: ConnectorCard) -> dict[str, object]:
    plain: dict[str, object] = {}
    for name, value in asdict(card).items():
        if isinstance(value, frozenset):
            plain[name] = sorted(value)
        elif name == "requires":
            plain[name] = [sorted(need) for need in card.requires]
        elif name == "cost":
            plain[name] = {k: str(v) for k, v in value.items()}
        else:
            plain[name] = value
    return plain
