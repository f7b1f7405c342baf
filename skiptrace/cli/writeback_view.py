"""A write-back plan for people: one line a change, `+` for an addition and `!` for a bad fact."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from skiptrace.model.kinds import FindingKind
from skiptrace.model.receipt import ChangeKind
from skiptrace.reports.terminal import add_row, print_line, print_table, table_for
from skiptrace.reports.wording import shown_value
from skiptrace.writeback.contacts import WriteBackPlan

if TYPE_CHECKING:
    from rich.console import Console

_SIGNS = {ChangeKind.ADD: "+", ChangeKind.MARK_BAD: "!"}
_STYLES = {ChangeKind.ADD: "green", ChangeKind.MARK_BAD: "red"}
_TOLD = 5
"""Decisive reasons that are told of each rule; --json has that of every finding."""
_COLUMNS = ("", "Account", "Obligor", "Fact", "Value", "Probability", "Sources", "As of", "Finding")

_BELOW = {"Obligor": "Account", "Sources": "Value", "Finding": "Value", "As of": "Probability"}


def print_plan(plan: WriteBackPlan, console: Console) -> None:
    """The plan as a table of signed changes, and the count of findings left out by reason."""
    table = table_for(console, "", _COLUMNS, _BELOW)
    for change in plan.changes:
        whose = f"{change.obligor} ({change.role})" if change.role else change.obligor
        value = shown_value(FindingKind(change.fact), change.value)
        lead = (_SIGNS[change.kind], change.account_number, whose, change.fact, value)
        ground = (f"{change.probability:.4f}", ", ".join(change.sources), change.as_of)
        add_row(table, (*lead, *ground, change.finding_id), _STYLES[change.kind])
    if plan.changes:
        print_table(console, table)
    for words in _totals(plan):
        print_line(console, words)


def _totals(plan: WriteBackPlan) -> list[str]:
    counts = Counter(change.kind for change in plan.changes)
    words = [f"{counts[ChangeKind.ADD]:,} to add, {counts[ChangeKind.MARK_BAD]:,} to mark bad"]
    for reason in sorted({left.reason for left in plan.left_out}):
        whys = [left.why for left in plan.left_out if left.reason == reason]
        words.append(f"left out {len(whys):,}: {reason}")
        told = Counter(why for why in whys if why).most_common(_TOLD)
        words += [f"  {count:,}: {why}" for why, count in told]
    return words
