"""Levels of addresses: the place itself, and the locality it lies in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import Ints, People
from matching.columns.ragged import row_pairs
from matching.columns.vocabulary import Codes
from matching.levels.names import Levels
from matching.levels.numbers import digits_apart
from matching.levels.rarity import CROWD
from matching.levels.words import WordFacts

PLACE = (
    "no data", "same delivery point", "unit unknown", "street nearly", "number nearly",
    "same building", "same number", "same street", "nearly the street", "different",
)  # fmt: skip
LOCALITY = (
    "no data", "zip and city", "zip", "city", "zip nearly", "city nearly", "same area",
    "same state", "other state",
)  # fmt: skip


def place_levels(
    facts: WordFacts, crowds: Levels, a: People, i: Ints, b: People, j: Ints
) -> tuple[Levels, Levels, Levels]:
    """Levels of PLACE, LOCALITY and CROWD of the pair of addresses that lie closest together.

    `crowds` are the levels of the addresses of b; a crowd counts where the house is or may be one.
    """
    pairs = row_pairs(a.places, i, b.places, j)
    localities = _localities(facts, a, pairs.left, b, pairs.right)
    places = _places(facts, a, pairs.left, b, pairs.right)
    far = (localities == LOCALITY.index("other state")) & (places > 0)
    rank = np.where(places == 0, len(PLACE), places).astype(np.int64) * 16 + localities + 64 * far
    at_one_house = (places > 0) & (places <= _AT_ONE_HOUSE)
    crowd = np.where(at_one_house, crowds[pairs.right], np.uint8(0))
    best = pairs.best((rank * len(PLACE) + places) * len(CROWD) + crowd)
    return places[best], localities[best], crowd[best]


_AT_ONE_HOUSE = PLACE.index("same building")


def _places(facts: WordFacts, a: People, left: Ints, b: People, right: Ints) -> Levels:
    pa, pb = a.places, b.places
    levels = np.zeros(len(left), dtype=np.uint8)
    ha, hb = pa.house[left], pb.house[right]
    sa, sb = pa.street[left], pb.street[right]
    at = np.flatnonzero((sa != 0) & (sb != 0) & (ha != 0) & (hb != 0))
    left, right = left[at], right[at]
    ha, hb = ha[at], hb[at]
    ca, cb = pa.core[left], pb.core[right]
    same_street = (sa[at] == sb[at]) | (ca == cb)
    near_street = ~same_street & _nearly(facts, ca, cb)
    same_house = ha == hb
    found = np.full(len(at), PLACE.index("different"), dtype=np.uint8)
    found[near_street] = PLACE.index("nearly the street")
    found[same_house] = PLACE.index("same number")
    found[same_house & near_street] = PLACE.index("street nearly")
    on = np.flatnonzero(same_street)
    found[on] = _on_one_street(facts, ha[on], hb[on], pa.unit[left[on]], pb.unit[right[on]])
    levels[at] = found
    return levels


def _nearly(facts: WordFacts, a: Codes, b: Codes) -> NDArray[np.bool_]:
    """Street names within two typing errors; a numbered street is another one."""
    numbered = facts.streets.initial < _LETTER_A
    return (facts.streets.edits(a, b, 2) <= 2) & ~(numbered[a] & numbered[b])


_LETTER_A = ord("A")


def _on_one_street(facts: WordFacts, ha: Codes, hb: Codes, ua: Codes, ub: Codes) -> Levels:
    found = np.full(len(ha), PLACE.index("same street"), dtype=np.uint8)
    found[facts.houses.edits(ha, hb, 1) == 1] = PLACE.index("number nearly")
    at_house = ha == hb
    found[at_house] = PLACE.index("same building")
    found[at_house & ((ua == 0) != (ub == 0))] = PLACE.index("unit unknown")
    found[at_house & (ua == ub)] = PLACE.index("same delivery point")
    return found


_TOWN = np.uint64(8)
"""The last two digits of a packed ZIP code."""


def _localities(facts: WordFacts, a: People, left: Ints, b: People, right: Ints) -> Levels:
    pa, pb = a.places, b.places
    za, zb = pa.packed_zip[left], pb.packed_zip[right]
    ca, cb = pa.city[left], pb.city[right]
    ta, tb = pa.state[left], pb.state[right]
    zips = (za > 0) & (zb > 0)
    cities = (ca > 0) & (cb > 0)
    states = (ta > 0) & (tb > 0)
    same_zip = zips & (za == zb)
    elsewhere = states & (ta != tb) & ~same_zip
    levels = np.zeros(len(left), dtype=np.uint8)
    levels[zips | states] = LOCALITY.index("other state")
    levels[states & (ta == tb)] = LOCALITY.index("same state")
    levels[zips & (za >> _TOWN == zb >> _TOWN)] = LOCALITY.index("same area")
    unlike = np.flatnonzero(cities & (ca != cb) & ~elsewhere)
    nearly = unlike[facts.cities.edits(ca[unlike], cb[unlike], 2) <= 2]
    levels[nearly] = LOCALITY.index("city nearly")
    near = np.flatnonzero(zips & ~same_zip)
    levels[near[digits_apart(za[near], zb[near]) == 1]] = LOCALITY.index("zip nearly")
    same_city = cities & (ca == cb) & ~elsewhere
    levels[same_city] = LOCALITY.index("city")
    levels[same_zip] = LOCALITY.index("zip")
    levels[same_zip & same_city] = LOCALITY.index("zip and city")
    levels[nearly[same_zip[nearly]]] = LOCALITY.index("zip and city")
    return levels
