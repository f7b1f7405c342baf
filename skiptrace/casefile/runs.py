"""The run book: every run of the nightly batch, and what it reported when it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from skiptrace.casefile.statements import Tx, insert_all, read_rows
from skiptrace.casefile.tables.runs import run as t
from skiptrace.casefile.tables.runs import run_end as end
from skiptrace.model.actor import signed_id
from skiptrace.model.errors import CaseFileError


@dataclass(frozen=True, slots=True)
class StartedRun:
    """One run as it began; its id is that of its worker."""

    id: str
    requester: str
    as_of: date
    started: datetime


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run, when it ended, and its report as JSON; both are empty for one that never did."""

    run: StartedRun
    ended: datetime | None = None
    report: bytes = field(default=b"", repr=False)


class RunBook:
    """Runs, never changed: an end is a row of its own."""

    def begin(self, tx: Tx, run: StartedRun) -> None:
        """Enter a run that begins."""
        row = {"id": run.id, "as_of": run.as_of, "started": run.started}
        signed = {"requester": signed_id(run.requester), "signed": run.requester}
        insert_all(tx, t, [row | signed])

    def end(self, tx: Tx, run_id: str, at: datetime, report: bytes) -> None:
        """Enter what a run reports at its end."""
        insert_all(tx, end, [{"run_id": run_id, "at": at, "report": report}])

    def latest(self, tx: Tx, limit: int) -> list[StoredRun]:
        """The last runs, the newest first."""
        return _with_ends(tx, read_rows(tx, t, select(t).order_by(t.c.seq.desc()).limit(limit)))

    def next_start(self, tx: Tx, run_id: str) -> datetime | None:
        """When the run after that one began."""
        own = select(t.c.seq).where(t.c.id == run_id).scalar_subquery()
        after = select(t.c.started).where(t.c.seq > own).order_by(t.c.seq).limit(1)
        return tx.execute(after).scalar()

    def named(self, tx: Tx, beginning: str) -> StoredRun:
        """The run whose id begins so; CaseFileError for none, or for several."""
        query = select(t).where(t.c.id.startswith(beginning, autoescape=True)).limit(2)
        found = read_rows(tx, t, query) if beginning else []
        if len(found) != 1:
            words = "several runs have ids that begin so" if found else "no run has that id"
            raise CaseFileError(f"{words}: see `skiptrace runs list`")
        return _with_ends(tx, found)[0]


def _with_ends(tx: Tx, rows: Sequence[dict[str, Any]]) -> list[StoredRun]:
    wanted = select(end).where(end.c.run_id.in_([row["id"] for row in rows]))
    ends = {row["run_id"]: row for row in read_rows(tx, end, wanted)}
    return [_stored(row, ends.get(row["id"])) for row in rows]


def _stored(row: dict[str, Any], ended: dict[str, Any] | None) -> StoredRun:
    signed = row["signed"]
    requester = signed.decode() if signed is not None else row["requester"]
    run = StartedRun(row["id"], requester, row["as_of"], row["started"])
    return StoredRun(run) if ended is None else StoredRun(run, ended["at"], ended["report"])
