"""The schedule book: which time of which kind of work was begun by whom, and how it ended.

A row is known by kind, time and attempt, and only one can be inserted: of several schedulers that
find a time due, one begins it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from skiptrace.casefile.statements import Tx, insert_all, insert_new, read_rows
from skiptrace.casefile.tables.schedule import due_end as end
from skiptrace.casefile.tables.schedule import due_run as t


class DueOutcome(StrEnum):
    """How a time that was due ended.

    BEGUN is the first row of a kind: from then on times count. MISSED was never begun, for it came
    too late or a later one took its place; SKIPPED fell into a blackout. GONE is an attempt whose
    process ended without a word.
    """

    BEGUN = "begun"
    DONE = "done"
    WITH_FAILURES = "done with failures"
    FAILED = "failed"
    MISSED = "missed"
    SKIPPED = "skipped"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class DueRun:
    """One attempt at a time of a kind of work; the first has the number 1."""

    kind: str
    due: datetime
    attempt: int
    worker: str
    at: datetime

    @property
    def key(self) -> str:
        """By which it is one row."""
        return f"{self.kind}|{self.due.astimezone(UTC).isoformat()}|{self.attempt}"


@dataclass(frozen=True, slots=True)
class StoredDue:
    """An attempt, and when and how it ended; both are empty while it is under way."""

    run: DueRun
    ended: datetime | None = None
    outcome: DueOutcome | None = None


class ScheduleBook:
    """Attempts, never changed: an end is a row of its own."""

    def begin(self, tx: Tx, run: DueRun) -> bool:
        """Enter an attempt; False, and nothing changes, when another scheduler did."""
        row = {"key": run.key, "kind": run.kind, "due": run.due, "attempt": run.attempt}
        return bool(insert_new(tx, t, [row | {"worker": run.worker, "at": run.at}], "key"))

    def end(self, tx: Tx, run: DueRun, at: datetime, outcome: DueOutcome) -> bool:
        """Enter how an attempt ended; the first word counts."""
        row = {"key": run.key, "at": at, "outcome": outcome.value}
        return bool(insert_new(tx, end, [row], "key"))

    def enter(self, tx: Tx, run: DueRun, outcome: DueOutcome) -> bool:
        """Enter a time that is over at once; False when another scheduler had it first."""
        begun = self.begin(tx, run)
        if begun:
            insert_all(tx, end, [{"key": run.key, "at": run.at, "outcome": outcome.value}])
        return begun

    def latest(self, tx: Tx, kind: str, limit: int = 1) -> list[StoredDue]:
        """The last attempts at a kind of work, that of the latest time first."""
        order = (t.c.due.desc(), t.c.attempt.desc())
        rows = read_rows(tx, t, select(t).where(t.c.kind == kind).order_by(*order).limit(limit))
        wanted = select(end).where(end.c.key.in_([row["key"] for row in rows]))
        ends = {row["key"]: row for row in read_rows(tx, end, wanted)}
        return [_stored(row, ends.get(row["key"])) for row in rows]


def _stored(row: dict[str, Any], ended: dict[str, Any] | None) -> StoredDue:
    run = DueRun(row["kind"], row["due"], row["attempt"], row["worker"], row["at"])
    if ended is None:
        return StoredDue(run)
    return StoredDue(run, ended["at"], DueOutcome(ended["outcome"]))
