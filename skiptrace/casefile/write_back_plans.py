"""Who planned which write-back, so that whoever planned a large one does not apply it too."""

from __future__ import annotations

from sqlalchemy import select

from skiptrace.casefile.statements import Tx, insert_all, read_rows
from skiptrace.casefile.tables.users import write_back_plan as t
from skiptrace.casefile.users import Entry


class PlanBook:
    """Plans by the digest of their changes."""

    def add(self, tx: Tx, digest: str, changes: int, entry: Entry) -> None:
        """Keep that a user saw this plan."""
        row = {"digest": digest, "changes": changes, "planned_by": entry.by, "at": entry.at}
        insert_all(tx, t, [row])

    def planners(self, tx: Tx, digest: str) -> frozenset[str]:
        """The ids of the users who planned exactly these changes."""
        rows = read_rows(tx, t, select(t).where(t.c.digest == digest))
        return frozenset(row["planned_by"] for row in rows)
