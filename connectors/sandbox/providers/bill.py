"""The bureau's bill: what it answered, to which reference, and what that cost; bill.sqlite.

A call is on the bill, on disk, before its answer leaves. Every call is: a second one with the same
reference is billed again, so that a double purchase shows.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from skiptrace.model.errors import ConfigError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS call (
  id INTEGER PRIMARY KEY, reference TEXT NOT NULL, at TEXT NOT NULL,
  hit INTEGER NOT NULL, amount TEXT NOT NULL, body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS call_reference ON call (reference);
"""


@dataclass(frozen=True, slots=True)
class Billed:
    """One line of the bill: the caller's reference, when, whether it found anyone, US dollars."""

    reference: str
    at: datetime
    hit: bool
    amount: Decimal


class Bill:
    """The bill of one sandbox folder, shared by all threads; it survives restarts.

    Raises ConfigError when the file cannot be opened.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self._clock = clock
        self._lock = threading.Lock()
        try:
            self._database = sqlite3.connect(path, check_same_thread=False, timeout=30)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise ConfigError(f"{path}: not a bill: {error}") from None

    def add(self, reference: str, amount: Decimal, body: bytes) -> None:
        """Puts an answered call on the bill, on disk when this returns. Amount 0: no hit."""
        row = (reference, self._clock().isoformat(), amount > 0, str(amount), body)
        with self._lock, self._database:
            self._database.execute(
                "INSERT INTO call (reference, at, hit, amount, body) VALUES (?, ?, ?, ?, ?)", row
            )

    def answer_to(self, reference: str) -> bytes | None:
        """The first answer that a reference was given, or None if it was never seen."""
        sql = "SELECT body FROM call WHERE reference = ? ORDER BY id LIMIT 1"
        with self._lock:
            found = self._database.execute(sql, (reference,)).fetchone()
        return None if found is None else bytes(found[0])

    def lines(self) -> list[Billed]:
        """The whole bill, oldest first."""
        sql = "SELECT reference, at, hit, amount FROM call ORDER BY id"
        with self._lock:
            rows = self._database.execute(sql).fetchall()
        return [Billed(r, datetime.fromisoformat(at), bool(h), Decimal(a)) for r, at, h, a in rows]

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._database.close()
