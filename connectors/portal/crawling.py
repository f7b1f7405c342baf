"""Runs one crawl in a child process, and kills it at its deadline."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread, Timer
from typing import Any

from connectors.portal.questions import CrawlOrder
from skiptrace.model.errors import SourceUnavailable

_COMMAND = (sys.executable, "-m", "connectors.portal.crawl")


@dataclass(slots=True)
class _Deadline:
    """Kills the process once, after so many seconds."""

    process: subprocess.Popen[bytes]
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
    process = _begin()
    deadline = _Deadline(process, seconds)
    timer = Timer(seconds, deadline)
    timer.daemon = True
    timer.start()
    left = {question.place for question in order.questions}
    lines: SimpleQueue[bytes] = SimpleQueue()
    reader = Thread(target=_read, args=(process, lines, timer), daemon=True)
    try:
        _send(process, order)
        reader.start()
        while (line := lines.get()).endswith(b"\n"):
            value: dict[str, Any] = json.loads(line)
            if "done" in value:
                left.discard(value["place"])
            yield value
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if reader.is_alive():
            reader.join()
    if left and deadline.passed:
        raise SourceUnavailable(f"not answered before the crawl's deadline of {seconds:g} s")
    if left:
        raise SourceUnavailable(f"the crawl ended early (exit code {process.returncode})")


def _begin() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module; the names go to its input
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _read(process: subprocess.Popen[bytes], lines: SimpleQueue[bytes], timer: Timer) -> None:
    """Takes the child's lines as they come, however slow their reader is; ends with b''."""
    if process.stdout is not None:
        with process.stdout:
            for line in process.stdout:
                lines.put(line)
    process.wait()
    timer.cancel()
    lines.put(b"")


def _send(process: subprocess.Popen[bytes], order: CrawlOrder) -> None:
    if process.stdin is not None:
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(order.json().encode())
