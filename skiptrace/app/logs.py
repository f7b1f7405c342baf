"""Where the log goes: a line of JSON for each piece of work, ids and numbers alone."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import IO, Any

from skiptrace.app.installation import Installation
from skiptrace.model.errors import ConfigError
from skiptrace.model.spans import LOGGER, TOLD, Phase, Telling

STDERR = "stderr"


class JsonLines(logging.Formatter):
    """One record as a line of JSON: only what `spans` told is written out.

    Of any other record, a library's, the line has its logger and level: its words may name somebody
    or show an address, so they are left out.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "pid": record.process}
        return json.dumps(line | _said(record), separators=(",", ":"))


def _said(record: logging.LogRecord) -> dict[str, Any]:
    told: Telling | None = getattr(record, TOLD, None)
    if told is None:
        return {"event": "library", "logger": record.name}
    span = told.span
    name = span.name if told.phase is Phase.EVENT else f"{span.name}.{told.phase.value}"
    said: dict[str, Any] = {"event": name, **span.ids, "span": span.id}
    if span.parent:
        said["parent"] = span.parent
    if told.phase is Phase.ENDS:
        said |= {"ms": span.milliseconds, **span.counts}
    if span.error:
        said["error"] = span.error
    return said


class PrivateFile(WatchedFileHandler):
    """A log file that its owner alone may read; one that was rotated away is begun anew."""

    def _open(self) -> IO[str]:  # type: ignore[override]
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return open(self.baseFilename, self.mode, encoding="utf-8", opener=private)


@contextmanager
def logged(installation: Installation) -> Iterator[None]:
    """What happens within it is logged as the settings say; ConfigError for a file that cannot be.

    A library's warnings are counted in, without their words.
    """
    settings = installation.settings.logs
    if not settings.to:
        yield
        return
    handler = _handler(settings.to, installation.root)
    handler.setFormatter(JsonLines())
    handler.setLevel(settings.level.upper())
    with ExitStack() as stack:
        stack.callback(handler.close)
        stack.enter_context(listening(handler))
        yield


@contextmanager
def listening(handler: logging.Handler) -> Iterator[None]:
    """The handler is given what is told within it, and any library's warnings."""
    root, before = logging.getLogger(), LOGGER.level
    LOGGER.setLevel(logging.INFO)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        LOGGER.setLevel(before)


def _handler(to: str, root: Path) -> logging.Handler:
    if to == STDERR:
        return logging.StreamHandler(sys.stderr)
    path = root / to
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return PrivateFile(path, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"logs.to: {path.name}: {error.strerror}") from None
