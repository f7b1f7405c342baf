"""Rows of replies that are nobody's: a list beside a source's data, by number, without content."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Mapping
from pathlib import Path

from skiptrace.model.spans import event


def note_rejects(source: str, folder: Path, reply: str, rejects: Mapping[int, str]) -> None:
    """Write `rejects/REPLY.csv` (row, why) into the source's folder, and tell the log how many.

    The row itself stays at the source: it may be about anybody.
    """
    if not rejects:
        return
    lines = ["row,why", *(f'{row},"{why}"' for row, why in sorted(rejects.items()))]
    with contextlib.suppress(OSError):
        (folder / "rejects").mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "rejects" / f"{reply}.csv"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write("\n".join([*lines, ""]))
    event("reply.rejects", logging.WARNING, source=source, rows=len(rejects))
