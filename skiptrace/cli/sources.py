"""`skiptrace sources`: what connectors there are, and what each card says."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import tables
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import ConfigError
from skiptrace.reports.terminal import print_json, print_lines, print_rows


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
        print_json(_json({i: _plain(c) for i, c in known.items()}))
        return Exit.DONE
    columns = ("source", "kind", "publisher", "cost", "verified")
    rows = ((c.id, c.kind, c.publisher, _price(c), c.verified) for c in known.values())
    print_rows(tables(), "Connectors", columns, rows)
    return Exit.DONE


@command.command()
def waterfall() -> int:
    """The shipped waterfall as TOML on standard output, to be mended and named in the settings."""
    from config.loader import shipped_text

    print_lines(tables(), shipped_text("waterfall.toml"))
    return Exit.DONE


@command.command()
@click.argument("source_id")
def show(source_id: str) -> int:
    """One connector's card as JSON on standard output."""
    from skiptrace.app.sources import cards

    known = cards()
    if source_id not in known:
        raise ConfigError(f"no connector {source_id} is installed; see `skiptrace sources list`")
    print_json(_json(_plain(known[source_id])))
    return Exit.DONE


@command.command()
def schema() -> int:
    """The JSON Schema of a card on standard output, for an editor."""
    from skiptrace.app.sources import card_schema

    print_json(_json(card_schema()))
    return Exit.DONE


@command.command()
@click.argument("source_id")
@click.option(
    "--in",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder to begin it in; by default the present one.",
)
def new(source_id: str, folder: Path) -> int:
    """Begin a source: a folder with a card, an example and a test that fails until it is done."""
    from skiptrace.app.sources import begin_source

    print_lines(tables(), "\n".join(str(path) for path in begin_source(source_id, folder)) + "\n")
    return Exit.DONE


def _json(found: object) -> str:
    return json.dumps(found, indent=2, sort_keys=True)


def _price(card: ConnectorCard) -> str:
    cost = card.cost
    return f"{cost.per_call} a call, {cost.per_hit} a hit" if cost.is_paid else "free"


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
