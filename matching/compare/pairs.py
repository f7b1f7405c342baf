"""All comparisons of pairs of people: one array of level numbers per comparison."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.compare.closest import Closest, bag_levels, closest_in_bags
from matching.compare.name_pairs import NamePairs
from matching.compare.names import (
    GENERATION,
    GIVEN,
    MIDDLE,
    ORDER,
    SURNAME,
    Levels,
    name_rank,
)
from matching.compare.numbers import BIRTH, PHONE, SSN, birth_levels, phone_levels, ssn_levels
from matching.compare.places import LOCALITY, PLACE, place_levels
from matching.compare.rarity import CROWD, RARITY, Shares, rarity_levels
from matching.compare.words import WordFacts
from matching.encode.batch import Bag, Ints, Names, PersonBatch, Places
from matching.encode.ragged import row_pairs

EMAIL = ("no data", "agree", "different")

LEVELS: Mapping[str, tuple[str, ...]] = {
    "surname": SURNAME,
    "given": GIVEN,
    "middle": MIDDLE,
    "generation": GENERATION,
    "order": ORDER,
    "surname rarity": RARITY,
    "given rarity": RARITY,
    "birth": BIRTH,
    "ssn": SSN,
    "phone": PHONE,
    "email": EMAIL,
    "place": PLACE,
    "locality": LOCALITY,
    "crowd": CROWD,
}
"""The comparisons and the names of their levels, by number."""

AGREES: Mapping[str, NDArray[np.bool_]] = {
    "surname": np.isin(SURNAME, SURNAME[1:8]),
    "given": np.isin(
        GIVEN, ("exact", "spelling", "nickname", "one edit", "near pair", "two edits")
    ),
}
"""By level number, whether the rarity of a name is asked for."""


def compare(
    facts: WordFacts, shares: Shares, a: PersonBatch, i: Ints, b: PersonBatch, j: Ints
) -> dict[str, Levels]:
    """The levels of every comparison of LEVELS for the pairs (i of a, j of b).

    Pairs are taken in blocks of a million values against values, so that the memory does not grow
    with how many addresses, phones or names two people have.
    """
    parts = [
        _compare(facts, shares, a, i[first:end], b, j[first:end])
        for first, end in blocks(a, i, b, j)
    ]
    if len(parts) == 1:
        return parts[0]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


_MOST_VALUES = 1 << 20

_Ragged = Names | Places | Bag


def blocks(a: PersonBatch, i: Ints, b: PersonBatch, j: Ints) -> list[tuple[int, int]]:
    """Where each block of pairs that are compared at once begins and ends; none is split."""
    both: list[tuple[_Ragged, _Ragged]]
    both = [(a.names, b.names), (a.places, b.places), (a.phones, b.phones), (a.emails, b.emails)]
    if len(i) * max(left.most * right.most for left, right in both) <= _MOST_VALUES:
        return [(0, len(i))]
    values = [np.diff(left.start)[i] * np.diff(right.start)[j] for left, right in both]
    ends = np.cumsum(np.maximum.reduce([*values, np.ones(len(i), dtype=np.int64)]))
    if ends[-1] <= _MOST_VALUES:
        return [(0, len(i))]
    block = (ends - 1) // _MOST_VALUES
    edges = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(i)]
    return list(pairwise(edges))


def _compare(
    facts: WordFacts, shares: Shares, a: PersonBatch, i: Ints, b: PersonBatch, j: Ints
) -> dict[str, Levels]:
    names = closest_names(facts, shares, a, i, b, j)
    found = {name: column[names.best] for name, column in names.levels.items()}
    found["birth"] = birth_levels(a, i, b, j)
    found["ssn"] = ssn_levels(a, i, b, j)
    found["phone"] = phone_levels(a, i, b, j)
    found["email"] = bag_levels(closest_emails(a, i, b, j), len(i))
    where = place_levels(facts, shares.crowd, a, i, b, j)
    found["place"], found["locality"], found["crowd"] = where
    return found


def closest_names(
    facts: WordFacts, shares: Shares, a: PersonBatch, i: Ints, b: PersonBatch, j: Ints
) -> Closest[dict[str, Levels]]:
    """The names that agree best, and the levels of every pair of names by comparison."""
    pairs = row_pairs(a.names, i, b.names, j)
    names = NamePairs(facts, a.names, b.names, pairs)
    levels = names.levels()
    surnames, givens = levels["surname"], levels["given"]
    levels |= {
        "surname rarity": rarity_levels(
            shares.surname, *names.surname, AGREES["surname"][surnames]
        ),
        "given rarity": rarity_levels(shares.given, *names.given, AGREES["given"][givens]),
    }
    best = slice(None) if pairs.starts is None else pairs.best(name_rank(levels))
    return Closest(slice(None), pairs, levels, best)


def closest_emails(a: PersonBatch, i: Ints, b: PersonBatch, j: Ints) -> Closest[Levels]:
    """E-mail addresses that agree where any do, and the levels of every pair of them."""

    def levels_of(left: Ints, right: Ints) -> Levels:
        same = a.emails.values[left] == b.emails.values[right]
        return np.where(same, EMAIL.index("agree"), EMAIL.index("different")).astype(np.uint8)

    return closest_in_bags(a.emails, i, b.emails, j, levels_of)
