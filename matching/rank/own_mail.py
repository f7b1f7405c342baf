"""A record about the subject's own mail piece: the Postal Service answered for that very piece."""

from __future__ import annotations

from dataclasses import replace

from matching.compare.level_words import level_words
from matching.rank.candidates import WeighedCandidate
from skiptrace.model.match import Term

OWN_MAIL = "own mail"
_BITS = 3.0
"""Set by judgement: a namesake at the address could have moved instead, one time in eight."""


def with_own_mail(found: WeighedCandidate) -> WeighedCandidate:
    """The record with a term for the mail piece, unless a rule holds it down."""
    if found.held:
        return found
    term = Term(OWN_MAIL, OWN_MAIL, _BITS, level_words()[f"{OWN_MAIL}.{OWN_MAIL}"])
    return replace(found, terms=(*found.terms, term), weight=found.weight + _BITS)
