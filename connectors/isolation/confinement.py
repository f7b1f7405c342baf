"""What a process may reach, held by the kernel: Landlock (linux, Documentation/security/landlock).

A confined process and all that it starts read the Python that runs them and the folders that they
were given, write to folders that they were given, and connect to some TCP ports; they neither read
nor signal nor trace a process outside. That cannot be undone. The numbers of the calls are those of
every architecture since Linux 5.13.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_OF_IT = 1
_BENEATH, _PORT = 1, 2
_NO_NEW_PRIVILEGES = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14
"""Rights that a file can have; the others are of folders."""
_CONNECT_TCP, _BIND_TCP = 1 << 1, 1 << 0
_SIGNALS_AND_ABSTRACT_SOCKETS = 0b11
_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))
"""How many rights on files a version of the kernel's interface knows."""
_HAS_NET, _HAS_SCOPES = 4, 6
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ssl", "/etc/pki", "/etc/ca-certificates")
_NAMES = (
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/nsswitch.conf",
    "/etc/localtime",
    "/etc/host.conf",
)
_DEVICES = ("/dev/null", "/dev/urandom", "/dev/random", "/dev/zero")


@dataclass(frozen=True, slots=True)
class Reach:
    """What a process may reach beside its Python and the system's libraries.

    `reads` and `writes` are files and folders with all that is in them, `ports` of TCP.
    """

    reads: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()
    ports: frozenset[int] = frozenset()


class _Attributes(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


class _Port(ctypes.Structure):
    _fields_ = (("rights", ctypes.c_uint64), ("port", ctypes.c_uint64))


def version() -> int:
    """The version of the kernel's interface; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, _call(_CREATE, None, 0, _VERSION_OF_IT))


def confine(reach: Reach) -> None:
    """Confine this process and all that it will start, for good; before it has a second thread.

    Raises OSError when the kernel does not: then nothing is confined.
    """
    known = version()
    if not known:
        raise OSError("the kernel has no Landlock")
    every = (1 << next(count for least, count in reversed(_RIGHTS) if known >= least)) - 1
    wanted = _Attributes(every, _CONNECT_TCP | _BIND_TCP, _SIGNALS_AND_ABSTRACT_SOCKETS)
    size = 8 if known < _HAS_NET else 16 if known < _HAS_SCOPES else 24
    rules = _checked(_call(_CREATE, ctypes.byref(wanted), size, 0))
    try:
        for path in (*map(Path, (*_SYSTEM, *_NAMES)), *_python(), *reach.reads):
            _allow(rules, path, _READ & every)
        for path in map(Path, _DEVICES):
            _allow(rules, path, (_READ_FILE | _WRITE_FILE) & every)
        for path in reach.writes:
            _allow(rules, path, every)
        for port in reach.ports if known >= _HAS_NET else ():
            rule = _Port(_CONNECT_TCP, port)
            _checked(_call(_ADD_RULE, rules, _PORT, ctypes.byref(rule), 0))
        libc = ctypes.CDLL(None, use_errno=True)
        _checked(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _checked(_call(_RESTRICT, rules, 0))
    finally:
        os.close(rules)


def _python() -> Iterable[Path]:
    """Where this Python and what it imports lie; the folder that it was started in is none."""
    yield from map(Path, {sys.prefix, sys.base_prefix, sys.exec_prefix})
    yield from (Path(entry) for entry in sys.path if entry)


def _allow(rules: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError):
        if not path.is_dir():
            rights &= _OF_FILES
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rule = _Beneath(rights, handle)
            _checked(_call(_ADD_RULE, rules, _BENEATH, ctypes.byref(rule), 0))
        finally:
            os.close(handle)


def _call(number: int, *arguments: object) -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(number, *arguments))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
