"""`skiptrace sources`: what connectors there are, and what each card says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import installed, opened, people, tables
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import ConfigError
from skiptrace.reports.terminal import print_json, print_lines, print_rows
from skiptrace.reports.wording import dollars, minute

if TYPE_CHECKING:
    from skiptrace.acts.sources import SourceStanding


@click.group("sources")
def command() -> None:
    """List or show the connectors, and how they stand."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.pass_obj
def list_(config_file: str, as_json: bool) -> int:
    """Every source shipped or let in: kind, cost, how verified; of enabled ones how they stand.

    That is what of their limits and of today's money is used, and until when one rests.
    """
    from skiptrace.app.sources import cards

    known = cards(installed(config_file))
    standing = _standings(config_file, known)
    if as_json:
        told = {i: _plain(c) | {"standing": _standing(standing.get(i))} for i, c in known.items()}
        print_json(_json(told))
        return Exit.DONE
    columns = ("source", "kind", "publisher", "cost", "verified")
    rows = ((c.id, c.kind, c.publisher, _price(c), c.verified) for c in known.values())
    print_rows(tables(), "Connectors", columns, rows)
    if standing:
        names = ("source", "limits used", "spent today", "rests until", "why")
        print_rows(tables(), "Enabled", names, (_line(i, s) for i, s in standing.items()))
    return Exit.DONE


@command.command()
@click.argument("source_id")
@click.pass_obj
def resume(config_file: str, source_id: str) -> int:
    """Let a source that rests after a refusal or a failure be asked by the next run."""
    from skiptrace.acts.sources import resume_source

    with opened(config_file) as session:
        resume_source(session.office, session.actor, source_id)
    print_lines(people(), f"{source_id} is asked again")
    return Exit.DONE


def _standings(
    config_file: str, known: Mapping[str, ConnectorCard]
) -> Mapping[str, SourceStanding]:
    """How the installation's sources stand; none where there is no installation."""
    from skiptrace.acts.sources import standings

    if not Path(config_file).is_file():
        return {}
    with opened(config_file) as session:
        return standings(session.office, session.actor, known)


def _standing(found: SourceStanding | None) -> dict[str, object] | None:
    if found is None:
        return None
    used = [
        {"calls": u.limit.calls, "seconds": u.limit.seconds, "used": u.calls} for u in found.used
    ]
    pause = found.pause
    rests = None if pause is None else {"until": pause.until.isoformat(), "why": pause.reason}
    budget = None if found.day_budget is None else str(found.day_budget)
    return {"limits": used, "spent_today": str(found.spent), "day_budget": budget, "rests": rests}


def _line(source: str, found: SourceStanding) -> tuple[str, str, str, str, str]:
    used = (f"{u.calls:,} of {u.limit.calls:,} in {u.limit.seconds:g} s" for u in found.used)
    of = "" if found.day_budget is None else f" of {dollars(found.day_budget)}"
    pause = found.pause
    rests = (minute(pause.until), pause.reason) if pause is not None else ("", "")
    return source, "; ".join(used), f"{dollars(found.spent)}{of}", *rests


@command.command()
def waterfall() -> int:
    """The shipped waterfall as TOML on standard output, to be mended and named in the settings."""
    from config.loader import shipped_text

    print_lines(tables(), shipped_text("waterfall.toml"))
    return Exit.DONE


@command.command()
def catalogue() -> int:
    """The page of all shipped sources as Markdown on standard output."""
    from skiptrace.app.sources import catalogue as page

    print_lines(tables(), page().rstrip("\n"))
    return Exit.DONE


@command.command()
@click.argument("source_id")
@click.pass_obj
def show(config_file: str, source_id: str) -> int:
    """One connector's card as JSON on standard output, and what to set to use it."""
    from skiptrace.app.sources import cards, needs

    installation = installed(config_file)
    known = cards(installation)
    if source_id not in known:
        raise ConfigError(f"no connector {source_id} is installed; see `skiptrace sources list`")
    print_json(_json(_plain(known[source_id]) | {"to_set": asdict(needs(installation, source_id))}))
    return Exit.DONE


@command.command()
@click.argument("source_id")
@click.pass_obj
def check(config_file: str, source_id: str) -> int:
    """Try a source as it is set up here, and say what that proved; nothing of anybody leaves.

    Tried are its token, its list of columns, and a search whose answer is known and is about
    nobody, where it has them; what was not tried is said.
    """
    from skiptrace.app.installation import Installation
    from skiptrace.app.sources import proofs

    held = list(proofs(Installation.load(config_file), source_id))
    for words in held:
        print_lines(people(), f"{source_id}: {words}")
    open_words = "nothing else of it was proved" if held else "nothing of it could be tried"
    print_lines(people(), f"{source_id}: {open_words}: a search would show the rest")
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
@click.option(
    "--sort",
    type=click.Choice(("rest", "files", "checks")),
    default="rest",
    help="Asked over HTTP about people, by files over SFTP, or about contact points.",
)
def new(source_id: str, folder: Path, sort: str) -> int:
    """Begin a source: a folder with a card, an example and a test that fails until it is done."""
    from skiptrace.app.sources import begin_source

    written = begin_source(source_id, folder, sort)
    print_lines(tables(), "\n".join(map(str, written)) + "\n")
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
