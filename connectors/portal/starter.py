"""Starts crawls: each is a child of one process that has Scrapy loaded.

To load Scrapy takes a second or two; a night has a crawl for every chunk, tier and name. The
process behind the crawls is started with the first of them and ends with the process that started
it, however that ends, for it reads from a socket that nobody else holds. It knows no order: a
crawl's own input and output are handed on to the child, who can be killed at its deadline.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from threading import Lock
from typing import BinaryIO

from skiptrace.model.errors import SourceUnavailable

_NUMBER = struct.Struct("i")
_COMMAND = (sys.executable, "-m", "connectors.portal.starter")
_LONGEST = 60.0
"""Seconds that a crawl may take to begin; the first waits for Scrapy to load."""


class Crawl:
    """A crawl as whoever started it sees it: its input and output, its number, how it ended."""

    def __init__(self, stdin: BinaryIO, stdout: BinaryIO, told: socket.socket) -> None:
        self.stdin, self.stdout = stdin, stdout
        self._told = told
        told.settimeout(_LONGEST)
        self.pid = _number(told.recv(_NUMBER.size, socket.MSG_WAITALL))
        told.settimeout(None)

    @property
    def returncode(self) -> int | None:
        """The exit code, negative for a signal; None while it runs.

        What is waited for is looked at and stays where it is.
        """
        with suppress(BlockingIOError):
            said = self._told.recv(_NUMBER.size, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            return _number(said) if said else -signal.SIGKILL
        return None

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        said = self._told.recv(_NUMBER.size, socket.MSG_PEEK | socket.MSG_WAITALL)
        return _number(said) if said else -signal.SIGKILL

    def kill(self) -> None:
        """End it at once, if it runs."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Hear of it no more; it has ended. Its output is its reader's to close."""
        self._told.close()


def _number(said: bytes) -> int:
    if len(said) != _NUMBER.size:
        raise ConnectionError("the process behind the crawls is gone")
    [number] = _NUMBER.unpack(said)
    return int(number)


class CrawlStarter:
    """Starts crawls; safe to use from many threads. `command` is the process behind them."""

    def __init__(self, command: Sequence[str] = _COMMAND) -> None:
        self._command = command
        self._lock = Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None

    def begin(self) -> Crawl:
        """A crawl that waits for its order; SourceUnavailable when none can be started."""
        with self._lock:
            for is_last in (False, True):
                try:
                    return self._begun(self._served())
                except OSError:
                    self._end()
                    if is_last:
                        raise SourceUnavailable("no crawl can be started") from None
            raise AssertionError("the loop returns or raises")

    def end(self) -> None:
        """End the process behind the crawls, if there is one."""
        with self._lock:
            self._end()

    def _served(self) -> socket.socket:
        """Where orders go; the process that takes them is started if it does not run."""
        if self._orders is not None and self._server is not None and self._server.poll() is None:
            return self._orders
        self._end()
        self._orders, theirs = socket.socketpair()
        with theirs:
            self._server = subprocess.Popen(  # noqa: S603 - our own module
                [*self._command, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        return self._orders

    def _begun(self, orders: socket.socket) -> Crawl:
        with ExitStack() as theirs, ExitStack() as ours:
            read, stdin = os.pipe()
            theirs.callback(os.close, read)
            into = ours.enter_context(os.fdopen(stdin, "wb"))
            stdout, write = os.pipe()
            theirs.callback(os.close, write)
            out = ours.enter_context(os.fdopen(stdout, "rb"))
            told, tell = socket.socketpair()
            ours.enter_context(told)
            theirs.enter_context(tell)
            socket.send_fds(orders, [b"."], [read, write, tell.fileno()])
            theirs.close()
            crawl = Crawl(into, out, told)
            ours.pop_all()
            return crawl

    def _end(self) -> None:
        if self._orders is not None:
            self._orders.close()
        if self._server is not None:
            self._server.kill()
            self._server.wait()
        self._orders = self._server = None


STARTER = CrawlStarter()
"""That of this process."""
atexit.register(STARTER.end)


def serve(orders: socket.socket) -> None:
    """Start a crawl for each order, until nobody can send one any more."""
    from scrapy.downloadermiddlewares.cookies import _is_public_domain
    from scrapy.utils.misc import load_object

    from connectors.portal import crawl

    for step in crawl.STEPS:
        load_object(step)
    _is_public_domain("example.com")  # reads the list of public suffixes
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        _, passed, *_ = socket.recv_fds(orders, 1, 3)
        if not passed:
            return
        if os.fork() == 0:
            orders.close()
            _keep(*passed)
        for number in passed:
            os.close(number)


def _keep(read: int, write: int, tell: int) -> None:
    """Tells the number of the crawl's process, then its exit code; the process ends here."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid == 0:
        os.dup2(read, 0)
        os.dup2(write, 1)
        for number in (read, write, tell):
            os.close(number)
        _crawl()
    os.close(read)
    os.close(write)
    with suppress(BrokenPipeError):
        os.write(tell, _NUMBER.pack(pid))
        os.write(tell, _NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
    os._exit(0)


def _crawl() -> None:
    from connectors.portal import crawl

    code = 1
    try:
        crawl.main()
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
