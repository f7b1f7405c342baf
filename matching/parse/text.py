"""Plain text: any Unicode brought to upper-case ASCII words."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

LONGEST = 600
"""Characters of a field that are looked at; a longer field is cut, so time stays bounded."""

_LETTERS = str.maketrans(
    {
        "ß": "SS", "ẞ": "SS", "Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "Œ": "OE", "œ": "oe",
        "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ð": "d", "Þ": "TH", "þ": "th", "\u0131": "i",
        "\u2018": "'", "\u2019": "'", "`": "'", "\u00b4": "'", "\u02bc": "'",
        "\x91": "'", "\x92": "'", "\x96": "-", "\x97": "-",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "½": " 1/2 ", "¼": " 1/4 ", "¾": " 3/4 ", "\u2044": "/",
    }
)  # fmt: skip

_PUNCTUATION = str.maketrans(
    {
        "\x82": "'", "\x84": '"', "\x85": " ", "\x88": "^", "\x8b": "'", "\x91": "'", "\x92": "'",
        "\x93": '"', "\x94": '"', "\x95": " ", "\x96": "-", "\x97": "-", "\x9b": "'", "\xa0": " ",
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'",
        "\u02bc": "'", "\u02b9": "'", "\uff07": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u2033": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
        "\u2015": "-", "\u2212": "-", "\uff06": "&", "\uff0c": ",", "\u2026": " ",
    }
)  # fmt: skip
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
_MISREAD = re.compile("[\u00c2\u00c3\u00e2][\u0080-\u00bf\u0152-\u0178\u02c6-\u02dc\u2010-\u2122]")
_RUN = re.compile(r"[\s,;:.()\[\]&#/_*-]{6,}")


def folded(text: str) -> str:
    """The text in capitals with accents and control characters dropped; only ASCII is left."""
    return _folded(text[:LONGEST])


@lru_cache(maxsize=65536)
def _folded(cut: str) -> str:
    if not cut.isascii():
        decomposed = unicodedata.normalize("NFKD", cut.translate(_LETTERS)).translate(_LETTERS)
        cut = decomposed.encode("ascii", "ignore").decode("ascii")[:LONGEST]
    if not cut.isprintable():
        cut = "".join(c if c.isprintable() else " " for c in cut)
    return cut.upper().strip()


def mended(text: str) -> str:
    """The text as it was before an export damaged it, with plain quotes, apostrophes and hyphens.

    HTML entities, also escaped twice, are resolved; UTF-8 that was read as Windows-1252 is read
    again; punctuation of Windows-1252 that was read as Latin-1 is what it was.
    """
    if "&" in text and ";" in text:
        for _ in range(2):
            text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    if text.isascii():
        return text
    if _MISREAD.search(text):
        text = _read_again(text)
    return text.translate(_PUNCTUATION)


def _read_again(text: str) -> str:
    """The text with its bytes taken for UTF-8; itself where they are not."""
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    return letter.encode("latin-1" if letter < "\u0100" else "cp1252")


def thinned(text: str) -> str:
    """The text with each run of more than five separators made one of each kind in the run.

    Grammars that look for what stands between separators take the square of a run's length.
    """
    return _RUN.sub(lambda run: "".join(dict.fromkeys(run.group())), text)


def squeezed(text: str) -> str:
    """The text with every run of white space made one space."""
    return " ".join(text.split())
