"""The key file: JSON with the keys of a case file, readable by its owner only.

Layout: {"format": "skiptrace-keys", "version": 1, "index": B64, "keys": {"1": B64, ...}}, where B64
is 32 bytes in base64. Losing the file loses every personal field of the case file.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import stat
from pathlib import Path
from typing import Any

from skiptrace.casefile.crypto import KEY_BYTES, Keyring
from skiptrace.model.errors import CaseFileError

_FORMAT = "skiptrace-keys"
_VERSION = 1


def create_key_file(path: Path) -> Keyring:
    """Write a new key file with mode 0600 and give its keyring.

    Raises CaseFileError if the path is taken (a key file is never overwritten) or not writable.
    """
    fresh = {
        "format": _FORMAT,
        "version": _VERSION,
        "index": _encode(os.urandom(KEY_BYTES)),
        "keys": {"1": _encode(os.urandom(KEY_BYTES))},
    }
    _write_new(path, fresh)
    return _keyring(path, fresh)


def read_key_file(path: Path) -> Keyring:
    """The keyring in a key file.

    Raises CaseFileError if the file is absent, damaged, or open to its group or to others.
    """
    return _keyring(path, _read(path))


def rotate_key_file(path: Path) -> Keyring:
    """Add a newer key, which seals from now on; earlier keys stay, to open what they sealed.

    The file is replaced in one step. Raises CaseFileError as `read_key_file` does.
    """
    content = _read(path)
    _keyring(path, content)
    newest = max(int(number) for number in content["keys"])
    content["keys"][str(newest + 1)] = _encode(os.urandom(KEY_BYTES))
    rotated = _keyring(path, content)
    beside = path.with_name(path.name + ".new")
    _write_new(beside, content)
    beside.replace(path)
    return rotated


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _write_new(path: Path, content: dict[str, Any]) -> None:
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
    if content.get("version") != _VERSION:
        raise CaseFileError(f"key file {path.name}: of a version this skiptrace does not know")
    return content


def _keyring(path: Path, content: dict[str, Any]) -> Keyring:
    try:
        keys = {
            int(number): base64.b64decode(key, validate=True)
            for number, key in content["keys"].items()
        }
        index_key = base64.b64decode(content["index"], validate=True)
    except (KeyError, TypeError, AttributeError, ValueError, binascii.Error):
        raise CaseFileError(f"key file {path.name}: a key is missing or damaged") from None
    return Keyring(keys, index_key)
