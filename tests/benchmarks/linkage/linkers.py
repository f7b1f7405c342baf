"""The linkers that are compared, each one a command over two files."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.linkage import measured

ROOT = Path(__file__).parents[3]
OURS = "skiptrace"
PEER = "Splink 5"


@dataclass(frozen=True)
class Linker:
    """A command with the places {subjects}, {records} and {out}; {stats} is optional."""

    name: str
    command: tuple[str, ...]


def ours(python: str = sys.executable) -> Linker:
    """The shipped command with its shipped model."""
    words = "-m skiptrace.cli link --subjects {subjects} --records {records} --out {out}"
    return Linker(OURS, (python, *words.split()))


def splink(python: Path) -> Linker:
    """The peer in its own environment, trained without labels on the files it links."""
    script = Path(__file__).with_name("splink_peer.py")
    words = "--subjects {subjects} --records {records} --out {out}"
    return Linker(PEER, (str(python), str(script), *words.split()))


def from_option(text: str) -> Linker:
    """`NAME=COMMAND` as typed; ValueError when it is not of that form."""
    name, equals, command = text.partition("=")
    if not (name and equals and "{out}" in command):
        raise ValueError("a linker is NAME=COMMAND with {subjects}, {records} and {out}")
    return Linker(name, tuple(shlex.split(command)))


@dataclass(frozen=True)
class Files:
    """The two files that a linker reads and the one it writes."""

    subjects: Path
    records: Path
    out: Path


def link(linker: Linker, files: Files) -> float:
    """Run a linker unless its answer is there already; the seconds it took, 0.0 when it was."""
    if files.out.exists():
        return 0.0
    started = time.perf_counter()
    unfinished = files.out.with_suffix(".unfinished.csv")
    paths = {
        "subjects": files.subjects.resolve(),
        "records": files.records.resolve(),
        "out": unfinished.resolve(),
        "stats": files.out.with_suffix(".json").resolve(),
    }
    measured.run(measured.filled(linker.command, paths), ROOT)
    unfinished.rename(files.out)
    return time.perf_counter() - started


def chosen(options: Sequence[str], splink_python: Path | None) -> tuple[Linker, ...]:
    """The linkers of a run: those typed, else ours, and the peer where its environment is given."""
    typed = tuple(from_option(text) for text in options) or (ours(),)
    return (*typed, splink(splink_python)) if splink_python else typed
