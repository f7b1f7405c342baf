"""Work that threads do side by side, a few pieces ahead, while the answers come in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import perf_counter
from typing import TypeVar

P = TypeVar("P")
A = TypeVar("A")

_AHEAD = 1
"""Pieces that are begun for each processor before the first answer is taken."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    threads: ThreadPoolExecutor, work: Callable[[P], A], pieces: Iterable[P]
) -> Iterator[A]:
    """The answers to the pieces in their order; memory is that of a few pieces a processor."""
    waiting: deque[Future[A]] = deque()
    for piece in pieces:
        waiting.append(threads.submit(work, piece))
        if len(waiting) > _AHEAD * cores():
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def timed(work: Callable[[P], A], spent: list[float]) -> Callable[[P], A]:
    """The same work, with the seconds that each piece takes added to a list."""

    def run(piece: P) -> A:
        began = perf_counter()
        answer = work(piece)
        spent.append(perf_counter() - began)
        return answer

    return run
