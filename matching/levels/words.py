"""What the vocabularies of a comparison are asked: letters, forms of names, sounds, shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import Ints, Words
from matching.columns.vocabulary import Codes
from matching.columns.word_facts import Bits, Letters, letters_of, marks, numbered
from matching.compare.given import given_level
from matching.compare.surname import sound_of
from matching.levels.addresses import AddressFacts, address_facts
from matching.normalize.name_tables import given_share, name_tables, surname_share

_FORMS = {"spelling": 2, "nickname": 3}


@dataclass(frozen=True, slots=True)
class NameForms:
    """Pairs of given names that are forms of one name: packed pairs, sorted, and their levels.

    Names that are a pair have a bit of `groups` in common; most other names have none.
    """

    packed: Ints
    levels: NDArray[np.uint8]
    groups: Bits

    def of(self, a: Codes, b: Codes) -> tuple[Ints, NDArray[np.uint8]]:
        """The positions of the names that a table relates, and their levels."""
        at = np.flatnonzero(self.groups[a] & self.groups[b])
        if not len(at) or not len(self.packed):
            return at[:0], np.zeros(0, dtype=np.uint8)
        wanted = (a[at].astype(np.int64) << 32) | b[at]
        place = np.minimum(np.searchsorted(self.packed, wanted), len(self.packed) - 1)
        found = self.packed[place] == wanted
        return at[found], self.levels[place[found]]


@dataclass(frozen=True, slots=True)
class WordFacts:
    """The facts of every word of a comparison's vocabularies, indexed by the word's number.

    `sound_mark`, `head_mark`, `house_mark` and `core_mark` are stable hashes: of a name's sound and
    its first three letters, of a house number, of the core of a street.
    `given_share` and `surname_share` are shares of the population, 0 to 1. `particle` marks words
    such as DE and VAN, which many surnames begin with.
    """

    names: Letters
    cities: Letters
    house_mark: Bits
    core_mark: Bits
    addresses: AddressFacts
    forms: NameForms
    sound: Codes
    sound_mark: Bits
    head_mark: Bits
    given_share: NDArray[np.float64]
    surname_share: NDArray[np.float64]
    particle: NDArray[np.bool_]


def word_facts(words: Words) -> WordFacts:
    """The facts of the words as they are now; words that come later are not in it."""
    names = words.names.words
    particles = name_tables().particles
    return WordFacts(
        names=letters_of(names),
        cities=letters_of(words.cities.words),
        house_mark=marks(words.houses.words),
        core_mark=marks(words.cores.words),
        addresses=address_facts(words),
        forms=_forms(names),
        sound=numbered(names, sound_of),
        sound_mark=marks([sound_of(name) if name else "" for name in names]),
        head_mark=marks([name[:3] if len(name) > 2 else "" for name in names]),
        given_share=np.fromiter(map(given_share, names), dtype=np.float64, count=len(names)),
        surname_share=np.fromiter(map(surname_share, names), dtype=np.float64, count=len(names)),
        particle=np.fromiter((n in particles for n in names), dtype=np.bool_, count=len(names)),
    )


def _forms(names: Sequence[str]) -> NameForms:
    tables = name_tables()
    together: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for group in tables.groups.get(name, ()):
            together[group].append(at)
        if name in tables.spellings:
            together[f"={tables.spellings[name]}"].append(at)
    found: dict[int, int] = {}
    groups = np.zeros(len(names), dtype=np.uint64)
    for number, members in enumerate(together.values()):
        groups[members] |= np.uint64(1 << number % 64)
        for x, y in combinations(members, 2):
            level = _FORMS.get(given_level(names[x], names[y]), 0)
            if level:
                found[(x << 32) | y] = found[(y << 32) | x] = level
    packed = np.array(sorted(found), dtype=np.int64)
    return NameForms(packed, np.array([found[k] for k in packed.tolist()], np.uint8), groups)
