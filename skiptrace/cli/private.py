"""Files that hold personal data: readable by their owner only."""

from __future__ import annotations

import os
from pathlib import Path


def write_private(path: Path, body: bytes) -> None:
    """Write a file with mode 0600, in place of one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(body)
