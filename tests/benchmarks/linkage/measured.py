"""Runs a command and measures it: seconds and peak memory, from the kernel's own account."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """What one command took; processors' seconds are those of all of them together.

    The peak of a child counts from what its parent held when it was started, so a benchmark that
    measures memory makes its data in another child, never in itself.
    """

    seconds: float
    peak_rss_mb: float
    processor_seconds: float = 0.0


class CommandFailed(Exception):
    """A measured command did not end with 0; its own message went to standard error."""


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder with its chatter silenced; CommandFailed when it fails."""
    started = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise CommandFailed(f"{command[0]} ended with {child.returncode}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    spent = usage.ru_utime + usage.ru_stime
    return Run(time.perf_counter() - started, usage.ru_maxrss / unit, spent)


def filled(template: Sequence[str], paths: Mapping[str, Path]) -> list[str]:
    """A command with its `{subjects}`-like places filled in; other braces are an error."""
    places = {name: str(path) for name, path in paths.items()}
    return [word.format(**places) for word in template]
