"""The parts of addresses by their codes: what sets most pairs apart, and the rules for the rest.

The rules are those of `matching.compare`, asked once for each pair of codes. What is left out is
only what they call OTHER in every case.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import Words
from matching.columns.vocabulary import Codes
from matching.columns.word_facts import letters_of, numbered
from matching.compare.address import name_relation, relations
from matching.compare.address_class import StreetClass, compare_classes, street_class
from matching.compare.address_last import compare_last_lines, is_sure
from matching.compare.address_number import compare_numbers, is_plain
from matching.compare.address_relation import Part
from matching.compare.address_street import street_marks
from matching.compare.address_unit import compare_units
from matching.levels.letters import LetterPairs
from matching.levels.remembered import Remembered, Small
from matching.normalize.address_form import has_hyphened_numbers
from matching.normalize.address_parts import AddressParts, last_part
from matching.normalize.address_places import city_key

Mask = NDArray[np.bool_]
_UNDECIDED = 255
ON_STREET = np.isin(np.arange(len(Part)), (Part.SAME, Part.OPEN, Part.CROSSED))


@cache
def _classes() -> Small:
    """By two classes of streets, what they decide, or _UNDECIDED."""
    found = np.full((len(StreetClass), len(StreetClass)), _UNDECIDED, dtype=np.uint8)
    for a in StreetClass:
        for b in StreetClass:
            if (relation := compare_classes(a, b)) is not None:
                found[a, b] = relation.part
    return found


class StreetPairs:
    """Streets and routes by number."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        classes = [street_class(text) for text in texts]
        self._class = np.array(classes, dtype=np.uint8)
        marks = [street_marks(text) if text else ("", "", "", "") for text in texts]
        keys = list(dict.fromkeys(["", *(name for name, *_ in marks)]))
        number = {key: at for at, key in enumerate(keys)}
        self._name = np.array([number[name] for name, *_ in marks], dtype=np.int32)
        self._letters = letters_of(keys)
        self._untitled = numbered([untitled for _, untitled, _, _ in marks], str)
        self._unturned = numbered([unturned for _, _, unturned, _ in marks], str)
        self._front = np.array([number.get(front, 0) for *_, front in marks], dtype=np.int32)
        self._rules = Remembered(lambda a, b, _: name_relation(texts[a], texts[b]).part)

    def relate(self, a: Codes, b: Codes) -> Small:
        """The Part of each pair."""
        found = _classes()[self._class[a], self._class[b]]
        open_ = np.flatnonzero(found == _UNDECIDED)
        x, y = a[open_], b[open_]
        part = np.where(x == y, np.uint8(Part.SAME), np.uint8(Part.OTHER))
        at = np.flatnonzero(self._may_be_one(x, y) & (x != y))
        part[at] = self._rules.of(x[at], y[at])
        found[open_] = part
        return found

    def _may_be_one(self, a: Codes, b: Codes) -> Mask:
        """Where the rules may say anything but OTHER."""
        name_a, name_b = self._name[a], self._name[b]
        found = name_a == name_b
        near, _ = LetterPairs(self._letters, name_a, name_b).near(2)
        found[near] = True
        for mark in (self._untitled, self._unturned):
            x = mark[a]
            found |= (x == mark[b]) & (x > 0)
        front_a, front_b = self._front[a], self._front[b]
        found |= ((front_a == name_b) & (front_a > 0)) | ((front_b == name_a) & (front_b > 0))
        return np.asarray(found)


