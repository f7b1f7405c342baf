"""The worker book: which processes are at work, how long their leases hold, which have ended.

A worker is one run of one process under an id of its own, whatever its host is called. It renews
its lease while it works. Whoever finds it dead, or its lease over, ends it in the book; from then
on nothing it still does is accepted, however long it was stopped. A lease that another hand changed
would let two work on one order, so its row opens only as it was written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from skiptrace.casefile.statements import Tx, change, chunks, insert_all, read_rows
from skiptrace.casefile.tables.orders import worker as t


@dataclass(frozen=True, slots=True)
class WorkerState:
    """One worker: its lease, and the last moment at which a call of its may have left."""

    id: str
    until: datetime
    ended: datetime | None = None

    def may_arrive(self, now: datetime, late: float) -> bool:
        """Whether a call that it intended can still leave, or be `late` seconds on its way."""
        return self.ended is None or (now - self.ended).total_seconds() < late


class WorkerBook:
    """Workers by id. Only the worker itself begins and renews; anybody may end one that is gone."""

    def begin(self, tx: Tx, worker_id: str, now: datetime, until: datetime) -> None:
        """Enter a worker that is about to claim orders."""
        insert_all(tx, t, [{"id": worker_id, "started": now, "until": until}])

    def renew(self, tx: Tx, worker_id: str, now: datetime, until: datetime) -> bool:
        """Lengthen the lease; False, and nothing changes, when it is over or was ended."""
        row = _locked(tx, worker_id)
        if row is None or row["ended"] is not None or row["until"] <= now:
            return False
        change(tx, t, row, {"until": until})
        return True

    def holds(self, tx: Tx, worker_id: str, now: datetime) -> bool:
        """Whether the worker's lease holds; until the transaction ends nobody can end it."""
        row = _locked(tx, worker_id)
        return row is not None and row["ended"] is None and row["until"] > now

    def leave_off(self, tx: Tx, worker_id: str, at: datetime) -> None:
        """Note that a worker is done; the first note of its end counts."""
        row = _locked(tx, worker_id)
        if row is not None and row["ended"] is None:
            change(tx, t, row, {"ended": at})

    def end(self, tx: Tx, gone: WorkerState, at: datetime) -> None:
        """End a worker that is gone, unless it renewed its lease since it was looked at.

        `at` counts as the last moment at which a call of it may have left.
        """
        row = _locked(tx, gone.id)
        if row is not None and row["ended"] is None and row["until"] == gone.until:
            change(tx, t, row, {"ended": at})

    def open(self, tx: Tx) -> list[WorkerState]:
        """The workers that nobody has ended, oldest first."""
        query = select(t).where(t.c.ended.is_(None)).order_by(t.c.started)
        return [_state(row) for row in read_rows(tx, t, query)]

    def states(self, tx: Tx, ids: Collection[str]) -> dict[str, WorkerState]:
        """How each of these workers stands; unknown ones are left out."""
        found: dict[str, WorkerState] = {}
        wanted: Sequence[str] = sorted(ids)
        for piece in chunks(wanted):
            rows = read_rows(tx, t, select(t).where(t.c.id.in_(piece)))
            found.update({row["id"]: _state(row) for row in rows})
        return found


def _locked(tx: Tx, worker_id: str) -> dict[str, Any] | None:
    """A worker's row, which nobody else changes until the transaction ends."""
    found = read_rows(tx, t, select(t).where(t.c.id == worker_id).with_for_update())
    return found[0] if found else None


def _state(row: Mapping[str, Any]) -> WorkerState:
    return WorkerState(row["id"], row["until"], row["ended"])
