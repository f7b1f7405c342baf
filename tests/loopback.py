"""A provider on loopback that answers from a script and remembers what it was asked."""

from __future__ import annotations

import io
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request that reached the provider."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Says:
    """One scripted answer: `cut_at` bytes of the body leave, `reset` drops the connection."""

    status: int = 200
    body: object = ()
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    reset: bool = False
    hold: float = 0.0

    @property
    def raw(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body).encode()


Script = Callable[[Asked], Says] | Sequence[Says]


@dataclass
class Provider:
    """The running provider: its address and every request so far."""

    url: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def provider(script: Script) -> Iterator[Provider]:
    """Serve a script: a function of the request, or answers in turn of which the last repeats."""
    lock = threading.Lock()
    running = Provider("")

    def answer(asked: Asked) -> Says:
        with lock:
            running.asked.append(asked)
            if callable(script):
                return script(asked)
            return script[min(len(running.asked), len(script)) - 1]

    class Conversation(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_GET(self) -> None:
            self._converse()

        def do_POST(self) -> None:
            self._converse()

        def log_message(self, *_: object) -> None:
            pass

        def _converse(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", "0")))
            self._say(answer(Asked(self.command, parts.path, query, headers, body)))

        def _say(self, says: Says) -> None:
            time.sleep(says.hold)
            if says.reset:
                self._reset()
                return
            self.send_response(says.status)
            headers = {"Content-Type": says.media_type, "Content-Length": str(len(says.raw))}
            for name, value in (headers | says.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(says.raw[: says.cut_at])
            if says.cut_at is not None:
                self.close_connection = True

        def _reset(self) -> None:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            self.rfile, self.wfile = io.BytesIO(), io.BytesIO()
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Conversation)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    running.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_url() -> str:
    """An address on loopback where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"
