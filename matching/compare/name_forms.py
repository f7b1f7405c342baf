"""Which words of a vocabulary could be forms of one given name: a superset, found by tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from matching.compare.person.given import may_be_title
from matching.compare.person.given_forms import (
    is_pet_form,
    related_names,
    related_spellings,
    spelled,
)
from matching.compare.person.given_words import form_initials
from matching.encode.vocabulary import Codes
from matching.encode.word_facts import Bits, marks
from matching.parse.name_tables import given_share, name_tables

Mask = NDArray[np.bool_]
Listed = NDArray[np.uint16]


_PART = np.uint64((1 << 21) - 1)
"""Bits of a mark that a key has room for: what they let through by chance, a rule tells apart."""

_SPELLED, _HEAD, _MISREAD = (_PART << np.uint64(shift) for shift in (0, 21, 42))
_PET = np.uint64(1 << 63)


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What of each word says with which other it could be a form of one given name.

    `listed` and `listed_spelling` are its numbers, and that of its spelling, in the tables, 0 where
    these do not hold them. `key` has parts of the marks of its spelling, of its first three
    letters and of the name where RN was read as M, and a bit for words made like JONNY.
    `initials` has a bit for each first letter of a full form, `title` marks words that may be a
    title, `brief` those of two letters at most as they are spelled.
    """

    listed: Listed
    listed_spelling: Listed
    key: Bits
    initials: Bits
    title: Mask
    brief: Mask

    def may_be(self, a: Codes, b: Codes) -> NDArray[np.bool_]:
        """Whether two unlike words of several letters could be forms of one name, or misread.

        No pair that a rule of `compare.given_words` relates by tables or spelling is left out.
        """
        x, y = self.key.take(a), self.key.take(b)
        unlike = x ^ y
        found: Mask = ((unlike & _HEAD) == 0) & ((x | y) >= _PET)
        found |= (unlike & _SPELLED) == 0
        found |= (unlike & _MISREAD) == 0
        for related, number in (
            (_related_names(), self.listed),
            (_related_spellings(), self.listed_spelling),
        ):
            found |= related.are_together(number.take(a), number.take(b))
        return found & (a > 0)

    def initial_fits(self, a: Codes, b: Codes, initial: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Whether the first letter of one begins a full form of the other."""
        one = self.initials[b] >> (initial[a] % 64).astype(np.uint64)
        other = self.initials[a] >> (initial[b] % 64).astype(np.uint64)
        return np.asarray(((one | other) & np.uint64(1)).astype(bool))


def form_facts(names: Sequence[str], heads: Bits, misread: Bits) -> FormFacts:
    """The facts of words in capitals, from the marks of their first letters and misread words."""
    spellings = [spelled(name) if name else "" for name in names]
    pet = np.fromiter(map(is_pet_form, names), dtype=np.bool_, count=len(names))
    parts = [
        marks(spellings),
        marks([name[:3] if len(name) > 2 else "" for name in names]),
        misread,
    ]
    key = np.where(pet, _PET, np.uint64(0))
    for number, part in enumerate(parts):
        key |= (part >> np.uint64(43)) << np.uint64(21 * number)
    return FormFacts(
        listed=_related_names().numbers(names),
        listed_spelling=_related_spellings().numbers(spellings),
        key=key,
        initials=np.fromiter(map(_initial_bits, names), dtype=np.uint64, count=len(names)),
        title=np.fromiter(map(may_be_title, names), dtype=np.bool_, count=len(names)),
        brief=np.fromiter((len(s) < 3 for s in spellings), dtype=np.bool_, count=len(names)),
    )


@cache
def spoken_initials() -> Mask:
    """By two initials (seven bits each), whether a list knows them, spoken, as a name."""
    found = np.zeros(1 << 14, dtype=bool)
    for x, y in product(ascii_uppercase, repeat=2):
        is_listed = x + y in related_names() or spelled(x + y) in related_spellings()
        found[ord(x) << 7 | ord(y)] = is_listed
    return found


def _initial_bits(name: str) -> int:
    return sum(1 << letter for letter in form_initials(name))


@dataclass(frozen=True, slots=True)
class _Related:
    """The words of tables by number from 1 on, and which pairs of them these relate.

    Names that many bear stand together, so that a processor's cache holds what is mostly asked.
    """

    number: Mapping[str, int]
    pairs: Mask

    def are_together(self, a: Listed, b: Listed) -> Mask:
        """Whether a table relates two words, by their numbers."""
        return self.pairs.ravel().take(a.astype(np.intp) * len(self.pairs) + b)

    def numbers(self, words: Sequence[str]) -> Listed:
        """The numbers of words, 0 for one that no table holds."""
        found = (self.number.get(word, 0) for word in words)
        return np.fromiter(found, dtype=np.uint16, count=len(words))


@cache
def _related_names() -> _Related:
    """Pairs of names that stand in one line of a table."""
    tables = name_tables()
    together: dict[str, set[str]] = defaultdict(set)
    for name, groups in tables.groups.items():
        for group in groups:
            together[group].add(name)
    for kind, table in (("=", tables.spellings), ("?", tables.unsure)):
        for name, line in table.items():
            together[f"{kind}{line}"].add(name)
    for name, lines in tables.doubtful.items():
        for line in lines:
            together[f"~{line}"].add(name)
    return _related(
        [
            *(pair for names in together.values() for pair in combinations(names, 2)),
            *((name, form) for name, forms in related_names().items() for form in forms),
        ]
    )


@cache
def _related_spellings() -> _Related:
    """Pairs of spellings that a list relates."""
    return _related([(x, y) for x, others in related_spellings().items() for y in others])


def _related(pairs: Sequence[tuple[str, str]]) -> _Related:
    words = sorted({*chain(*pairs)}, key=lambda word: (-given_share(word), word))
    number = {word: at for at, word in enumerate(words, start=1)}
    found = np.zeros((len(number) + 1, len(number) + 1), dtype=bool)
    for x, y in pairs:
        found[number[x], number[y]] = found[number[y], number[x]] = True
    return _Related(number, found)
