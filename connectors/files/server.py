"""The folders of a source on its server: where requests are put and replies are fetched from."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.engine.transport.sftp import (
    FileFacts,
    SftpSession,
    SftpSite,
    check_installed,
    pinned,
    private_key,
    sftp_session,
)
from connectors.files.layout import FilesSection
from connectors.files.reply import NotWhole
from connectors.files.request import named
from skiptrace.model.errors import ConfigError, SourceChanged

HOST_KEY = "host_key"
USER, PASSWORD, PRIVATE_KEY, PASSPHRASE = "user", "password", "private_key", "passphrase"
_WILD = ("*", "?", "[")
_CHECK = "skiptrace-check"


@dataclass(frozen=True, slots=True)
class Found:
    """A reply that is there: its name, its bytes and the hash of them."""

    name: str
    body: bytes

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal SHA-256 of the file."""
        return hashlib.sha256(self.body).hexdigest()


class FileServer:
    """One source's server as an installation is set up for it.

    Raises ConfigError naming the setting that is missing or wrong: the package, the address, the
    host key, the credentials.
    """

    def __init__(
        self,
        loaded: LoadedCard,
        section: FilesSection,
        settings: SourceSettings,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._where = f"sources.{loaded.card.id}"
        try:
            check_installed()
        except ConfigError as error:
            raise ConfigError(f"{self._where}: {error}") from None
        self._section = section
        self._options = settings.options
        self._sleep = sleep
        self._root, self._site = self._located(loaded, settings)

    @contextmanager
    def open(self) -> Iterator[ServerFolders]:
        """A session at the server's folders."""
        with sftp_session(self._site) as session:
            yield ServerFolders(session, self._section, self._root, self._options, self._sleep)

    def _located(self, loaded: LoadedCard, settings: SourceSettings) -> tuple[str, SftpSite]:
        parts = urlsplit(settings.base_url or loaded.base_url)
        if parts.scheme != "sftp" or not parts.hostname or "@" in parts.netloc:
            raise ConfigError(f"{self._where}.base_url: expected sftp://HOST or sftp://HOST:PORT")
        secrets = settings.secrets
        for name in (USER,):
            if not secrets.get(name):
                raise ConfigError(f"{self._where}: secret {name} is not set")
        if not (secrets.get(PASSWORD) or secrets.get(PRIVATE_KEY)):
            raise ConfigError(f"{self._where}: neither the secret password nor private_key is set")
        if key := secrets.get(PRIVATE_KEY, ""):
            try:
                private_key(key, secrets.get(PASSPHRASE, ""))
            except ConfigError as error:
                raise ConfigError(f"{self._where}: {error}") from None
        site = SftpSite(
            parts.hostname,
            parts.port or 22,
            self._pins(settings.options.get(HOST_KEY, "")),
            loaded.card.timeout_seconds,
            secrets[USER],
            secrets.get(PASSWORD, ""),
            key,
            secrets.get(PASSPHRASE, ""),
        )
        return parts.path.rstrip("/"), site

    def _pins(self, text: str) -> tuple[str, ...]:
        where = f"{self._where}.options.{HOST_KEY}"
        if not text.strip():
            raise ConfigError(
                f"{where}: not set, so nobody could tell the server from another: expected its "
                "public key as `ssh-keyscan` prints it, compared with what its operator says"
            )
        try:
            return pinned(text)
        except ValueError as error:
            raise ConfigError(f"{where}: {error}") from None


class ServerFolders:
    """The folders of a server during one session."""

    def __init__(
        self,
        session: SftpSession,
        section: FilesSection,
        root: str,
        options: Mapping[str, str],
        sleep: Callable[[float], None],
    ) -> None:
        self._session = session
        self._section = section
        self._options = options
        self._sleep = sleep
        self._requests = self._folder(root, section.request.folder)
        self._replies = self._folder(root, section.reply.folder)

    def is_there(self, name: str) -> bool:
        """Whether a request of that name was submitted and is still there."""
        return self._session.facts(self._requests + name) is not None

    def put(self, name: str, body: bytes) -> None:
        """Write a request under its other name, which nobody reads."""
        self._session.put(self._part(name), body)

    def submit(self, name: str) -> None:
        """Give a request that was written its name: from now on it is the source's."""
        self._session.rename(self._part(name), self._requests + name)

    def withdraw(self, name: str) -> bool:
        """Whether a request was written and not submitted; its content then is taken from it.

        So whoever comes late can only submit an empty file.
        """
        return self._session.empty(self._part(name)) and not self.is_there(name)

    def reply(self, batch_id: str) -> Found | None:
        """The whole reply to a batch; None while it is not there, or not known to be whole.

        Raises SourceChanged where two that differ are there, and NotWhole for one that grows.
        """
        section = self._section.reply
        wanted = named(section.name, batch_id, self._options)
        there = self._session.names(self._replies)
        if section.ready and named(section.ready, batch_id, self._options) not in there:
            return None
        names = sorted(name for name in there if _is_called(name, wanted))
        if not names:
            return None
        found = [Found(name, self._whole(name, there[name])) for name in names]
        if len({one.sha256 for one in found}) > 1:
            raise SourceChanged(f"{len(found)} replies to one request, which differ")
        return found[0]

    def prove(self) -> Iterator[str]:
        """What could be done with the folders, in words; an empty file is put there and deleted."""
        self._session.names(self._replies)
        yield "the folder of its replies can be read"
        path = self._requests + _CHECK + self._section.request.part
        self._session.put(path, b"")
        self._session.remove(path)
        yield "a file can be put where requests go"

    def _whole(self, name: str, seen: FileFacts) -> bytes:
        """The bytes of a file that did not change from before they were fetched until after."""
        path = self._replies + name
        if self._section.reply.quiet:
            self._sleep(self._section.reply.quiet)
        body = self._session.get(path)
        if self._session.facts(path) != seen or len(body) != seen.size:
            raise NotWhole
        return body

    def _part(self, name: str) -> str:
        return self._requests + name + self._section.request.part

    def _folder(self, root: str, folder: str) -> str:
        """The folder with a slash at its end; one without a root is beneath that of the sign-in."""
        filled = named(folder, "", self._options)
        path = "/".join(filter(None, (root, filled.strip("/"))))
        if filled.startswith("/") and not path.startswith("/"):
            path = f"/{path}"
        return f"{path}/" if path else "./"


def _is_called(name: str, wanted: str) -> bool:
    """Whether a file has the name, which may hold wildcards."""
    if any(letter in wanted for letter in _WILD):
        return fnmatchcase(name, wanted)
    return name == wanted
