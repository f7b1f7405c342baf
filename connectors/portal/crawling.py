"""Runs one crawl in a process of its own, and kills it at its deadline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread, Timer
from typing import Any

from connectors.portal.questions import CrawlOrder
from connectors.portal.starter import STARTER, Crawl
from skiptrace.model.errors import SourceUnavailable


@dataclass(slots=True)
class _Deadline:
    """Kills the process once, after so many seconds."""

    process: Crawl
    seconds: float
    passed: bool = False

    def __call__(self) -> None:
        self.passed = True
        self.process.kill()


def crawl(order: CrawlOrder, seconds: float) -> Iterator[dict[str, Any]]:
    """The lines of the crawl's output as they come; the child never outlives the iterator.

    Raises SourceUnavailable when the child was killed at its deadline, or ended by itself before
    it had said that every question is done.
    """
    process = STARTER.begin()
    deadline = _Deadline(process, seconds)
    timer = Timer(seconds, deadline)
    timer.daemon = True
    timer.start()
    left = {question.place for question in order.questions}
    lines: SimpleQueue[bytes] = SimpleQueue()
    reader = Thread(target=_read, args=(process, lines, timer), daemon=True)
    try:
        reader.start()
        _send(process, order)
        while (line := lines.get()).endswith(b"\n"):
            value: dict[str, Any] = json.loads(line)
            if "done" in value:
                left.discard(value["place"])
            yield value
    finally:
        timer.cancel()
        process.kill()
        code = process.wait()
        if reader.is_alive():
            reader.join()
        process.close()
    if left and deadline.passed:
        raise SourceUnavailable(f"not answered before the crawl's deadline of {seconds:g} s")
    if left:
        raise SourceUnavailable(f"the crawl ended early (exit code {code})")


def _read(process: Crawl, lines: SimpleQueue[bytes], timer: Timer) -> None:
    """Takes the child's lines as they come, however slow their reader is; ends with b''."""
    with process.stdout:
        for line in process.stdout:
            lines.put(line)
    process.wait()
    timer.cancel()
    lines.put(b"")


def _send(process: Crawl, order: CrawlOrder) -> None:
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(order.json().encode())
