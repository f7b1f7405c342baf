"""Versions of a register's file: which one it is, and one that is kept out for having shrunk."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.register.folder import put_in_place
from skiptrace.model.errors import SourceChanged

_NAMED = 12
"""Letters of a file's SHA-256 by which a person names it."""


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """One version of a register's file: where it lies, its SHA-256, when it was retrieved.

    `size` and `modified` (nanoseconds) tell without reading it whether it is still that version,
    `rows` how many of it were loaded: 0 while it is not known.
    """

    path: str
    sha256: str
    retrieved: str
    size: int
    modified: int
    rows: int = 0

    @property
    def retrieved_at(self) -> datetime:
        """When the file was downloaded, or first seen under its path."""
        return datetime.fromisoformat(self.retrieved)

    @property
    def name(self) -> str:
        """The name by which a person says that just this version is meant."""
        return self.sha256[:_NAMED]

    def is_still(self, path: Path) -> bool:
        """Whether the file at that path is this version, by its size and time of change."""
        if str(path) != self.path or not path.is_file():
            return False
        found = path.stat()
        return (found.st_size, found.st_mtime_ns) == (self.size, self.modified)


def version_at(path: Path, digest: str, retrieved: datetime, rows: int = 0) -> RegisterFile:
    """The version whose file lies there, by its SHA-256."""
    found = path.stat()
    size, modified = found.st_size, found.st_mtime_ns
    return RegisterFile(str(path), digest, retrieved.isoformat(), size, modified, rows)


@dataclass(frozen=True, slots=True)
class ShrunkVersion:
    """A version that has far fewer rows than the `before` of the one that was loaded last."""

    file: RegisterFile
    before: int

    def error(self, register: str) -> SourceChanged:
        """What a search answers with where no former version is there to be searched."""
        told = f'it is taken in once a person sets the option shrunk = "{self.file.name}"'
        return SourceChanged(f"file {register}: {self.words}; {told}")

    @property
    def words(self) -> str:
        """How it shrank."""
        return f"{self.file.rows} rows, {self.before} in the version before"


@dataclass(frozen=True, slots=True)
class VersionNotes:
    """The versions of one register that its folder has notes of."""

    folder: Path
    register: str

    @property
    def taken_in(self) -> RegisterFile | None:
        """The version that was loaded last, whatever has become of its file."""
        found = self._read("")
        try:
            return RegisterFile(**found) if found else None
        except TypeError:
            return None

    @property
    def shrunk(self) -> ShrunkVersion | None:
        """The version that was kept out since, if one was."""
        found = self._read("shrunk.")
        try:
            return ShrunkVersion(RegisterFile(**found["file"]), found["before"]) if found else None
        except (TypeError, KeyError):
            return None

    def take_in(self, file: RegisterFile) -> None:
        """Notes the version that was loaded; one that was kept out is no more."""
        self._write("", asdict(file))
        if (shrunk := self.shrunk) is not None and shrunk.file.path == str(self.kept_out):
            self.kept_out.unlink(missing_ok=True)
        self._path("shrunk.").unlink(missing_ok=True)

    def keep_out(self, shrunk: ShrunkVersion) -> None:
        """Notes the version that is not taken in."""
        self._write("shrunk.", asdict(shrunk))

    @property
    def kept_out(self) -> Path:
        """Where a download that is kept out lies until a person names it."""
        return self.folder / f"{self.register}.shrunk"

    def _path(self, kind: str) -> Path:
        return self.folder / f"{self.register}.{kind}json"

    def _read(self, kind: str) -> dict[str, Any] | None:
        try:
            found = json.loads(self._path(kind).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _write(self, kind: str, content: dict[str, Any]) -> None:
        note = self._path(kind)
        part = note.with_suffix(f".{os.getpid()}.part")
        part.touch(mode=0o600)
        part.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
        put_in_place(part, note)
