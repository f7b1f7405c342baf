"""The text of an organisation's name in plain capitals, whatever file it comes from."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from config.match_tables import match_table
from matching.parse.text import folded, thinned

_UMLAUTS = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "AE", "Ö": "OE", "Ü": "UE",
        "™": " ", "®": " ", "©": " ", "℠": " ", "№": " No ", "ª": "a", "º": "o",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    }
)  # fmt: skip
_OTHER_LETTER = re.compile("[\u0370-\u04ff]")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,6});?")
_CASED = re.compile(r"\b(?:SpA|ApS|KdA|eV|eG|eK)\b")
_MARK_END = r"(?=[\s:,-])[\s:,-]*"
_TRADE = re.compile(
    r"\b(?:D[./ ]?B[./ ]?A(?![A-Z0-9'])[./]?|O/A|T\.A\.|TRADE NAME:?"
    r"|(?:ALSO )?(?:DOES|DO|DOING) BUSINESS (?:IN [A-Z ]{2,30} )?AS"
    r"|(?:DOES|DO|DOING) BUSINESS UNDER THE (?:TRADE )?NAME(?: OF)?"
    r"|OPERATING (?:AS|UNDER THE NAME(?: OF)?)|TRADING (?:AS|UNDER THE NAME(?: OF)?))" + _MARK_END
)
_FORMER = re.compile(
    r"\b(?:[FP][./ ]?K[./ ]?A(?![A-Z0-9'])[./]?|S/B/M TO|SBM TO"
    r"|(?:AS )?SUCCESSOR (?:(?:BY MERGER|IN INTEREST) )?(?:TO|OF)"
    r"|(?:FORMERLY|PREVIOUSLY)(?: KNOWN AS| D/?B/?A)?)" + _MARK_END
)
_LATER = re.compile(r"\b(?:N[./ ]?K[./ ]?A(?![A-Z0-9'])[./]?|NOW KNOWN AS|(?<=\()NOW)" + _MARK_END)


def plain_organization(text: str) -> str:
    """The name in capitals A-Z, entities of HTML read, and the marks of other names in one form.

    Cyrillic and Greek letters are written in Latin ones.
    """
    if "&" in text and _ENTITY.search(text):
        text = unescape(unescape(text))
    text = _CASED.sub(lambda found: ".".join(found.group()) + ".", text)
    if not text.isascii():
        text = text.translate(_UMLAUTS)
        if _OTHER_LETTER.search(text):
            text = text.translate(_latin())
    plain = thinned(folded(text))
    return _marked(plain)


@cache
def _latin() -> dict[int, str]:
    """Cyrillic and Greek letters, small and capital, in Latin ones."""
    found: dict[int, str] = {}
    for line in match_table("organizations")["letters"].values():
        for pair in line.split():
            letter, _, latin = pair.partition("=")
            found[ord(letter)] = latin
            if len(letter.upper()) == 1:
                found[ord(letter.upper())] = latin
    return found


def _marked(plain: str) -> str:
    plain = _TRADE.sub("DBA ", plain)
    plain = _LATER.sub("NKA ", plain)
    return _FORMER.sub("FKA ", plain)