class NumberPairs:
    """House numbers and boxes by number."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._letters = letters_of(texts)
        self._plain = np.fromiter(map(is_plain, texts), dtype=np.bool_, count=len(texts))
        self._hyphen = np.fromiter(("-" in text for text in texts), np.bool_, len(texts))
        self._rules = Remembered(
            lambda a, b, hyphened: compare_numbers(texts[a], texts[b], bool(hyphened)).part
        )

    def relate(self, a: Codes, b: Codes, on: Mask, hyphened: Mask) -> Small:
        """The Part of each pair; `on` are those of one street, or of streets that may be one.

        `hyphened` says where houses have hyphened numbers.
        """
        found = np.where(a == b, np.uint8(Part.SAME), np.uint8(Part.OTHER))
        plain = self._plain[a] & self._plain[b]
        asked = np.where(on, ~plain, (a != b) & (self._hyphen[a] | self._hyphen[b]))
        both = np.flatnonzero(on & plain)
        near, _ = LetterPairs(self._letters, a[both], b[both]).near(1)
        asked[both[near]] = True
        for hint in (0, 1):
            at = np.flatnonzero(asked & (hyphened == hint))
            found[at] = self._rules.of(a[at], b[at], hint)
        return found


class UnitPairs:
    """What stands behind streets and boxes, by number."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._rules = Remembered(lambda a, b, _: compare_units(texts[a], texts[b]).part)

    def relate(self, a: Codes, b: Codes) -> Small:
        """The Part of each pair; one text is one unit."""
        found = np.zeros(len(a), dtype=np.uint8)
        unlike = np.flatnonzero(a != b)
        found[unlike] = self._rules.of(a[unlike], b[unlike])
        return found


class LastPairs:
    """Last lines by number."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        parts = [last_part(text) for text in texts]
        self._zip = numbered([part.zip5 for part in parts], str)
        self._state = numbered([part.state for part in parts], str)
        self._city = numbered([city_key(part.city) for part in parts], str)
        self._sure = np.fromiter(map(is_sure, texts), dtype=np.bool_, count=len(texts))
        self.hyphened = np.array([has_hyphened_numbers(part.zip5) for part in parts], dtype=bool)
        self._rules = Remembered(lambda a, b, _: compare_last_lines(texts[a], texts[b]).part)

    def relate(self, a: Codes, b: Codes) -> Small:
        """The Part of each pair."""
        found = np.full(len(a), Part.OTHER, dtype=np.uint8)
        at = np.flatnonzero(~self._surely_other(a, b))
        found[at] = self._rules.of(a[at], b[at])
        return found

    def _surely_other(self, a: Codes, b: Codes) -> Mask:
        """Other states or, of ZIP codes that are known and no slip, other cities."""
        zip_a, zip_b = self._zip[a], self._zip[b]
        state_a, state_b = self._state[a], self._state[b]
        same_zip = (zip_a == zip_b) & (zip_a > 0)
        states = (state_a != state_b) & (state_a > 0) & (state_b > 0)
        sure = self._sure[a] & self._sure[b] & (self._city[a] != self._city[b])
        return np.asarray(~same_zip & (states | sure))


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """What the parts of addresses are asked; each is by number of its vocabulary."""

    words: tuple[tuple[str, ...], ...]
    streets: StreetPairs
    numbers: NumberPairs
    units: UnitPairs
    lasts: LastPairs

    def parts(self, codes: tuple[int, ...]) -> AddressParts:
        """The parts of an address by its four codes: number, street, unit, last line."""
        return AddressParts(*(words[code] for words, code in zip(self.words, codes, strict=True)))

    def uncrossed(self, a: tuple[int, ...], b: tuple[int, ...]) -> tuple[Part, Part]:
        """The Parts of number and street of two addresses, where one hangs on another part."""
        found = relations(self.parts(a), self.parts(b))
        return found.number.part, found.street.part


def address_facts(words: Words) -> AddressFacts:
    """The facts of the parts as they are numbered now."""
    numbers, streets = words.houses.words, words.streets.words
    units, lasts = words.units.words, words.last_lines.words
    return AddressFacts(
        (numbers, streets, units, lasts),
        StreetPairs(streets),
        NumberPairs(numbers),
        UnitPairs(units),
        LastPairs(lasts),
    )
