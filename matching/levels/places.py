"""Levels of addresses: the place itself, and the locality it lies in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import Ints, People
from matching.columns.ragged import row_pairs
from matching.columns.vocabulary import Codes
from matching.levels.ladder import Ladder
from matching.levels.letters import LetterPairs
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
    near_street = _nearly(facts, ca, cb)
    unlike = np.flatnonzero(same_street & (sa[at] != sb[at]))
    two = facts.marks.streets_conflict(sa[at[unlike]], sb[at[unlike]])
    same_street[unlike[two]] = False
    nearly = at[near_street]
    near_street = near_street[~facts.marks.streets_conflict(sa[nearly], sb[nearly])]
    same_house = ha == hb
    found = np.full(len(at), PLACE.index("different"), dtype=np.uint8)
    found[same_house] = PLACE.index("same number")
    found[near_street] = np.where(
        same_house[near_street], PLACE.index("street nearly"), PLACE.index("nearly the street")
    )
    on = np.flatnonzero(same_street)
    found[on] = _on_one_street(facts, ha[on], hb[on], pa.unit[left[on]], pb.unit[right[on]])
    levels[at] = found
    return levels


def _nearly(facts: WordFacts, a: Codes, b: Codes) -> Ints:
    """Where street names are within two typing errors; one of another number is another one."""
    near, _ = LetterPairs(facts.streets, a, b).near(2)
    figures = facts.marks.figures
    return np.asarray(near[figures[a[near]] == figures[b[near]]])


def _on_one_street(facts: WordFacts, ha: Codes, hb: Codes, ua: Codes, ub: Codes) -> Levels:
    found = np.full(len(ha), PLACE.index("same street"), dtype=np.uint8)
    near, _ = LetterPairs(facts.houses, ha, hb).near(1)
    found[near] = PLACE.index("number nearly")
    at_house = ha == hb
    found[at_house] = PLACE.index("same building")
    unlike = np.flatnonzero(at_house & (ua != ub))
    conflict = facts.marks.units_conflict(ua[unlike], ub[unlike])
    found[unlike[~conflict]] = PLACE.index("unit unknown")
    found[at_house & (ua == ub)] = PLACE.index("same delivery point")
    return found


_TOWN = 8
"""Bits of the last two digits of a packed ZIP code."""

_NEARER = Ladder(
    LOCALITY, "other state", "same state", "same area", "city nearly", "zip nearly", "city", "zip",
    "zip and city",
)  # fmt: skip


def _localities(facts: WordFacts, a: People, left: Ints, b: People, right: Ints) -> Levels:
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
