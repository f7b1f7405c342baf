"""The snapshot store: raw answers, zstd-compressed and sealed, addressed by their SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import zstandard
from sqlalchemy import select

from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Tx, chunks, insert_new
from skiptrace.casefile.tables.orders import snapshot as t
from skiptrace.model.errors import CaseFileError
from skiptrace.model.record import Snapshot


class SnapshotStore:
    """Keeps every raw answer once, byte for byte."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def put(self, tx: Tx, snapshots: Sequence[Snapshot]) -> int:
        """Store the snapshots whose body is not stored yet; how many."""
        wanted = {snapshot.sha256: snapshot for snapshot in snapshots}
        known: set[str] = set()
        for piece in chunks(list(wanted)):
            known.update(tx.execute(select(t.c.sha256).where(t.c.sha256.in_(piece))).scalars())
        packer = zstandard.ZstdCompressor()
        rows = [
            {
                "sha256": sha256,
                "media_type": snapshot.media_type,
                "request": snapshot.request,
                "retrieved": snapshot.retrieved,
                "body": self._keys.seal(_field(sha256), packer.compress(snapshot.body)),
            }
            for sha256, snapshot in sorted(wanted.items())
            if sha256 not in known
        ]
        return len(insert_new(tx, t, rows, "sha256"))

    def get(self, tx: Tx, sha256: str) -> Snapshot:
        """The snapshot of that address, with the request and time of its first retrieval.

        Raises CaseFileError when it is absent, or is no longer the bytes that were stored.
        """
        row = tx.execute(select(t).where(t.c.sha256 == sha256)).mappings().first()
        if row is None:
            raise CaseFileError(f"snapshot {sha256[:12]}: not in the case file")
        packed = self._keys.unseal(_field(sha256), row["body"])
        try:
            body = zstandard.ZstdDecompressor().decompress(packed)
        except zstandard.ZstdError:
            raise CaseFileError(f"snapshot {sha256[:12]}: damaged") from None
        if hashlib.sha256(body).hexdigest() != sha256:
            raise CaseFileError(f"snapshot {sha256[:12]}: not the bytes that were stored")
        return Snapshot(body, row["media_type"], row["request"], row["retrieved"])


def _field(sha256: str) -> str:
    return f"snapshot.{sha256}"
