"""Shows a quote: what each source would be asked at most, and what that can cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from config.settings import NightlySettings
from skiptrace.tracing.quote import QuoteLine


def print_quote(
    lines: Sequence[QuoteLine], orders: int, settings: NightlySettings, out: Console
) -> None:
    """The quote as a table, with the budgets that bound the run."""
    table = Table("tier", "source", "calls at most", "refused", "cost at most", title="Quote")
    for line in lines:
        table.add_row(
            line.tier,
            line.connector_id,
            f"{line.calls:,}",
            f"{line.refused:,}",
            f"${line.ceiling:,.2f}",
        )
    out.print(table)
    total = sum((line.ceiling for line in lines), Decimal(0))
    ceiling = min(total, settings.run_budget, settings.budget * orders)
    out.print(
        f"{orders:,} accounts are due; a run costs at most ${ceiling:,.2f} "
        f"(run budget ${settings.run_budget:,.2f}, ${settings.budget} an account). "
        "Accounts that earlier tiers resolve are not bought."
    )
