"""Pre-cleaning of addresses: capitals, punctuation, notes in brackets, and segments."""

from __future__ import annotations

import re

from matching.parse.text import LONGEST, folded, mended

_UNITED_STATES = re.compile(r"\bU\.\s?S\.(?![A-Z]\b)\s*")
_INITIAL_DOTS = re.compile(r"(?<=\b[A-Z])\.\s?(?=[A-Z]\b\.)|(?<=\b[A-Z])\.(?=[A-Z]\b)")
_DOTS = re.compile(r"(?<!\d)\.|\.(?!\d)")
_UNIT_NOTE = re.compile(
    r"\(\s*((?:APT|APARTMENT|STE|SUITE|UNIT|LOT|FL|FLOOR|RM|ROOM|BLDG|BUILDING|TOWER|TRLR|SPACE|REAR"
    r"|FRONT|UPPER|LOWER|UPSTAIRS|DOWNSTAIRS|BASEMENT|BSMT|#)(?![A-Z])[^()]*"
    r"|(?:\d{1,2}(?:ST|ND|RD|TH)|FIRST|SECOND|THIRD|FOURTH) (?:FLOOR|FLR|FL)"
    r"|[NS]\.?[EW]\.?|[NSEW]\.?|NORTH|SOUTH|EAST|WEST|(?:NORTH|SOUTH)(?:EAST|WEST)"
    r"|\d{1,4}[A-Z]?|[A-Z]-?\d{0,4})\s*\)(?!\s*\d{3}\W?\d{4})"
)
"""A unit or a quadrant in brackets is a part of the address."""
_NOTES = re.compile(r"\([^()]*\)")
_ARTICLE = re.compile(r"\bL'(?=[AEIOUH])")
_BREAKS = re.compile(r"[\n\r\t\v\f\u2028\u2029]")
_SEGMENTS = re.compile(r"[|,;]+")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,7} ?/?>")
_SLASHED = re.compile(r"(?<=\w) / (?=\w)")
_HASHES = re.compile(r"#(?:\s*#)+")
_JUNK = re.compile(r"[^A-Z0-9#&/ .?-]")
_QUESTION = re.compile(r"(?<![A-Za-z0-9])\?|\?(?![A-Za-z0-9])")
_MISREAD = {"\u00e2\u20ac\u201c": "-", "\u00e2\u20ac\u201d": "-", "\u00c2\u00bd": "\u00bd",
            "\u00c2\u00bc": "\u00bc", "\u00c2\u00be": "\u00be", "\x96": "-", "\x97": "-",
            "\x92": "'"}  # fmt: skip
"""Dashes, fractions and apostrophes whose bytes were read in another code page."""
_LOST = "\ufffd"
_EMAIL = re.compile(r"[A-Z0-9._%+-]+@[A-Z0-9-]+(?:\.[A-Z0-9-]+)+")
_SPACED_RANGE = re.compile(r"^(\s*\d+) [-/] (?=\d+ [A-Z])|^(\s*\d{2,})/(?=\d{2,} [A-Z])")
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
    r"(?:P ?[O0] ?(?:BOX|BX|DRAWER)|POST OFFICE (?:BOX|DRAWER)|(?:P ?O )?(?:LBX|LOCK ?BOX))"
    r"\s*(?:NO |NUMBER )?[#-]?\s*[A-Z0-9-]*\d"
    r"|(?:RR|HC|HCR|RURAL ROUTE|STAR ROUTE) ?\d+ BOX #?\d"
    r"|GEN(?:ERAL)? DEL(?:IVERY)?\b"
    r"|(?:ATTN|ATTENTION|C/O|CARE OF) )"
)


def segments(text: str) -> tuple[str, ...]:
    """The parts of an address between commas, bars and line ends, cleaned, empty ones dropped.

    A box or route and an addressee begin a part of their own; only the first 600 characters count.
    A question mark stands where a character was lost.
    """
    raw = _BREAKS.sub("|", text[:LONGEST])
    if "<" in raw:
        raw = _TAG.sub("|", raw)
    if "&" in raw and ";" in raw:
        raw = mended(raw)
    if raw.count(" / ") > 1:
        raw = _SLASHED.sub("|", raw)
    if "##" in raw or "# #" in raw:
        raw = _HASHES.sub("#", raw)
    if "?" in raw:
        raw = _QUESTION.sub(" ", raw)
    plain = raw.isascii() and raw.isprintable()
    whole = raw.upper().strip() if plain else folded(_mended(raw))
    if "(" in whole:
        whole = _NOTES.sub(" ", _UNIT_NOTE.sub(r" \1 ", whole))
    if "@" in whole:
        whole = _EMAIL.sub(_without_sign, whole).replace("@", " AT ")
    whole = _ARTICLE.sub("L-", whole).replace("'", "").replace('"', "")
    parts = [part for piece in _SEGMENTS.split(whole) if (part := _cleaned(piece))]
    return _joined([part for piece in parts for part in _NEW_FACT.split(piece)])


def _mended(raw: str) -> str:
    """The text with dashes of another code page, and a mark where a character was lost."""
    for misread, meant in _MISREAD.items():
        raw = raw.replace(misread, meant)
    return raw.replace(_LOST, "?")


def _without_sign(found: re.Match[str]) -> str:
    return found.group().replace("@", " ")


def _cleaned(piece: str) -> str:
    text = piece
    if "U." in text:
        text = _UNITED_STATES.sub("US ", text)
    if "." in text:
        text = _DOTS.sub(" ", _INITIAL_DOTS.sub("", text))
    if "/" in text:
        text = _SLASH.sub(" ", text)
    text = _JUNK.sub(" ", text)
    if " - " in text or "/" in text:
        text = _SPACED_RANGE.sub(r"\1\2-", text)
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
