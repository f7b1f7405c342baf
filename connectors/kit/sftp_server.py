"""An SFTP server on loopback over a folder of this machine, for whoever tries a file exchange.

It is Paramiko's, with a host key of its own. `before` and `after` are told of each thing that is
done and may break it: by an errno, or by raising Dropped, which ends the connection.
"""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import paramiko
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_UNKNOWN_CHANNEL_TYPE,
    OPEN_SUCCEEDED,
)
from paramiko.sftp import SFTP_FAILURE, SFTP_OK

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

T = TypeVar("T")
Told = Callable[[str, str], int]
"""What is done (`open`, `write`, `read`, `rename`, `list`, `stat`, `remove`, `truncate`) with which
path; an errno other than 0 is the answer to it, the new path that of a rename."""


class Dropped(Exception):
    """The connection ends here, in the middle of what was done."""


def nothing(what: str, path: str) -> int:
    """Lets everything be done."""
    return 0


@dataclass
class LoopbackServer:
    """A running server: where it is, its host key as a setting holds it, and what was done."""

    folder: Path
    user: str = "agency"
    password: str = "let-me-in"  # noqa: S105
    client_key: str = ""
    before: Told = nothing
    after: Told = nothing
    port: int = 0
    host_key: paramiko.PKey = field(default_factory=lambda: paramiko.ECDSAKey.generate())
    done: list[tuple[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"sftp://127.0.0.1:{self.port}"

    @property
    def pin(self) -> str:
        """Its host key, as the option `host_key` holds it."""
        shown = base64.b64encode(self.host_key.asbytes()).decode("ascii")
        return f"{self.host_key.get_name()} {shown}"


@contextmanager
def serving_sftp(server: LoopbackServer) -> Iterator[LoopbackServer]:
    """The server, running in threads of this process until the block ends."""
    listener = socket.create_server(("127.0.0.1", server.port))
    server.port = listener.getsockname()[1]
    transports: list[paramiko.Transport] = []

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            transports.append(begin(connection, server))

    thread = threading.Thread(target=listen, name="sftp", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for transport in transports:
            transport.close()


def begin(connection: socket.socket, server: LoopbackServer) -> paramiko.Transport:
    """Lets a connection speak SFTP with the server, on a thread of its own."""
    transport = paramiko.Transport(connection)
    transport.add_server_key(server.host_key)
    transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, server, transport)
    with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
        transport.start_server(server=_Door(server))
    return transport


class _Door(paramiko.ServerInterface):
    """Lets in who knows the password or has the key."""

    def __init__(self, server: LoopbackServer) -> None:
        self._server = server

    def check_auth_password(self, username: str, password: str) -> int:
        known = (username, password) == (self._server.user, self._server.password)
        return AUTH_SUCCESSFUL if known else AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        known = username == self._server.user and key.get_base64() == self._server.client_key
        return AUTH_SUCCESSFUL if known else AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        is_session = kind == "session"
        return OPEN_SUCCEEDED if is_session else OPEN_FAILED_UNKNOWN_CHANNEL_TYPE


class _Handle(paramiko.SFTPHandle):
    """An open file."""

    def __init__(self, flags: int, files: _Files, path: str, descriptor: int) -> None:
        super().__init__(flags)
        self._files, self._path, self._descriptor = files, path, descriptor

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._descriptor)

    def read(self, offset: int, length: int) -> bytes | int:
        return self._files.do(
            "read", self._path, lambda: os.pread(self._descriptor, length, offset)
        )

    def write(self, offset: int, data: ReadableBuffer) -> int:
        def write() -> int:
            os.pwrite(self._descriptor, data, offset)
            return SFTP_OK

        return self._files.do("write", self._path, write)

    def stat(self) -> paramiko.SFTPAttributes | int:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self._descriptor))

    def chattr(self, attr: paramiko.SFTPAttributes) -> int:
        def change() -> int:
            if attr.st_size is not None:
                os.ftruncate(self._descriptor, attr.st_size)
            return SFTP_OK

        return self._files.do("truncate", self._path, change)


class _Files(paramiko.SFTPServerInterface):
    """The folder of this machine as the server shows it."""

    def __init__(self, door: _Door, server: LoopbackServer, transport: paramiko.Transport) -> None:
        super().__init__(door)
        self._server = server
        self._transport = transport

    def do(self, what: str, path: str, act: Callable[[], T]) -> T | int:
        """Does it unless it is to be broken; an error is its code in the protocol."""
        try:
            self._server.done.append((what, path))
            if broken := self._server.before(what, path):
                return paramiko.SFTPServer.convert_errno(broken)
            found = act()
            if broken := self._server.after(what, path):
                return paramiko.SFTPServer.convert_errno(broken)
            return found
        except Dropped:
            self._transport.close()
            return SFTP_FAILURE
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        def listed() -> list[paramiko.SFTPAttributes]:
            inside = sorted(self._at(path).iterdir())
            return [
                paramiko.SFTPAttributes.from_stat(one.stat(), one.name)
                for one in inside
                if one.is_file()
            ]

        return self.do("list", path, listed)

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        return self.do(
            "stat", path, lambda: paramiko.SFTPAttributes.from_stat(self._at(path).stat())
        )

    def lstat(self, path: str) -> paramiko.SFTPAttributes | int:
        return self.stat(path)

    def open(self, path: str, flags: int, attr: object) -> paramiko.SFTPHandle | int:
        def opened() -> paramiko.SFTPHandle:
            return _Handle(flags, self, path, os.open(self._at(path), flags, 0o600))

        return self.do("open", path, opened)

    def remove(self, path: str) -> int:
        def remove() -> int:
            self._at(path).unlink()
            return SFTP_OK

        return self.do("remove", path, remove)

    def rename(self, oldpath: str, newpath: str) -> int:
        def rename() -> int:
            if self._at(newpath).exists():
                raise FileExistsError(17, "it is there")
            self._at(oldpath).rename(self._at(newpath))
            return SFTP_OK

        return self.do("rename", newpath, rename)

    def _at(self, path: str) -> Path:
        """The file of a path, which never leads out of the folder."""
        return self._server.folder.joinpath(self.canonicalize(path).lstrip("/"))
