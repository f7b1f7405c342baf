"""Crawls that begin warm: children of one process that has Scrapy loaded, not a second each.

`begin` stands in for the start of a real child, of which tests keep a few: it takes the same
order on its standard input, writes the same lines, ends with the reader and can be killed. Only the
pauses before a page is asked again are shorter.
"""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from weakref import finalize

_NUMBER = struct.Struct("i")


class Crawl:
    """A crawl as its starter sees it: what `crawling` uses of a Popen."""

    def __init__(self, stdin: BinaryIO, stdout: BinaryIO, told: socket.socket) -> None:
        self.stdin, self.stdout = stdin, stdout
        self._told = told
        finalize(self, told.close)
        (self.pid,) = _NUMBER.unpack(told.recv(_NUMBER.size, socket.MSG_WAITALL))

    @property
    def returncode(self) -> int | None:
        """The exit code, None while it runs; what is waited for is read, never taken."""
        with suppress(BlockingIOError):
            said = self._told.recv(_NUMBER.size, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            return _NUMBER.unpack(said)[0] if len(said) == _NUMBER.size else None
        return None

    poll = returncode.fget

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        flags = socket.MSG_PEEK | socket.MSG_WAITALL
        return int(_NUMBER.unpack(self._told.recv(_NUMBER.size, flags))[0])

    def kill(self) -> None:
        """Ends it at once, if it runs."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


@contextmanager
def warm_crawls() -> Iterator[Callable[[], Crawl]]:
    """What begins a crawl; the process behind it starts with the first and ends with the block."""
    orders, theirs = socket.socketpair()
    server: list[subprocess.Popen[bytes]] = []

    def begin() -> Crawl:
        if not server:
            command = [sys.executable, str(Path(__file__)), str(theirs.fileno())]
            server.append(
                subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
            )
        (read, stdin), (stdout, write), (told, tell) = os.pipe(), os.pipe(), socket.socketpair()
        with tell:
            socket.send_fds(orders, [b"."], [read, write, tell.fileno()])
        os.close(read)
        os.close(write)
        return Crawl(os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"), told)

    try:
        yield begin
    finally:
        orders.close()
        theirs.close()
        for one in server:
            one.kill()
            one.wait()


def _serve(orders: socket.socket) -> None:
    """A crawl for each order, until nobody can send one any more."""
    from scrapy.downloadermiddlewares.cookies import _is_public_domain
    from scrapy.utils.misc import load_object

    from connectors.portal import crawl, spider

    spider._FIRST_PAUSE = 0.01
    for step in crawl._STEPS:
        load_object(step)
    _is_public_domain("example.com")  # reads the list of public suffixes
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        _, passed, *_ = socket.recv_fds(orders, 1, 3)
        if not passed:
            return
        if os.fork() == 0:
            orders.close()
            _keep(crawl.main, *passed)
        for number in passed:
            os.close(number)


def _keep(main: Callable[[], None], read: int, write: int, tell: int) -> None:
    """Tells the number of the crawl's process, then its exit code; the process ends here."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if pid == 0:
        os.dup2(read, 0)
        os.dup2(write, 1)
        for number in (read, write, tell):
            os.close(number)
        _crawl(main)
    os.close(read)
    os.close(write)
    with suppress(BrokenPipeError):
        os.write(tell, _NUMBER.pack(pid))
        os.write(tell, _NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
    os._exit(0)


def _crawl(main: Callable[[], None]) -> None:
    code = 1
    try:
        main()
        code = 0
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
