"""Undoing a batch: the target forgets it, its receipts say when."""

from __future__ import annotations

from skiptrace.model.errors import WriteBackError
from skiptrace.model.receipt import Receipt
from skiptrace.writeback.apply import SystemOfRecord, begin, close_if_nothing_done
from skiptrace.writeback.batches import Act


def undo_batch(system: SystemOfRecord, batch_id: str) -> tuple[Receipt, ...]:
    """Take one batch back, whole: manifest, target, receipts, in that order.

    Raises WriteBackError for a batch without receipts, one that is undone already or is another
    target's, and when somebody has changed its rows; then nothing was undone.
    """
    stored = system.receipts.batch(batch_id)
    if not stored:
        raise WriteBackError(f"there is no batch {batch_id}")
    if all(receipt.undone for receipt in stored):
        raise WriteBackError(f"batch {batch_id} is undone already")
    manifest = begin(system, batch_id, Act.UNDO, [receipt.change for receipt in stored])
    try:
        undone = system.target.undo(stored)
    except WriteBackError:
        close_if_nothing_done(system, manifest)
        raise
    system.receipts.undo(batch_id, max(r.undone for r in undone if r.undone))
    system.manifests.close(manifest)
    return tuple(undone)
