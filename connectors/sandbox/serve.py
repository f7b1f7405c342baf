"""Serves a sandbox folder on loopback: as a command, and as a child process of a program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

import click

from skiptrace.model.errors import ConfigError, SkiptraceError

if TYPE_CHECKING:
    from connectors.sandbox.providers.faults import Seen

_PARENT_CHECK_SECONDS = 0.2
_STOP_SECONDS = 5.0


@click.command("serve")
@click.option(
    "--dir",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The sandbox folder that `build` made.",
)
@click.option(
    "--port", default=0, type=click.IntRange(0, 65535), help="The port; 0 takes a free one."
)
@click.option(
    "--faults",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file that says which requests fail, and how.",
)
@click.option("--parent", type=int, hidden=True, help="End when this process is no longer ours.")
def serve(folder: Path, port: int, faults: Path | None, parent: int | None) -> None:
    """Serve the town's providers on 127.0.0.1 until killed.

    Prints one JSON line, {"port": N}, as soon as requests are answered.
    """
    try:
        with serving(folder, port, faults) as taken:
            click.echo(json.dumps({"port": taken}))
            sys.stdout.flush()
            _wait(parent)
    except (SkiptraceError, OSError) as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        return


@contextmanager
def serving(
    folder: Path, port: int = 0, faults: Path | None = None, seen: Seen = lambda _, __: None
) -> Iterator[int]:
    """Serves a sandbox folder from threads of this process; gives the port; `seen` is told of
    every request.

    Raises ConfigError when the folder holds no town or the faults file is wrong, OSError when the
    port is taken.
    """
    from connectors.sandbox.providers.assembly import open_server

    with open_server(folder, port, faults, seen) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.port
        finally:
            server.stopping = True
            server.shutdown()
            thread.join()


def _wait(parent: int | None) -> None:
    """Returns when the parent process is gone; never if there is none to watch.

    A parent that is killed closes our standard input and leaves us to another process: either is
    enough, since a sibling may hold the pipe open, and not every system hands children over.
    """
    if parent is None:
        threading.Event().wait()
        return
    ended = threading.Event()
    threading.Thread(target=_until_end, args=(sys.stdin, ended), daemon=True).start()
    while not ended.wait(_PARENT_CHECK_SECONDS) and os.getppid() == parent:
        continue


def _until_end(stream: IO[str], ended: threading.Event) -> None:
    while stream.read(1):
        continue
    ended.set()


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A sandbox that serves in a child process: `url` has no slash at its end.

    The child ends with `stop`, at the end of a `with` block, and when its parent is killed.
    """

    port: int
    url: str
    child: subprocess.Popen[str]

    def stop(self) -> None:
        """Ends the child; doing so twice is harmless."""
        if self.child.stdin is not None and not self.child.stdin.closed:
            self.child.stdin.close()
        try:
            self.child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        if self.child.stdout is not None:
            self.child.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start_sandbox(folder: Path, faults: Path | None = None) -> RunningSandbox:
    """Serves a sandbox folder in a child process; returns as soon as it answers requests.

    Raises ConfigError when the child ends before that; what was wrong is on its standard error.
    """
    command = [sys.executable, "-m", "connectors.sandbox", "serve", "--dir", str(folder)]
    command += ["--faults", str(faults)] if faults is not None else []
    child = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        [*command, "--parent", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    line = child.stdout.readline() if child.stdout is not None else ""
    port = int(json.loads(line)["port"]) if line else 0
    running = RunningSandbox(port, f"http://127.0.0.1:{port}", child)
    if not port:
        running.stop()
        raise ConfigError(f"{folder}: the sandbox did not start (exit code {child.returncode})")
    return running


if __name__ == "__main__":
    serve()
