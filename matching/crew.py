"""Processes that do one work side by side: rules written in Python wait for no shared lock.

Each is forked with all that the work knows, so nothing but pieces and answers is handed over. Where
processes cannot be forked safely (not Linux), or there is one processor, the work is done at hand.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
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


class Crew(Generic[P, A]):
    """Does the work on pieces, each in the process that is idle; threads may share it.

    Raises what the work raises, and MatchingError when a process of the crew was ended.
    """

    def __init__(self, work: Callable[[P], A], size: int) -> None:
        self._work = work
        self._size = size if _CAN_FORK and size > 1 else 0
        self._ends: list[Connection] = []
        self._processes: list[BaseProcess] = []
        self._idle: SimpleQueue[Connection] = SimpleQueue()

    def __enter__(self) -> Crew[P, A]:
        fork = multiprocessing.get_context("fork")
        for _ in range(self._size):
            ours, theirs = fork.Pipe()
            self._ends.append(ours)
            child = fork.Process(
                target=_serve, args=(theirs, self._work, tuple(self._ends)), daemon=True
            )
            child.start()
            theirs.close()
            self._processes.append(child)
            self._idle.put(ours)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """A process whose end of the pipe is closed ends; one that works on for nobody is ended."""
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.join(0 if error else None)
            process.kill()
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


def done_in_order(work: Callable[[P], A], pieces: Iterable[P], spent: list[float]) -> Iterator[A]:
    """The answers to the pieces in their order; a single piece is worked on at hand.

    The seconds that each piece took are added to `spent`.
    """
    waiting = iter(pieces)
    first = list(islice(waiting, 2))
    if len(first) < 2:
        yield from map(timed(work, spent), first)
        return
    with Crew(work, cores()) as crew, ThreadPoolExecutor(cores()) as threads:
        yield from in_order(threads, timed(crew.do, spent), chain(first, waiting))


def _serve(end: Connection, work: Callable[[P], A], others: Sequence[Connection]) -> None:
    """Answer pieces until nobody asks any more, however the asking process ended."""
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
