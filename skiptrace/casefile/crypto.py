"""Field encryption and blind indexes of the case file.

A sealed value is its head, a 12-byte random nonce, and AES-256-GCM ciphertext with its 16-byte tag
(NIST SP 800-38D). The head is the number of the installation's key, one byte, or a zero and the
eight bytes that name an owner's key. The name of its place (table, column and row) is authenticated
with it, so that a value moved to another place no longer opens. With random nonces one key seals at
most 2**32 values (SP 800-38D, section 8.3): add a newer key well before that.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from skiptrace.model.errors import CaseFileError

KEY_BYTES = 32
INDEX_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
_HIGHEST_ID = 255
_BLOCK = 64
"""The block of SHA-256 in bytes."""
OWNED = b"\0"
"""The first byte of a value that an owner's key sealed; the installation's keys begin at 1."""
OWNER_KEY_ID_BYTES = 8


Hash: TypeAlias = "hashlib._Hash"
KeyParts = tuple[Mapping[int, bytes], bytes]
"""What a keyring is made of."""


class SealedBytes(bytes):
    """Ciphertext made by a keyring; only this type may be written into a sealed column."""

    __slots__ = ()


class OwnerKey:
    """The key of one account or one subject: seals what is about this owner alone.

    `id` is its eight bytes, which each value that it sealed begins with after a zero.
    """

    __slots__ = ("_cipher", "_head", "id", "owner")

    def __init__(self, id: bytes, owner: str, key: bytes) -> None:
        if len(id) != OWNER_KEY_ID_BYTES or len(key) != KEY_BYTES:
            raise CaseFileError(f"the key of {owner} has another size than was written")
        self.id, self.owner = id, owner
        self._head = OWNED + id
        self._cipher = AESGCM(key)

    def __repr__(self) -> str:
        return f"OwnerKey({self.id.hex()} of {self.owner})"

    def seal(self, field: str, plain: bytes) -> SealedBytes:
        """The plain bytes under this key, bound to the field's name."""
        return _sealed(self._cipher, self._head, field, plain)

    def unseal(self, field: str, sealed: bytes) -> bytes:
        """The plain bytes; CaseFileError if another key sealed them, or they were moved."""
        return _unsealed(self._cipher, len(self._head), field, sealed)


def owner_key_id(sealed: bytes | None) -> bytes | None:
    """The id of the owner's key that sealed a value; None for one of the installation's."""
    if not sealed or sealed[:1] != OWNED:
        return None
    return bytes(sealed[1 : 1 + OWNER_KEY_ID_BYTES])


