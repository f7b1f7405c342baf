"""Shows what was spent, and an invoice beside the ledger: tables, CSV, JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.console import Console

from jobs.billing import BilledCall, Reconciliation
from skiptrace.acts.costs import CostLine, Costs
from skiptrace.model.spreadsheet import guarded
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.terminal import (
    add_row,
    print_line,
    print_table,
    standard_output,
    table_for,
)
from skiptrace.reports.wording import dollars

_SHOWN = 50
_FIGURES = ("calls", "paid", "hits", "spent", "in_doubt", "ceiling")
_HEADS = (">Calls", ">Paid", ">Hits", ">Spent", ">In doubt", ">At most")
_APART = (
    "verdict", "reference", "rows", "billed_on", "billed", "source", "sent", "ours", "reasons",
)  # fmt: skip
"""The columns of a reconciliation as CSV; a line that cannot be read has its reasons."""
REJECTED = "not read"


def print_costs(found: Costs, console: Console) -> None:
    """The lines as a table with their sum; beyond some dozens --csv has them all."""
    axes = [axis.value for axis in found.axes]
    table = table_for(console, _title(found), (*(a.capitalize() for a in axes), *_HEADS))
    for line in found.lines[:_SHOWN]:
        add_row(table, (*_keys(line, axes), *_figures(line)))
    add_row(table, ("In all", *("" for _ in axes[1:]), *_figures(found.total)), "bold")
    print_table(console, table)
    if (more := len(found.lines) - _SHOWN) > 0:
        print_line(console, f"and {more:,} lines more, which are in the sum: --csv has them all")


def _title(found: Costs) -> str:
    first = f"from {found.first} " if found.first else ""
    last = f"to {found.last} " if found.last else ""
    return f"Spent {first}{last}({found.time_zone})"


def _keys(line: CostLine, axes: Sequence[str]) -> list[str]:
    values = (getattr(line, axis) for axis in axes)
    return ["" if value is None else str(value) for value in values]


def _figures(line: CostLine) -> tuple[str, ...]:
    counts = (f"{line.calls:,}", f"{line.paid:,}", f"{line.hits:,}", dollars(line.spent))
    return (*counts, f"{line.in_doubt:,}", dollars(line.ceiling) if line.in_doubt else "")


def write_costs(found: Costs) -> None:
    """The lines as CSV, without their sum; no cell computes."""
    axes = [axis.value for axis in found.axes]
    columns = (*axes, *_FIGURES)
    _write(columns, (_keys(line, columns) for line in found.lines))


def print_reconciliation(found: Reconciliation, console: Console) -> None:
    """Both sides of an invoice: totals, then what is apart and what could not be read."""
    days = f"{found.period.first or 'the first day'} to {found.period.last or 'the last'}"
    print_line(console, f"{found.lines:,} lines, calls from {days} ({found.period.zone.key})")
    table = table_for(console, "", ("", ">Calls", ">Invoice", ">Ledger", ">Difference"))
    for total in found.totals:
        money = (total.billed, total.ours, total.billed - total.ours)
        add_row(table, (total.verdict.value, f"{total.count:,}", *map(_signed, money)))
    print_table(console, table)
    _print_apart(found.apart, console)
    for reject in found.rejects[:_SHOWN]:
        print_line(console, f"row {reject.row}: not read: {reject.reasons}")
    if (more := len(found.rejects) - _SHOWN) > 0:
        print_line(console, f"and {more:,} rows more that could not be read: --csv has them all")


def _print_apart(apart: Sequence[BilledCall], console: Console) -> None:
    if not apart:
        return
    heads = ("What", "Reference", "Rows", "Billed on", ">Invoice", "Source", "Sent", ">Ledger")
    table = table_for(console, "Apart", heads)
    for one in apart[:_SHOWN]:
        sent = f"{one.sent:%Y-%m-%d %H:%M}Z" if one.sent else ""
        rows = ", ".join(map(str, one.rows))
        left = (one.verdict.value, one.reference, rows, str(one.billed_on or ""))
        add_row(table, (*left, _signed(one.billed), one.source, sent, _signed(one.ours)))
    print_table(console, table)
    if (more := len(apart) - _SHOWN) > 0:
        print_line(console, f"and {more:,} more: --csv has them all")


def _signed(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return f"-{dollars(-amount)}" if amount < 0 else dollars(amount)


def write_reconciliation(found: Reconciliation) -> None:
    """Every call that is apart and every line that could not be read, as CSV; no cell computes."""
    apart = (
        (
            one.verdict.value,
            one.reference,
            " ".join(map(str, one.rows)),
            *(
                "" if value is None else str(value)
                for value in (one.billed_on, one.billed, one.source)
            ),
            one.sent.isoformat() if one.sent else "",
            "" if one.ours is None else str(one.ours),
            "",
        )
        for one in found.apart
    )
    blank = ("",) * 5
    rejects = ((REJECTED, "", str(one.row), *blank, one.reasons) for one in found.rejects)
    _write(_APART, (*apart, *rejects))


def reconciliation_json(found: Reconciliation) -> str:
    """The whole reconciliation as JSON."""
    period = found.period
    days = {"first": period.first, "last": period.last, "time_zone": period.zone.key}
    whole = {name: getattr(found, name) for name in ("lines", "totals", "apart", "rejects")}
    return canonical_json(days | whole)


def _write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with standard_output() as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(map(guarded, row) for row in rows)
