"""SFTP for connectors: a session at a server whose host key is pinned, and what can be done there.

No message, log line or exception chain of this module holds anything of a file's content, a user or
a secret: servers, folders and file names alone. Paramiko does the work (the extra `sftp`).
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import logging
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from skiptrace.model.errors import (
    ConfigError,
    ConnectorError,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)

if TYPE_CHECKING:
    from paramiko import PKey, SFTPAttributes, SFTPClient, Transport

LARGEST_FILE = 512 * 1024 * 1024
"""Bytes of the largest file that is fetched."""
_CHUNK = 32 * 1024
_PORT = 22
_MOST_SECONDS = 30 * 60.0
_INSTALL = "files over SFTP need an extra package: pip install 'skiptrace[sftp]'"


@dataclass(frozen=True, slots=True)
class SftpSite:
    """A server and how it is entered; `host_keys` are the pinned ones, of which it must show one.

    A pinned key is the public key as `ssh-keyscan` prints it (`ssh-ed25519 AAAA...`), or its
    fingerprint (`SHA256:...`). `seconds` is how long it may say nothing.
    """

    host: str
    port: int
    host_keys: tuple[str, ...]
    seconds: float
    user: str = field(repr=False)
    password: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a server says of a file: its size in bytes, and when it changed (seconds, its clock).

    Two equal ones some seconds apart are a file that no longer grows.
    """

    size: int
    changed: int


def is_installed() -> bool:
    """Whether the package is there that does the work."""
    return importlib.util.find_spec("paramiko") is not None


def check_installed() -> None:
    """Raises ConfigError that says what to install."""
    if not is_installed():
        raise ConfigError(_INSTALL)


def pinned(text: str) -> tuple[str, ...]:
    """The host keys of a setting: one, or several with a comma or a line end between them.

    A line of `ssh-keyscan` may begin with the server's name. Raises ValueError for what is no key.
    """
    found = []
    for line in text.replace(",", "\n").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0].startswith("SHA256:") and len(words[0]) == 50:
            found.append(words[0])
            continue
        at = next((n for n, word in enumerate(words) if word.startswith(("ssh-", "ecdsa-"))), None)
        if at is None or len(words) < at + 2:
            raise ValueError("expected `ssh-ed25519 AAAA...` or `SHA256:...`")
        base64.b64decode(words[at + 1], validate=True)
        found.append(f"{words[at]} {words[at + 1]}")
    if not found:
        raise ValueError("expected `ssh-ed25519 AAAA...` or `SHA256:...`")
    return tuple(found)


class SftpSession:
    """An open session. Every method raises a ConnectorError when it cannot be done.

    SourceRefused is the server's word that we may not, SourceUnavailable anything else.
    """

    def __init__(self, client: SFTPClient, seconds: float) -> None:
        self._client = client
        self._seconds = seconds

    def names(self, folder: str) -> Mapping[str, FileFacts]:
        """The files of a folder."""
        with _told(f"the folder {folder} cannot be listed"):
            return {one.filename: _facts(one) for one in self._client.listdir_attr(folder)}

    def facts(self, path: str) -> FileFacts | None:
        """What is known of a file; None where there is none of that name."""
        with _told(f"{path} cannot be looked for"):
            try:
                return _facts(self._client.stat(path))
            except FileNotFoundError:
                return None

    def put(self, path: str, body: bytes) -> None:
        """Write a file, whole on the server when this returns; one of that name is replaced.

        Each piece is waited for: Paramiko drops the errors of pipelined writes, and then a file
        would have its size and a hole.
        """
        with _told(f"{path} cannot be written"), self._client.open(path, "wb") as file:
            for start in range(0, len(body), _CHUNK):
                file.write(body[start : start + _CHUNK])
        found = self.facts(path)
        if found is None or found.size != len(body):
            raise SourceUnavailable(f"{path}: not all of it is on the server")

    def rename(self, path: str, to: str) -> None:
        """Give a file another name, at once and whole; one that has that name is not replaced."""
        with _told(f"{path} cannot be renamed"):
            self._client.rename(path, to)

    def empty(self, path: str) -> bool:
        """Take its content from a file; False where there is none of that name."""
        with _told(f"{path} cannot be emptied"):
            try:
                with self._client.open(path, "r+") as file:
                    file.truncate(0)
            except FileNotFoundError:
                return False
        return True

    def remove(self, path: str) -> None:
        """Delete a file."""
        with _told(f"{path} cannot be deleted"):
            self._client.remove(path)

    def get(self, path: str) -> bytes:
        """What came of a file until its end; one that is written meanwhile is not whole."""
        found = self.facts(path)
        if found is None:
            raise SourceUnavailable(f"{path}: no such file")
        if found.size > LARGEST_FILE:
            raise SourceChanged(f"{path}: larger than {LARGEST_FILE:,} bytes")
        until = time.monotonic() + _MOST_SECONDS
        parts: list[bytes] = []
        with _told(f"{path} cannot be fetched"), self._client.open(path, "rb") as file:
            file.prefetch(found.size)
            while part := file.read(_CHUNK):
                parts.append(part)
                if time.monotonic() > until:
                    raise SourceUnavailable(f"{path}: it did not come in time")
        return b"".join(parts)


