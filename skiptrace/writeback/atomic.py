"""Files that are replaced whole or not at all, whatever moment the machine stops."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from skiptrace.model.errors import WriteBackError


def replace_file(path: Path, content: bytes) -> None:
    """Put the content at the path: temporary file beside it, fsync, rename, fsync of the folder.

    The file is readable by its owner only, because it holds personal data.
    Raises WriteBackError when any step fails; an existing file is then unchanged.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".writeback-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise WriteBackError(f"{path.name} could not be written: {error.strerror}") from error


def sync_folder(folder: Path) -> None:
    """Make the folder's entries last; systems that cannot open a folder do it on their own."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
