"""The master key that wraps the keys of a key file: from the environment, a file, or a command.

A command prints the key in base64, as `vault kv get -field=key secret/skiptrace` does, or a key
management service that decrypts it: so neither the key file nor the database is enough by itself.
Keys are wrapped by AES Key Wrap (RFC 3394).
"""

from __future__ import annotations

import base64
import binascii
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from skiptrace.casefile.crypto import KEY_BYTES
from skiptrace.casefile.references import NotThere, read_reference
from skiptrace.model.errors import CaseFileError

Variables: TypeAlias = Mapping[str, str]
NONE: Variables = MappingProxyType({})


def master_key(source: str, folder: Path, variables: Variables = NONE) -> bytes:
    """The 32 bytes that `env:NAME`, `file:PATH` or `command:WORDS` names, from base64.

    A path starts from the key file's folder, a name is one of the environment's `variables`. Raises
    CaseFileError, which never shows the key.
    """
    kind, _, rest = source.partition(":")
    try:
        text = read_reference(source, folder, variables)
    except NotThere as absent:
        raise CaseFileError(f"master key: {absent}") from None
    if kind == "file":
        _require_private(folder / rest)
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (ValueError, binascii.Error):
        raise CaseFileError(f"master key of {kind}: expected base64") from None
    if len(key) != KEY_BYTES:
        raise CaseFileError(f"master key of {kind}: expected {KEY_BYTES} bytes in base64")
    return key


def wrapped(master: bytes, key: bytes) -> bytes:
    """A key under the master key."""
    return aes_key_wrap(master, key)


def unwrapped(master: bytes, key: bytes) -> bytes:
    """The key under it; CaseFileError for another master key."""
    try:
        return aes_key_unwrap(master, key)
    except (InvalidUnwrap, ValueError):
        raise CaseFileError("the master key is not the one that wrapped this key file") from None


def _require_private(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise CaseFileError(f"master key file {path.name}: others may read it; chmod 600 it")
