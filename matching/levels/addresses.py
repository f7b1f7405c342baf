"""What the words of an address say beside the core of the street: directions, suffix, units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from matching.columns.vocabulary import Codes
from matching.columns.word_facts import Bits, Small
from matching.columns.word_facts import marks as marks_of
from matching.normalize.street_words import BUILDING, street_marks

_DIRECTIONS = ("N", "S", "E", "W", "NE", "NW", "SE", "SW")


@dataclass(frozen=True, slots=True)
class AddressMarks:
    """By the number of a street: its directions (a bit each), and the marks of its suffix, 0 where
    none is said, and of the figures and lone letters of its name.

    By the number of a unit: the marks of the building and of the unit within it, 0 where none is
    said.
    """

    direction: Small
    figures: Bits
    suffix: Bits
    building: Bits
    inner: Bits

    def streets_conflict(self, a: Codes, b: Codes) -> NDArray[np.bool_]:
        """Whether directions or suffixes are said on both sides and make two streets.

        N and NE may be one, and so may N MAIN and MAIN.
        """
        other_way = _conflicts()[self.direction[a], self.direction[b]]
        x, y = self.suffix[a], self.suffix[b]
        return np.asarray(other_way | ((x != y) & (x > 0) & (y > 0)))

    def units_conflict(self, a: Codes, b: Codes) -> NDArray[np.bool_]:
        """Whether two units are said to be two; a building that one side leaves out is no other."""
        found = np.zeros(len(a), dtype=bool)
        for part in (self.building, self.inner):
            x, y = part[a], part[b]
            found |= (x != y) & (x > 0) & (y > 0)
        return found


def address_marks(streets: Sequence[str], units: Sequence[str]) -> AddressMarks:
    """The marks of the words of two vocabularies, by number."""
    marks = [street_marks(street) if street else ("", "") for street in streets]
    said = ({_DIRECTIONS.index(one) for one in ways.split()} for ways, _ in marks)
    bits = (sum(1 << at for at in directions) for directions in said)
    return AddressMarks(
        np.fromiter(bits, dtype=np.uint8, count=len(streets)),
        marks_of(list(map(_figures, streets))),
        marks_of([suffix for _, suffix in marks]),
        marks_of([unit.split(" ")[0] if unit.startswith(BUILDING) else "" for unit in units]),
        marks_of([unit.split(" ")[-1] if unit.startswith(BUILDING) else unit for unit in units]),
    )


def _figures(street: str) -> str:
    """What no slip of the pen changes: RR 2 is not RR 3, nor AVE H AVE K."""
    return " ".join(word for word in street.split(" ") if len(word) == 1 or not word.isalpha())


@cache
def _conflicts() -> NDArray[np.bool_]:
    """By the directions of two streets, whether they make two streets of one name."""
    sets = [
        {way for at, way in enumerate(_DIRECTIONS) if bits >> at & 1}
        for bits in range(1 << len(_DIRECTIONS))
    ]
    return np.array([[_is_conflict(a, b) for b in sets] for a in sets])


def _is_conflict(a: set[str], b: set[str]) -> bool:
    if a <= b or b <= a:
        return False
    if len(a) == len(b) == 1:
        (x,), (y,) = a, b
        return not (x in y or y in x)
    return True
