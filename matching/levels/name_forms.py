"""Which words of a vocabulary could be forms of one given name: a superset, found by tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import Ints
from matching.columns.vocabulary import Codes
from matching.columns.word_facts import numbered
from matching.compare.given import may_be_title
from matching.compare.given_forms import (
    forms_listed,
    is_pet_form,
    spelled,
    spellings_listed,
)
from matching.compare.given_words import form_initials
from matching.normalize.name_tables import name_tables

Bits = NDArray[np.uint64]
_SPARSE = 32
"""Slots for each pair that a table relates."""

_HASH = np.int64(0x9E3779B1)


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What of each word says with which other it could be a form of one given name.

    `packed` are pairs that a table relates, both ways round and sorted, and `slots` marks where
    such a pair may be. `spelled` and `head` number words by their spelling and first three letters,
    `pet` marks those made like JONNY, `initials` has a bit for each first letter of a full form,
    `title` marks words that may be a title, `brief` those of two letters at most as they are
    spelled, and `spoken` the two initials (seven bits each) that a list knows as a name.
    """

    packed: Ints
    slots: NDArray[np.bool_]
    spelled: Codes
    head: Codes
    pet: NDArray[np.bool_]
    initials: Bits
    title: NDArray[np.bool_]
    brief: NDArray[np.bool_]
    spoken: NDArray[np.bool_]

    def may_be(self, a: Codes, b: Codes) -> NDArray[np.bool_]:
        """Whether two unlike words of several letters could be forms of one name.

        No pair that a rule of `compare.given_words` relates by tables or spelling is left out.
        """
        found: NDArray[np.bool_] = (self.spelled[a] == self.spelled[b]) & (self.spelled[a] > 0)
        found |= (self.head[a] == self.head[b]) & (self.pet[a] | self.pet[b]) & (self.head[a] > 0)
        at = np.flatnonzero(self.slots[_slot(a, b, len(self.slots))])
        if len(at) and len(self.packed):
            wanted = (a[at].astype(np.int64) << 32) | b[at]
            place = np.minimum(np.searchsorted(self.packed, wanted), len(self.packed) - 1)
            found[at[self.packed[place] == wanted]] = True
        return found

    def initial_fits(self, a: Codes, b: Codes, initial: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Whether the first letter of one begins a full form of the other."""
        one = self.initials[b] >> (initial[a] % 64).astype(np.uint64)
        other = self.initials[a] >> (initial[b] % 64).astype(np.uint64)
        return np.asarray(((one | other) & np.uint64(1)).astype(bool))


def form_facts(names: Sequence[str]) -> FormFacts:
    """The facts of words in capitals; the first is the empty word."""
    spellings = [spelled(name) if name else "" for name in names]
    pairs = {*_tabled(names), *_spelled(spellings)}
    packed = np.array(sorted({x << 32 | y for x, y in pairs if x != y}), dtype=np.int64)
    slots = np.zeros(1 << (_SPARSE * len(packed)).bit_length(), dtype=bool)
    slots[_slot(packed >> 32, packed & 0xFFFFFFFF, len(slots))] = True
    heads = [name[:3] if len(name) > 2 else "" for name in names]
    return FormFacts(
        packed=packed,
        slots=slots,
        spelled=numbered(spellings, str),
        head=numbered(heads, str),
        pet=np.fromiter(map(is_pet_form, names), dtype=np.bool_, count=len(names)),
        initials=np.fromiter(map(_initial_bits, names), dtype=np.uint64, count=len(names)),
        title=np.fromiter(map(may_be_title, names), dtype=np.bool_, count=len(names)),
        brief=np.fromiter((len(s) < 3 for s in spellings), dtype=np.bool_, count=len(names)),
        spoken=_spoken_initials(),
    )


@cache
def _spoken_initials() -> NDArray[np.bool_]:
    found = np.zeros(1 << 14, dtype=bool)
    for x, y in product(ascii_uppercase, repeat=2):
        listed = forms_listed(x + y) or spellings_listed(spelled(x + y))
        found[ord(x) << 7 | ord(y)] = bool(listed)
    return found


def _slot(a: Codes | Ints, b: Codes | Ints, slots: int) -> Ints:
    """The place of a pair among so many, a power of two."""
    return np.asarray((a.astype(np.int64) * _HASH + b) & (slots - 1))


def _initial_bits(name: str) -> int:
    return sum(1 << letter for letter in form_initials(name))


def _tabled(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of words that stand in one line of a table, both ways round."""
    tables = name_tables()
    number = {name: at for at, name in enumerate(names)}
    together: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for group in tables.groups.get(name, ()):
            together[group].append(at)
        for kind, table in (("=", tables.spellings), ("?", tables.unsure)):
            if name in table:
                together[f"{kind}{table[name]}"].append(at)
        for line in tables.doubtful.get(name, ()):
            together[f"~{line}"].append(at)
        yield from ((at, number[form]) for form in forms_listed(name) if form in number)
    for members in together.values():
        for x, y in combinations(members, 2):
            yield from ((x, y), (y, x))


def _spelled(spellings: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of words whose spellings a list relates, both ways round."""
    by_spelling: dict[str, list[int]] = defaultdict(list)
    for at, spelling in enumerate(spellings):
        if len(spelling) > 1:
            by_spelling[spelling].append(at)
    for spelling, members in by_spelling.items():
        for other in spellings_listed(spelling):
            yield from product(members, by_spelling.get(other, ()))
