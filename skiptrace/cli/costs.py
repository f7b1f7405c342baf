"""`skiptrace costs`: what was spent, and a vendor's invoice held against the ledger."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from skiptrace.app.installation import Installation
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, tables

_AXES = ("source", "day", "account")
_DAY = click.DateTime(["%Y-%m-%d"])


class _Axes(click.ParamType[tuple[str, ...]]):
    """Some of source, day and account, with commas between."""

    name = "axes"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The axes in the order in which they were given, each once."""
        if isinstance(value, tuple):
            return value
        named = [part.strip() for part in str(value).split(",")]
        if not named or set(named) - set(_AXES) or len(set(named)) < len(named):
            self.fail(f"expected some of {', '.join(_AXES)}, with commas between", param, ctx)
        return tuple(named)


@click.command("costs")
@click.option(
    "--by",
    "axes",
    type=_Axes(),
    default="source",
    show_default=True,
    help="What to add up by: source, day, account, with commas between.",
)
@click.option("--from", "first", type=_DAY, help="The first day.")
@click.option("--to", "last", type=_DAY, help="The last day.")
@click.option(
    "--invoice",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A vendor's invoice to hold against the ledger: CSV, XLSX or Parquet.",
)
@click.option(
    "--source", "sources", multiple=True, metavar="ID", help="With --invoice: whose invoice it is."
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="TARGET=COLUMN",
    help="With --invoice: the column of reference, day or amount, where its header is not known.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV on standard output.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> int:
    """Show what was spent, from the ledger itself.

    Calls in doubt, and those whose answer is still to come, stand apart, with what they cost at
    most. A call is of the day on which it left, in the time zone of `[schedule]`.

    With --invoice: which of its lines agree with our calls, were billed and are not in our ledger,
    are in our ledger and were not billed, or differ in the amount. The reference of a line is the
    inquiry id that the vendor was given. Exit 4 where anything is apart or a line cannot be read.
    """
    if given["as_json"] and given["as_csv"]:
        raise click.UsageError("give --json or --csv")
    if given["invoice"] is None and (given["sources"] or given["mapped"]):
        raise click.UsageError("--source and --map go with --invoice")
    if given["invoice"] is not None and not given["sources"]:
        raise click.UsageError("--invoice needs --source: whose invoice it is")
    return _costs(ctx.obj, given) if given["invoice"] is None else _invoice(ctx.obj, given)


def _costs(config_file: str, given: dict[str, Any]) -> int:
    from skiptrace.acts.costs import costs_by
    from skiptrace.casefile.charges import Axis
    from skiptrace.cli.costs_view import print_costs, write_costs
    from skiptrace.reports.canonical import canonical_json
    from skiptrace.reports.terminal import print_json

    days = _days(given)
    with opened(config_file) as session:
        axes = [Axis(name) for name in given["axes"]]
        found = costs_by(session.office, session.actor, axes, days)
    if given["as_json"]:
        print_json(canonical_json(found))
    elif given["as_csv"]:
        write_costs(found)
    else:
        print_costs(found, tables())
    return Exit.DONE


def _invoice(config_file: str, given: dict[str, Any]) -> int:
    from skiptrace.acts.costs import InvoiceAsked, reconciled
    from skiptrace.cli.costs_view import (
        print_reconciliation,
        reconciliation_json,
        write_reconciliation,
    )
    from skiptrace.intake.invoice import told_columns
    from skiptrace.reports.terminal import print_json

    try:
        columns = told_columns(given["mapped"])
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--map") from error
    with opened(config_file) as session:
        known = _known(session.installation, given["sources"])
        asked = InvoiceAsked(given["invoice"], known, columns)
        found = reconciled(session.office, session.actor, asked, _days(given))
    if given["as_json"]:
        print_json(reconciliation_json(found))
    elif given["as_csv"]:
        write_reconciliation(found)
    else:
        print_reconciliation(found, tables())
    return Exit.DONE if found.is_clean else Exit.DONE_WITH_FAILURES


def _known(installation: Installation, sources: tuple[str, ...]) -> frozenset[str]:
    from skiptrace.app.sources import cards

    installed = cards(installation)
    if unknown := [one for one in sources if one not in installed]:
        raise click.BadParameter(f"no connector has the id {unknown[0]}", param_hint="--source")
    return frozenset(sources)


def _days(given: dict[str, Any]) -> Any:
    from skiptrace.acts.costs import Days

    first, last = (_day(given[name]) for name in ("first", "last"))
    if first is not None and last is not None and last < first:
        raise click.BadParameter("expected a day from --from on", param_hint="--to")
    return Days(first, last)


def _day(at: datetime | None) -> Any:
    return at.date() if at is not None else None
