"""The loopback HTTP/1.1 server in front of the providers.

Connections are kept alive, each answer leaves in one write with Nagle's algorithm off, and every
answer carries `Server: skiptrace-sandbox`. It listens on 127.0.0.1 only.
"""

from __future__ import annotations

import socket
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from connectors.sandbox.providers.faults import FaultBook
from connectors.sandbox.providers.messages import Provider, Request, Response, json_response

HOST = "127.0.0.1"
SERVER_NAME = "skiptrace-sandbox"
_LARGEST_REQUEST = 1024 * 1024
_IDLE_SECONDS = 120
_LONGEST_STEP = 0.2
_PIECES = 10
"""In how many a body is sent that drips."""
_SSH = b"SSH-"


class Router:
    """Sends a request to the provider whose path prefix it has, by way of the faults."""

    def __init__(self, providers: Mapping[str, Provider], faults: FaultBook) -> None:
        self._providers = sorted(providers.items(), key=lambda item: -len(item[0]))
        self._faults = faults

    def answer(self, request: Request) -> Response:
        """The provider's answer, the fault that is due instead, or 404."""
        return self._faults.answer(request, self._routed)

    def _routed(self, request: Request) -> Response:
        for prefix, provider in self._providers:
            if request.path.startswith(prefix):
                return provider.answer(request)
        return json_response(404, {"error": True, "message": "No provider has this path"})


class SandboxServer(ThreadingHTTPServer):
    """A thread for each connection; `stopping` makes held answers end.

    `files` serves connections that speak SSH, where there is one.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, port: int, router: Router, files: Callable[[socket.socket], None] | None = None
    ) -> None:
        self.router = router
        self._files = files
        self.stopping = False
        super().__init__((HOST, port), _Conversation)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Hand a connection that speaks SSH to who serves files, any other to the providers."""
        if self._files is not None:
            request.settimeout(_IDLE_SECONDS)
            if request.recv(len(_SSH), socket.MSG_PEEK) == _SSH:
                self._files(request)
                return
        super().finish_request(request, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """Says where an error of ours happened, without its words, which may hold a name."""
        error = sys.exception()
        if error is None or isinstance(error, ConnectionError | TimeoutError):
            return
        place = traceback.extract_tb(error.__traceback__)[-1]
        name = Path(place.filename).name
        sys.stderr.write(f"sandbox: {type(error).__name__} in {name} line {place.lineno}\n")

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


class _Conversation(BaseHTTPRequestHandler):
    """Reads the requests of one connection and writes their answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS
    server: SandboxServer

    def do_GET(self) -> None:
        self._converse()

    def do_POST(self) -> None:
        self._converse()

    def version_string(self) -> str:
        return SERVER_NAME

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: a request line may hold a name."""

    def _converse(self) -> None:
        body = self._body()
        if body is None:
            self.close_connection = True
            self._write(json_response(413, {"error": True, "message": "Body missing or too long"}))
            return
        path, _, query = self.path.partition("?")
        self._write(
            self.server.router.answer(
                Request(
                    method=self.command,
                    path=unquote(path),
                    params=dict(parse_qsl(query, keep_blank_values=True)),
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=body,
                )
            )
        )

    def _body(self) -> bytes | None:
        """The request's body, or None if its length is unknown or too large."""
        if "Transfer-Encoding" in self.headers:
            return None
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > _LARGEST_REQUEST:
            return None
        return self.rfile.read(int(length)) if length != "0" else b""

    def _write(self, answer: Response) -> None:
        self._hold(answer.hold_seconds)
        if answer.cut_at is not None:
            self.close_connection = True
        if answer.hold_seconds:
            return
        body = answer.body[: answer.cut_at]
        if not answer.drip_seconds:
            self.wfile.write(self._head(answer) + b"\r\n" + body)
            return
        self.wfile.write(self._head(answer) + b"\r\n")
        size = max(1, -(-len(body) // _PIECES))
        for start in range(0, len(body), size):
            self._hold(answer.drip_seconds / _PIECES)
            self.wfile.write(body[start : start + size])

    def _hold(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.server.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _LONGEST_STEP))

    def _head(self, answer: Response) -> bytes:
        lines = [
            f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
            f"Server: {SERVER_NAME}",
            f"Date: {self.date_time_string()}",
            f"Content-Type: {answer.content_type}",
            f"Content-Length: {len(answer.body)}",
            f"Connection: {'close' if self.close_connection else 'keep-alive'}",
            *(f"{name}: {value}" for name, value in answer.headers),
        ]
        return "".join(f"{line}\r\n" for line in lines).encode("latin-1")
