"""Threads, in this one place: one for each source, their answers handed on in groups."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from skiptrace.model.record import Answer

_GROUP = 100
"""At most this many answers are handed on together, so that one commit stays short."""

Search = Callable[[], Iterator[Answer]]


def fan_out(searches: Mapping[str, Search]) -> Iterator[Sequence[tuple[str, Answer]]]:
    """Run every search on a thread of its own; yield (connector id, answer) in groups as they come.

    An error in a search is raised here, after the answers that came before it.
    """
    if not searches:
        return
    came: queue.SimpleQueue[tuple[str, Answer | None]] = queue.SimpleQueue()
    with ThreadPoolExecutor(max_workers=len(searches), thread_name_prefix="source") as pool:
        running = [pool.submit(_drain, cid, search, came) for cid, search in searches.items()]
        left = len(running)
        while left:
            group, ended = _group(came)
            left -= ended
            if group:
                yield group
        for future in running:
            future.result()


def _drain(
    connector_id: str, search: Search, came: queue.SimpleQueue[tuple[str, Answer | None]]
) -> None:
    try:
        for answer in search():
            came.put((connector_id, answer))
    finally:
        came.put((connector_id, None))


def _group(
    came: queue.SimpleQueue[tuple[str, Answer | None]],
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
