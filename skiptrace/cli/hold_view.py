"""Shows holds, and reads a hold code that somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable

import click
from rich.console import Console

from config.compliance import HoldTable
from skiptrace.acts.holds import StandingHold
from skiptrace.model.account import Reach
from skiptrace.reports.terminal import add_row, print_table, table_for

REACHES = {
    Reach.OWN: "this account",
    Reach.SAME_PERSON: "the same person's account",
    Reach.MAYBE_PERSON: "an account that may be the same person's",
}


def known_code(table: HoldTable, written: str) -> str:
    """The hold table's spelling of a code; wrong usage names the codes nearest to it."""
    code = table.code(written)
    if not code:
        near = table.nearest(written)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        raise click.BadParameter(f"no hold code of that name{hint}", param_hint="CODE")
    return code


def about_words(obligor: int | None) -> str:
    """Whom a hold is about: the obligor of that number, or the account."""
    return f"obligor {obligor}" if obligor is not None else "the account"


def print_holds(found: Iterable[StandingHold], console: Console) -> None:
    """The holds as a table: where they stand, and what they keep back."""
    names = ("code", "since", "about", "stands on", "account", "source", "keeps back")
    below = {"account": "stands on", "source": "keeps back"}
    table = table_for(console, "", names, below)
    for hold in found:
        where = (REACHES[hold.reach], hold.account)
        lead = [hold.code, str(hold.since), about_words(hold.about)]
        add_row(table, [*lead, *where, hold.source, hold.words])
    print_table(console, table)
