"""A provider on loopback that answers from a script and remembers what it was asked."""

from __future__ import annotations

import io
import json
import socket
import ssl
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
    """One scripted answer: `cut_at` bytes of the body leave, `reset` drops the connection.

    With `drip` the body leaves byte by byte, with so many seconds before each.
    """

    status: int = 200
    body: object = ()
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    reset: bool = False
    hold: float = 0.0
    drip: float = 0.0

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


@dataclass
class _Answering:
    """Notes what was asked of a provider, and finds what its script says to it."""

    script: Script
    running: Provider
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, asked: Asked) -> Says:
        with self.lock:
            self.running.asked.append(asked)
            if callable(self.script):
                return self.script(asked)
            return self.script[min(len(self.running.asked), len(self.script)) - 1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: _Answering, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answer = answer
        if tls is not None:
            self.socket = tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )


class _Conversation(BaseHTTPRequestHandler):
    """One connection to a provider."""

    protocol_version = "HTTP/1.1"
    timeout = 5
    server: _Server

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
        self._say(self.server.answer(Asked(self.command, parts.path, query, headers, body)))

    def _say(self, says: Says) -> None:
        time.sleep(says.hold)
        if says.reset:
            self._reset()
            return
        self.send_response(says.status)
        headers = {"Content-Type": says.media_type, "Content-Length": str(len(says.raw))}
        for name, value in (headers | says.headers).items():
            self.send_header(name, value)
        try:
            self.end_headers()
        except OSError:
            self.close_connection = True  # whoever asked went away while it was held
            return
        self._send_body(says)
        if says.cut_at is not None:
            self.close_connection = True

    def _send_body(self, says: Says) -> None:
        body = says.raw[: says.cut_at]
        try:
            for byte in body if says.drip else ():
                time.sleep(says.drip)
                self.wfile.write(bytes([byte]))
            if not says.drip:
                self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
        self.rfile, self.wfile = io.BytesIO(), io.BytesIO()
        self.close_connection = True


@contextmanager
def provider(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Provider]:
    """Serve a script: a function of the request, or answers in turn of which the last repeats.

    With `tls` it is served over TLS by that context, to whomever its handshake lets in.
    """
    running = Provider("")
    server = _Server(_Answering(script, running), tls)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    running.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Dripping:
    """A source that sends a byte now and then and never comes to an end."""

    url: str
    connections: int = 0
    shut: threading.Event = field(default_factory=threading.Event)


@contextmanager
def dripping(start: bytes, drop: bytes, every: float = 0.05) -> Iterator[Dripping]:
    """Serve `start` and then `drop` for ever; `shut` is set once the other side closed."""
    ended = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    running = Dripping(f"http://127.0.0.1:{listener.getsockname()[1]}")

    def drip(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(every)
            try:
                connection.sendall(start)
                while not ended.is_set():
                    connection.sendall(drop)
                    if _is_closed(connection):
                        break
            except OSError:
                pass
            running.shut.set()

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            running.connections += 1
            threading.Thread(target=drip, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _is_closed(connection: socket.socket) -> bool:
    """Whether the other side has closed; waits as long as the connection's timeout."""
    try:
        return connection.recv(65_536) == b""
    except TimeoutError:
        return False


def closed_url() -> str:
    """An address on loopback where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"
