"""Processes that do one work side by side: rules written in Python wait for no shared lock.

Each is forked with all that the work knows, so nothing but pieces and answers is handed over. Only
a command that is alone in its process says that it may fork (`processes_allowed`): a fork beside
other threads of ours would inherit the locks that they hold, and the pipes of their crews. Where
nobody says so, elsewhere than on Linux and with one processor, the work is done at hand.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, TypeVar

from matching.in_order import cores, in_order, timed
from skiptrace.model.errors import MatchingError

P = TypeVar("P")
A = TypeVar("A")

_CAN_FORK = sys.platform == "linux"
_ALLOWED: ContextVar[bool] = ContextVar("_ALLOWED", default=False)
"""Of this thread alone: a new thread starts without."""


@contextlib.contextmanager
def processes_allowed() -> Iterator[None]:
    """For a command that runs no other thread of ours while a crew is made."""
    token = _ALLOWED.set(True)
    try:
        yield
    finally:
        _ALLOWED.reset(token)


class Crew(Generic[P, A]):
    """Does the work on pieces, each in the process that is idle; threads may share it.

    Raises what the work raises, and MatchingError when a process of the crew was ended.
    """

    def __init__(self, work: Callable[[P], A], size: int) -> None:
        self._work = work
        self._size = size if _CAN_FORK and size > 1 and _ALLOWED.get() else 0
        self._ends: list[Connection] = []
        self._processes: list[BaseProcess] = []
        self._idle: SimpleQueue[Connection] = SimpleQueue()

    def __enter__(self) -> Crew[P, A]:
        try:
            for _ in range(self._size):
                self._fork()
        except OSError:  # no room for a process more: the work is done at hand
            self._end(at_once=True)
            self._size = 0
        return self

    def _fork(self) -> None:
        fork = multiprocessing.get_context("fork")
        ours, theirs = fork.Pipe()
        self._ends.append(ours)
        child = fork.Process(
            target=_serve, args=(theirs, self._work, tuple(self._ends)), daemon=True
        )
        child.start()
        theirs.close()
        self._processes.append(child)
        self._idle.put(ours)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """A process whose end of the pipe is closed ends; one that works on for nobody is ended."""
        self._end(at_once=error is not None)

    def _end(self, *, at_once: bool) -> None:
        for process in self._processes if at_once else ():
            process.kill()  # whoever waits for its answer hears that it ended
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.join()

    def do(self, piece: P) -> A:
        """The answer to one piece."""
        if not self._size:
            return self._work(piece)
        end = self._idle.get()
        try:
            end.send(piece)
            answer, error = end.recv()
        except (EOFError, OSError):
            raise MatchingError(
                "a process that compared pairs was ended from outside; maybe memory ran out"
            ) from None
        finally:
            self._idle.put(end)
        if error is not None:
            raise error
        return answer  # type: ignore[no-any-return]


def done_in_order(
    work: Callable[[P], A], pieces: Iterable[P], spent: list[float], *, several: bool
) -> Iterator[A]:
    """The answers to the pieces in their order; where they are `several`, side by side.

    The processes are forked before the first piece is made. The seconds that each piece took are
    added to `spent`.
    """
    if not several:
        yield from map(timed(work, spent), pieces)
        return
    with ThreadPoolExecutor(cores()) as threads, Crew(work, cores()) as crew:
        yield from in_order(threads, timed(crew.do, spent), pieces)


def _serve(end: Connection, work: Callable[[P], A], others: tuple[Connection, ...]) -> None:
    """Answer pieces until nobody asks any more, however the asking process ended."""
    _ALLOWED.set(False)
    gc.freeze()  # what is shared stays so: no collection writes into the pages of the asking one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:  # open in this process too, they would hide that the asking one ended
        other.close()
    with contextlib.suppress(EOFError, OSError):
        while True:
            end.send(_answer(work, end.recv()))


def _answer(work: Callable[[P], A], piece: P) -> tuple[A | None, Exception | None]:
    try:
        return work(piece), None
    except Exception as error:  # noqa: BLE001  it is raised again where the piece came from
        return None, _portable(error)


def _portable(error: Exception) -> Exception:
    """The error, or its name where it cannot be handed over."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  what this process wrote
    except Exception:  # noqa: BLE001  whatever its making raises
        return MatchingError(f"comparing pairs failed: {type(error).__name__}")
    return error
