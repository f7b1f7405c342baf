"""Levels of addresses: the place itself, and the locality it lies in."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from matching.compare.address.level import PLACE as PLACE
from matching.compare.address.level import Relations, place_level
from matching.compare.address.relation import Part, PartRelation
from matching.compare.addresses import ON_STREET, AddressPairs
from matching.compare.closest import Closest
from matching.compare.letters import LetterPairs
from matching.compare.names import Levels
from matching.compare.numbers import digits_apart
from matching.compare.ordered_levels import OrderedLevels
from matching.compare.rarity import CROWD
from matching.compare.words import WordFacts
from matching.encode.batch import Ints, PersonBatch, Places
from matching.encode.ragged import row_pairs
from matching.encode.vocabulary import Codes

LOCALITY = (
    "no data", "zip and city", "zip", "city", "zip nearly", "city nearly", "same area",
    "same state", "other state",
)  # fmt: skip


def place_levels(
    facts: WordFacts, crowds: Levels, a: PersonBatch, i: Ints, b: PersonBatch, j: Ints
) -> tuple[Levels, Levels, Levels]:
    """Levels of PLACE, LOCALITY and CROWD of the pair of addresses that lie closest together.

    `crowds` are the levels of the addresses of b; a crowd counts where the house is or may be one.
    """
    closest = closest_places(facts, crowds, a, i, b, j)
    places, localities, crowd = closest.levels
    return places[closest.best], localities[closest.best], crowd[closest.best]


def closest_places(
    facts: WordFacts, crowds: Levels, a: PersonBatch, i: Ints, b: PersonBatch, j: Ints
) -> Closest[tuple[Levels, Levels, Levels]]:
    """The addresses that lie closest together, and those levels of every pair of addresses."""
    pairs = row_pairs(a.places, i, b.places, j)
    localities = _localities(facts, a, pairs.left, b, pairs.right)
    places = places_of_pairs(facts.addresses, a.places, pairs.left, b.places, pairs.right)
    far = (localities == LOCALITY.index("other state")) & (places > 0)
    rank = np.where(places == 0, len(PLACE), places).astype(np.int64) * 16 + localities + 64 * far
    at_one_house = (places > 0) & (places <= _AT_ONE_HOUSE)
    crowd = np.where(at_one_house, crowds[pairs.right], np.uint8(0))
    best = pairs.best((rank * len(PLACE) + places) * len(CROWD) + crowd)
    return Closest(slice(None), pairs, (places, localities, crowd), best)


_AT_ONE_HOUSE = PLACE.index("same building")


@cache
def _table() -> Levels:
    """The level of PLACE by the Parts of street, number, unit and last line."""
    each = [PartRelation(part) for part in Part]
    names = [
        place_level(Relations(number, street, unit, last))[0]
        for street, number, unit, last in product(each, repeat=4)
    ]
    numbers = np.array([PLACE.index(name) for name in names], dtype=np.uint8)
    return numbers.reshape((len(Part),) * 4)


@cache
def _settled() -> tuple[Levels, NDArray[np.bool_]]:
    """By street * len(Part) + number: the level, and whether it hangs on unit or last line."""
    table = _table().reshape(len(Part) ** 2, -1)
    return np.ascontiguousarray(table[:, 0]), (table != table[:, :1]).any(axis=1)


def places_of_pairs(facts: AddressPairs, a: Places, left: Ints, b: Places, right: Ints) -> Levels:
    """The level of PLACE of each pair of addresses: `place_level` of the relations of its parts."""
    street = facts.streets.relate(a.street[left], b.street[right])
    on, lasts = ON_STREET[street], facts.lasts
    hyphened = lasts.are_hyphened(a.last[left], b.last[right])
    number = facts.numbers.relate(a.number[left], b.number[right], on, hyphened)
    for n in np.flatnonzero((street == Part.CROSSED) | (on & (number == Part.CROSSED))).tolist():
        one, other = _codes(a, left[n]), _codes(b, right[n])
        number[n], street[n] = facts.uncrossed(one, other)
    level, is_open = _settled()
    code = street * np.uint8(len(Part)) + number
    levels = level[code]
    at = np.flatnonzero(is_open[code])
    left, right = left[at], right[at]
    unit = facts.units.relate(a.unit[left], b.unit[right])
    last = lasts.relate(a.last[left], b.last[right])
    levels[at] = _table()[street[at], number[at], unit, last]
    return np.asarray(levels)


def _codes(places: Places, at: int) -> tuple[int, ...]:
    parts = (places.number, places.street, places.unit, places.last)
    return tuple(int(part[at]) for part in parts)


_TOWN = 8
"""Bits of the last two digits of a packed ZIP code."""

_NEARER = OrderedLevels(
    LOCALITY, "other state", "same state", "same area", "city nearly", "zip nearly", "city", "zip",
    "zip and city",
)  # fmt: skip


def _localities(
    facts: WordFacts, a: PersonBatch, left: Ints, b: PersonBatch, right: Ints
) -> Levels:
    pa, pb = a.places, b.places
    za, zb = pa.packed_zip[left], pb.packed_zip[right]
    ca, cb = pa.city[left], pb.city[right]
    ta, tb = pa.state[left], pb.state[right]
    zips, states, cities = (za != 0) & (zb != 0), (ta != 0) & (tb != 0), (ca != 0) & (cb != 0)
    same_zip, same_state, same_city = zips & (za == zb), states & (ta == tb), ca == cb
    cities &= same_state | same_zip | ~states
    return _NEARER.levels(
        zips | states,
        same_state,
        zips & (za >> _TOWN == zb >> _TOWN),
        near_city := _near_cities(facts, ca, cb, cities & ~same_city),
        zips & (digits_apart(za, zb) == 1),
        cities & same_city,
        same_zip,
        same_zip & ((cities & same_city) | near_city),
    )


def _near_cities(
    facts: WordFacts, a: Codes, b: Codes, asked: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether two cities are within two typing errors, of the pairs that are asked for."""
    at = np.flatnonzero(asked)
    near, _ = LetterPairs(facts.cities, a[at], b[at]).near(2)
    found = np.zeros(len(a), dtype=bool)
    found[at[near]] = True
    return found
