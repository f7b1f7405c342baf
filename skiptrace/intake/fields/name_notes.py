"""What stands beside a name in a creditor's file, as holds: BANKRUPT, CH 13, (BK)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matching.parse.party.asides import without_asides

_QUOTED = re.compile('(?<=\\w)\\s+["\u201c]([A-Za-z\' .-]{2,20})["\u201d]\\s+(?=\\w)')
_MINOR = re.compile(r"[\s,(]+(?:A MINOR(?: CHILD)?|(?<=[,(] )MINOR|UTMA|UGMA)\b.*$", re.IGNORECASE)
_UNDER_AGE = "MINOR-NOW"
_CHAPTERS = {"7": "BK07-OPEN", "11": "BK11-OPEN", "12": "BK12-OPEN", "13": "BK13-OPEN"}
_SUSPECTED = "BK-SUSPECT"


@dataclass(frozen=True, slots=True, repr=False)
class Noted:
    """A name without what is written around it, and the codes of the holds that this asks for."""

    text: str
    holds: tuple[str, ...] = ()


def without_notes(text: str) -> Noted:
    """The name alone; a word for bankruptcy beside it, or for a minor, holds."""
    bare = without_asides(text)
    holds = (_CHAPTERS.get(bare.bankruptcy, _SUSPECTED),) if bare.bankruptcy else ()
    name = bare.text
    if found := _MINOR.search(name):
        holds = (*holds, _UNDER_AGE)
        name = name[: found.start()]
    return Noted(_QUOTED.sub(r" (\1) ", name).strip(" ,;") or text, holds)
