"""The records of an ACS file, whether lines end them or only their length does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from skiptrace.intake.acs_layout import RECORD_LENGTH
from skiptrace.model.errors import IntakeError

# A line that does not end by then is kept only in part: it is far from any ACS record.
_LONGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class AcsRecord:
    """One record as text (one character a byte), numbered from 1, the header included."""

    number: int
    text: str = field(repr=False)


def acs_records(path: Path) -> Iterator[AcsRecord]:
    """Every record of the file, of whatever length; IntakeError when it cannot be read."""
    try:
        with path.open("rb") as stream:
            blocks = _lines(stream) if _has_lines(stream) else _blocks(stream)
            for number, block in enumerate(blocks, 1):
                yield AcsRecord(number, block.decode("latin-1"))
    except OSError as error:
        raise IntakeError(f"{path.name}: cannot be read ({error.strerror})") from error


def _has_lines(stream: BinaryIO) -> bool:
    sample = stream.read(_LONGEST)
    stream.seek(0)
    return b"\n" in sample


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(_LONGEST):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST)
        if body := line.rstrip(b"\r\n\x1a"):
            yield body


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    while block := stream.read(RECORD_LENGTH):
        if block.strip(b"\x1a"):
            yield block
