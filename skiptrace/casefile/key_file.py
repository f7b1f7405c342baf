"""The key file: JSON with the keys of a case file, readable by its owner only.

Layout of version 1: {"format": "skiptrace-keys", "version": 1, "index": B64, "keys": {"1": B64,
...}}, where B64 is 32 bytes in base64. In version 2 "master" names where the master key is, and B64
is a key of 32 bytes wrapped by it (RFC 3394, 40 bytes). Losing the file, or its master key, loses
every personal field of the case file.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import stat
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from skiptrace.casefile.crypto import KEY_BYTES, Keyring
from skiptrace.casefile.master_key import NONE, Variables, master_key, unwrapped, wrapped
from skiptrace.model.errors import CaseFileError

_FORMAT = "skiptrace-keys"
_PLAIN, _WRAPPED = 1, 2


@dataclass(frozen=True, slots=True)
class Keys:
    """What a key file holds; `master` says where the key is that wraps the others, if one does."""

    sealing: dict[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)
    master: str = ""

    @property
    def keyring(self) -> Keyring:
        """The keyring of these keys."""
        return Keyring(self.sealing, self.index)


def create_key_file(path: Path) -> Keyring:
    """Write a new key file with mode 0600 and give its keyring.

    Raises CaseFileError if the path is taken (a key file is never overwritten) or not writable.
    """
    fresh = Keys({1: os.urandom(KEY_BYTES)}, os.urandom(KEY_BYTES))
    _write_new(path, fresh)
    return fresh.keyring


def read_key_file(path: Path, variables: Variables = NONE) -> Keyring:
    """The keyring in a key file; raises as `read_keys` does."""
    return read_keys(path, variables).keyring


def rotate_key_file(path: Path, variables: Variables = NONE) -> Keyring:
    """Add a newer key, which seals from now on; earlier keys stay, to open what they sealed.

    The file is replaced in one step. Raises CaseFileError as `read_keys` does.
    """
    keys = read_keys(path, variables)
    newest = max(keys.sealing) + 1
    rotated = replace(keys, sealing=keys.sealing | {newest: os.urandom(KEY_BYTES)})
    return _replaced(path, rotated, variables)


def retire_keys(path: Path, numbers: Collection[int], variables: Variables = NONE) -> Keyring:
    """Drop keys under which nothing lies any more; the newest one stays.

    Raises CaseFileError as `read_keys` does, and for the newest key.
    """
    keys = read_keys(path, variables)
    if max(keys.sealing) in numbers:
        raise CaseFileError("the newest key seals, and cannot be retired")
    left = {number: key for number, key in keys.sealing.items() if number not in numbers}
    return _replaced(path, replace(keys, sealing=left), variables)


def wrap_key_file(path: Path, master: str, variables: Variables = NONE) -> Keyring:
    """Wrap the keys by the master key of that place (`master_key`), or by none if it is empty.

    So a master key is turned, too. Raises CaseFileError as `read_keys` does.
    """
    return _replaced(path, replace(read_keys(path, variables), master=master), variables)


def read_keys(path: Path, variables: Variables = NONE) -> Keys:
    """What a key file holds, unwrapped; its master key may be one of the environment's `variables`.

    Raises CaseFileError if the file is absent, damaged, or open to its group or to others, and when
    its master key is not there or is another.
    """
    content = _read(path)
    try:
        sealing = {int(number): _decode(key) for number, key in content["keys"].items()}
        index = _decode(content["index"])
        master = str(content["master"]) if content["version"] == _WRAPPED else ""
    except (KeyError, TypeError, AttributeError, ValueError, binascii.Error):
        raise CaseFileError(f"key file {path.name}: a key is missing or damaged") from None
    if master:
        key = master_key(master, path.parent, variables)
        sealing = {number: unwrapped(key, one) for number, one in sealing.items()}
        index = unwrapped(key, index)
    keys = Keys(sealing, index, master)
    _ = keys.keyring
    return keys


def _replaced(path: Path, keys: Keys, variables: Variables) -> Keyring:
    """Put the keys in the file's place in one step; what a killed command left beside it goes.

    Whoever calls it keeps others from changing the file meanwhile.
    """
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    _write_new(beside, keys, variables)
    beside.replace(path)
    return keys.keyring


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _content(keys: Keys, folder: Path, variables: Variables) -> dict[str, Any]:
    master = master_key(keys.master, folder, variables) if keys.master else b""

    def told(key: bytes) -> str:
        return base64.b64encode(wrapped(master, key) if master else key).decode()

    return {
        "format": _FORMAT,
        "version": _WRAPPED if master else _PLAIN,
        **({"master": keys.master} if master else {}),
        "index": told(keys.index),
        "keys": {str(number): told(key) for number, key in sorted(keys.sealing.items())},
    }


def _write_new(path: Path, keys: Keys, variables: Variables = NONE) -> None:
    content = _content(keys, path.parent, variables)
    try:
        target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CaseFileError(f"key file {path.name}: exists already, nothing written") from None
    except OSError as error:
        raise CaseFileError(f"key file {path.name}: {error.strerror}") from None
    with os.fdopen(target, "w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=2)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as stream:
            mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
            text = stream.read()
    except FileNotFoundError:
        raise CaseFileError(f"key file {path.name}: absent") from None
    except (OSError, UnicodeDecodeError):
        raise CaseFileError(f"key file {path.name}: cannot be read") from None
    if mode & 0o077:
        raise CaseFileError(
            f"key file {path.name}: its mode is {mode:04o}, so others may read it; chmod 600 it"
        )
    try:
        content = json.loads(text)
    except json.JSONDecodeError:
        raise CaseFileError(f"key file {path.name}: not JSON") from None
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise CaseFileError(f"key file {path.name}: not a skiptrace key file")
    if content.get("version") not in (_PLAIN, _WRAPPED):
        raise CaseFileError(f"key file {path.name}: of a version this skiptrace does not know")
    return content
