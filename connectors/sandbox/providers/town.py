"""Read-only access to town.sqlite for many threads, and the indexes that providers need."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

from skiptrace.model.errors import ConfigError

Values = Sequence[str | int | float]


class Town:
    """The town's tables, read through a pool of connections that can never write."""

    def __init__(self, path: Path) -> None:
        self._uri = f"{path.resolve().as_uri()}?mode=ro"
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one thread's use; its rows are read by column name."""
        try:
            lent = self._idle.get_nowait()
        except Empty:
            lent = self._opened()
        try:
            yield lent
        finally:
            self._idle.put(lent)

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self.connection() as connection:
            return connection.execute(sql, tuple(values)).fetchall()

    def value(self, sql: str, values: Values = ()) -> Any:
        """The first column of a query's first row, or None."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def close(self) -> None:
        """Closes the idle connections."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA case_sensitive_like = ON")
        connection.execute("PRAGMA mmap_size = 268435456")
        return connection


def open_town(folder: Path) -> Town:
    """The town of a sandbox folder, with its indexes made if they were not there yet.

    Raises ConfigError when the folder holds no town or one of another shape.
    """
    path = folder / "town.sqlite"
    if not path.is_file():
        raise ConfigError(f"{path}: no such file; build the sandbox first")
    script = files("connectors.sandbox").joinpath("indexes.sql").read_text(encoding="utf-8")
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            connection.executescript(script)
    except sqlite3.Error as error:
        raise ConfigError(f"{path}: not a sandbox town: {error}") from None
    return Town(path)
