"""Text in a drawing: how wide it will be, about, and how it is broken into lines that fit."""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("ijlrtfI.,;:'|!()[]-/ ")
_BROAD = frozenset("mwMW%@&+")

_CUT = "…"


def text_width(text: str, size: float) -> float:
    """About how many pixels the text takes in a broad sans-serif font of that size."""
    return size * sum(map(_ems, text))


def _ems(char: str) -> float:
    if char in _NARROW:
        return 0.38
    if char in _BROAD:
        return 0.95
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.72 if char.isupper() or ord(char) > 0x24F else 0.62


def fitted(text: str, size: float, width: float, most: int) -> tuple[str, ...]:
    """The text in at most `most` lines of at most `width` pixels; a cut ends in an ellipsis.

    Lines are broken at blanks, and inside a word only when it fits no line.
    """
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most:
        fits = _fitting(rest, size, width)
        if fits == len(rest):
            return (*lines, rest)
        if len(lines) == most - 1:
            fits = max(_fitting(rest, size, width - text_width(_CUT, size)), 0)
            return (*lines, rest[:fits].rstrip() + _CUT)
        blank = rest.rfind(" ", 0, fits + 1)
        at = blank if blank > 0 else max(fits, 1)
        lines.append(rest[:at])
        rest = rest[at:].lstrip()
    return tuple(lines)


def _fitting(text: str, size: float, width: float) -> int:
    """How many characters from the start fit."""
    used = 0.0
    for at, char in enumerate(text):
        used += size * _ems(char)
        if used > width:
            return at
    return len(text)
