"""What is known of each part of an address by its number, worked out once a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.compare.address.last import is_sure
from matching.compare.address.number import is_plain
from matching.compare.address.street import street_marks
from matching.compare.address.street_class import street_class
from matching.encode.word_facts import Bits, Letters, Small, letters_of, marks
from matching.parse.address.form import has_hyphened_numbers
from matching.parse.address.parts import last_part
from matching.parse.address.places import city_key

Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]

_SHIFT = np.uint64(43)
KEY_PARTS = tuple(np.uint64((1 << 21) - 1) << np.uint64(place) for place in (0, 21, 42))
"""The bits of a street's key that stand for its name, for that without title, and turned; what they
let through by chance, a rule tells apart."""


@dataclass(frozen=True, slots=True)
class StreetFacts:
    """Streets and routes: their StreetClass, and the texts and marks of `street_marks`.

    `name` are the letters of the name alone, `key` has parts of its mark and of those of it without
    title and turned (KEY_PARTS); `front` is the mark of what may stand in front, if anything may.
    """

    texts: Texts
    kind: Small
    name: Letters
    key: Bits
    front: Bits
    has_front: Mask


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """House numbers and boxes: their letters, and which are plain or have a hyphen."""

    letters: Letters
    plain: Mask
    hyphen: Mask


@dataclass(frozen=True, slots=True)
class LastFacts:
    """Last lines: the marks of their ZIP code, state and city key.

    `sure` says whether the ZIP code is no slip, `hyphened` whether houses have hyphened numbers.
    """

    texts: Texts
    zip5: Bits
    state: Bits
    city: Bits
    sure: Mask
    hyphened: Mask


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """The facts of the parts of addresses, each by number of its vocabulary; of units the text."""

    streets: StreetFacts
    numbers: NumberFacts
    units: Texts
    lasts: LastFacts


def address_facts(words: Mapping[str, Sequence[str]]) -> AddressFacts:
    """The facts of parts by the name of their vocabulary."""
    return AddressFacts(
        _streets(words["streets"]),
        _numbers(words["houses"]),
        _texts(words["units"]),
        _lasts(words["last_lines"]),
    )


def _texts(words: Sequence[str]) -> Texts:
    found = np.empty(len(words), dtype=object)
    found[:] = words
    return found


def _streets(texts: Sequence[str]) -> StreetFacts:
    marked = [street_marks(text) if text else ("", "", "", "") for text in texts]
    letters = letters_of([name for name, *_ in marked])
    front = marks([front for *_, front in marked])
    return StreetFacts(
        _texts(texts),
        np.fromiter(map(street_class, texts), dtype=np.uint8, count=len(texts)),
        letters,
        _key(letters.mark, *(marks([one[part] for one in marked]) for part in (1, 2))),
        front,
        front > 0,
    )


def _key(name: Bits, untitled: Bits, unturned: Bits) -> Bits:
    """Parts of three marks in one; a mark that is missing is that of the name."""
    found = name >> _SHIFT
    for place, mark in ((21, untitled), (42, unturned)):
        found |= (np.where(mark > 0, mark, name) >> _SHIFT) << np.uint64(place)
    return np.asarray(found)


def _numbers(texts: Sequence[str]) -> NumberFacts:
    return NumberFacts(
        letters_of(texts),
        np.fromiter(map(is_plain, texts), dtype=np.bool_, count=len(texts)),
        np.fromiter(("-" in text for text in texts), dtype=np.bool_, count=len(texts)),
    )


def _lasts(texts: Sequence[str]) -> LastFacts:
    parts = [last_part(text) for text in texts]
    hyphened = (has_hyphened_numbers(part.zip5) for part in parts)
    return LastFacts(
        _texts(texts),
        marks([part.zip5 for part in parts]),
        marks([part.state for part in parts]),
        marks([city_key(part.city) for part in parts]),
        np.fromiter(map(is_sure, texts), dtype=np.bool_, count=len(texts)),
        np.fromiter(hyphened, dtype=np.bool_, count=len(texts)),
    )
