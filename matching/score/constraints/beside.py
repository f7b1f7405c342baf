"""What a pair of people shows that no level of a comparison tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.compare.names import GIVEN, SURNAME, Levels
from matching.compare.person.given_words import KNOWN_GIVEN
from matching.compare.person.surname import KNOWN_SURNAME
from matching.compare.words import WordFacts
from matching.encode.batch import Ints, Names, PersonBatch
from matching.encode.ragged import ValuePairs, value_pairs

Mask = NDArray[np.bool_]

_NEAR_GIVENS = np.isin(GIVEN, ("two edits", "beginning"))
_NEAR_SURNAMES = np.isin(SURNAME, ("two edits",))
_OTHER_GIVENS = np.isin(GIVEN, ("near pair", "beginning", "same initial", "different"))
_OTHER_SURNAMES = np.isin(SURNAME, ("beginning", "same initial", "different"))


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs (i of a, j of b), and the facts of the words of both sides."""

    facts: WordFacts
    a: PersonBatch
    i: Ints
    b: PersonBatch
    j: Ints

    def take(self, at: Ints) -> Pairs:
        """Some of the pairs, by position."""
        return Pairs(self.facts, self.a, self.i[at], self.b, self.j[at])


@dataclass(frozen=True, slots=True)
class Beside:
    """One entry a pair.

    `years` between the births, 0 where one is not known; `whole_births` and `whole_numbers`: both
    sides have the day, all nine digits. `two_givens` and `two_surnames`: nearly alike, but both are
    known as names. `crossed`: the given name of one is the surname of the other. `estate`: one side
    is an estate or a trust, and the other is not. `kinds_apart`: one is an
    organisation, and the other a person with a name.
    """

    years: Ints
    whole_births: Mask
    whole_numbers: Mask
    two_givens: Mask
    two_surnames: Mask
    crossed: Mask
    estate: Mask
    kinds_apart: Mask


def beside(pairs: Pairs, levels: Mapping[str, Levels]) -> Beside:
    """What the pairs of those levels show beside them."""
    a, i, b, j = pairs.a, pairs.i, pairs.b, pairs.j
    ya, yb = a.year[i].astype(np.int64), b.year[j].astype(np.int64)
    given, surname = levels["given"], levels["surname"]
    facts = pairs.facts
    return Beside(
        years=np.where((ya > 0) & (yb > 0), np.abs(ya - yb), 0),
        whole_births=(a.packed_birth[i] != 0) & (b.packed_birth[j] != 0),
        whole_numbers=(a.packed_ssn[i] != 0) & (b.packed_ssn[j] != 0),
        two_givens=_both_known(
            pairs, _NEAR_GIVENS[given], "given", facts.given_share > KNOWN_GIVEN
        ),
        two_surnames=_both_known(
            pairs, _NEAR_SURNAMES[surname], "surname", facts.surname_share > KNOWN_SURNAME
        ),
        crossed=_crossed(pairs, _OTHER_GIVENS[given] | _OTHER_SURNAMES[surname]),
        estate=a.estate[i] != b.estate[j],
        kinds_apart=(a.organization[i] & b.is_named[j] & ~b.organization[j])
        | (b.organization[j] & a.is_named[i] & ~a.organization[i]),
    )


def _both_known(pairs: Pairs, asked: Mask, part: str, known: Mask) -> Mask:
    """Whether both words of that part are names by themselves, of the pairs asked for."""
    at = np.flatnonzero(asked)
    names = _name_pairs(pairs, at)
    x = getattr(pairs.a.names, part)[names.left]
    y = getattr(pairs.b.names, part)[names.right]
    return _marked(asked, at, names, known[x] & known[y] & (x != y))


def _crossed(pairs: Pairs, asked: Mask) -> Mask:
    at = np.flatnonzero(asked)
    names = _name_pairs(pairs, at)
    long = pairs.facts.names.length > 1
    one = _is_the_others(pairs.a.names, names.left, pairs.b.names, names.right, long)
    other = _is_the_others(pairs.b.names, names.right, pairs.a.names, names.left, long)
    return _marked(asked, at, names, one | other)


def _is_the_others(a: Names, left: Ints, b: Names, right: Ints, long: Mask) -> Mask:
    given = a.given[left]
    found: Mask = (given == b.surname[right]) & long[given]
    return found


def _name_pairs(pairs: Pairs, at: Ints) -> ValuePairs:
    return value_pairs(pairs.a.names.start, pairs.i[at], pairs.b.names.start, pairs.j[at])


def _marked(asked: Mask, at: Ints, names: ValuePairs, holds: Mask) -> Mask:
    """Where any pair of names holds it."""
    found = np.zeros(len(asked), dtype=bool)
    found[at] = holds if names.starts is None else np.logical_or.reduceat(holds, names.starts)
    return found
