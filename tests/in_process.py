"""The command line in this process: what a child process would give, without its half second."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from skiptrace.cli.main import main


def run_here(args: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """`skiptrace ARGS` in a folder: its exit code and the bytes of its two streams.

    Standard input is empty. What would end a process with a traceback is raised. Only for the main
    thread: folder and streams are global.
    """
    out, err = io.BytesIO(), io.BytesIO()
    with ExitStack() as stack:
        stdout, stderr = _stream(out), _stream(err, "backslashreplace")
        stack.enter_context(redirect_stdout(stdout))
        stack.enter_context(redirect_stderr(stderr))
        stack.enter_context(patch.object(sys, "stdin", _stream(io.BytesIO())))
        stack.enter_context(patch.object(sys, "argv", ["skiptrace", *args]))
        stack.callback(os.chdir, Path.cwd())
        os.chdir(folder)
        code = _code()
        stdout.flush()
        stderr.flush()
    return subprocess.CompletedProcess(list(args), code, out.getvalue(), err.getvalue())


def _stream(under: io.BytesIO, errors: str = "strict") -> io.TextIOWrapper:
    return io.TextIOWrapper(under, encoding="utf-8", errors=errors)


def _code() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
