"""Holds: status codes with the day since which each restrains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from skiptrace.intake.problem import Wrong

# A hold whose first day the creditor does not say restrains from before any account.
SINCE_EVER = date(1900, 1, 1)
_HOLD = re.compile(r"([A-Za-z0-9][A-Za-z0-9/_-]{1,39})(?:@([0-9]{4}-[0-9]{2}-[0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class HoldWord:
    """One code and the day since which it restrains."""

    code: str
    since: date


def holds(text: str, today: date) -> tuple[HoldWord, ...] | Wrong:
    """`CODE@YYYY-MM-DD;CODE`: codes in capitals, known or not, with days up to today.

    A code without a day restrains since ever; an unknown code is kept, and the gate holds it.
    """
    found: list[HoldWord] = []
    for piece in filter(None, (part.strip() for part in text.split(";"))):
        word = _HOLD.fullmatch(piece)
        since = _day(word[2]) if word else None
        if word is None or since is None or since > today:
            return Wrong("hold codes as CODE@YYYY-MM-DD;CODE, none later than today", "holds")
        found.append(HoldWord(word[1].upper(), since))
    return tuple(dict.fromkeys(found))


def _day(text: str | None) -> date | None:
    if text is None:
        return SINCE_EVER
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
