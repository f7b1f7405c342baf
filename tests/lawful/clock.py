"""Another day for a whole installation: everybody who asks the machine for the time is told it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from skiptrace.app import installation

_REAL = installation.utc_now


@dataclass
class ShiftedClock:
    """Runs as the machine's clock does, from a moment of another day."""

    ahead: timedelta

    def __call__(self) -> datetime:
        return _REAL() + self.ahead

    def set(self, moment: datetime) -> None:
        """Let it be that moment now."""
        self.ahead = moment - _REAL()


@contextmanager
def at_moment(moment: datetime) -> Iterator[ShiftedClock]:
    """From that moment on, for whatever module took `utc_now` or takes it meanwhile."""
    clock = ShiftedClock(moment - _REAL())
    _give(_REAL, clock)
    try:
        yield clock
    finally:
        _give(clock, _REAL)


def _give(before: object, after: object) -> None:
    for module in list(sys.modules.values()):
        if vars(module).get("utc_now") is before:
            module.utc_now = after  # type: ignore[attr-defined]
