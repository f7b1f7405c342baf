"""Keeps calls within a source's limits: several limits, threads and processes at once."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from skiptrace.model.card import Limit
from skiptrace.model.errors import QuotaExhausted
from skiptrace.model.ports import Places

LONGEST_WAIT = 120.0


class Pace:
    """Grants call times so that no limit is ever passed: at most `calls` in any `seconds`.

    One Pace is shared by all threads that ask one source. `now` and `sleep` are in seconds.
    """

    def __init__(
        self,
        limits: Sequence[Limit],
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._terms = tuple(limits)
        self._limits = tuple((limit, deque[float](maxlen=limit.calls)) for limit in limits)
        self._now = now
        self._sleep = sleep
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Returns when the next call may leave.

        Raises QuotaExhausted, and takes no place, when that would be later than `LONGEST_WAIT`.
        """
        with self._lock:
            now = self._now()
            start = max([now, *(self._earliest(limit, past) for limit, past in self._limits)])
            if start - now > LONGEST_WAIT:
                raise QuotaExhausted("the source's own limit is used up for now")
            for _, past in self._limits:
                past.append(start)
        if start > now:
            self._sleep(start - now)

    def _earliest(self, limit: Limit, past: deque[float]) -> float:
        return past[0] + limit.seconds if len(past) == limit.calls else 0.0


class SharedPace(Pace):
    """Grants call times within limits that hold for every process, by places that are given out."""

    def __init__(
        self,
        source: str,
        limits: Sequence[Limit],
        places: Places,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(limits, now, sleep)
        self._source = source
        self._places = places
        self._start = self._end = 0.0
        self._left = 0

    def wait(self) -> None:
        """As Pace; raises SourceUnavailable too, when nobody can say whether the call may leave."""
        with self._lock:
            now = self._now()
            if self._left < 1 or now > self._end:
                place = self._places.take(self._source, self._terms, LONGEST_WAIT)
                self._start = now + place.wait
                self._end = self._start + place.hold
                self._left = place.calls
            self._left -= 1
            start = self._start
        if start > now:
            self._sleep(start - now)
