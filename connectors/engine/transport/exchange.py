"""One exchange with a source under one watch: from connecting to the last byte it has so long.

A timeout of `requests` bounds single reads, so that a source which sends a byte now and then holds
a call open for ever. Here the socket of the exchange is shut when its time is up, whatever was
being read or sent then: the status line, a header or the body. Connecting and the handshake of TLS
have a timeout of their own, which Python counts for each address and for the whole handshake.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from connectors.deadlines import DEADLINES, Deadline

_CONNECT_SECONDS = 10.0


def may_leave() -> None:
    """The leave of a request that nothing holds back."""


class Watch:
    """Shuts the socket of the exchange that runs within it after so many seconds.

    `leave` is asked before any byte of the request is sent, as the very last thing: what it raises
    keeps the request here. `connected` says whether a connection, with its TLS, was ever made, and
    `left` whether a byte of the request was sent, which none is once the time is up. `passed` says
    whether the time was up before the end.
    """

    def __init__(self, seconds: float, leave: Callable[[], None] = may_leave) -> None:
        self.seconds = seconds
        self.leave = leave
        self.connected = False
        self.left = False
        self.passed = False
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._deadline: Deadline | None = None

    def __enter__(self) -> Watch:
        self._token = _WATCH.set(self)
        self._deadline = DEADLINES.after(self.seconds, self._end)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        _WATCH.reset(self._token)
        with self._lock:
            if self._held is not None:
                self._held.close()
            self._held = None

    def hold(self, connection: socket.socket) -> None:
        """Watches a connection, by a descriptor of its own, in nobody's way."""
        with self._lock:
            self._held = socket.socket(fileno=os.dup(connection.fileno()))
            if self.passed:
                self._shut()

    def go(self) -> None:
        """The next bytes go now; TimeoutError when the time is up, and then they stay here."""
        with self._lock:
            if self.passed:
                raise TimeoutError
            self.left = True

    def _end(self) -> None:
        with self._lock:
            self.passed = True
            self._shut()

    def _shut(self) -> None:
        if self._held is not None:
            with suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)


_WATCH: ContextVar[Watch | None] = ContextVar("exchange", default=None)


def watched_session(
    connections: int = 1, context: ssl.SSLContext | None = None
) -> requests.Session:
    """A session for `send_once` that reads no settings of the machine and repeats nothing.

    `context` shows our certificate to a source that asks for one.
    """
    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, _WatchedAdapter(context, connections))
    return session


def send_once(
    session: requests.Session,
    request: requests.Request,
    watch: Watch,
    pause: float | None = None,
) -> requests.Response:
    """The reply's head, its body still to be read, within the watch that is entered.

    `pause` is how long the source may say nothing, all of the watch's time if it is not given. The
    reply is the source's own: no redirect is followed or even looked at, no cookie kept.
    """
    prepared = session.prepare_request(request)
    return session.get_adapter(str(prepared.url)).send(
        prepared,
        stream=True,
        timeout=(min(watch.seconds, _CONNECT_SECONDS), pause or watch.seconds),
        proxies={},
        verify=session.verify or True,
    )


def _take_up(connection: HTTPConnection) -> None:
    """Puts a connection that is made, or was kept alive, under the watch of its exchange."""
    watch = _WATCH.get()
    if watch is not None and connection.sock is not None and not watch.connected:
        watch.hold(connection.sock)
        watch.connected = True


def _ask_leave() -> None:
    watch = _WATCH.get()
    if watch is not None:
        watch.leave()
        watch.go()


def _begin(connection: HTTPConnection, headers: Mapping[str, str] | None) -> None:
    """Lets a request that ends its connection have one of its own.

    One that was kept alive has been told to end, and the source may do so as the request leaves.
    """
    watch = _WATCH.get()
    if watch is not None and not watch.connected and (headers or {}).get("Connection") == "close":
        connection.close()
    _take_up(connection)


class _WatchedHTTP(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _take_up(self)

    def request(self, *parts: Any, **named: Any) -> None:
        _begin(self, named.get("headers"))
        super().request(*parts, **named)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()  # or sending would, between the leave and the bytes
        _ask_leave()
        super().send(data)


class _WatchedHTTPS(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _take_up(self)

    def request(self, *parts: Any, **named: Any) -> None:
        _begin(self, named.get("headers"))
        super().request(*parts, **named)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()  # or sending would, between the leave and the bytes
        _ask_leave()
        super().send(data)


class WatchedHTTPPool(HTTPConnectionPool):
    """Connections over plain HTTP that the watch of their exchange can shut."""

    ConnectionCls = _WatchedHTTP


class WatchedHTTPSPool(HTTPSConnectionPool):
    """Connections over TLS that the watch of their exchange can shut."""

    ConnectionCls = _WatchedHTTPS


class _WatchedAdapter(HTTPAdapter):
    def __init__(self, context: ssl.SSLContext | None, connections: int) -> None:
        self._context = context
        super().__init__(pool_maxsize=connections)

    def init_poolmanager(self, *parts: Any, **named: Any) -> None:
        if self._context is not None:
            named["ssl_context"] = self._context
        super().init_poolmanager(*parts, **named)
        pools = {"http": WatchedHTTPPool, "https": WatchedHTTPSPool}
        self.poolmanager.pool_classes_by_scheme = pools
