"""The snapshot store: raw answers, zstd-compressed and sealed.

What is shown to people is the SHA-256 of the bytes. In the database a snapshot stands under a keyed
address made of it: whoever has a public register but not the keys cannot look its lines up there.
The compressed bytes are filled up to whole blocks, so that their length tells little.
"""

from __future__ import annotations

from collections.abc import Sequence

import zstandard
from sqlalchemy import select

from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.row_owners import Owner
from skiptrace.casefile.statements import Tx, chunks, insert_new, read_rows
from skiptrace.casefile.tables.orders import snapshot as t
from skiptrace.model.errors import CaseFileError
from skiptrace.model.record import Snapshot

_KNOWN = select(t.c.address).where(is_wanted(t.c.address))
_BLOCK = 512
_LENGTH_BYTES = 8


class SnapshotStore:
    """Keeps every raw answer once, byte for byte."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def address(self, sha256: str) -> str:
        """Where the snapshot of that SHA-256 stands in the database: 32 hexadecimal digits."""
        return self._keys.index("snapshot.address", sha256).hex()

    def put(self, tx: Tx, snapshots: Sequence[tuple[Owner, Snapshot]]) -> int:
        """Store the snapshots whose body is not stored yet; how many.

        Each comes with the owner that it was got for, whose key seals it.
        """
        wanted = {self.address(one.sha256): one for _, one in snapshots}
        owners = {self.address(one.sha256): of for of, one in reversed(snapshots)}
        known: set[str] = set()
        for piece in chunks(list(wanted)):
            known.update(tx.execute(_KNOWN, {"wanted": piece}).scalars())
        packer = zstandard.ZstdCompressor()
        rows = [
            {
                "address": address,
                "media_type": snapshot.media_type,
                "request": snapshot.request,
                "retrieved": snapshot.retrieved,
                "body": filled(packer.compress(snapshot.body)),
                "owner": owners[address] or None,
            }
            for address, snapshot in sorted(wanted.items())
            if address not in known
        ]
        return len(insert_new(tx, t, rows, "address"))

    def get(self, tx: Tx, sha256: str) -> Snapshot:
        """The snapshot of those bytes, with the request and time of its first retrieval.

        Raises CaseFileError when it is absent, or is no longer the bytes that were stored.
        """
        found = self.at(tx, self.address(sha256))
        if found is None:
            raise CaseFileError(f"snapshot {sha256[:12]}: not in the case file")
        return found

    def at(self, tx: Tx, address: str) -> Snapshot | None:
        """The snapshot at an address of the database; raises as `get` does."""
        for row in read_rows(tx, t, select(t).where(t.c.address == address)):
            try:
                body = zstandard.ZstdDecompressor().decompress(_packed(row["body"]))
            except zstandard.ZstdError:
                raise CaseFileError(f"snapshot at {address[:12]}: damaged") from None
            found = Snapshot(body, row["media_type"], row["request"].decode(), row["retrieved"])
            if self.address(found.sha256) != address:
                raise CaseFileError(f"snapshot at {address[:12]}: not the bytes that were stored")
            return found
        return None


def filled(packed: bytes) -> bytes:
    """The bytes after their length, filled with zeros up to a whole number of blocks."""
    told = len(packed).to_bytes(_LENGTH_BYTES) + packed
    return told + bytes(-len(told) % _BLOCK)


def _packed(filled: bytes) -> bytes:
    length = int.from_bytes(filled[:_LENGTH_BYTES])
    return filled[_LENGTH_BYTES : _LENGTH_BYTES + length]
