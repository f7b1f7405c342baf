"""Which parties of a register can be whom an inquiry asks for: what the card's search keys demand.

The score orders what is found; whether a party is a hit at all is said here, so that one which is
searched by name never gives everybody of a street.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.compare.name_pairs import NamePairs
from matching.compare.name_verdict import NameVerdict
from matching.compare.names import Levels, may_be_meant_by
from matching.compare.person.name_relation import (
    GENERATIONS_OF,
    GIVENS,
    GenerationRelation,
    GivenRelation,
)
from matching.compare.places import LOCALITY, PLACE
from matching.compare.words import WordFacts
from matching.encode.batch import NOT_KNOWN, Ints, PersonBatch
from matching.encode.ragged import ValuePairs, value_pairs

Mask = NDArray[np.bool_]
LevelsOf = Mapping[str, Levels]


def _named(names: tuple[str, ...], wanted: str) -> Mask:
    return np.isin(np.array(names), wanted.split("|"))


_SAME_PLACE = _named(
    PLACE, "same delivery point|unit unknown|same building|street nearly|same number"
)
_SAME_ZIP = _named(LOCALITY, "zip and city|zip")


_SAME_GIVEN = np.array([GIVENS[of].verdict is NameVerdict.SAME for of in GivenRelation])
_TWO_GENERATIONS = np.array(
    [GENERATIONS_OF[of].verdict is NameVerdict.DIFFERENT for of in GenerationRelation]
)


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
    asked: PersonBatch
    parties: PersonBatch


def may_be_asked_for(sides: Sides, demands: Demands, i: Ints, j: Ints, levels: LevelsOf) -> Mask:
    """Whether each pair (inquiry i, party j) may be one person, as its inquiry demands it.

    A pair of their names may be meant for each other (`name_relation.may_be_meant`); or the given
    names are one and the address is one that the inquiry knows, since a surname changes. `levels`
    are those of the pairs' comparisons.
    """
    if not len(i):
        return np.zeros(0, dtype=bool)
    there = _SAME_PLACE[levels["place"]] & _SAME_ZIP[levels["locality"]]
    return _fits(sides, demands, i, j, there)


def are_worth_comparing(sides: Sides, demands: Demands, i: Ints, j: Ints) -> Mask:
    """The same of pairs that were not compared: every pair that may be asked for is among them."""
    if not len(i):
        return np.zeros(0, dtype=bool)
    a, b = sides.asked.places, sides.parties.places
    pairs = value_pairs(a.start, i, b.start, j)
    zips = a.zip5[pairs.left]
    return _fits(sides, demands, i, j, _any(pairs, (zips == b.zip5[pairs.right]) & (zips > 0)))


def _fits(sides: Sides, demands: Demands, i: Ints, j: Ints, there: Mask) -> Mask:
    """Whether the pairs meet the demands; `there` are those at one place."""
    asked, parties = sides.asked, sides.parties
    birth = _dates_fit(asked, i, parties, j)
    last4 = (asked.last4[i] == parties.last4[j]) & (asked.last4[i] != NOT_KNOWN)
    enough = demands.by_name[i] | demands.by_birth[i] & birth | demands.by_last4[i] & last4
    found: Mask = demands.literally[i] | (enough & _names_fit(sides, i, j, there))
    return found


def _names_fit(sides: Sides, i: Ints, j: Ints, there: Mask) -> Mask:
    """Whether the names do; `there` are the pairs of which the addresses do."""
    a, b = sides.asked.names, sides.parties.names
    pairs = value_pairs(a.start, i, b.start, j)
    relations = NamePairs(sides.facts, a, b, pairs).without_middles
    renamed = _SAME_GIVEN[relations["given"]] & ~_TWO_GENERATIONS[relations["generation"]]
    return _any(pairs, may_be_meant_by(relations)) | (_any(pairs, renamed) & there)


def _any(pairs: ValuePairs, holds: Mask) -> Mask:
    """Whether any value pair of a pair of people holds."""
    if pairs.starts is None:
        return holds
    found: Mask = np.logical_or.reduceat(holds, pairs.starts)
    return found


def _dates_fit(a: PersonBatch, i: Ints, b: PersonBatch, j: Ints) -> Mask:
    """Births that say the same as far as both of them go; one that is not known fits nothing."""
    fits: Mask = (a.year[i] == b.year[j]) & (a.year[i] > 0)
    for one, other in ((a.month[i], b.month[j]), (a.day[i], b.day[j])):
        fits &= (one == other) | (one == 0) | (other == 0)
    return fits
