"""The bureau's directory of names: who may be meant by a first and a last name.

Surnames agree when they are equal in letters, when one is a part of the other's compound, or when
they differ by one typing slip (from five letters up); former surnames count too. First names agree
when they are equal, one begins the other, one is a short form of the other, or they differ by one
slip (one of them from four letters up).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from connectors.sandbox.providers.town import Town
from connectors.sandbox.town.tables import read_csv

_NOT_LETTER = re.compile(r"[^A-Z]")
_PARTS = re.compile(r"[\s-]+")
_SLIP_FROM = 5
_FIRST_SLIP_FROM = 4
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that the bureau has for a person; `former` if it is not the present one."""

    tahoe_id: str
    first: str
    middle: str
    last: str
    former: bool


class NameDirectory:
    """Every present and former name of the bureau, found by surname."""

    def __init__(self, town: Town) -> None:
        self._by_key: dict[str, list[KnownName]] = defaultdict(list)
        self._keys_by_slip: dict[str, set[str]] = defaultdict(set)
        self._variants = _variants()
        for name in _names(town):
            for key in surname_keys(name.last):
                self._by_key[key].append(name)
        for key in self._by_key:
            for slip in _slips(key):
                self._keys_by_slip[slip].add(key)

    def find(self, first: str, last: str) -> list[KnownName]:
        """The names that may be meant, each person's best one first; order is by person."""
        keys = {near for key in surname_keys(last) for near in self._near(key)}
        found: dict[str, KnownName] = {}
        for key in sorted(keys):
            for name in self._by_key[key]:
                if name.tahoe_id not in found and self.same_first(first, name.first):
                    found[name.tahoe_id] = name
        return [found[tahoe_id] for tahoe_id in sorted(found)]

    def same_first(self, one: str, other: str) -> bool:
        """Whether two first names may be the same person's; an absent one agrees with any."""
        if not one or not other or one.startswith(other) or other.startswith(one):
            return True
        if other in self._variants[one] or one in self._variants[other]:
            return True
        return max(len(one), len(other)) >= _FIRST_SLIP_FROM and OSA.distance(one, other) <= 1

    def _near(self, key: str) -> Iterator[str]:
        if key in self._by_key:
            yield key
        for slip in _slips(key):
            for near in self._keys_by_slip.get(slip, ()):
                if OSA.distance(key, near, score_cutoff=1) <= 1:
                    yield near


def surname_keys(surname: str) -> set[str]:
    """The letters of a surname, and of each part of a compound one."""
    capitals = surname.upper()
    parts = {_NOT_LETTER.sub("", part) for part in _PARTS.split(capitals)}
    whole = _NOT_LETTER.sub("", capitals)
    return {key for key in parts if len(key) >= _SHORTEST_PART} | ({whole} if whole else set())


def _slips(key: str) -> set[str]:
    """The key and what is left of it without one letter; names a slip apart share one of these."""
    if len(key) < _SLIP_FROM:
        return set()
    return {key} | {key[:at] + key[at + 1 :] for at in range(len(key))}


def _names(town: Town) -> Iterator[KnownName]:
    present = town.rows("SELECT tahoe_id, first, middle, last FROM bureau_person")
    others = town.rows("SELECT tahoe_id, first, middle, last FROM bureau_name")
    for rows, former in ((present, False), (others, True)):
        for row in rows:
            first, middle, last = ((row[k] or "").upper() for k in ("first", "middle", "last"))
            yield KnownName(row["tahoe_id"], first, middle, last, former)


def _variants() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_csv("given_variants.csv"):
        found[row["given"]].add(row["variant"])
    return found
