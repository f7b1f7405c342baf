"""What people write around a name that is no part of it: asterisks, numbers, labels, BANKRUPT."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LABEL = re.compile(
    r"^\W*(?:(?:PRIMARY |PERSONAL )?(?:DEBTOR|BORROWER|GUARANTOR|GUAR|CO-?SIGNER|CO-?DEBTOR|NAME"
    r"|RESPONSIBLE PARTY|RESP PARTY|RP|CUSTOMER|CONSUMER)\s*[:#=]|\*+)\s*(?=\w)",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(
    r"\s*\((?:PERSONAL )?(?:DEBTOR|GUARANTOR|GUAR|CO-?SIGNER|PG)\)\s*$", re.IGNORECASE
)
_INDIVIDUAL = re.compile(
    r",?\s+(?:AN INDIVIDUAL|AS AN INDIVIDUAL|A SOLE PROPRIETOR(?:SHIP)?)\b,?", re.IGNORECASE
)
_STARS = re.compile(r"\s*\*+\s*$")
_NUMBER = re.compile(
    r"(?<=[A-Za-z]{2})\.?\s+(?:#|ACCT\.?|ACCOUNT|FILE)\s*#?\s*[0-9-]{2,}\s*$", re.I
)
_QUOTED = re.compile('(?<=\\w)\\s+["\u201c]([A-Za-z\' .-]{2,20})["\u201d]\\s+(?=\\w)')
_BANKRUPT = re.compile(
    r"(?<=[A-Za-z]{2})[\s,;:/(*-]+(?:"
    r"(?:IN )?(?:BANKRUPTC?Y?|BANKR|BKRPTCY|BKRPT|BKR?(?= ?(?:CH|7|11|12|13|\W*$)))\.?"
    r"(?:[\s:-]*(?:CH(?:APTER|AP)?\.?)?\s*(?P<behind>7|11|12|13))?"
    r"|(?:CH(?:APTER|AP)\.?|CH)\s*(?P<chapter>7|11|12|13)(?:\s+(?:BANKRUPTCY|BKR?))?"
    r")[\s.)*]*$",
    re.IGNORECASE,
)
_CHAPTERS = {"7": "BK07-OPEN", "11": "BK11-OPEN", "12": "BK12-OPEN", "13": "BK13-OPEN"}
_SUSPECTED = "BK-SUSPECT"


@dataclass(frozen=True, slots=True, repr=False)
class Noted:
    """A name without what is written around it, and the codes of the holds that this asks for."""

    text: str
    holds: tuple[str, ...] = ()


def without_notes(text: str) -> Noted:
    """The name alone: labels, marks and account numbers fall, a word for bankruptcy holds."""
    bare = _LABEL.sub("", text)
    bare = _STARS.sub("", _NUMBER.sub("", _STARS.sub("", bare)))
    holds: tuple[str, ...] = ()
    if found := _BANKRUPT.search(bare):
        chapter = found["behind"] or found["chapter"] or ""
        holds = (_CHAPTERS.get(chapter, _SUSPECTED),)
        bare = _STARS.sub("", bare[: found.start()])
    bare = _INDIVIDUAL.sub("", _ROLE_BEHIND.sub("", bare))
    bare = _QUOTED.sub(r" (\1) ", bare)
    return Noted(bare.strip(" ,;") or text, holds)
