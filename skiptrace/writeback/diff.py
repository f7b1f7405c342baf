"""A write-back plan for people: one line a change, `+` for an addition and `!` for a bad fact."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from skiptrace.model.receipt import ChangeKind
from skiptrace.writeback.contacts import WriteBackPlan

if TYPE_CHECKING:
    from rich.console import Console

SIGNS = {ChangeKind.ADD: "+", ChangeKind.MARK_BAD: "!"}
_COLUMNS = ("", "Account", "Obligor", "Fact", "Value", "Probability", "Sources", "As of", "Finding")
_STYLES = {ChangeKind.ADD: "green", ChangeKind.MARK_BAD: "red"}


def plan_json(plan: WriteBackPlan) -> str:
    """The plan as one line of JSON with sorted keys and a final newline."""
    text = json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n"


def print_plan(plan: WriteBackPlan, console: Console) -> None:
    """The plan as a table of signed changes, and the count of findings left out by reason."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None, pad_edge=False)
    for name in _COLUMNS:
        table.add_column(name, overflow="fold")
    for change in plan.changes:
        whose = f"{change.obligor} ({change.role})" if change.role else change.obligor
        lead = (SIGNS[change.kind], change.account_number, whose, change.fact, change.value)
        ground = (f"{change.probability:.4f}", ", ".join(change.sources), change.as_of)
        cells = (Text(_visible(cell)) for cell in (*lead, *ground, change.finding_id))
        table.add_row(*cells, style=_STYLES[change.kind])
    if plan.changes:
        console.print(table)
    console.print(Text(_totals(plan)), soft_wrap=True)


def _totals(plan: WriteBackPlan) -> str:
    counts = Counter(change.kind for change in plan.changes)
    reasons = Counter(left.reason for left in plan.left_out)
    words = [f"{counts[ChangeKind.ADD]:,} to add, {counts[ChangeKind.MARK_BAD]:,} to mark bad"]
    words += [f"left out {count:,}: {reason}" for reason, count in sorted(reasons.items())]
    return "\n".join(_visible(word) for word in words)


def _visible(text: str) -> str:
    """The text with every character that acts on a terminal replaced by a question mark."""
    return "".join(char if char.isprintable() else "?" for char in text)
