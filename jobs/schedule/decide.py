"""What is to be done about one kind of work now: begin a time, begin it again, or let times go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jobs.schedule.calendar import WorkCalendar
from jobs.schedule.plan import Due, Plan
from skiptrace.casefile.schedule import DueOutcome, StoredDue

ATTEMPTS = 3
"""How often one time is begun when its process dies."""


@dataclass(frozen=True, slots=True)
class Begin:
    """A time to begin, and which attempt at it that is."""

    due: Due
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be entered and begun; `is_gone` says that the last attempt's process is dead."""

    begin: Begin | None = None
    over: Sequence[tuple[Due, DueOutcome]] = ()
    is_gone: bool = False


def decide(
    plan: Plan, calendar: WorkCalendar, last: StoredDue | None, alive: bool, now: datetime
) -> Decision:
    """What follows from the last attempt, from whether its process is `alive`, and from the time.

    One time of a kind is under way at most. Of several that passed the latest is begun, if it is
    not too late; the others are missed, but for those that a blackout skips or still puts off.
    """
    if last is None or (last.outcome is None and alive):
        return Decision()
    is_gone = last.outcome is None
    if is_gone or last.outcome is DueOutcome.GONE:
        again = plan.due_at(calendar, last.run.due)
        if last.run.attempt < ATTEMPTS and not _is_late(plan, again, now):
            return Decision(Begin(again, last.run.attempt + 1), is_gone=is_gone)
    dues = plan.until(calendar, last.run.due, now)
    ready = [due for due in dues if due.starts is not None and due.starts <= now]
    newest = ready[-1] if ready and not _is_late(plan, ready[-1], now) else None
    over: list[tuple[Due, DueOutcome]] = []
    for due in dues:
        if due is newest or (due.starts is not None and due.starts > now):
            break
        over.append((due, DueOutcome.SKIPPED if due.starts is None else DueOutcome.MISSED))
    return Decision(Begin(newest) if newest else None, over, is_gone)


def _is_late(plan: Plan, due: Due, now: datetime) -> bool:
    return now > (due.starts or due.at) + plan.catch_up
