"""Where a register's file comes from: a path of the installation, or its publisher's address."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path

import requests
from urllib3.exceptions import HTTPError

from connectors.base import SourceSettings
from connectors.engine.transport.exchange import Watch, send_once, watched_session
from connectors.engine.transport.http import USER_AGENT
from connectors.engine.transport.reply import Reply, check_reply
from connectors.register.folder import put_in_place
from connectors.register.version import RegisterFile, ShrunkVersion, VersionNotes, version_at
from skiptrace.model.errors import ConfigError, SourceUnavailable

_CHUNK = 1 << 20
_WHOLE = 60
"""A whole register may take so many of the card's timeouts, from connecting to the last byte."""
_ASKED_AGAIN = timedelta(days=1)
"""How long a download that was kept out stands before the publisher is asked for another one."""
_SHRUNK = "shrunk"
"""The option that names the version which a person takes in although it shrank."""


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

    @property
    def notes(self) -> VersionNotes:
        """What the folder says of the versions before."""
        return VersionNotes(self.settings.data_dir, self.name)

    def noted(self) -> RegisterFile | None:
        """The version that was loaded last, while its file is unchanged and fresh."""
        path = self.settings.options.get("path", "")
        if path or not self.settings.base_url:
            return self._known(Path(path)) if path else None
        kept = self._known(self.settings.data_dir / self.name)
        fresh = self.settings.clock() - timedelta(days=self.refresh_days)
        return kept if kept and kept.retrieved_at > fresh else None

    def unnamed(self) -> ShrunkVersion | None:
        """The version that is kept out, since it shrank and nobody named it."""
        shrunk, path = self.notes.shrunk, self.settings.options.get("path", "")
        if shrunk is None or self._is_named(shrunk.file):
            return None
        return shrunk if not path or shrunk.file.is_still(Path(path)) else None

    def kept_out(self) -> ShrunkVersion | None:
        """The same; a download stands for a day, then the publisher is asked for another one."""
        shrunk, asked = self.unnamed(), self.settings.clock() - _ASKED_AGAIN
        if self.settings.options.get("path") or shrunk is None:
            return shrunk
        return shrunk if shrunk.file.retrieved_at > asked else None

    def lies(self, file: RegisterFile) -> bool:
        """Whether the bytes of that version are still where they were."""
        path = Path(file.path)
        return file.is_still(path) and self._seen(path).sha256 == file.sha256

    def current(self) -> RegisterFile:
        """The version to load: the noted one, else the file as it is now, or a download.

        A download that was kept out is loaded as it lies once a person names it. Raises ConfigError
        when neither a path nor an address is set or the path is no file, SourceUnavailable and
        SourceRefused for a download that failed.
        """
        path = self.settings.options.get("path", "")
        if not path and not self.settings.base_url:
            raise ConfigError(f"register {self.name}: set the option path, or a base_url")
        if path:
            return self.noted() or self._seen(Path(path))
        shrunk, lies = self.notes.shrunk, self.notes.kept_out
        if shrunk and self._is_named(shrunk.file) and shrunk.file.is_still(lies):
            return shrunk.file
        return self.noted() or self._download()

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
        path, lasting = Path(file.path), self.settings.data_dir / self.name
        if path.parent == lasting.parent and path != lasting and not self._is_installed(path):
            put_in_place(path, lasting)
            file = version_at(lasting, file.sha256, file.retrieved_at, file.rows)
        self.notes.take_in(file)
        return file

    def keep_copy(self, file: RegisterFile) -> None:
        """Keeps the bytes of a version that was taken in, which its path may not have for long."""
        lasting = self.settings.data_dir / self.name
        if Path(file.path) != lasting:
            part = lasting.with_name(f"{self.name}.{os.getpid()}.part")
            part.touch(mode=0o600)
            shutil.copyfile(file.path, part)
            put_in_place(part, lasting)

    def copy_of(self, file: RegisterFile) -> Path | None:
        """Where the bytes of a version lie, of which a copy was kept; None where they are gone."""
        lasting = self.settings.data_dir / self.name
        if lasting.is_file() and self._seen(lasting).sha256 == file.sha256:
            return lasting
        return None

    def keep_out(self, file: RegisterFile, before: int) -> ShrunkVersion:
        """Notes a version that shrank; a download lies by until a person names it."""
        path, lies = Path(file.path), self.notes.kept_out
        if path.suffix == ".part":
            put_in_place(path, lies)
            file = version_at(lies, file.sha256, file.retrieved_at, file.rows)
        shrunk = ShrunkVersion(file, before)
        self.notes.keep_out(shrunk)
        return shrunk

    def forget(self, file: RegisterFile) -> None:
        """Drops a download that could not be loaded; a file of the installation stays."""
        if file.path.endswith(".part"):
            Path(file.path).unlink(missing_ok=True)

    def shrinks_from(self, file: RegisterFile, rows: int, share: float) -> int:
        """The rows of the version loaded last where this one lacks more than that share of them.

        0 for one that does not, and for one that a person named.
        """
        last = self.notes.taken_in
        if last is None or last.sha256 == file.sha256 or rows >= last.rows * (1 - share):
            return 0
        return 0 if self._is_named(file) else last.rows

    def _is_named(self, file: RegisterFile) -> bool:
        return self.settings.options.get(_SHRUNK, "") == file.name

    def _is_installed(self, path: Path) -> bool:
        return str(path) == self.settings.options.get("path", "")

    def _known(self, path: Path) -> RegisterFile | None:
        last = self.notes.taken_in
        return last if last and last.is_still(path) else None

    def _seen(self, path: Path) -> RegisterFile:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ConfigError(
                f"register {self.name}: path cannot be read ({error.strerror})"
            ) from None
        return version_at(path, digest, self.settings.clock())

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
        return version_at(part, digest, self.settings.clock())

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
