"""Deadlines: calls what is due, all on one thread.

A thread of its own for each exchange costs more than the exchange itself.
"""

from __future__ import annotations

import heapq
import itertools
import os
import threading
import time
from collections.abc import Callable


class Deadline:
    """One call that is due at a moment of the monotonic clock, unless it is cancelled before."""

    __slots__ = ("_call", "due")

    def __init__(self, due: float, call: Callable[[], None]) -> None:
        self.due = due
        self._call: Callable[[], None] | None = call

    def cancel(self) -> None:
        """Let it not be called; what has begun goes on."""
        self._call = None

    @property
    def is_cancelled(self) -> bool:
        """Whether it is not to be called any more."""
        return self._call is None

    def meet(self) -> None:
        """Call it, once."""
        call, self._call = self._call, None
        if call is not None:
            call()


class Deadlines:
    """Calls what is due on a thread that begins with the first deadline, and ends with the process.

    Calls have to be short, and to raise nothing: one waits for the other.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int, Deadline]] = []
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None

    def after(self, seconds: float, call: Callable[[], None]) -> Deadline:
        """Call it so many seconds from now."""
        if self._process != os.getpid():  # a fork has neither the thread nor, maybe, the lock
            self._begin()
        deadline = Deadline(time.monotonic() + seconds, call)
        with self._changed:
            heapq.heappush(self._waiting, (deadline.due, next(self._numbers), deadline))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif self._waiting[0][2] is deadline:
                self._changed.notify()
        return deadline

    def _run(self) -> None:
        while True:
            self._next().meet()

    def _next(self) -> Deadline:
        with self._changed:
            while True:
                while self._waiting and self._waiting[0][2].is_cancelled:
                    heapq.heappop(self._waiting)
                if not self._waiting:
                    self._changed.wait()
                    continue
                left = self._waiting[0][0] - time.monotonic()
                if left <= 0:
                    return heapq.heappop(self._waiting)[2]
                self._changed.wait(left)


DEADLINES = Deadlines()
"""The deadlines of this process."""
