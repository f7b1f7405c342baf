"""Threads, in this one place: one for each source, their answers handed on in groups."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from time import monotonic

from skiptrace.model.record import Answer
from skiptrace.model.spans import span

_GROUP = 100
"""At most this many answers are handed on together, so that one commit stays short."""
_GATHERED = 0.2
"""So many seconds answers are gathered while more may come: a commit waits for the disk."""

Search = Callable[[], Iterator[Answer]]
Group = Sequence[tuple[str, Answer]]
Item = tuple[str, Answer | None]
"""One answer of a connector, or None at the end of its search."""
Came = queue.SimpleQueue[Item]


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
    items: list[Item] = []
    with ThreadPoolExecutor(max_workers=len(searches), thread_name_prefix="source") as pool:
        running = [
            pool.submit(copy_context().run, _drain, cid, search, came, stop)
            for cid, search in searches.items()
        ]
        try:
            left = len(running)
            while left:
                items.clear()
                _gather(came, left, items)
                left -= _ended(items)
                if group := _answers(items):
                    take(group)
        except BaseException:
            stop.set()
            pool.shutdown()
            with contextlib.suppress(Exception):  # the first error is the one to tell
                take([*_answers(items), *_rest(came)])
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


def _gather(came: Came, searches: int, items: list[Item]) -> None:
    """Wait for one item, and add what comes soon; for none once so many searches have ended."""
    items.append(came.get())
    until = monotonic() + _GATHERED
    while len(items) < _GROUP and _ended(items) < searches:
        try:
            items.append(came.get(timeout=max(0.0, until - monotonic())))
        except queue.Empty:
            return


def _ended(items: Sequence[Item]) -> int:
    return sum(answer is None for _, answer in items)


def _answers(items: Sequence[Item]) -> Group:
    return [(cid, answer) for cid, answer in items if answer is not None]


def _rest(came: Came) -> Group:
    """What came and was not handed on yet."""
    items: list[Item] = []
    while not came.empty():
        items.append(came.get())
    return _answers(items)
