"""The side that answers: one connector in a confined process, asked over standard input.

Started by `connectors.isolation.child_process` and by nothing else. What it says first tells
whether the connector could be built; then each request is answered until standard input ends.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from connectors.base import SourceSettings
from connectors.card import LoadedCard, load_card
from connectors.isolation.confinement import Reach, confine
from connectors.isolation.wire import (
    Message,
    answer_out,
    error_in,
    error_out,
    from_line,
    inquiries_in,
    snapshots_in,
    tickets_in,
    to_line,
)
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.places import Over, Place, Terms
from skiptrace.model.ports import Collector, Connector, Provable, Settler


class Line:
    """The two pipes. What is asked of the other side is answered before anybody asks again."""

    def __init__(self, reading: BinaryIO, writing: BinaryIO) -> None:
        self._reading = reading
        self._writing = writing
        self._asking = threading.Lock()
        self._saying = threading.Lock()

    def next(self) -> Message | None:
        """The next request; None when there will be none."""
        line = self._reading.readline()
        return from_line(line) if line else None

    def say(self, **message: object) -> None:
        """Send a message."""
        with self._saying:
            self._writing.write(to_line(message))
            self._writing.flush()

    def ask(self, **message: object) -> Message:
        """What the other side answers to this; raises the error that it answers with."""
        with self._asking:
            self.say(**message)
            reply = self.next()
        if reply is None:
            raise SystemExit(0)
        if "error" in reply:
            raise error_in(reply["error"])
        return reply


class _Places:
    """Places in the source's limits, given out by the other side."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def take(self, terms: Terms, longest: float, over: Sequence[Over]) -> Place:
        """The next place; whose limits these are, and how many, the other side knows itself."""
        self.end(terms, over)
        return Place(**self._line.ask(ask="place", longest=longest))

    def end(self, terms: Terms, over: Sequence[Over]) -> None:
        """Tell what is over."""
        for one in over:
            self._line.ask(ask="over", **asdict(one))


class _Clock:
    """The other side's time, which goes on by this machine's."""

    def __init__(self) -> None:
        self._since, self._at = 0.0, datetime.now(UTC)

    def set(self, text: str) -> None:
        self._since, self._at = time.monotonic(), datetime.fromisoformat(text)

    def __call__(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._since)


def main() -> None:
    """Build the connector and answer for it."""
    line = Line(sys.stdin.buffer, os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # what the code prints is no message
    first = line.next() or {}
    clock = _Clock()
    clock.set(first["now"])
    sys.path[:] = first["path"]
    try:
        if first["confined"]:
            reads = (Path(first["card"]).parent, *map(Path, first["reads"]))
            writes = tuple(map(Path, (*first["writes"], first["folder"])))
            confine(Reach(reads, writes, frozenset(first["ports"])))
        connector = _built(first, line, clock)
    except Exception as error:  # noqa: BLE001  whatever it was, the other side tells it
        line.say(error=error_out(error))
        return
    line.say(
        settles=isinstance(connector, Settler) and connector.can_settle,
        collects=isinstance(connector, Collector),
        proves=isinstance(connector, Provable),
    )
    while (request := line.next()) is not None:
        clock.set(request["now"])
        try:
            for answer in _answers(connector, request, line):
                line.say(**answer)
        except Exception as error:  # noqa: BLE001  the other side tells what it means
            line.say(error=error_out(error))
        else:
            line.say(end=True)


def _built(first: Message, line: Line, clock: _Clock) -> Connector:
    loaded: LoadedCard = load_card(Path(first["card"]))
    about = (first["base_url"], Path(first["data_dir"]), clock, first["secrets"], first["options"])
    module, _, name = loaded.connector.partition(":")
    try:
        kind = getattr(import_module(module), name)
    except (ImportError, AttributeError):
        raise ConfigError(f"{loaded.connector} cannot be imported") from None
    made: Connector = kind(loaded, SourceSettings(*about, places=_Places(line)))
    return made


def _answers(connector: Connector, request: Message, line: Line) -> Iterable[Message]:
    wanted, inquiries = request["do"], inquiries_in(request.get("inquiries", []))

    def leave(inquiry: Inquiry) -> None:
        line.ask(ask="leave", of=inquiry.id)

    if wanted == "search":
        yield from ({"answer": answer_out(one)} for one in connector.search(inquiries, leave))
    elif wanted == "read":
        answer = connector.read(inquiries[0], snapshots_in(request["snapshots"]))
        yield {"answer": answer_out(answer)}
    elif wanted == "settle" and isinstance(connector, Settler):
        settled = connector.settle(inquiries[0])
        yield {"answer": answer_out(settled) if settled is not None else None}
    elif wanted == "collect" and isinstance(connector, Collector):
        waiting = list(zip(inquiries, tickets_in(request["tickets"]), strict=True))
        yield from ({"answer": answer_out(one)} for one in connector.collect(waiting))
    elif wanted == "prove" and isinstance(connector, Provable):
        yield from ({"proved": words} for words in connector.prove())
