"""Shows a quote: what each source would be asked at most, and what that can cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console

from config.settings import NightlySettings
from skiptrace.reports.terminal import print_line, print_rows
from skiptrace.tracing.quote import QuoteLine


def print_quote(
    lines: Sequence[QuoteLine], orders: int, settings: NightlySettings, out: Console
) -> None:
    """The quote as a table, with the budgets that bound the run."""
    columns = ("tier", "source", ">calls at most", ">refused", ">cost at most")
    rows = (
        (one.tier, one.connector_id, f"{one.calls:,}", f"{one.refused:,}", f"${one.ceiling:,.2f}")
        for one in lines
    )
    print_rows(out, "Quote", columns, rows)
    total = sum((line.ceiling for line in lines), Decimal(0))
    ceiling = min(total, settings.run_budget, settings.budget * orders)
    print_line(
        out,
        f"{orders:,} orders are due; a run costs at most ${ceiling:,.2f} "
        f"(run budget ${settings.run_budget:,.2f}, ${settings.budget} an order). "
        "What earlier tiers resolve is not bought.",
    )
