"""Where a secret is kept: a variable of the environment, a file, or what a vault's command says."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

KINDS = ("env", "file", "command")
_SECONDS = 60


class NotThere(Exception):
    """A reference leads to no secret, or is none; the words say why and never show a secret."""


def is_reference(text: str) -> bool:
    """Whether a text is `env:NAME`, `file:PATH` or `command:WORDS`."""
    kind, _, rest = text.partition(":")
    return kind in KINDS and bool(rest)


def read_reference(text: str, folder: Path, variables: Mapping[str, str]) -> str:
    """What a reference leads to, as it stands there; a path and a command start from the folder.

    No shell reads a command's words. Raises NotThere.
    """
    if not is_reference(text):
        raise NotThere("expected env:NAME, file:PATH or command:WORDS")
    kind, _, rest = text.partition(":")
    if kind == "env":
        if not variables.get(rest):
            raise NotThere(f"the environment has no {rest}")
        return variables[rest]
    return _of_file(rest, folder) if kind == "file" else _of_command(rest, folder)


def _of_file(name: str, folder: Path) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except OSError as error:
        raise NotThere(f"{name} cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, ValueError):
        raise NotThere(f"{name} cannot be read: expected UTF-8 text") from None


def _of_command(words: str, folder: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - an operator's own words, no shell reads them
            shlex.split(words), cwd=folder, capture_output=True, timeout=_SECONDS, check=False
        )
        text = done.stdout.decode()
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise NotThere("its command could not be run") from None
    if done.returncode:
        raise NotThere(f"its command ended with {done.returncode}")
    return text
