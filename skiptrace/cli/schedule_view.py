"""Shows what is planned, and says what a scheduler does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console

from jobs.schedule.scheduler import DoneDue
from skiptrace.acts.schedule import PlanView
from skiptrace.casefile.schedule import DueOutcome
from skiptrace.reports.terminal import add_row, print_line, print_table, table_for

_WELL = frozenset({DueOutcome.DONE, DueOutcome.BEGUN})


def print_plans(views: Sequence[PlanView], console: Console) -> None:
    """Each kind of work as a table of its times, the last ones first."""
    for view in views:
        title = f"{view.kind}: {view.cron} ({view.zone})"
        table = table_for(console, title, ("Due", "Begins", "What"))
        for was in reversed(view.earlier):
            word = was.outcome.value if was.outcome is not None else "under way"
            again = f", attempt {was.attempt}" if was.attempt > 1 else ""
            add_row(table, (_shown(was.at), _shown(was.began), f"{word}{again}"))
        for due in view.coming:
            starts = "never" if due.starts is None else _shown(due.starts)
            add_row(table, (_shown(due.at), starts, due.why or "to come"))
        print_table(console, table)


def say(kind: str, what: object, console: Console) -> bool:
    """Say what became of a time, and whether it is a failure."""
    if not isinstance(what, DoneDue):
        print_line(console, f"{kind}: {what}; tried again")
        return True
    words = f"{kind}, due {what.run.due:%Y-%m-%d %H:%M}Z: {what.outcome.value}"
    print_line(console, f"{words} ({what.error})" if what.error else words)
    return what.outcome not in _WELL


def _shown(moment: datetime) -> str:
    return f"{moment:%a %Y-%m-%d %H:%M %z}"
