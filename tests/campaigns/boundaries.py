"""The boundaries at which a process can end, and what befalls it at the one that is chosen.

A boundary is a moment just before or after a commit, or one of a question's way to its source and
back. Nothing that a process leaves behind differs between two boundaries, so whoever tries each of
them has tried every moment. What happens is real: the process kills or stops itself.
"""

from __future__ import annotations

import mmap
import os
import pickle
import signal
import socket
import sqlite3
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from fakes import START, FakeProvider
from sqlalchemy import Connection, event
from sqlalchemy.pool import PoolProxiedConnection

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.engine import is_reading
from skiptrace.model.record import Answer

COMMIT, COMMITTED = "before a commit", "after a commit"


class Fault(StrEnum):
    """What befalls a process at a boundary."""

    NONE = "nothing"
    KILL = "kill -9"
    STOP = "stopped past its lease"
    CUT = "the connection is cut"
    LOST = "the word of a commit is lost"
    APART = "cut off from the database for good"

    def fits(self, boundary: str) -> bool:
        """Whether it can befall a process there.

        A commit is cut before and its word lost after it. Nobody is stopped between the leave and
        the first byte: what that can cost is told in ARCHITECTURE, under Workers.
        """
        if self in (Fault.CUT, Fault.LOST):
            return boundary == (COMMIT if self is Fault.CUT else COMMITTED)
        return self is not Fault.STOP or boundary != "before sending"


class Window(StrEnum):
    """Where the questions of a process stand at a boundary."""

    QUIET = "nothing is asked"
    SENT = "sent, no answer"
    ANSWERED = "answered, not committed"
    PENDING = "an answer is to come"


@dataclass(frozen=True)
class Passed:
    """A boundary that a process passed, and where its questions stood."""

    boundary: str
    window: Window


class SharedClock:
    """The time of all processes that were forked after it was made; each may move it."""

    def __init__(self) -> None:
        self._seconds = mmap.mmap(-1, 8)

    def __call__(self) -> datetime:
        return START + timedelta(seconds=struct.unpack("d", self._seconds[:8])[0])

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.pause(by.total_seconds())

    def pause(self, seconds: float) -> None:
        """What waits by this clock does not wait."""
        self._seconds[:8] = struct.pack("d", (self() - START).total_seconds() + seconds)


class SharedProvider(FakeProvider):
    """A provider whose book is a file, so that it outlives whoever asks."""

    def __init__(self, book: Path) -> None:
        super().__init__()
        self._book = book
        book.touch()

    def sell(self, inquiry_id: str, answer: Answer) -> None:
        with self._book.open("ab", buffering=0) as file:
            file.write(pickle.dumps((inquiry_id, answer)))

    @property
    def sales(self) -> list[tuple[str, Answer]]:  # type: ignore[override]
        found = []
        with self._book.open("rb") as file:
            while file.peek(1):
                found.append(pickle.load(file))  # noqa: S301 - our own file
        return found

    @sales.setter
    def sales(self, _: object) -> None:
        """The book alone counts."""


@dataclass
class Doom:
    """What befalls this process, at which boundary (from 1), told to `told` as it does.

    `told` is a file: a line for each boundary where nothing is to happen, the one that was struck
    otherwise. `awaits` says that the source's answers are tickets.
    """

    fault: Fault
    at: int
    told: Path
    awaits: bool = False
    is_pending: bool = False
    window: Window = Window.QUIET
    passed: int = 0
    is_apart: bool = False
    _is_writing: bool = field(default=False, repr=False)

    def meet(self, boundary: str) -> None:
        """Pass a boundary, or not."""
        self.passed += 1
        if self.fault is Fault.NONE:
            self._tell(boundary)
        elif self.passed == self.at:
            self._tell(boundary)
            self._strike()

    def watch(self, case: CaseFile) -> None:
        """Meet a boundary before and after every commit of the case file that writes."""
        engine = case._writer
        dialect = engine.dialect
        real: Callable[[PoolProxiedConnection], None] = dialect.do_commit
        broken = dialect.loaded_dbapi.OperationalError

        def committing(tx: Connection) -> None:
            self._is_writing = not is_reading(tx)

        def commit(connection: PoolProxiedConnection) -> None:
            if self.is_apart:
                raise broken("the database cannot be reached")
            if not self._is_writing:
                real(connection)
                return
            self.meet(COMMIT)
            if self.is_apart or (self.fault is Fault.CUT and self.passed == self.at):
                _cut(connection.dbapi_connection)
                raise broken("the connection was cut")
            real(connection)
            if self.window is Window.ANSWERED:
                self.window, self.is_pending = Window.QUIET, self.awaits
            self.meet(COMMITTED)
            if self.fault is Fault.LOST and self.passed == self.at:
                _cut(connection.dbapi_connection)
                raise broken("the connection was cut")

        def execute(*_: object) -> None:
            if self.is_apart:
                raise broken("the database cannot be reached")

        event.listen(engine, "commit", committing)
        for name in ("do_execute", "do_executemany", "do_execute_no_params"):
            event.listen(engine, name, execute)
        dialect.do_commit = commit  # type: ignore[method-assign]

    def _tell(self, boundary: str) -> None:
        pending = Window.PENDING if self.is_pending else Window.QUIET
        window = pending if self.window is Window.QUIET else self.window
        with self.told.open("a") as file:
            file.write(f"{boundary}\t{window.value}\n")

    def _strike(self) -> None:
        if self.fault is Fault.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        elif self.fault is Fault.STOP:
            os.kill(os.getpid(), signal.SIGSTOP)
        self.is_apart = self.fault is Fault.APART


def _cut(connection: Any) -> None:
    """End a connection as a network does: the server hears of it, and rolls back what was open."""
    if isinstance(connection, sqlite3.Connection):
        connection.close()
        return
    with socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


def passed_in(told: Path) -> list[Passed]:
    """The boundaries that a process told of."""
    if not told.exists():
        return []
    lines = [line.split("\t") for line in told.read_text().splitlines()]
    return [Passed(boundary, Window(window)) for boundary, window in lines]
