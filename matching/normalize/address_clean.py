"""Pre-cleaning of addresses: capitals, punctuation, notes in brackets, and segments."""

from __future__ import annotations

import re

from matching.normalize.text import LONGEST, folded

_INITIAL_DOTS = re.compile(r"(?<=\b[A-Z])\.\s?(?=[A-Z]\b\.)|(?<=\b[A-Z])\.(?=[A-Z]\b)")
_DOTS = re.compile(r"(?<!\d)\.|\.(?!\d)")
_UNIT_NOTE = re.compile(r"\(\s*((?:APT|APARTMENT|STE|SUITE|UNIT|LOT|FL|RM|BLDG|REAR|#)[^()]*)\)")
_NOTES = re.compile(r"\([^()]*\)")
_ARTICLE = re.compile(r"\bL'(?=[AEIOUH])")
_BREAKS = re.compile(r"[\n\r\t\v\f\u2028\u2029]")
_SEGMENTS = re.compile(r"[|,;]+")
_JUNK = re.compile(r"[^A-Z0-9#&/ .-]")
_SLASH = re.compile(r"(?<=[A-Z]{2})/|/(?=[A-Z]{2})")
_LOOSE_HYPHEN = re.compile(r"(?<![A-Z0-9])-(?!\d)|(?<!\s)-(?![A-Z0-9])|\s-\s")
_BOX = r"(?:BOX|BX|BZN|BUZON)"
_ROUTE = (
    r"(?:RR|R R|RFD|R F D|RD|R D|RT|RTE|ROUTE|HC|H C|HCR|(?:RURAL|STAR) (?:ROUTE|RTE|RT)"
    r"|(?:HIGHWAY|HWY) CONTRACT(?: (?:ROUTE|RTE|RT))?|RUTA (?:RURAL|ESTRELLA)"
    r"|PSC|CMR|CPR|OPC|UPR|UNIT)"
)
_NUMBER = r"\s*(?:NO|NUMBER)?\s*[#-]?\s*\d+[A-Z]?"
_CONTINUES = re.compile(_BOX + r"\b")
_OPEN_ROUTE = re.compile(r"\b" + _ROUTE + _NUMBER + "$")
_BOX_FIRST = re.compile(
    _BOX + r"\s*#?\s*([A-Z0-9-]*\d[A-Z0-9-]*) ?\|? ?(" + _ROUTE + _NUMBER + r")(?=$|\||\s)"
)
_NEW_FACT = re.compile(
    r"(?<=[A-Z0-9]) (?="
    r"(?:P ?[O0] ?(?:BOX|BX|DRAWER)|POST OFFICE (?:BOX|DRAWER))\s*(?:NO )?[#-]?\s*[A-Z0-9-]*\d"
    r"|(?:RR|HC|HCR|RURAL ROUTE|STAR ROUTE) ?\d+ BOX #?\d"
    r"|GEN(?:ERAL)? DEL(?:IVERY)?\b"
    r"|(?:ATTN|ATTENTION|C/O|CARE OF) )"
)


def segments(text: str) -> tuple[str, ...]:
    """The parts of an address between commas, bars and line ends, cleaned, empty ones dropped.

    A box or route and an addressee begin a part of their own; only the first 600 characters count.
    """
    raw = _BREAKS.sub("|", text[:LONGEST])
    plain = raw.isascii() and raw.isprintable()
    whole = raw.upper().strip() if plain else folded(raw)
    if "(" in whole:
        whole = _NOTES.sub(" ", _UNIT_NOTE.sub(r" \1 ", whole))
    whole = _ARTICLE.sub("L ", whole).replace("'", "").replace('"', "").replace("@", " AT ")
    parts = [part for piece in _SEGMENTS.split(whole) if (part := _cleaned(piece))]
    return _joined([part for piece in parts for part in _NEW_FACT.split(piece)])


def _cleaned(piece: str) -> str:
    text = piece
    if "." in text:
        text = _DOTS.sub(" ", _INITIAL_DOTS.sub("", text))
    if "/" in text:
        text = _SLASH.sub(" ", text)
    text = _JUNK.sub(" ", text)
    if "-" in text:
        text = _LOOSE_HYPHEN.sub(" ", text)
    return " ".join(text.split())


def _joined(parts: list[str]) -> tuple[str, ...]:
    """A box written behind a comma, or before its route, goes behind its route."""
    joined: list[str] = []
    for part in parts:
        if joined and _CONTINUES.match(part) and _OPEN_ROUTE.search(joined[-1]):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    if not any(part.startswith("B") for part in joined):
        return tuple(joined)
    return tuple(_BOX_FIRST.sub(r"\2 BOX \1", "|".join(joined)).split("|"))
