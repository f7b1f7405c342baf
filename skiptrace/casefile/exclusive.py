"""A lock that one process at a time holds over a case file, for work outside its transactions."""

from __future__ import annotations

import importlib
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from skiptrace.casefile.engine import sqlite_path
from skiptrace.model.errors import CaseFileUnavailable

_FLOCK: Any = importlib.import_module("fcntl") if os.name == "posix" else None
_BASE = 0x5B1F << 32


@contextmanager
def exclusively(engine: Engine, work: str) -> Iterator[None]:
    """Hold the lock of that work while the block runs; the system frees it when the process dies.

    Raises CaseFileUnavailable at once when another process, on this host or another, holds it.
    """
    path = sqlite_path(engine.url)
    lock = _in_postgres(engine, work) if path is None else _beside(path, work)
    with lock:
        yield


@contextmanager
def _in_postgres(engine: Engine, work: str) -> Iterator[None]:
    key = _BASE | zlib.crc32(work.encode())
    with engine.connect() as connection:
        session = connection.execution_options(isolation_level="AUTOCOMMIT")
        if not session.execute(select(func.pg_try_advisory_lock(key))).scalar_one():
            raise _taken(work)
        try:
            yield
        finally:
            session.execute(select(func.pg_advisory_unlock(key)))


@contextmanager
def _beside(path: Path, work: str) -> Iterator[None]:
    handle = os.open(path.with_name(f"{path.name}.{work}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if _FLOCK is not None:
            try:
                _FLOCK.flock(handle, _FLOCK.LOCK_EX | _FLOCK.LOCK_NB)
            except OSError:
                raise _taken(work) from None
        yield
    finally:
        os.close(handle)


def _taken(work: str) -> CaseFileUnavailable:
    return CaseFileUnavailable(f"another {work} is under way: try again when it is done")
