"""Names of plain words that a shop may bear as well as a person: Green Leaf, Lucky Star."""

from __future__ import annotations

from functools import cache

from config.match_tables import match_table
from matching.parse.name_tables import given_share, surname_share
from matching.parse.organization.signs import is_sign
from matching.parse.text import folded

_USUAL = 0.00002
"""The share of people from which a word is a usual given name or surname."""
_MOST = 4
_NAME_AND_TRADE = 2
_WORD = 4
"""Letters from which on a sign is a word: TO, BY and PA are names of peoples, and initials."""


def may_be_a_shop(text: str) -> bool:
    """Whether a name of two to four words is made of plain words alone.

    Behind a usual given name the last word is no usual surname: Rose Garden, and not Grace Church.
    So may one be of a surname and a trade that hardly anybody bears: Anderson Solar.
    """
    words = [word.strip(".'") for word in folded(text).upper().split()]
    if len(words) == _NAME_AND_TRADE and _is_trade_of(*words):
        return True
    plain, between = _words()
    if not 1 < len(words) <= _MOST or any(w not in plain and w not in between for w in words):
        return False
    ends = (words[0], words[-1])
    if not plain.issuperset(ends):
        return False
    is_given = any(given_share(word) > _USUAL for word in ends)
    return not is_given or min(map(_borne, ends)) <= _USUAL


def _is_trade_of(name: str, trade: str) -> bool:
    """ANDERSON SOLAR, and neither JOANNA MARKET nor KIM TO."""
    if given_share(name) > surname_share(name) or len(trade) < _WORD or not is_sign(trade):
        return False
    return _borne(trade) <= _USUAL


def _borne(word: str) -> float:
    """How usual a word is in a person's name, as either part of it."""
    return max(given_share(word), surname_share(word))


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    table = match_table("organizations")["shops"]
    return frozenset(table["words"].split()), frozenset(table["between"].split())
