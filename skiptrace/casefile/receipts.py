"""The receipt book: what was written back, what the target answered, and what was undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from skiptrace.casefile import codec
from skiptrace.casefile.account_rows import NUMBER
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Tx, chunks, insert_all, owned_rows, read_rows
from skiptrace.casefile.tables.findings import receipt as t
from skiptrace.casefile.tables.findings import receipt_undo as undone
from skiptrace.model.errors import CaseFileError
from skiptrace.model.receipt import Receipt


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
                "change": codec.CHANGE.encode(one.change),
                "answer": one.answer,
                "at": one.at,
            }
            for one in receipts
        ]
        insert_all(tx, t, rows)

    def batch(self, tx: Tx, batch_id: str) -> list[Receipt]:
        """The receipts of one batch in the order they were applied."""
        of_batch = t.c.batch_id == batch_id
        done = self._undone(tx, of_batch)
        rows = read_rows(tx, t, select(t).where(of_batch).order_by(t.c.seq))
        return [_receipt(row, done.get(row["seq"])) for row in rows]

    def undo(self, tx: Tx, batch_id: str, at: datetime) -> int:
        """Note that a batch was undone; the number of receipts that were not undone before.

        Raises CaseFileError for a batch that the case file does not have.
        """
        of_batch = t.c.batch_id == batch_id
        rows = read_rows(tx, t, select(t).where(of_batch).order_by(t.c.seq))
        if not rows:
            raise CaseFileError("no write-back batch of that id is in the case file")
        done = self._undone(tx, of_batch)
        fresh = [{"receipt_seq": row["seq"], "at": at} for row in rows if row["seq"] not in done]
        insert_all(tx, undone, fresh)
        return len(fresh)

    def applied(self, tx: Tx, account_number: str) -> list[Receipt]:
        """The receipts of an account that were not undone, oldest first."""
        return self.applied_of(tx, [account_number])[account_number]

    def applied_of(self, tx: Tx, account_numbers: Sequence[str]) -> dict[str, list[Receipt]]:
        """The receipts of each account, as `applied` gives them."""
        indexes = {number: self._index(number) for number in account_numbers}
        rows = owned_rows(tx, t, list(indexes.values()))
        done: set[int] = set()
        for piece in chunks([index for index in indexes.values() if rows[index]]):
            done |= self._undone(tx, t.c.number_index.in_(piece)).keys()
        return {
            number: [_receipt(row, None) for row in rows[index] if row["seq"] not in done]
            for number, index in indexes.items()
        }

    def all_of(self, tx: Tx, account_number: str) -> list[Receipt]:
        """Every receipt of an account, oldest first, those that were undone among them."""
        index = self._index(account_number)
        done = self._undone(tx, t.c.number_index == index)
        rows = owned_rows(tx, t, [index])[index]
        return [_receipt(row, done.get(row["seq"])) for row in rows]

    def _index(self, account_number: str) -> bytes:
        return self._keys.index(NUMBER, account_number.strip())

    def _undone(self, tx: Tx, which: ColumnElement[bool]) -> dict[int, datetime]:
        query = select(undone).join(t).where(which)
        return {row["receipt_seq"]: row["at"] for row in read_rows(tx, undone, query)}


def _receipt(row: Mapping[str, Any], undone_at: datetime | None) -> Receipt:
    return Receipt(
        batch_id=row["batch_id"],
        target=row["target"],
        change=codec.CHANGE.decode(row["change"]),
        answer=row["answer"].decode(),
        at=row["at"],
        undone=undone_at,
    )
