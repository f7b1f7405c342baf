"""A file that holds the current set of written-back contacts, replaced whole at every batch.

The file mirrors what a loader should have: applying a batch adds its rows, undoing it takes exactly
them away, and everything else in the file is kept. Formats differ only in how rows are read and
drawn up (csv_file, xlsx_file).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from skiptrace.model.errors import WriteBackError
from skiptrace.model.ports import Clock
from skiptrace.model.receipt import Change, Receipt
from skiptrace.writeback.atomic import replace_file
from skiptrace.writeback.batches import check_unchanged, one_batch
from skiptrace.writeback.rows import COLUMNS, FORMER_COLUMNS, Row, change_of, check_writable, row_of


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How one kind of file is read into rows (without header) and drawn up from them."""

    code: str
    read: Callable[[Path], list[Row]]
    draw: Callable[[Sequence[Row]], bytes]


@dataclass(frozen=True, slots=True)
class ContactFile:
    """A write-back target in one file; absent means empty. Implements contacts.Target.

    Raises WriteBackError when the file is not one of ours, cannot be written, or no longer says
    what was written; the file is then as it was.
    """

    path: Path
    format: FileFormat
    clock: Clock

    @property
    def name(self) -> str:
        """The format and the file's name without its folder."""
        return f"{self.format.code}:{self.path.name}"

    def apply(self, batch_id: str, changes: Sequence[Change]) -> list[Receipt]:
        """Add the batch's rows; a batch that is already there is only acknowledged again."""
        check_writable(changes)
        rows = self._rows()
        present = _changes(rows, batch_id)
        if present:
            check_unchanged(self.name, present, changes)
        else:
            self._replace([*rows, *(row_of(batch_id, change) for change in changes)])
        at = self.clock()
        answer = "already in the file" if present else "in the file"
        return [Receipt(batch_id, self.name, change, answer, at) for change in changes]

    def undo(self, receipts: Sequence[Receipt]) -> list[Receipt]:
        """Take the batch's rows away; rows that somebody has changed stop the whole undo."""
        batch_id = one_batch(self.name, receipts)
        rows = self._rows()
        present = _changes(rows, batch_id)
        if present:
            check_unchanged(self.name, present, [r.change for r in receipts])
            self._replace([row for row in rows if row[0] != batch_id])
        at = self.clock()
        answer = "taken out of the file" if present else "was no longer in the file"
        return [replace(receipt, answer=answer, undone=at) for receipt in receipts]

    def written(self, batch_id: str) -> list[Change]:
        """What the file holds of the batch, in its order."""
        return _changes(self._rows(), batch_id)

    def _rows(self) -> list[Row]:
        if not self.path.exists():
            return []
        return self.format.read(self.path)

    def _replace(self, rows: Sequence[Row]) -> None:
        replace_file(self.path, self.format.draw(rows))


def checked_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Row]:
    """The rows of a file that has our columns, or those of before; WriteBackError for any other."""
    if tuple(header) not in (COLUMNS, FORMER_COLUMNS):
        raise WriteBackError("the file has other columns than a write-back file: left untouched")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise WriteBackError(f"row {number} of the file has {len(row)} columns: left untouched")
    lacking = ("",) * (len(COLUMNS) - len(header))
    return [(*row, *lacking) for row in rows]


def _changes(rows: Sequence[Row], batch_id: str) -> list[Change]:
    mine = (row for row in rows if row[0] == batch_id)
    return [change_of(dict(zip(COLUMNS, row, strict=True))) for row in mine]
