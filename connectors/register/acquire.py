"""Where a register's file comes from: a path of the installation, or its publisher's address."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

import requests
from urllib3.exceptions import HTTPError

from connectors.base import SourceSettings
from connectors.engine.transport.exchange import Watch, send_once, watched_session
from connectors.engine.transport.http import USER_AGENT
from connectors.engine.transport.reply import Reply, check_reply
from connectors.register.folder import put_in_place
from skiptrace.model.errors import ConfigError, SourceChanged, SourceUnavailable

_CHUNK = 1 << 20
_NAMED = 12
"""Letters of a file's SHA-256 by which a person names it."""
_WHOLE = 60
"""A whole register may take so many of the card's timeouts, from connecting to the last byte."""


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

    def is_still(self, path: Path) -> bool:
        """Whether the file at that path is this version, by its size and time of change."""
        if str(path) != self.path or not path.is_file():
            return False
        found = path.stat()
        return (found.st_size, found.st_mtime_ns) == (self.size, self.modified)


@dataclass(frozen=True, slots=True)
class RegisterOrigin:
    """Finds the file of one register: option `path`, else a download from `base_url`.

    A download is given up after a pause of `timeout` seconds or after sixty times as long in all;
    it is kept in `data_dir` for `refresh_days`. `remember` notes which version is in use.
    """

    name: str
    settings: SourceSettings
    refresh_days: int
    timeout: float

    def noted(self) -> RegisterFile | None:
        """The version that was loaded last, while its file is unchanged and fresh."""
        path = self.settings.options.get("path", "")
        if path or not self.settings.base_url:
            return self._known(Path(path)) if path else None
        kept = self._known(self.settings.data_dir / self.name)
        fresh = self.settings.clock() - timedelta(days=self.refresh_days)
        return kept if kept and kept.retrieved_at > fresh else None

    def current(self) -> RegisterFile:
        """The version to load: the noted one, else the file as it is now, or a download.

        Raises ConfigError when neither a path nor an address is set or the path is no file,
        SourceUnavailable and SourceRefused for a download that failed.
        """
        path = self.settings.options.get("path", "")
        if not path and not self.settings.base_url:
            raise ConfigError(f"register {self.name}: set the option path, or a base_url")
        return self.noted() or (self._seen(Path(path)) if path else self._download())

    def verified(self, file: RegisterFile) -> RegisterFile:
        """That version when its bytes are still those, else the one that is there now.

        Size and time of a file say nothing of one that a failing machine left half written.
        """
        if file.path.endswith(".part"):
            return file
        seen = self._seen(Path(file.path))
        if seen.sha256 == file.sha256:
            return file
        return seen if self.settings.options.get("path", "") else self._download()

    def remember(self, file: RegisterFile) -> RegisterFile:
        """Notes the version that was loaded; a download takes its lasting name only now."""
        path = Path(file.path)
        if file.path.endswith(".part"):
            lasting = self.settings.data_dir / self.name
            put_in_place(path, lasting)
            moved = _described(lasting, file.sha256, file.retrieved_at)
            file = replace(moved, rows=file.rows)
        note = self._note.with_suffix(f".{os.getpid()}.part")
        note.touch(mode=0o600)
        note.write_text(json.dumps(asdict(file), sort_keys=True), encoding="utf-8")
        put_in_place(note, self._note)
        return file

    def forget(self, file: RegisterFile) -> None:
        """Drops a download that could not be loaded; a file of the installation stays."""
        if file.path.endswith(".part"):
            Path(file.path).unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self.settings.data_dir / f"{self.name}.json"

    def check_rows(self, file: RegisterFile, rows: int, share: float) -> None:
        """Raises SourceChanged for a version that lacks more than that share of the rows that the
        one loaded last had, unless a person said by the option `shrunk` that just it is right.
        """
        last = self._last()
        if last is None or last.sha256 == file.sha256 or rows >= last.rows * (1 - share):
            return
        name, said = file.sha256[:_NAMED], self.settings.options.get("shrunk", "")
        if said == name:
            return
        words = f"{rows} rows, {last.rows} in the version before"
        told = f'it is taken in once a person sets the option shrunk = "{name}"'
        raise SourceChanged(f"file {self.name}: {words}; {told}")

    def _known(self, path: Path) -> RegisterFile | None:
        last = self._last()
        return last if last and last.is_still(path) else None

    def _last(self) -> RegisterFile | None:
        """The version that was loaded last, whatever has become of its file."""
        try:
            return RegisterFile(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _seen(self, path: Path) -> RegisterFile:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ConfigError(
                f"register {self.name}: path cannot be read ({error.strerror})"
            ) from None
        return _described(path, digest, self.settings.clock())

    def _download(self) -> RegisterFile:
        self.settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.settings.data_dir / f"{self.name}.{os.getpid()}.part"
        url = f"{self.settings.base_url.rstrip('/')}/files/{self.name}"
        try:
            digest = self._fetch(url, part)
        except (requests.RequestException, HTTPError, OSError) as error:
            part.unlink(missing_ok=True)
            kind = type(error).__name__
            raise SourceUnavailable(f"file {self.name}: download failed ({kind})") from None
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return _described(part, digest, self.settings.clock())

    def _fetch(self, url: str, part: Path) -> str:
        """Writes the file as it comes; gives its SHA-256."""
        digest = hashlib.sha256()
        request = requests.Request("GET", url, headers={"User-Agent": USER_AGENT})
        with (
            Watch(_WHOLE * self.timeout) as watch,
            watched_session() as session,
            send_once(session, request, watch, self.timeout) as reply,
        ):
            chunks = reply.iter_content(_CHUNK)
            first = next(chunks, b"")
            media_type = reply.headers.get("Content-Type", "")
            check_reply(Reply(f"file {self.name}", reply.status_code, first, media_type), "xml")
            part.touch(mode=0o600)
            with part.open("wb") as file:
                for chunk in chain([first], chunks):
                    digest.update(chunk)
                    file.write(chunk)
        if watch.passed:
            raise SourceUnavailable(f"file {self.name}: not here after {watch.seconds:g} s")
        return digest.hexdigest()


def _described(path: Path, digest: str, retrieved: datetime) -> RegisterFile:
    found = path.stat()
    return RegisterFile(
        path=str(path),
        sha256=digest,
        retrieved=retrieved.isoformat(),
        size=found.st_size,
        modified=found.st_mtime_ns,
    )
