"""All comparisons of pairs of organisations: one array of level numbers per comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.compare.closest import Closest, bag_levels, closest_in_bags
from matching.compare.names import GIVEN, SURNAME, Levels
from matching.compare.numbers import PHONE, closest_phones, digits_apart, neighbours_exchanged
from matching.compare.organizations.name_level import NAME
from matching.compare.organizations.name_rarity import NAME_RARITY
from matching.compare.organizations.names import (
    PRESENT_NAME,
    NamePairsOf,
    called_levels,
)
from matching.compare.pairs import closest_emails, closest_names
from matching.compare.places import LOCALITY, PLACE, closest_places
from matching.compare.rarity import CROWD, CROWD_EDGES, Shares
from matching.compare.words import WordFacts
from matching.encode.batch import Bag, Ints
from matching.encode.organizations import OrganizationBatch, register_states

NUMBER = ("no data", "agree", "slip", "different")
FORMATION = ("no data", "agree", "different")
OFFICER = ("no data", "same", "nearly", "surname", "different")
EMAIL = ("no data", "agree", "same domain", "different")
AT_AGENT = "an agent's"
ADDRESS_CROWD = (*CROWD, AT_AGENT)

LEVELS: Mapping[str, tuple[str, ...]] = {
    "name": NAME,
    "name rarity": NAME_RARITY,
    "present name": PRESENT_NAME,
    "ein": NUMBER,
    "register number": NUMBER,
    "formation": FORMATION,
    "officer": OFFICER,
    "phone": PHONE,
    "phone crowd": CROWD,
    "email": EMAIL,
    "email crowd": CROWD,
    "place": PLACE,
    "locality": LOCALITY,
    "crowd": ADDRESS_CROWD,
}
"""The comparisons and the names of their levels, by number."""


@dataclass(frozen=True, slots=True)
class Crowds:
    """How many records share each value of the side of the records: levels of CROWD by value."""

    phones: Levels
    emails: Levels


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """What the comparisons are asked with.

    `words` and `shares` are of the columns that people have too, `names` of the organisations'
    names, `crowds` of the phones and e-mails of the records.
    """

    words: WordFacts
    shares: Shares
    names: NamePairsOf
    crowds: Crowds


def crowds_of(batch: OrganizationBatch, *, counted: bool) -> Crowds:
    """The crowds at each phone and e-mail of a whole table; no data where it was not counted."""
    found = [_crowd(bag, counted) for bag in (batch.people.phones, batch.people.emails)]
    return Crowds(*found)


def _crowd(bag: Bag, counted: bool) -> Levels:
    if not counted:
        return np.zeros(len(bag.values), dtype=np.uint8)
    _, which, counts = np.unique(bag.values, return_inverse=True, return_counts=True)
    return (np.digitize(counts, CROWD_EDGES)[which] + 1).astype(np.uint8)


_VALUES_AT_ONCE = 1 << 18


def compare_organizations(
    facts: OrganizationFacts, a: OrganizationBatch, i: Ints, b: OrganizationBatch, j: Ints
) -> dict[str, Levels]:
    """The levels of every comparison of LEVELS for the pairs (i of a, j of b)."""
    starts = range(0, max(len(i), 1), _VALUES_AT_ONCE)
    parts = [
        _compare(facts, a, i[at : at + _VALUES_AT_ONCE], b, j[at : at + _VALUES_AT_ONCE])
        for at in starts
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _compare(
    facts: OrganizationFacts, a: OrganizationBatch, i: Ints, b: OrganizationBatch, j: Ints
) -> dict[str, Levels]:
    name, rarity, present = called_levels(facts.names, a.called, i, b.called, j)
    found = {
        "name": name,
        "name rarity": rarity,
        "present name": present,
        "ein": bag_levels(closest_eins(a, i, b, j), len(i)),
        "formation": _formations(a, i, b, j),
        "officer": _officers(facts, a, i, b, j),
    }
    found["register number"] = _register_numbers(a, i, b, j, found["formation"])
    phones = closest_phones(a.people, i, b.people, j)
    found["phone"] = bag_levels(phones, len(i))
    found["phone crowd"] = _crowd_where(phones, (1, 2), facts.crowds.phones, len(i))
    emails = closest_emails(a.people, i, b.people, j)
    found["email"] = _emails(bag_levels(emails, len(i)), a, i, b, j)
    found["email crowd"] = _crowd_where(emails, (1,), facts.crowds.emails, len(i))
    found["place"], found["locality"], found["crowd"] = _places(facts, a, i, b, j)
    return {name: found[name] for name in LEVELS}


def closest_eins(a: OrganizationBatch, i: Ints, b: OrganizationBatch, j: Ints) -> Closest[Levels]:
    """The EINs that are most alike, and the levels of NUMBER of every pair of them."""

    def levels_of(left: Ints, right: Ints) -> Levels:
        x, y = a.packed_eins[left], b.packed_eins[right]
        near = (digits_apart(x, y) == 1) | neighbours_exchanged(x, y)
        return np.where(x == y, 1, np.where(near, 2, 3)).astype(np.uint8)

    return closest_in_bags(a.eins, i, b.eins, j, levels_of)


def _formations(a: OrganizationBatch, i: Ints, b: OrganizationBatch, j: Ints) -> Levels:
    found = bag_levels(_equal(a.formations, i, b.formations, j), len(i))
    return np.where(found == 3, FORMATION.index("different"), found).astype(np.uint8)


def _equal(a: Bag, i: Ints, b: Bag, j: Ints) -> Closest[Levels]:
    """Values of bags as levels of NUMBER: agree or different."""

    def levels_of(left: Ints, right: Ints) -> Levels:
        return np.where(a.values[left] == b.values[right], 1, 3).astype(np.uint8)

    return closest_in_bags(a, i, b, j, levels_of)


_SURELY_APART, _APART, _ELSEWHERE = 2, 3, 4


def _register_numbers(
    a: OrganizationBatch, i: Ints, b: OrganizationBatch, j: Ints, formation: Levels
) -> Levels:
    """Numbers of one register agree or differ; those of two states' registers say nothing.

    Where nobody says of which state a number is, formation in one state stands for it.
    """

    def levels_of(left: Ints, right: Ints) -> Levels:
        x, y = a.registers.values[left], b.registers.values[right]
        states = register_states(x), register_states(y)
        is_known = (states[0] > 0) & (states[1] > 0)
        is_one = (x - states[0]) == (y - states[1])
        is_elsewhere = is_known & (states[0] != states[1])
        differing = np.where(is_known, _SURELY_APART, _APART)
        found = np.where(is_elsewhere, _ELSEWHERE, np.where(is_one, 1, differing))
        return found.astype(np.uint8)

    found = bag_levels(closest_in_bags(a.registers, i, b.registers, j, levels_of), len(i))
    is_silent = (found == _APART) & (formation != FORMATION.index("agree"))
    differ = np.where(is_silent | (found == _ELSEWHERE), 0, NUMBER.index("different"))
    return np.where(found > 1, differ, found).astype(np.uint8)


def _officer_levels() -> Levels:
    """OFFICER by the levels of surname and given name."""
    found = np.full((len(SURNAME), len(GIVEN)), OFFICER.index("different"), dtype=np.uint8)
    agreeing = np.isin(SURNAME, ("exact", "part", "former"))
    near = np.isin(SURNAME, ("sounds alike", "one edit"))
    same = np.isin(GIVEN, ("exact", "spelling", "nickname"))
    like = np.isin(GIVEN, ("initial", "one edit", "second name", "no data"))
    found[agreeing, :] = OFFICER.index("surname")
    found[np.ix_(agreeing, like)] = found[np.ix_(near, same)] = OFFICER.index("nearly")
    found[np.ix_(agreeing, same)] = OFFICER.index("same")
    found[SURNAME.index("no data"), :] = found[:, GIVEN.index("no data")] = 0
    return found


_OFFICERS = _officer_levels()


def _officers(
    facts: OrganizationFacts, a: OrganizationBatch, i: Ints, b: OrganizationBatch, j: Ints
) -> Levels:
    names = closest_names(facts.words, facts.shares, a.people, i, b.people, j)
    return _OFFICERS[names.levels["surname"][names.best], names.levels["given"][names.best]]


def _crowd_where(
    closest: Closest[Levels], agree: tuple[int, ...], crowds: Levels, count: int
) -> Levels:
    """How many records share the value that agrees, 0 where none does."""
    found = np.zeros(count, dtype=np.uint8)
    shared = crowds[closest.pairs.right][closest.best]
    found[closest.at] = np.where(np.isin(closest.levels[closest.best], agree), shared, 0)
    return found


def _emails(own: Levels, a: OrganizationBatch, i: Ints, b: OrganizationBatch, j: Ints) -> Levels:
    """Levels of EMAIL: by the addresses, and by the domains where no address agrees."""
    domain = bag_levels(_equal(a.domains, i, b.domains, j), len(i))
    differ = np.where(domain == 1, EMAIL.index("same domain"), EMAIL.index("different"))
    return np.where(own == 2, differ, own).astype(np.uint8)


_AT_ONE_HOUSE = np.isin(PLACE, PLACE[1 : PLACE.index("same building") + 1])


def _places(
    facts: OrganizationFacts, a: OrganizationBatch, i: Ints, b: OrganizationBatch, j: Ints
) -> tuple[Levels, Levels, Levels]:
    closest = closest_places(facts.words, facts.shares.crowd, a.people, i, b.people, j)
    place, locality, crowd = (levels[closest.best] for levels in closest.levels)
    left, right = closest.pairs.at(closest.best)
    at_agent = _AT_ONE_HOUSE[place] & (a.agents[left] | b.agents[right])
    return (
        place,
        locality,
        np.where(at_agent, ADDRESS_CROWD.index(AT_AGENT), crowd).astype(np.uint8),
    )
