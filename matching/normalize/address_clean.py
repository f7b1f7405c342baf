"""Pre-cleaning of addresses: capitals, punctuation, notes in brackets, and segments."""

from __future__ import annotations

import re

from matching.normalize.text import folded, squeezed

_INITIAL_DOTS = re.compile(r"(?<=\b[A-Z])\.\s?(?=[A-Z]\b\.)|(?<=\b[A-Z])\.(?=[A-Z]\b)")
_DOTS = re.compile(r"(?<!\d)\.|\.(?!\d)")
_NOTES = re.compile(r"\([^()]*\)")
_SEGMENTS = re.compile(r"[|,;\n\r\t]+")
_JUNK = re.compile(r"[^A-Z0-9#&/ .-]")
_LOOSE_HYPHEN = re.compile(r"(?<![A-Z0-9])-(?!\d)|(?<!\s)-(?![A-Z0-9])|\s-\s")
_CONTINUES = re.compile(r"(?:BOX|BX|BZN|BUZON)\b")
_OPEN_ROUTE = re.compile(
    r"\b(?:RR|R R|RFD|RD|RT|RTE|ROUTE|HC|HCR|CONTRACT|ESTRELLA|RURAL|PSC|CMR|UNIT|STAR ROUTE)"
    r"\s*#?\s*\d+[A-Z]?$"
)


def segments(text: str) -> tuple[str, ...]:
    """The parts of an address between commas, bars and line ends, cleaned, empty ones dropped."""
    raw = re.sub(r"[\n\r\t]", "|", text[:600])
    whole = _NOTES.sub(" ", folded(raw)).replace("'", "").replace('"', "")
    parts = [part for piece in _SEGMENTS.split(whole) if (part := _cleaned(piece))]
    return _joined(parts)


def _cleaned(piece: str) -> str:
    text = _DOTS.sub(" ", _INITIAL_DOTS.sub("", piece))
    text = _JUNK.sub(" ", text)
    text = _LOOSE_HYPHEN.sub(" ", text)
    return squeezed(text)


def _joined(parts: list[str]) -> tuple[str, ...]:
    """A box written behind a comma goes with its route."""
    joined: list[str] = []
    for part in parts:
        if joined and _CONTINUES.match(part) and _OPEN_ROUTE.search(joined[-1]):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return tuple(joined)
