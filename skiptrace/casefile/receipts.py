"""The receipt book: what was written back, what the target answered, and what was undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, select

from skiptrace.casefile import codec
from skiptrace.casefile.account_rows import NUMBER
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Tx, insert_all
from skiptrace.casefile.tables.findings import receipt as t
from skiptrace.casefile.tables.findings import receipt_undo as undone
from skiptrace.model.errors import CaseFileError
from skiptrace.model.receipt import Receipt

_CHANGE = "receipt.change"
_ANSWER = "receipt.answer"


class ReceiptBook:
    """Receipts of applied changes by batch and by account; an undo is a row of its own."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def add(self, tx: Tx, receipts: Sequence[Receipt]) -> None:
        """Insert the receipts of applied changes."""
        rows = [
            {
                "batch_id": one.batch_id,
                "target": one.target,
                "number_index": self._index(one.change.account_number),
                "finding_id": one.change.finding_id,
                "change": self._keys.seal(_CHANGE, codec.CHANGE.encode(one.change)),
                "answer": self._keys.seal_text(_ANSWER, one.answer),
                "at": one.at,
            }
            for one in receipts
        ]
        insert_all(tx, t, rows)

    def batch(self, tx: Tx, batch_id: str) -> list[Receipt]:
        """The receipts of one batch in the order they were applied."""
        return self._read(tx, t.c.batch_id == batch_id)

    def undo(self, tx: Tx, batch_id: str, at: datetime) -> int:
        """Note that a batch was undone; the number of receipts that were not undone before.

        Raises CaseFileError for a batch that the case file does not have.
        """
        query = select(t.c.seq, undone.c.at).outerjoin(undone).where(t.c.batch_id == batch_id)
        rows = tx.execute(query).all()
        if not rows:
            raise CaseFileError("no write-back batch of that id is in the case file")
        fresh = [{"receipt_seq": row.seq, "at": at} for row in rows if row.at is None]
        insert_all(tx, undone, fresh)
        return len(fresh)

    def applied(self, tx: Tx, account_number: str) -> list[Receipt]:
        """The receipts of an account that were not undone, oldest first."""
        of_account = t.c.number_index == self._index(account_number)
        return [one for one in self._read(tx, of_account) if one.undone is None]

    def _index(self, account_number: str) -> bytes:
        return self._keys.index(NUMBER, account_number.strip())

    def _read(self, tx: Tx, which: ColumnElement[bool]) -> list[Receipt]:
        query = select(t, undone.c.at.label("undone")).outerjoin(undone).where(which)
        return [self._receipt(row) for row in tx.execute(query.order_by(t.c.seq)).mappings()]

    def _receipt(self, row: RowMapping) -> Receipt:
        return Receipt(
            batch_id=row["batch_id"],
            target=row["target"],
            change=codec.CHANGE.decode(self._keys.unseal(_CHANGE, row["change"])),
            answer=self._keys.unseal_text(_ANSWER, row["answer"]),
            at=row["at"],
            undone=row["undone"],
        )
