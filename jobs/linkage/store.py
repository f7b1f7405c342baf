"""Partitions of records on disk, in the folder of one linking."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from skiptrace.model.errors import IntakeError


class FolderStore:
    """Parts as files of a folder that nobody else reads or writes, each in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, part: object) -> None:
        """Keep a part under a name of its own; IntakeError where there is no room for it."""
        try:
            with (self._folder / name).open("wb") as stream:
                pickle.dump(part, stream, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise IntakeError("no room for temporary files") from error

    def get(self, name: str) -> Any:
        """The part of that name."""
        with (self._folder / name).open("rb") as stream:
            return pickle.load(stream)  # noqa: S301 - this run wrote it
