"""Batches: their ids, the manifest that betrays an unfinished one, and checks on their content."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from skiptrace.model.errors import WriteBackError
from skiptrace.model.receipt import Change, Receipt
from skiptrace.writeback.atomic import sync_folder


class Act(StrEnum):
    """What was begun on a target."""

    APPLY = "apply"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A batch that was begun: what, on which target, when, how many changes, and their digest.

    It holds no personal data. While it lies there, the batch is not settled.
    """

    batch_id: str
    act: Act
    target: str
    begun: datetime
    count: int
    digest: str


class Manifests(Protocol):
    """Where begun batches are noted; one open batch at a time."""

    def open(self, manifest: Manifest) -> None:
        """Note the batch durably; raises WriteBackError while another one is open."""
        ...

    def close(self, manifest: Manifest) -> None:
        """Forget the batch, because its receipts are stored."""
        ...

    def pending(self) -> Manifest | None:
        """The batch that was begun and not settled, if there is one."""
        ...


@dataclass(frozen=True, slots=True)
class FileManifests:
    """One manifest file, made exclusively, so that two runs cannot write at once."""

    path: Path

    def open(self, manifest: Manifest) -> None:
        """Create the file; raises WriteBackError if it is there or cannot be made."""
        content = json.dumps(asdict(manifest), default=str, sort_keys=True)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_name(f".{self.path.name}-{manifest.batch_id}")
            _write_durably(temporary, content)
            try:
                self.path.hardlink_to(temporary)
            finally:
                temporary.unlink()
            sync_folder(self.path.parent)
        except FileExistsError as error:
            raise WriteBackError("a write-back was begun and not settled: settle it") from error
        except OSError as error:
            raise WriteBackError(f"{self.path.name} cannot be made: {error.strerror}") from error

    def close(self, manifest: Manifest) -> None:
        """Remove the file of this batch."""
        if self.pending() == manifest:
            self.path.unlink()
            sync_folder(self.path.parent)

    def pending(self) -> Manifest | None:
        """The manifest in the file; raises WriteBackError when it is damaged."""
        if not self.path.exists():
            return None
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
            return Manifest(
                held["batch_id"],
                Act(held["act"]),
                held["target"],
                datetime.fromisoformat(held["begun"]),
                held["count"],
                held["digest"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise WriteBackError(f"{self.path.name} is damaged") from error


def new_batch_id(changes: Sequence[Change], at: datetime) -> str:
    """An id that sorts by time and differs by content: `wb-20261123T021500-` and ten hex digits."""
    seed = f"{at.isoformat()}{digest(changes)}"
    tail = hashlib.sha256(seed.encode()).hexdigest()[:10]
    return f"wb-{at:%Y%m%dT%H%M%S}-{tail}"


def digest(changes: Sequence[Change]) -> str:
    """The SHA-256 of the changes in canonical JSON."""
    text = json.dumps([asdict(change) for change in changes], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def one_batch(target: str, receipts: Sequence[Receipt]) -> str:
    """The receipts' batch id; raises WriteBackError unless all are of one batch and the target."""
    ids = {receipt.batch_id for receipt in receipts}
    if len(ids) != 1 or any(receipt.target != target for receipt in receipts):
        raise WriteBackError(
            f"receipts to undo on {target} must be of one batch and of that target"
        )
    return ids.pop()


def check_unchanged(target: str, present: Sequence[Change], wanted: Sequence[Change]) -> None:
    """Raise WriteBackError when the target's rows of a batch are not what was written."""
    if Counter(present) == Counter(wanted):
        return
    changed = len(list((Counter(present) - Counter(wanted)).elements()))
    missing = len(list((Counter(wanted) - Counter(present)).elements()))
    raise WriteBackError(
        f"{target} no longer holds what the batch wrote ({changed} rows differ, {missing} are "
        "missing): nothing was done, a person must look"
    )


def _write_durably(path: Path, content: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
