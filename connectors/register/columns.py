"""Arrays one behind the other in one file, which is searched where it lies.

The layout stands at the end as JSON, with the CRC-32 of all that lies before it and the id of the
loading that wrote it, its length and a mark behind it. A file is mapped, never read whole: what a
search touches is what memory holds.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_MARK = b"STCOLS1\n"
_END = struct.Struct("<Q8s")
_ALIGNED = 8
_AT_ONCE = 1 << 22

Arrays = Mapping[str, NDArray[Any]]


class BrokenRegister(Exception):
    """A database, or its columns, that lack what their loading wrote."""


class MixedRegister(BrokenRegister):
    """A database beside the columns of another loading."""


class ColumnsWriter:
    """Writes named arrays to a new file, each of one dtype and in as many parts as it comes in.

    `loading` is the id that the database beside it has too. A file has its layout once the context
    ends. Raises OSError where the disk does not take it.
    """

    def __init__(self, path: Path, loading: str) -> None:
        self._file = path.open("xb")
        self._loading = loading
        self._layout: dict[str, tuple[str, int, int]] = {}
        self._place = self._crc = 0
        path.chmod(0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._file:
            if kind is None:
                told = {"arrays": self._layout, "crc": self._crc, "loading": self._loading}
                layout = json.dumps(told).encode()
                self._file.write(layout + _END.pack(len(layout), _MARK))

    def add(self, name: str, dtype: str, parts: Iterable[NDArray[Any]]) -> None:
        """Appends one array, as little-endian numbers of that dtype."""
        self._write(b"\0" * (-self._place % _ALIGNED))
        began, kind = self._place, np.dtype(dtype).newbyteorder("<")
        for part in parts:
            self._write(np.ascontiguousarray(part, dtype=kind).tobytes())
        self._layout[name] = (kind.str, began, (self._place - began) // kind.itemsize)

    def _write(self, body: bytes) -> None:
        self._file.write(body)
        self._crc = crc32(body, self._crc)
        self._place += len(body)


def read_columns(path: Path, loading: str) -> Arrays:
    """The arrays that a loading wrote to a file, read-only.

    Raises MixedRegister for those of another one, BrokenRegister unless every byte is as written.
    """
    try:
        held = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    except (OSError, ValueError):
        raise BrokenRegister("the columns are missing") from None
    body, told = _parts(held)
    if told["loading"] != loading:
        raise MixedRegister("the columns are those of another loading")
    if told["crc"] != _crc_of(body):
        raise BrokenRegister("the columns were changed")
    return {
        name: body[began : began + count * np.dtype(kind).itemsize].view(kind)
        for name, (kind, began, count) in told["arrays"].items()
    }


def _parts(held: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], dict[str, Any]]:
    """What lies before the layout, and the layout."""
    try:
        length, mark = _END.unpack(held[-_END.size :].tobytes())
        end = len(held) - _END.size - length
        told = json.loads(held[end : end + length].tobytes()) if end >= 0 else {}
    except (struct.error, ValueError):
        raise BrokenRegister("the columns have no end") from None
    if mark != _MARK or not {"arrays", "crc", "loading"} <= told.keys():
        raise BrokenRegister("the columns have no end")
    return held[:end], told


def _crc_of(body: NDArray[np.uint8]) -> int:
    found = 0
    for first in range(0, len(body), _AT_ONCE):
        found = crc32(body[first : first + _AT_ONCE].data, found)
    return found
