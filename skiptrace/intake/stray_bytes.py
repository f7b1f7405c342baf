"""Text of which some bytes are in another encoding than the rest of the file."""

from __future__ import annotations

import re
import unicodedata

STRAY = re.compile("[\udc80-\udcff]+")
"""Bytes that are not in the file's encoding, as surrogateescape leaves them in a text."""

# Alone these are the first byte of a letter in UTF-8 of which the rest was cut off.
_CUT = frozenset(b"\xc2\xc3\xe2")
_MARKS = frozenset("’‘“”–—ªº°·´`\u00a0")  # noqa: RUF001 - the marks that names and addresses have


def repaired(cell: str, codec: str) -> str | None:
    """The cell with its undecodable bytes read in another encoding.

    None when they are no letters and marks there, or may be what was left of a letter.
    """
    pieces, start = [], 0
    for found in STRAY.finditer(cell):
        text = _read(found[0].encode("ascii", "surrogateescape"), codec)
        if not text:
            return None
        pieces += [cell[start : found.start()], text]
        start = found.end()
    return "".join(pieces) + cell[start:]


def is_readable(text: bytes, codec: str) -> bool:
    """Whether all that is not ASCII is letters and marks in that encoding, and nothing unseen."""
    try:
        read = text.decode(codec)
    except UnicodeError:
        return False
    odd = {c for c in read if not c.isascii() or not (c.isprintable() or c in "\r\n\t")}
    return all(not c.isascii() and _is_of_text(c) for c in odd)


def _read(stray: bytes, codec: str) -> str:
    if len(stray) == 1 and stray[0] in _CUT:
        return ""
    try:
        text = stray.decode(codec)
    except UnicodeError:
        return ""
    return text if all(map(_is_of_text, text)) else ""


def _is_of_text(character: str) -> bool:
    return unicodedata.category(character)[0] == "L" or character in _MARKS
