"""Plain text: any Unicode brought to upper-case ASCII words."""

from __future__ import annotations

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
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "½": " 1/2 ", "¼": " 1/4 ", "¾": " 3/4 ", "\u2044": "/",
    }
)  # fmt: skip

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


def thinned(text: str) -> str:
    """The text with each run of more than five separators made one of each kind in the run.

    Grammars that look for what stands between separators take the square of a run's length.
    """
    return _RUN.sub(lambda run: "".join(dict.fromkeys(run.group())), text)


def squeezed(text: str) -> str:
    """The text with every run of white space made one space."""
    return " ".join(text.split())
