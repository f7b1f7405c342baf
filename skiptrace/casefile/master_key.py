"""The master key that wraps the keys of a key file: from the environment, a file, or a command.

A command prints the key in base64, as `vault kv get -field=key secret/skiptrace` does, or a key
management service that decrypts it: so neither the key file nor the database is enough by itself.
Keys are wrapped by AES Key Wrap (RFC 3394).
"""

from __future__ import annotations

import base64
import binascii
import os
import shlex
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from skiptrace.casefile.crypto import KEY_BYTES
from skiptrace.model.errors import CaseFileError

_SECONDS = 60
KINDS = ("env", "file", "command")
Variables: TypeAlias = Mapping[str, str]
NONE: Variables = MappingProxyType({})


def master_key(source: str, folder: Path, variables: Variables = NONE) -> bytes:
    """The 32 bytes that `env:NAME`, `file:PATH` or `command:WORDS` names, from base64.

    A path starts from the key file's folder, a name is one of the environment's `variables`. Raises
    CaseFileError, which never shows the key.
    """
    kind, _, rest = source.partition(":")
    if kind not in KINDS or not rest:
        raise CaseFileError("master key: expected env:NAME, file:PATH or command:WORDS")
    if kind == "env":
        text = variables.get(rest, "")
        if not text:
            raise CaseFileError(f"master key: the variable {rest} is not set")
    else:
        text = _of_file(rest, folder) if kind == "file" else _of_command(rest, folder)
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


def _of_file(name: str, folder: Path) -> str:
    path = folder / name
    try:
        with path.open(encoding="utf-8") as stream:
            mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
            text = stream.read()
    except (OSError, UnicodeDecodeError):
        raise CaseFileError(f"master key file {path.name}: cannot be read") from None
    if mode & 0o077:
        raise CaseFileError(f"master key file {path.name}: others may read it; chmod 600 it")
    return text


def _of_command(words: str, folder: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the words stand in the key file, no shell reads them
            shlex.split(words), cwd=folder, capture_output=True, timeout=_SECONDS, check=False
        )
        text = done.stdout.decode()
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise CaseFileError("master key: its command could not be run") from None
    if done.returncode:
        raise CaseFileError(f"master key: its command ended with {done.returncode}")
    return text
