"""What the vocabularies of a comparison are asked: letters, forms of names, sounds, shares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from matching.compare.address_facts import AddressFacts, address_facts
from matching.compare.addresses import AddressPairs
from matching.compare.name_forms import FormFacts, form_facts
from matching.compare.name_rules import NameRules
from matching.compare.often import Often
from matching.compare.person.surname import sound_of
from matching.crew import done_in_order
from matching.encode.batch import Words
from matching.encode.stacked import stacked
from matching.encode.word_facts import Bits, Letters, letters_of, mark, marks
from matching.in_order import cores
from matching.parse.name_tables import given_share, name_tables, surname_share

SPANISH, VIETNAMESE = 1, 2
"""Bits of the family names of peoples that have a rule of their own."""

_SEPARATORS = re.compile(r"[ |]")
_FEW = 8192
"""Words whose facts are worked out at hand."""

_HALF = np.uint64(32)

_PIECES = 2
"""Pieces a processor of more words."""


@dataclass(frozen=True)
class WordFacts:
    """The facts of every word of a comparison's vocabularies, indexed by the word's number.

    The marks are stable hashes: of a name's sound, of its first three letters, of a house number,
    of the core of a street; `heard` has half of the sound's and half of that of the name where RN
    was read as M. `given_share` and `surname_share` are shares of the population, 0 to 1. `bits`
    has a bit for each word of a name in full, `kinds` the bits SPANISH and VIETNAMESE.
    """

    names: Letters
    cities: Letters
    house_mark: Bits
    core_mark: Bits
    parts: AddressFacts
    forms: FormFacts
    heard: Bits
    bits: Bits
    kinds: NDArray[np.uint8]
    sound_mark: Bits
    head_mark: Bits
    given_share: NDArray[np.float64]
    surname_share: NDArray[np.float64]

    @cached_property
    def addresses(self) -> AddressPairs:
        """The rules for parts of addresses; what they remember is of these words alone."""
        return AddressPairs(self.parts)

    @cached_property
    def often_given(self) -> Often:
        """The relations of unlike given names that many bear, as far as they were asked for."""
        return Often(self.given_share)

    @cached_property
    def name_rules(self) -> NameRules:
        """The rules for words of names."""
        return NameRules(self.names)

    def ready(self) -> WordFacts:
        """The same with its rules, so that processes forked later share what these remember."""
        _ = self.addresses, self.name_rules, self.often_given
        return self


def word_facts(words: Words) -> WordFacts:
    """The facts of the words as they are now; words that come later are not in it.

    Those of words that lie beyond others go, stacked, behind the facts of the others.
    """
    lists = {one.name: getattr(words, one.name).words for one in fields(words)}
    pieces = 1 if max(map(len, lists.values())) <= _FEW else _PIECES * cores()
    some = (
        {name: texts[slice(*_cut(len(texts), piece, pieces))] for name, texts in lists.items()}
        for piece in range(pieces)
    )
    return stacked(list(done_in_order(_facts, some, [], several=pieces > 1)))


def _cut(length: int, piece: int, pieces: int) -> tuple[int, int]:
    return length * piece // pieces, length * (piece + 1) // pieces


def _facts(words: Mapping[str, Sequence[str]]) -> WordFacts:
    """The facts of words by the name of their vocabulary."""
    names = words["names"]
    letters = letters_of(names)
    misread = letters.mark.copy()
    for at in (at for at, name in enumerate(names) if "RN" in name):
        misread[at] = mark(names[at].replace("RN", "M"))
    head_mark = marks([name[:3] if len(name) > 2 else "" for name in names])
    sound_mark = marks([sound_of(name) if name else "" for name in names])
    return WordFacts(
        names=letters,
        cities=letters_of(words["cities"]),
        house_mark=marks(words["houses"]),
        core_mark=marks(words["cores"]),
        parts=address_facts(words),
        forms=form_facts(names, head_mark, misread),
        heard=sound_mark >> _HALF << _HALF | misread >> _HALF,
        bits=_bits(names),
        kinds=_kinds(names),
        sound_mark=sound_mark,
        head_mark=head_mark,
        given_share=np.fromiter(map(given_share, names), dtype=np.float64, count=len(names)),
        surname_share=np.fromiter(map(surname_share, names), dtype=np.float64, count=len(names)),
    )


def _kinds(names: Sequence[str]) -> NDArray[np.uint8]:
    """The bits of SPANISH and VIETNAMESE, of every word or of the words of a text."""
    tables = name_tables()
    vietnamese = tables.vietnamese | tables.vietnamese_too

    def bits(name: str) -> int:
        words = _words(name)
        is_spanish = not tables.spanish.isdisjoint(words)
        return SPANISH * is_spanish | VIETNAMESE * (not vietnamese.isdisjoint(words))

    return np.fromiter(map(bits, names), dtype=np.uint8, count=len(names))


def _bits(names: Sequence[str]) -> Bits:
    """A bit for each word of a text, for all of them joined, and joined without particles."""
    particles = name_tables().particles

    def bits(name: str) -> int:
        words = _words(name)
        if len(words) > 1:
            words += ["".join(words), "".join(w for w in words if w not in particles)]
        found = 0
        for word in filter(None, words):
            found |= 1 << crc32(word.encode()) % 64
        return found

    return np.fromiter(map(bits, names), dtype=np.uint64, count=len(names))


def _words(name: str) -> list[str]:
    return _SEPARATORS.split(name) if " " in name or "|" in name else [name]
