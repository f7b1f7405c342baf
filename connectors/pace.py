"""Keeps calls within a source's limits: several limits at once, several threads at once."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from skiptrace.model.card import Limit
from skiptrace.model.errors import QuotaExhausted

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
