"""Which encoding a text file has: what its bytes prove, and what they only suggest."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from skiptrace.model.errors import IntakeError

_SAMPLE = 1 << 20
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A lone byte of Windows-1252 that is a Latin letter: an accented letter of a name.
_LETTERS = frozenset(b"\x8a\x8c\x8e\x9a\x9c\x9e\x9f") | (
    frozenset(range(0xC0, 0x100)) - frozenset(b"\xd7\xf7")
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec, what it does with undecodable bytes, and what a person should know of it.

    With `errors="surrogateescape"` each undecodable byte becomes one character of U+DC80-U+DCFF,
    with `replace` it becomes U+FFFD: either way only its own row suffers.
    """

    codec: str
    errors: str
    note: str = ""


def detect_encoding(path: Path, mapped: str) -> Encoding:
    """The byte order mark, else the mapped encoding, else UTF-8; never a silent Windows-1252.

    A file of which at least a fifth of the lines is not UTF-8, none holds UTF-8 letters and all
    read as Windows-1252 is taken for Windows-1252, and the note says so. Raises IntakeError for
    two-byte text without a byte order mark.
    """
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    for bom, codec in _BOMS:
        if sample.startswith(bom):
            return _strict(codec)
    if mapped:
        return _strict(mapped)
    if sample.count(0) > len(sample) // 5:
        raise IntakeError(
            f"{path.name}: looks like UTF-16 without a byte order mark; "
            'set [formats] encoding = "utf-16-le" (or "utf-16-be") in the mapping'
        )
    return _guessed(sample)


def _strict(codec: str) -> Encoding:
    wide = codec.lower().replace("_", "-").startswith(("utf-16", "utf-32"))
    return Encoding(codec, "replace" if wide else "surrogateescape")


def _guessed(sample: bytes) -> Encoding:
    lines = sample.splitlines()[: None if len(sample) < _SAMPLE else -1]
    wide = [line for line in lines if not line.isascii()]
    bad = [line for line in wide if not _is_utf8(line)]
    if not bad:
        return _strict("utf-8")
    words = f"{len(bad)} of the first {len(lines)} lines are not UTF-8"
    if len(bad) == len(wide) and all(_reads_as_cp1252(line) for line in bad):
        if len(bad) * 5 >= len(lines):
            return Encoding("cp1252", "surrogateescape", f"{words}: read as Windows-1252 (a guess)")
        words += '; if they are Windows-1252, set [formats] encoding = "cp1252" in the mapping'
    return Encoding("utf-8", "surrogateescape", words)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _reads_as_cp1252(line: bytes) -> bool:
    return all(byte < 0x80 or byte in _LETTERS for byte in line)
