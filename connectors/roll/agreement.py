"""Which parties of a register can be whom an inquiry asks for: what the card's search keys demand.

The score orders what is found; whether a party is a hit at all is said here, so that a roll which
is searched by name never gives everybody of a street.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import NOT_KNOWN, Ints, People
from matching.columns.ragged import ValuePairs, value_pairs
from matching.columns.vocabulary import Codes
from matching.levels.names import GIVEN, SURNAME, Levels, NamePairs
from matching.levels.places import LOCALITY, PLACE
from matching.levels.words import WordFacts

Mask = NDArray[np.bool_]
LevelsOf = Mapping[str, Levels]
Strength = NDArray[np.uint8]
"""0 for pairs that do not agree, WEAK for other names that only begin alike, else STRONG."""

WEAK, STRONG = 1, 2


def _named(names: tuple[str, ...], wanted: str) -> Mask:
    return np.isin(np.array(names), wanted.split("|"))


_SAME_SURNAME = _named(SURNAME, "exact|part")
_LIKE_SURNAME = _named(SURNAME, "sounds alike|former")
_NEAR_SURNAME = _named(SURNAME, "one edit|near pair")
_SAME_GIVEN = _named(GIVEN, "exact|spelling|nickname")
_LIKE_GIVEN = _named(GIVEN, "no data|initial|second name|one edit")
_NEAR_GIVEN = _named(GIVEN, "near pair|two edits|beginning|same initial")
_SAME_PLACE = _named(
    PLACE, "same delivery point|unit unknown|same building|street nearly|same number"
)
_SAME_ZIP = _named(LOCALITY, "zip and city|zip")


@dataclass(frozen=True, slots=True)
class Demands:
    """What must agree for each inquiry, as masks by its place in the chunk.

    `by_name` a name alone, `by_birth` and `by_last4` a name together with that; `literally` a full
    social security number or the name of an organisation, which whoever pairs them has looked at.
    """

    literally: Mask
    by_name: Mask
    by_birth: Mask
    by_last4: Mask


@dataclass(frozen=True, slots=True)
class Sides:
    """The people asked for, the parties of a register, and the facts of the words of both."""

    facts: WordFacts
    asked: People
    parties: People


def agreeing(sides: Sides, demands: Demands, i: Ints, j: Ints, levels: LevelsOf) -> Strength:
    """How well the pairs (inquiry i, party j) agree, as far as their inquiry demands it.

    The surname must be equal (a word of a compound is enough) and the given names may stand for
    each other; or one of the two is merely alike and the other equal; or the given name is equal
    and the address one that the inquiry knows. `levels` are those of the pairs' comparisons.
    """
    if not len(i):
        return np.zeros(0, dtype=np.uint8)
    asked, parties = sides.asked, sides.parties
    birth = _dates_fit(asked, i, parties, j)
    last4 = (asked.last4[i] == parties.last4[j]) & (asked.last4[i] != NOT_KNOWN)
    enough = demands.by_name[i] | demands.by_birth[i] & birth | demands.by_last4[i] & last4
    there = _SAME_PLACE[levels["place"]] & _SAME_ZIP[levels["locality"]]
    named = np.where(enough, _names_agree(sides, i, j, there), 0)
    return np.where(demands.literally[i], STRONG, named).astype(np.uint8)


def _names_agree(sides: Sides, i: Ints, j: Ints, there: Mask) -> Strength:
    """How well the names agree; `there` are the pairs of which the addresses do."""
    facts, a, b = sides.facts, sides.asked, sides.parties
    pairs = value_pairs(a.names.start, i, b.names.start, j)
    names = NamePairs(facts, a.names, b.names, pairs)
    surname, given = names.surnames(), names.givens()
    same_given = _SAME_GIVEN[given] & (facts.names.length[names.given[0]] > 1)
    strong = _any(pairs, _full_names_agree(facts, names, surname, given))
    strong |= _any(pairs, same_given) & there
    weak = _NEAR_GIVEN[given] & _SAME_SURNAME[surname] & _same_initial(facts, names.given)
    return np.where(strong, STRONG, np.where(_any(pairs, weak), WEAK, 0)).astype(np.uint8)


def _full_names_agree(facts: WordFacts, names: NamePairs, surname: Levels, given: Levels) -> Mask:
    same_given = _SAME_GIVEN[given]
    fits = same_given | _LIKE_GIVEN[given]
    alike = _LIKE_SURNAME[surname]
    alike |= _NEAR_SURNAME[surname] & _same_initial(facts, names.surname)
    return (_SAME_SURNAME[surname] & fits) | (alike & same_given)


def _same_initial(facts: WordFacts, names: tuple[Codes, Codes]) -> Mask:
    initials = facts.names.initial
    same: Mask = initials[names[0]] == initials[names[1]]
    return same


def _any(pairs: ValuePairs, holds: Mask) -> Mask:
    """Whether any value pair of a pair of people holds."""
    if pairs.starts is None:
        return holds
    found: Mask = np.logical_or.reduceat(holds, pairs.starts)
    return found


def _dates_fit(a: People, i: Ints, b: People, j: Ints) -> Mask:
    """Births that say the same as far as both of them go; one that is not known fits nothing."""
    fits: Mask = (a.year[i] == b.year[j]) & (a.year[i] > 0)
    for one, other in ((a.month[i], b.month[j]), (a.day[i], b.day[j])):
        fits &= (one == other) | (one == 0) | (other == 0)
    return fits
