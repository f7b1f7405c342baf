"""Threads, in this one place: one for each source, their answers handed on in groups."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from skiptrace.model.record import Answer

_GROUP = 100
"""At most this many answers are handed on together, so that one commit stays short."""

Search = Callable[[], Iterator[Answer]]
Came = queue.SimpleQueue[tuple[str, Answer | None]]


def fan_out(searches: Mapping[str, Search]) -> Iterator[Sequence[tuple[str, Answer]]]:
    """Run every search on a thread of its own; yield (connector id, answer) in groups as they come.

    An error in a search is raised here, after the answers that came before it. When the caller
    stops early (an interrupt, a commit that fails), no search asks anything further.
    """
    if not searches:
        return
    came: Came = queue.SimpleQueue()
    stop = threading.Event()
    with ThreadPoolExecutor(max_workers=len(searches), thread_name_prefix="source") as pool:
        running = [pool.submit(_drain, cid, search, came, stop) for cid, search in searches.items()]
        try:
            left = len(running)
            while left:
                group, ended = _group(came)
                left -= ended
                if group:
                    yield group
        finally:
            stop.set()
        for future in running:
            future.result()


def _drain(connector_id: str, search: Search, came: Came, stop: threading.Event) -> None:
    answers: Iterator[Answer] = iter(())
    try:
        answers = search()
        for answer in answers:
            came.put((connector_id, answer))
            if stop.is_set():
                return
    finally:
        came.put((connector_id, None))
        if isinstance(answers, Generator):
            answers.close()


def _group(
    came: Came,
) -> tuple[list[tuple[str, Answer]], int]:
    """Wait for one item, then take what else is there; the number of searches that ended."""
    items = [came.get()]
    while len(items) < _GROUP:
        try:
            items.append(came.get_nowait())
        except queue.Empty:
            break
    group = [(cid, answer) for cid, answer in items if answer is not None]
    return group, len(items) - len(group)
