"""Given name and surname in each other's place, one of them with a typing error."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from matching.compare.name_verdict import NameVerdict
from matching.compare.person.given_words import relate_given_words
from matching.compare.person.name_relation import (
    GIVENS,
    SURNAMES,
    GivenRelation,
    SurnameRelation,
)
from matching.compare.person.surname import relate_surname_words
from matching.parse.name_tables import given_share, surname_share
from matching.parse.person.clean_name import CleanName

SHORTEST = 4
"""Letters of a word in which a typing error can be told from another word."""

Slip = tuple[SurnameRelation, GivenRelation]


def turned_with_slip(a: CleanName, b: CleanName) -> Slip | None:
    """How the parts relate where one word is the other name's other part, and the rest a slip.

    ALICIA FARDELL and FARDWLL ALICIA, but not JAMES BAKER and BARKER JAMES, which are two
    surnames; None where the names, as they are written, relate at all. The word that both share is
    read as what it likelier is, whoever wrote it.
    """
    if max(len(a.givens), len(b.givens), len(a.surnames), len(b.surnames)) > 1:
        return None
    if not (a.given and a.surname and b.given and b.surname):
        return None
    if (a.given == b.surname) is (a.surname == b.given):
        return None
    if a.given == b.surname:
        shared, one, other = a.given, a.surname, b.given
    else:
        shared, one, other = a.surname, a.given, b.surname
    if len(shared) < 2 or _are_near(a, b) or not is_slip(one, other):
        return None
    return _as_likely(shared, one, other)


def is_slip(one: str, other: str) -> bool:
    """Whether two words are one typing error apart."""
    long = min(len(one), len(other)) >= SHORTEST
    return long and one != other and OSA.distance(one, other, score_cutoff=1) == 1


def leans_to_given(word: str) -> float:
    """By how much more a word is a given name than a surname, as shares of people."""
    return given_share(word) - surname_share(word)


def _as_likely(shared: str, one: str, other: str) -> Slip | None:
    if leans_to_given(shared) >= max(leans_to_given(one), leans_to_given(other)):
        surname, given = relate_surname_words(one, other), GivenRelation.EXACT
    else:
        surname, given = SurnameRelation.EXACT, relate_given_words(one, other)
    apart = NameVerdict.DIFFERENT in (SURNAMES[surname].verdict, GIVENS[given].verdict)
    return None if apart else (surname, given)


def _are_near(a: CleanName, b: CleanName) -> bool:
    """Whether two names relate in a part as they are written."""
    if a.given == b.given or a.surname == b.surname:
        return True
    given, surname = (
        relate_given_words(a.given, b.given),
        relate_surname_words(a.surname, b.surname),
    )
    return any(
        meaning.verdict is not NameVerdict.DIFFERENT
        for meaning in (GIVENS[given], SURNAMES[surname])
    )
