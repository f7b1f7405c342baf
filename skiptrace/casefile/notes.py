"""The note book: one audit-ready note in words for every trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from skiptrace.casefile.statements import Tx, insert_all, owned_rows
from skiptrace.casefile.tables.findings import note as t


@dataclass(frozen=True, slots=True)
class Note:
    """One note on an account; `order_id` names the trace it is about."""

    account_id: str
    order_id: str
    text: str = field(repr=False)
    at: datetime


class NoteBook:
    """Notes, never changed."""

    def add(self, tx: Tx, account_id: str, order_id: str, text: str, at: datetime) -> None:
        """Insert one note."""
        self.add_all(tx, [Note(account_id, order_id, text, at)])

    def add_all(self, tx: Tx, notes: Sequence[Note]) -> None:
        """Insert many notes in one statement."""
        rows = [
            {
                "account_id": note.account_id,
                "order_id": note.order_id,
                "at": note.at,
                "text": note.text,
            }
            for note in notes
        ]
        insert_all(tx, t, rows)

    def for_account(self, tx: Tx, account_id: str) -> list[Note]:
        """The notes of an account, oldest first."""
        rows = owned_rows(tx, t, [account_id])[account_id]
        return [Note(r["account_id"], r["order_id"], r["text"].decode(), r["at"]) for r in rows]
