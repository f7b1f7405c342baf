"""A folder in memory for what a test throws away: a database waits for the disk at every commit."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - the file system in memory of a Linux system
_LEAST_FREE = 1 << 30


@contextmanager
def memory_folder(prefix: str) -> Iterator[Path]:
    """A new folder, removed afterwards: in memory where a gigabyte is free there, else on disk."""
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=_MEMORY if _has_room() else None))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _has_room() -> bool:
    try:
        return shutil.disk_usage(_MEMORY).free >= _LEAST_FREE
    except OSError:
        return False
