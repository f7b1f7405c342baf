"""Which encoding a text file has: what its bytes prove, and what they only suggest."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from skiptrace.intake.stray_bytes import is_readable
from skiptrace.model.errors import IntakeError

_SAMPLE = 1 << 20
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a file of a US office may be in, where it is not UTF-8: Windows, an old Mac, an old terminal.
_OTHERS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "code page 850"}
_USUAL = "cp1252"
_FEWEST = 5
"""Odd lines that are enough to tell their encoding; it is the usual one where there are fewer."""
_GUESSED_FROM = 4_000
"""Lines that are not UTF-8 of which the encoding is guessed."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec, what it does with undecodable bytes, and what a person should know of it.

    With `errors="surrogateescape"` each undecodable byte becomes one character of U+DC80-U+DCFF,
    with `replace` it becomes U+FFFD: either way only its own cell suffers. `stray` is the codec
    that such bytes are most likely in; empty where a person said what the file's encoding is.
    """

    codec: str
    errors: str
    note: str = ""
    stray: str = ""


def detect_encoding(path: Path, mapped: str) -> Encoding:
    """The byte order mark, else the mapped encoding, else UTF-8; never another in silence.

    A file of which at least a fifth of the lines is not UTF-8 and none holds UTF-8 letters is taken
    for what charset-normalizer finds the likeliest of Windows-1252, Mac Roman and code page 850,
    and the note says so. Text of two bytes a letter is known without a mark by where its zeros
    are; IntakeError where they do not tell.
    """
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    for bom, codec in _BOMS:
        if sample.startswith(bom):
            return _strict(codec)
    if mapped:
        return _strict(mapped)
    if sample.count(0) > len(sample) // 5:
        return _two_bytes(path.name, sample)
    return _guessed(sample)


def _two_bytes(name: str, sample: bytes) -> Encoding:
    """UTF-16 without a byte order mark: the letters of a header have a zero each, on one side."""
    high_last, high_first = sample[1::2].count(0), sample[0::2].count(0)
    codec = "utf-16-le" if high_last > high_first else "utf-16-be"
    told = min(high_last, high_first) * 20 <= max(high_last, high_first)
    if not told or not _is_text(sample[: len(sample) // 2 * 2], codec):
        raise IntakeError(
            f"{name}: expected text, and a fifth of its bytes are zeros; if it is UTF-16, set "
            '[formats] encoding = "utf-16-le" (or "utf-16-be") in the mapping'
        )
    said = "it has no byte order mark, and its zero bytes say so (a guess)"
    return Encoding(codec, "replace", f"read as {codec.upper()}: {said}")


def _is_text(sample: bytes, codec: str) -> bool:
    """Whether the bytes, cut anywhere, are lines of text in that encoding, but for a few."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(sample)
    return "\n" in text and text.count("\ufffd") + text.count("\0") <= len(text) // 100


def _strict(codec: str) -> Encoding:
    wide = codec.lower().replace("_", "-").startswith(("utf-16", "utf-32"))
    return Encoding(codec, "replace" if wide else "surrogateescape")


def _guessed(sample: bytes) -> Encoding:
    lines = sample.splitlines()[: None if len(sample) < _SAMPLE else -1]
    wide = [line for line in lines if not line.isascii()]
    bad = [line for line in wide if not _is_utf8(line)]
    if not bad:
        return Encoding("utf-8", "surrogateescape", stray=_USUAL)
    words = f"{len(bad)} of the first {len(lines)} lines are not UTF-8"
    is_all, is_much = len(bad) == len(wide), len(bad) * 5 >= len(lines)
    codec = _likeliest(bad) if is_all and (is_much or len(bad) >= _FEWEST) else _USUAL
    if codec and is_all and is_much:
        return Encoding(codec, "surrogateescape", f"{words}: read as {_OTHERS[codec]} (a guess)")
    if codec:
        words += f"; their odd bytes are read as {_OTHERS[codec]} (a guess): if all is in it, "
        words += f'set [formats] encoding = "{codec}" in the mapping'
    return Encoding("utf-8", "surrogateescape", words, codec)


def _likeliest(lines: Sequence[bytes]) -> str:
    """The likeliest encoding of lines that are not UTF-8; empty where none of ours fits."""
    from charset_normalizer import from_bytes

    text = b"\n".join(lines[:_GUESSED_FROM])
    best = from_bytes(text, cp_isolation=list(_OTHERS), threshold=0.5).best()
    if best is None or best.encoding not in _OTHERS:
        return ""
    return best.encoding if is_readable(text, best.encoding) else ""


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
