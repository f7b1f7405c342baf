"""The note book: one audit-ready note in words for every trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Tx, insert_all
from skiptrace.casefile.tables.findings import note as t

_TEXT = "note.text"


@dataclass(frozen=True, slots=True)
class Note:
    """One note on an account; `order_id` names the trace it is about."""

    account_id: str
    order_id: str
    text: str = field(repr=False)
    at: datetime


class NoteBook:
    """Notes, never changed."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

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
                "text": self._keys.seal_text(_TEXT, note.text),
            }
            for note in notes
        ]
        insert_all(tx, t, rows)

    def for_account(self, tx: Tx, account_id: str) -> list[Note]:
        """The notes of an account, oldest first."""
        query = select(t).where(t.c.account_id == account_id).order_by(t.c.seq)
        return [
            Note(row.account_id, row.order_id, self._keys.unseal_text(_TEXT, row.text), row.at)
            for row in tx.execute(query)
        ]
