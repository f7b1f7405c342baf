"""What a glance shows of two people: of each comparison the level, or a set that holds it.

No word is spelled and no rule is asked, so it costs little. Whatever `compare` says of a pair lies
in what was seen of it: a pair that is not worth a look by this is worth none.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from matching.compare.glance_names import (
    APART,
    RARE,
    UNLIKE_GIVEN,
    UNLIKE_SURNAME,
    NamesAtAGlance,
)
from matching.compare.glance_numbers import OTHER_PHONE, OTHER_YEAR, NumbersAtAGlance
from matching.compare.names import GENERATION, GIVEN, MIDDLE, ORDER, SURNAME, Levels
from matching.compare.numbers import BIRTH, PHONE, SSN
from matching.compare.places import LOCALITY, PLACE
from matching.compare.rarity import CROWD, RARITY, Shares
from matching.compare.words import WordFacts
from matching.encode.batch import Ints, PersonBatch, Places
from matching.encode.ragged import row_pairs
from matching.encode.word_facts import CLASSES, Bits

SETS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "surname": (SURNAME, UNLIKE_SURNAME, APART),
    "given": (GIVEN, UNLIKE_GIVEN, APART),
    "middle": (MIDDLE,),
    "generation": (GENERATION,),
    "order": (ORDER,),
    "surname rarity": (RARITY, *RARE),
    "given rarity": (RARITY, *RARE),
    "birth": (BIRTH, OTHER_YEAR),
    "ssn": (SSN,),
    "phone": (PHONE, OTHER_PHONE),
    "place": (PLACE, ("no data", "same street", "nearly the street", "different")),
    "locality": (LOCALITY,),
    "crowd": (CROWD,),
}
"""By comparison, the sets of levels that the numbers behind those of its levels stand for."""

_ANY_PLACE, _OTHER_HOUSE, _ELSEWHERE = range(3)
_PLACES = np.array([len(PLACE), len(PLACE) + 1, PLACE.index("different")], dtype=np.uint8)
"""What these are: all levels, those of another house number, and the one of another street too."""

_NEAR_NUMBERS, _NEAR_NAMES = 2, 4
"""Classes of characters in which house numbers, or streets of one initial, differ where one may be
the other with a slip; streets of other initials as numbers do."""


class Glance:
    """Looks at pairs of two sides."""

    def __init__(self, facts: WordFacts, shares: Shares, a: PersonBatch, b: PersonBatch) -> None:
        self._a, self._b = a, b
        self._names = NamesAtAGlance(facts, shares, a.names, b.names)
        self._houses = tuple(_houses(facts, side.places) for side in (a, b))
        self._streets = tuple(_streets(facts, side.places) for side in (a, b))
        self._numbers = NumbersAtAGlance(a, b)

    def levels(self, i: Ints, j: Ints) -> dict[str, Levels]:
        """Of the pairs (i of a, j of b), by comparison, a level of LEVELS or a set of SETS."""
        places = self._places(i, j)
        return {
            **self._names.levels(i, j),
            **self._numbers.levels(i, j),
            "place": _PLACES[places],
            "locality": np.full(len(i), len(LOCALITY), dtype=np.uint8),
            "crowd": (places == _ANY_PLACE).view(np.uint8) * np.uint8(len(CROWD)),
        }

    def _places(self, i: Ints, j: Ints) -> Levels:
        """What is seen of the addresses: of several, what holds of each."""
        pairs = row_pairs(self._a.places, i, self._b.places, j)
        x, y = self._houses[0].take(pairs.left), self._houses[1].take(pairs.right)
        found = ((np.bitwise_count((x ^ y) & CLASSES) > _NEAR_NUMBERS) & (x > 0) & (y > 0)).view(
            np.uint8
        )
        at = np.flatnonzero(found)
        x, y = self._streets[0][pairs.left[at]], self._streets[1][pairs.right[at]]
        unlike = x ^ y
        near = np.where(unlike <= CLASSES, np.uint8(_NEAR_NAMES), np.uint8(_NEAR_NUMBERS))
        other = (np.bitwise_count(unlike & CLASSES) > near) & (x > 0) & (y > 0)
        found[at] += other
        return found if pairs.starts is None else np.minimum.reduceat(found, pairs.starts)


def _houses(facts: WordFacts, places: Places) -> Bits:
    """The digits of the house number of each address, 0 where it is not plain digits."""
    numbers = facts.parts.numbers
    plain = numbers.plain & (numbers.letters.initial <= ord("9"))
    return np.where(plain, numbers.letters.sketch, np.uint64(0))[places.number]


def _streets(facts: WordFacts, places: Places) -> Bits:
    """The letters of the street of each address, 0 where more than its spelling counts."""
    streets = facts.parts.streets
    return np.where(streets.plain, streets.name.sketch, np.uint64(0))[places.street]
