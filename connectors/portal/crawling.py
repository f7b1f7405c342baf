"""Runs one crawl in a process of its own, and kills it at its deadline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread, Timer
from typing import Any

from connectors.pace import Became, Leaving, Pace
from connectors.portal.questions import CrawlOrder
from connectors.portal.starter import STARTER, Crawl
from skiptrace.model.errors import ConnectorError, SourceUnavailable


@dataclass(slots=True)
class _Deadline:
    """Kills the process once, after so many seconds."""

    process: Crawl
    seconds: float
    passed: bool = False

    def __call__(self) -> None:
        self.passed = True
        self.process.kill()


class _Granting:
    """Gives the crawl places in the source's limits, on a thread of its own, for they may wait."""

    def __init__(self, pace: Pace, process: Crawl) -> None:
        self._pace = pace
        self._process = process
        self._asks: SimpleQueue[int | None] = SimpleQueue()
        self._places: dict[int, Leaving] = {}
        self._lock = Lock()
        self._ended = False
        if pace.terms.limits:
            Thread(target=self._give_all, daemon=True).start()

    def take(self, value: Mapping[str, Any]) -> bool:
        """Whether a line of the crawl is about a place, and was taken."""
        if "ask" in value:
            self._asks.put(value["ask"])
            return True
        if "over" in value:
            self._places.pop(value["over"]).over(Became[value["became"]])
            return True
        return False

    def end(self) -> None:
        """Nothing of the crawl leaves any more; of what had left nobody knows."""
        self._asks.put(None)
        with self._lock:
            self._ended = True
            for place in self._places.values():
                place.over(Became.LOST)

    def _give_all(self) -> None:
        while (number := self._asks.get()) is not None:
            try:
                place = self._pace.place()
            except ConnectorError as error:
                said: dict[str, object] = {"error": f"{type(error).__name__}: {error}"}
            else:
                said = {"by": place.leave_by}
                with self._lock:
                    self._places[number] = place
                    if self._ended:
                        place.over(Became.UNSENT)
                        return
            _say(self._process, json.dumps({"of": number, **said}))


def crawl(order: CrawlOrder, seconds: float, pace: Pace) -> Iterator[dict[str, Any]]:
    """The lines of the crawl's output as they come; the child never outlives the iterator.

    Its requests leave within `pace`. Raises SourceUnavailable when the child was killed at its
    deadline, or ended by itself before it had said that every question is done.
    """
    process = STARTER.begin()
    deadline = _Deadline(process, seconds)
    timer = Timer(seconds, deadline)
    timer.daemon = True
    timer.start()
    left = {question.place for question in order.questions}
    lines: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
    granting = _Granting(pace, process)
    reader = Thread(target=_read, args=(process, lines, timer, granting), daemon=True)
    try:
        reader.start()
        _say(process, order.json())
        while (value := lines.get()) is not None:
            if "done" in value:
                left.discard(value["place"])
            yield value
    finally:
        timer.cancel()
        process.kill()
        code = process.wait()
        if reader.is_alive():
            reader.join()
        granting.end()
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.close()
    if left and deadline.passed:
        raise SourceUnavailable(f"not answered before the crawl's deadline of {seconds:g} s")
    if left:
        raise SourceUnavailable(f"the crawl ended early (exit code {code})")


def _read(
    process: Crawl,
    lines: SimpleQueue[dict[str, Any] | None],
    timer: Timer,
    granting: _Granting,
) -> None:
    """Takes the child's lines as they come, however slow their reader is; ends with None."""
    with process.stdout:
        for line in process.stdout:
            if not line.endswith(b"\n"):
                break
            value: dict[str, Any] = json.loads(line)
            if not granting.take(value):
                lines.put(value)
    process.wait()
    timer.cancel()
    lines.put(None)


def _say(process: Crawl, text: str) -> None:
    with suppress(BrokenPipeError, ValueError):  # it has ended, and its input is closed
        process.stdin.write(text.encode() + b"\n")
        process.stdin.flush()