class Keyring:
    """Seals and opens personal fields, and gives the blind indexes that find them again.

    `keys` maps key ids (1 to 255) to 32-byte AES keys; the highest id seals, every id opens. The
    32-byte `index_key` is the root of one HMAC-SHA256 key per field and is never rotated, because
    stored indexes and ids rest on it. Raises CaseFileError for keys of another size or number.
    """

    def __init__(self, keys: Mapping[int, bytes], index_key: bytes) -> None:
        sizes = {len(key) for key in keys.values()} | {len(index_key)}
        if not keys or sizes != {KEY_BYTES}:
            raise CaseFileError("a keyring needs at least one key, and every key has 32 bytes")
        if min(keys) < 1 or max(keys) > _HIGHEST_ID:
            raise CaseFileError("key ids run from 1 to 255")
        self._keys = dict(keys)
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._newest = max(keys)
        self._index_key = index_key
        self._begun: dict[str, tuple[Hash, Hash]] = {}

    @classmethod
    def generate(cls) -> Keyring:
        """A keyring of fresh random keys that exists in memory only."""
        return cls({1: os.urandom(KEY_BYTES)}, os.urandom(KEY_BYTES))

    def __repr__(self) -> str:
        return f"Keyring(newest={self._newest}, keys={len(self._ciphers)})"

    @property
    def parts(self) -> KeyParts:
        """What makes the same keyring in a process of one's own; it goes nowhere else."""
        return self._keys, self._index_key

    @property
    def newest(self) -> int:
        """The number of the key that seals."""
        return self._newest

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of all keys, each of which opens what it sealed."""
        return frozenset(self._ciphers)

    def seal(self, field: str, plain: bytes) -> SealedBytes:
        """The plain bytes under the newest key, bound to the field's name."""
        return _sealed(self._ciphers[self._newest], bytes((self._newest,)), field, plain)

    def unseal(self, field: str, sealed: bytes) -> bytes:
        """The plain bytes; CaseFileError if the key is absent or the value was changed or moved."""
        number = sealed[0] if sealed else self._newest
        cipher = self._ciphers.get(number)
        if cipher is None:
            raise CaseFileError(f"{field}: key {number} is not in the key file")
        return _unsealed(cipher, 1, field, sealed)

    def unseal_by(self, wrapped: tuple[str, bytes] | None, field: str, sealed: bytes) -> bytes:
        """The plain bytes of a value by its place, which an owner's key may have sealed.

        `wrapped` is that key, sealed itself, after its own place. It is not kept: for a single look
        at each of many owners, and at nothing but this value of its row. For counts over many rows
        alone: whoever decides about a row opens it as a whole. Raises as `unseal` does.
        """
        if wrapped is None or sealed[:1] != OWNED:
            return self.unseal(field, sealed)
        return _unsealed(AESGCM(self.unseal(*wrapped)), 1 + OWNER_KEY_ID_BYTES, field, sealed)

    def seal_text(self, field: str, text: str) -> SealedBytes:
        """A sealed string."""
        return self.seal(field, text.encode())

    def unseal_text(self, field: str, sealed: bytes) -> str:
        """The string that `seal_text` sealed; raises as `unseal` does."""
        return self.unseal(field, sealed).decode()

    def index(self, field: str, value: str) -> bytes:
        """The blind index of a value: the first 16 bytes of its HMAC-SHA256 under the field's key.

        Equal values of one field have equal indexes: whoever has the database but not the key sees
        which rows share a value, and how often, and cannot test a guess. Whoever can have a value
        of their own taken in can compare its index with those that are there.
        """
        return self.digest(field, value.encode())[:INDEX_BYTES]

    def digest(self, field: str, data: bytes) -> bytes:
        """The 32 bytes of HMAC-SHA256 over the data under the field's key."""
        begun = self._begun.get(field)
        if begun is None:
            begun = self._begun[field] = self._begin(field)
        inner, outer = begun[0].copy(), begun[1].copy()
        inner.update(data)
        outer.update(inner.digest())
        return outer.digest()

    def _begin(self, field: str) -> tuple[Hash, Hash]:
        """Both hashes of a field's HMAC (RFC 2104, section 4) with the key that they begin with.

        A copy of them is twice as quick as an HMAC from its beginning.
        """
        key = hmac.digest(self._index_key, b"field:" + field.encode(), hashlib.sha256)
        padded = key.ljust(_BLOCK, b"\0")
        inner, outer = (bytes(byte ^ pad for byte in padded) for pad in (0x36, 0x5C))
        return hashlib.sha256(inner), hashlib.sha256(outer)

    def identifier(self, prefix: str, *parts: str) -> str:
        """A stable opaque id: the prefix and 16 hexadecimal digits of the parts' HMAC."""
        return f"{prefix}_{self.index(f'id.{prefix}', json.dumps(parts)).hex()[:16]}"


def _sealed(cipher: AESGCM, head: bytes, field: str, plain: bytes) -> SealedBytes:
    nonce = os.urandom(_NONCE_BYTES)
    return SealedBytes(head + nonce + cipher.encrypt(nonce, plain, field.encode()))


def _unsealed(cipher: AESGCM, head: int, field: str, sealed: bytes) -> bytes:
    begins = head + _NONCE_BYTES
    if len(sealed) < begins + _TAG_BYTES:
        raise CaseFileError(f"{field}: the sealed value is cut short")
    try:
        return cipher.decrypt(sealed[head:begins], sealed[begins:], field.encode())
    except InvalidTag:
        raise CaseFileError(f"{field}: the value was changed, or sealed with another key") from None
