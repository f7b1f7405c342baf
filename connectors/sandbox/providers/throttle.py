"""How many requests a caller may make: a bucket of tokens that refills steadily."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from connectors.sandbox.providers.messages import Headers


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `burst` requests at once, and `per_second` in the long run."""

    per_second: float
    burst: int


class Throttle:
    """Grants requests by caller, each with a bucket of its own; thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait_for(self, caller: str, rate: Rate) -> int:
        """0 if the caller may ask now, else the whole seconds after which it may."""
        now = self._clock()
        with self._lock:
            level, then = self._buckets.get(caller, (float(rate.burst), now))
            level = min(float(rate.burst), level + (now - then) * rate.per_second)
            granted = level >= 1
            self._buckets[caller] = (level - 1 if granted else level, now)
        return 0 if granted else math.ceil((1 - level) / rate.per_second)


def retry_after(seconds: int) -> Headers:
    """The Retry-After header for a wait of whole seconds."""
    return (("Retry-After", str(seconds)),)
