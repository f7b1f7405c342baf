"""Threads, in this one place: one for each source, their answers handed on in groups."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from skiptrace.model.record import Answer
from skiptrace.model.spans import span

_GROUP = 100
"""At most this many answers are handed on together, so that one commit stays short."""

Search = Callable[[], Iterator[Answer]]
Group = Sequence[tuple[str, Answer]]
Came = queue.SimpleQueue[tuple[str, Answer | None]]


def fan_out(searches: Mapping[str, Search], take: Callable[[Group], None]) -> None:
    """Run every search on a thread of its own; hand (connector id, answer) on in groups.

    An error in a search is raised here, after the answers that came before it. When `take` fails or
    the run is interrupted, no search asks anything further, and what came by then is handed on all
    the same: it may have been billed. The group that was in hand is handed on again.
    """
    if not searches:
        return
    came: Came = queue.SimpleQueue()
    stop = threading.Event()
    group: Group = []
    with ThreadPoolExecutor(max_workers=len(searches), thread_name_prefix="source") as pool:
        running = [
            pool.submit(copy_context().run, _drain, cid, search, came, stop)
            for cid, search in searches.items()
        ]
        try:
            left = len(running)
            while left:
                group, ended = _group(came)
                left -= ended
                if group:
                    take(group)
        except BaseException:
            stop.set()
            pool.shutdown()
            with contextlib.suppress(Exception):  # the first error is the one to tell
                take([*group, *_rest(came)])
            raise
        for future in running:
            future.result()


def _drain(connector_id: str, search: Search, came: Came, stop: threading.Event) -> None:
    answers: Iterator[Answer] = iter(())
    try:
        with span("source", source=connector_id) as work:
            answers = search()
            for answer in answers:
                came.put((connector_id, answer))
                work.add(answers=1, **{answer.outcome.value: 1})
                if stop.is_set():
                    return
    finally:
        came.put((connector_id, None))
        if isinstance(answers, Generator):
            answers.close()


def _group(came: Came) -> tuple[Group, int]:
    """Wait for one item, then take what else is there; the number of searches that ended."""
    items = [came.get()]
    while len(items) < _GROUP:
        try:
            items.append(came.get_nowait())
        except queue.Empty:
            break
    group = [(cid, answer) for cid, answer in items if answer is not None]
    return group, len(items) - len(group)


def _rest(came: Came) -> Group:
    """What came and was not handed on yet."""
    group: list[tuple[str, Answer]] = []
    while not came.empty():
        group.extend(_group(came)[0])
    return group
