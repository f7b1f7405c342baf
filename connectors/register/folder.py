"""A register's folder: one process at a time changes it; its files appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from skiptrace.model.errors import SourceUnavailable

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # not a Unix system: there each process loads for itself
    IS_SHARED = False
else:
    IS_SHARED = True

LONGEST_WAIT = 1_800.0
_PAUSE = 0.05


@contextmanager
def held(folder: Path, wait: float = LONGEST_WAIT) -> Iterator[None]:
    """Holds the folder against other processes; the system lets go when the process ends.

    Raises SourceUnavailable when another process holds it for longer than `wait` seconds.
    """
    if not IS_SHARED:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder, time.monotonic() + wait)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path, until: float) -> None:
    while True:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                words = "another process has been loading it for too long"
                raise SourceUnavailable(f"folder {folder.name}: {words}") from None
            time.sleep(_PAUSE)
        else:
            return


def drop_leftovers(folder: Path) -> None:
    """Removes what processes that were killed left half done; only who holds the folder may."""
    for left in folder.glob("register-*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
    for columns in folder.glob("register-*.columns"):
        if not columns.with_suffix(".duckdb").exists():
            columns.unlink()
    for part in folder.glob("*.part"):
        part.unlink(missing_ok=True)


def put_in_place(part: Path, target: Path) -> None:
    """Gives a finished file its lasting name, its bytes and its name on the disk before that."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    if not IS_SHARED:
        return
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
