"""Pieces of work, told to the standard library's logging as they begin and end, by ids alone.

Whoever configures logging chooses what becomes of it: lines of JSON, spans of OpenTelemetry, or
nothing, and then telling costs next to nothing. A value is an id or a number: never a name, an
address, a number of a person, or the text of an error.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from secrets import token_hex
from time import perf_counter_ns

LOGGER = logging.getLogger("skiptrace")
TOLD = "told"
"""The attribute of a log record that carries what is told."""

Value = str | int
_ID = re.compile(r"[A-Za-z0-9_.:~-]{1,80}")
_MILLION = 1_000_000


class Phase(StrEnum):
    """Whether a piece of work begins or ends; EVENT is a moment of its own."""

    BEGINS = "begins"
    ENDS = "ends"
    EVENT = "event"


@dataclass(slots=True)
class Span:
    """A piece of work: `ids` say what it is about, those of what it is a part of included.

    `counts` are what it came to, `error` the kind of error that broke it off.
    """

    name: str
    ids: Mapping[str, Value]
    parent: str = ""
    id: str = field(default_factory=lambda: token_hex(8))
    counts: dict[str, int] = field(default_factory=dict)
    error: str = ""
    milliseconds: int = 0

    def add(self, **counts: int) -> None:
        """Count what was done."""
        for name, count in counts.items():
            self.counts[name] = self.counts.get(name, 0) + count


@dataclass(frozen=True, slots=True)
class Telling:
    """What a log record carries: the span, and what becomes of it."""

    span: Span
    phase: Phase


_CURRENT: ContextVar[Span | None] = ContextVar("skiptrace.span", default=None)


@contextmanager
def span(name: str, **ids: Value) -> Iterator[Span]:
    """One piece of work, a part of what is under way in this context."""
    made = _made(name, ids)
    if not LOGGER.isEnabledFor(logging.INFO):
        yield made
        return
    before, began = _CURRENT.set(made), perf_counter_ns()
    _tell(made, Phase.BEGINS)
    try:
        yield made
    except BaseException as error:
        made.error = type(error).__name__
        raise
    finally:
        made.milliseconds = (perf_counter_ns() - began) // _MILLION
        _CURRENT.reset(before)
        _tell(made, Phase.ENDS)


def event(name: str, level: int = logging.INFO, **ids: Value) -> None:
    """Tell a moment of what is under way in this context."""
    if LOGGER.isEnabledFor(level):
        _tell(_made(name, ids), Phase.EVENT, level)


def _made(name: str, ids: Mapping[str, Value]) -> Span:
    parent = _CURRENT.get()
    known = parent.ids if parent is not None else {}
    own = {key: _checked(value) for key, value in ids.items()}
    return Span(name, {**known, **own}, parent.id if parent is not None else "")


def _checked(value: Value) -> Value:
    """An id as it is; a text that is none is not told, whatever it was."""
    return value if isinstance(value, int) or _ID.fullmatch(value) else "not an id"


def _tell(made: Span, phase: Phase, level: int = logging.INFO) -> None:
    level = logging.WARNING if made.error else level
    LOGGER.log(level, "%s %s", made.name, phase.value, extra={TOLD: Telling(made, phase)})
