"""Applying a plan, and settling a batch that was cut short, with a receipt for every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import WriteBackError
from skiptrace.model.ports import Clock
from skiptrace.model.receipt import Change, Receipt
from skiptrace.writeback.batches import Act, Manifest, Manifests, digest, new_batch_id
from skiptrace.writeback.contacts import ReceiptStore, Target


@dataclass(frozen=True, slots=True)
class SystemOfRecord:
    """One target with the store of its receipts, its manifest of begun batches, and the time."""

    target: Target
    receipts: ReceiptStore
    manifests: Manifests
    clock: Clock


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a batch that was begun and cut short: `done` says whether it took place."""

    batch_id: str
    act: Act
    done: bool
    receipts: tuple[Receipt, ...]


def apply_changes(system: SystemOfRecord, changes: Sequence[Change]) -> tuple[Receipt, ...]:
    """Write the changes as one batch: manifest, target, receipts, in that order.

    No changes make no batch and no receipts. Raises WriteBackError while an earlier batch is not
    settled, or when the target refuses. The batch is then left open only if the target cannot say
    that nothing was written.
    """
    if not changes:
        return ()
    batch_id = new_batch_id(changes, system.clock())
    system.target.written(batch_id)  # a target that cannot be read refuses before anything is begun
    manifest = begin(system, batch_id, Act.APPLY, changes)
    try:
        receipts = system.target.apply(batch_id, changes)
    except WriteBackError:
        close_if_nothing_done(system, manifest)
        raise
    system.receipts.add(receipts)
    system.manifests.close(manifest)
    return tuple(receipts)


def begin(system: SystemOfRecord, batch_id: str, act: Act, changes: Sequence[Change]) -> Manifest:
    """Note durably that the batch begins; raises WriteBackError while another one is open."""
    name = system.target.name
    manifest = Manifest(batch_id, act, name, system.clock(), len(changes), digest(changes))
    system.manifests.open(manifest)
    return manifest


def close_if_nothing_done(system: SystemOfRecord, manifest: Manifest) -> None:
    """Forget a batch that the target refused; keep it open when the target cannot be asked."""
    try:
        held = system.target.written(manifest.batch_id)
    except WriteBackError:
        return
    if bool(held) is (manifest.act is Act.UNDO):
        system.manifests.close(manifest)


def settle(system: SystemOfRecord) -> Settlement | None:
    """Finish the books of a batch that a crash cut short; None when nothing is open.

    The target tells whether the batch took place: it is all or nothing. Receipts that were lost are
    written from what the target holds. Raises WriteBackError when the open batch is another
    target's, or when the target holds something else than the manifest says.
    """
    manifest = system.manifests.pending()
    if manifest is None:
        return None
    if manifest.target != system.target.name:
        raise WriteBackError(f"the open batch {manifest.batch_id} is on {manifest.target}")
    held = system.target.written(manifest.batch_id)
    if manifest.act is Act.UNDO:
        settlement = _settle_undo(system, manifest, held)
    else:
        settlement = _settle_apply(system, manifest, held)
    system.manifests.close(manifest)
    return settlement


def audit_event(receipts: Sequence[Receipt], act: Act, actor: str, at: datetime) -> AuditEvent:
    """The audit event of one batch: kind `writeback.apply` or `writeback.undo`, and counts."""
    facts = sorted({receipt.change.fact for receipt in receipts})
    batch, target = receipts[0].batch_id, receipts[0].target
    return AuditEvent(
        kind=f"writeback.{act.value}",
        actor=actor,
        at=at,
        fields=tuple(facts),
        text=f"batch {batch}: {len(receipts)} changes on {target}",
    )


def _settle_apply(system: SystemOfRecord, manifest: Manifest, held: Sequence[Change]) -> Settlement:
    if held and digest(held) != manifest.digest:
        raise WriteBackError(f"{system.target.name} holds another batch {manifest.batch_id}")
    stored = tuple(system.receipts.batch(manifest.batch_id))
    if held and not stored:
        stored = tuple(system.target.apply(manifest.batch_id, held))
        system.receipts.add(stored)
    return Settlement(manifest.batch_id, Act.APPLY, bool(held), stored)


def _settle_undo(system: SystemOfRecord, manifest: Manifest, held: Sequence[Change]) -> Settlement:
    if not held:
        system.receipts.undo(manifest.batch_id, system.clock())
    stored = tuple(system.receipts.batch(manifest.batch_id))
    return Settlement(manifest.batch_id, Act.UNDO, not held, stored)