@contextmanager
def sftp_session(site: SftpSite) -> Iterator[SftpSession]:
    """A session at the server, closed at the end.

    Raises SourceChanged for a host key that is not pinned, before any secret leaves, SourceRefused
    where the server does not take our credentials, SourceUnavailable where it cannot be reached.
    """
    import paramiko

    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    where = f"{site.host}:{site.port}"
    with _told(f"{where} cannot be reached"):
        connection = socket.create_connection((site.host, site.port), timeout=site.seconds)
    with _told(f"{where} speaks no SSH"):
        transport = paramiko.Transport(connection)
    try:
        transport.banner_timeout = transport.auth_timeout = site.seconds
        _prefer(transport, site.host_keys)
        _begin(transport, site, where)
        _check_host_key(transport, site, where)
        _sign_in(transport, site, where)
        with _told(f"{where}: it offers no files over SFTP"):
            client = paramiko.SFTPClient.from_transport(transport)
            if client is None:
                raise SourceUnavailable(f"{where}: it offers no files over SFTP")
            channel = client.get_channel()
            if channel is not None:
                channel.settimeout(site.seconds)
        yield SftpSession(client, site.seconds)
    finally:
        transport.close()
        with suppress(OSError):
            connection.close()


def fingerprint(blob: bytes) -> str:
    """A public key's fingerprint as `ssh-keygen -l` prints it."""
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")
    return f"SHA256:{digest}"


def _prefer(transport: Transport, host_keys: Sequence[str]) -> None:
    """Have the server show a key of a pinned kind, should it have several."""
    kinds = {key.split()[0] for key in host_keys if not key.startswith("SHA256:")}
    if "ssh-rsa" in kinds:
        kinds |= {"rsa-sha2-256", "rsa-sha2-512"}
    options = transport.get_security_options()
    wanted = [kind for kind in options.key_types if kind in kinds]
    if wanted and not any(key.startswith("SHA256:") for key in host_keys):
        options.key_types = wanted


def _begin(transport: Transport, site: SftpSite, where: str) -> None:
    import paramiko

    try:
        with _told(f"{where}: no session was begun"):
            transport.start_client(timeout=site.seconds)
            transport.get_remote_server_key()  # raises where the time was up before there was one
            return
    except SourceUnavailable as error:
        lost: ConnectorError = error
        if isinstance(transport.saved_exception, paramiko.ssh_exception.IncompatiblePeer):
            lost = SourceChanged(f"{where} shows no host key of a pinned kind: nothing was sent")
    raise lost


def _check_host_key(transport: Transport, site: SftpSite, where: str) -> None:
    shown = transport.get_remote_server_key()
    blob = shown.asbytes()
    as_key = f"{shown.get_name()} {base64.b64encode(blob).decode('ascii')}"
    if as_key not in site.host_keys and fingerprint(blob) not in site.host_keys:
        raise SourceChanged(
            f"{where} shows another host key than the pinned one ({fingerprint(blob)}): nothing "
            "was sent; ask its operator before the option host_key is changed"
        )


def _sign_in(transport: Transport, site: SftpSite, where: str) -> None:
    import paramiko

    try:
        if site.private_key:
            transport.auth_publickey(site.user, private_key(site.private_key, site.passphrase))
        else:
            transport.auth_password(site.user, site.password)
    except paramiko.AuthenticationException:
        refused: ConnectorError = SourceRefused(f"{where} did not take our credentials")
    except (paramiko.SSHException, OSError, EOFError) as error:
        refused = SourceUnavailable(f"{where}: no sign-in ({type(error).__name__})")
    else:
        return
    raise refused


def private_key(text: str, passphrase: str) -> PKey:
    """The private key of a PEM or OpenSSH text; ConfigError, without a word of it, for another."""
    import paramiko

    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        with suppress(paramiko.SSHException, ValueError, OSError):
            return kind.from_private_key(io.StringIO(text + "\n"), passphrase or None)
    raise ConfigError("secret private_key: no key that can be read, or another passphrase")


def _facts(found: SFTPAttributes) -> FileFacts:
    return FileFacts(found.st_size or 0, found.st_mtime or 0)


@contextmanager
def _told(words: str) -> Iterator[None]:
    """Whatever the library raises within this is a ConnectorError with these words."""
    import paramiko

    try:
        yield
    except ConnectorError:
        raise
    except PermissionError:
        trouble: ConnectorError = SourceRefused(f"{words}: the server does not permit it")
    except (OSError, EOFError, paramiko.SSHException) as error:
        trouble = SourceUnavailable(f"{words} ({type(error).__name__})")
    else:
        return
    raise trouble
