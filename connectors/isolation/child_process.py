"""The process of a connector: started, asked one request at a time, ended when it must be."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, TypeAlias

from connectors.isolation.wire import LONGEST_LINE, Message, from_line, to_line
from skiptrace.model.errors import SourceUnavailable

Reply: TypeAlias = Callable[[Message], Message]
"""Answers what the process asks in the middle of a request."""

_BEGIN = """
import sys
sys.path.insert(0, sys.argv[1])
from connectors.isolation.child import main
main()
"""
_OURS = str(Path(__file__).resolve().parents[2])
_COMMAND = (sys.executable, "-I", "-c", _BEGIN, _OURS)


class Process:
    """A process that answers requests, in a folder of its own; it ends with its owner.

    Not safe for several threads.

    Raises SourceUnavailable when it says nothing for `silence` seconds, then as later.
    """

    def __init__(
        self, first: Mapping[str, object], environment: Mapping[str, str], silence: float
    ) -> None:
        self._silence = silence
        folder = tempfile.mkdtemp(prefix="skiptrace-source-")
        self._child = subprocess.Popen(  # noqa: S603  our own command
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**environment, "TMPDIR": folder, "HOME": folder},
        )
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        reading = (self._child.stdout, self._lines)
        threading.Thread(target=_read, args=reading, daemon=True, name="isolated").start()
        self.end = weakref.finalize(self, _end, self._child, folder)
        self._send({**first, "folder": folder})
        self.hello = self._next()

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._child.poll() is None

    def ask(self, request: Mapping[str, object], reply: Reply) -> Iterator[Message]:
        """What it says to a request, without what it asks meanwhile, up to its end or error.

        Raises SourceUnavailable when it ended or fell silent before that; then, and when the reader
        stops reading, it is no more.
        """
        is_done = False
        try:
            self._send(request)
            while True:
                message = self._next()
                if "ask" in message:
                    self._send(reply(message))
                    continue
                is_done = "end" in message or "error" in message
                if "end" in message:
                    return
                yield message
                if is_done:
                    return
        finally:
            if not is_done:
                self.end()

    def _next(self) -> Message:
        try:
            line = self._lines.get(timeout=self._silence)
        except Empty:
            raise SourceUnavailable("its process fell silent and was ended") from None
        if not line.endswith(b"\n"):
            raise SourceUnavailable("its process ended before it had answered")
        return from_line(line)

    def _send(self, message: Mapping[str, object]) -> None:
        pipe = self._child.stdin
        try:
            if pipe is not None:
                pipe.write(to_line(message))
                pipe.flush()
        except (BrokenPipeError, OSError):
            raise SourceUnavailable("its process ended before it had answered") from None


def _read(pipe: IO[bytes], lines: SimpleQueue[bytes]) -> None:
    """Hand on whole lines; the last one, without an end, says that there is no more."""
    line = b"\n"
    while line.endswith(b"\n"):
        try:
            line = pipe.readline(LONGEST_LINE)
        except (OSError, ValueError):
            line = b""
        lines.put(line)


def _end(child: subprocess.Popen[bytes], folder: str) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    shutil.rmtree(folder, ignore_errors=True)
