"""A provider on loopback that takes calls late, counts them by its own clock and answers slowly."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from skiptrace.model.card import Limit


@dataclass
class LateProvider:
    """Counts a call up to `late` seconds after it came; every `fails`th is told that it is busy."""

    late: float
    fails: int = 0
    port: int = 0
    times: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    chance: random.Random = field(default_factory=lambda: random.Random(3))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def count(self) -> int:
        """Count one call, late; then let it wait for its answer. Its number."""
        with self.lock:
            before, after = self.late * self.chance.random() ** 3, self.chance.random() / 20
        time.sleep(before)
        with self.lock:
            self.times.append(time.monotonic())
            number = len(self.times)
        time.sleep(after)
        return number

    def most(self, limit: Limit) -> int:
        """The most calls that any window of the limit holds."""
        return max(
            sum(start <= t <= start + limit.seconds for t in self.times) for start in self.times
        )

    def broken(self, limits: Sequence[Limit]) -> list[str]:
        """The limits that were passed, with what was counted."""
        each = [(limit, self.most(limit)) for limit in limits]
        return [f"{most} in {limit}" for limit, most in each if most > limit.calls]


@contextmanager
def serving(provider: LateProvider) -> Iterator[LateProvider]:
    """The provider on a port of its own, each call on a thread."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            number = provider.count()
            busy = provider.fails and number % provider.fails == 0
            self.send_response(503 if busy else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *parts: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
