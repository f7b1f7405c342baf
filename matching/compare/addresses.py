"""The parts of addresses by their codes: what sets most pairs apart, and the rules for the rest.

The rules are those of `matching.compare`, asked once for each pair of codes. What is left out is
only what they call OTHER in every case.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from matching.compare.address.last import compare_last_lines
from matching.compare.address.number import compare_numbers
from matching.compare.address.relate import name_relation, relations
from matching.compare.address.relation import Part
from matching.compare.address.street_class import StreetClass, compare_classes
from matching.compare.address.unit import compare_units
from matching.compare.address_facts import (
    KEY_PARTS,
    AddressFacts,
    LastFacts,
    NumberFacts,
    StreetFacts,
    Texts,
)
from matching.compare.letters import LetterPairs
from matching.compare.remembered import Remembered
from matching.encode.vocabulary import Codes
from matching.encode.word_facts import Small
from matching.parse.address.parts import AddressParts

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

    def __init__(self, facts: StreetFacts) -> None:
        texts = facts.texts
        self._facts = facts
        self._rules = Remembered(lambda a, b, _: name_relation(texts[a], texts[b]).part)

    def relate(self, a: Codes, b: Codes) -> Small:
        """The Part of each pair."""
        found = _classes()[self._facts.kind[a], self._facts.kind[b]]
        open_ = np.flatnonzero(found == _UNDECIDED)
        x, y = a[open_], b[open_]
        part = np.where(x == y, np.uint8(Part.SAME), np.uint8(Part.OTHER))
        at = np.flatnonzero(self._may_be_one(x, y) & (x != y))
        part[at] = self._rules.of(x[at], y[at])
        found[open_] = part
        return found

    def _may_be_one(self, a: Codes, b: Codes) -> Mask:
        """Where the rules may say anything but OTHER."""
        facts = self._facts
        unlike = facts.key[a] ^ facts.key[b]
        found: Mask = (unlike & KEY_PARTS[0]) == 0
        for part in KEY_PARTS[1:]:
            found |= (unlike & part) == 0
        near, _ = LetterPairs(facts.name, a, b).near(2)
        found[near] = True
        at = np.flatnonzero(facts.has_front[a] | facts.has_front[b])
        for x, y in ((a[at], b[at]), (b[at], a[at])):
            front = facts.front[x]
            found[at] |= (front == facts.name.mark[y]) & (front > 0)
        return found


class NumberPairs:
    """House numbers and boxes by number."""

    def __init__(self, facts: NumberFacts) -> None:
        texts = facts.letters.words
        self._facts = facts
        self._rules = Remembered(
            lambda a, b, hyphened: compare_numbers(texts[a], texts[b], bool(hyphened)).part
        )

    def relate(self, a: Codes, b: Codes, on: Mask, hyphened: Mask) -> Small:
        """The Part of each pair; `on` are those of one street, or of streets that may be one.

        `hyphened` says where houses have hyphened numbers.
        """
        facts = self._facts
        found = np.where(a == b, np.uint8(Part.SAME), np.uint8(Part.OTHER))
        plain = facts.plain[a] & facts.plain[b]
        asked = np.where(on, ~plain, (a != b) & (facts.hyphen[a] | facts.hyphen[b]))
        both = np.flatnonzero(on & plain)
        near, _ = LetterPairs(facts.letters, a[both], b[both]).near(1)
        asked[both[near]] = True
        for hint in (0, 1):
            at = np.flatnonzero(asked & (hyphened == hint))
            found[at] = self._rules.of(a[at], b[at], hint)
        return found


class UnitPairs:
    """What stands behind streets and boxes, by number."""

    def __init__(self, texts: Texts) -> None:
        self._rules = Remembered(lambda a, b, _: compare_units(texts[a], texts[b]).part)

    def relate(self, a: Codes, b: Codes) -> Small:
        """The Part of each pair; one text is one unit."""
        found = np.zeros(len(a), dtype=np.uint8)
        unlike = np.flatnonzero(a != b)
        found[unlike] = self._rules.of(a[unlike], b[unlike])
        return found


class LastPairs:
    """Last lines by number."""

    def __init__(self, facts: LastFacts) -> None:
        texts = facts.texts
        self._facts = facts
        self._rules = Remembered(lambda a, b, _: compare_last_lines(texts[a], texts[b]).part)

    def are_hyphened(self, a: Codes, b: Codes) -> Mask:
        """Whether houses have hyphened numbers where one of them is."""
        hyphened = self._facts.hyphened
        return np.asarray(hyphened[a] | hyphened[b])

    def relate(self, a: Codes, b: Codes) -> Small:
        """The Part of each pair."""
        found = np.full(len(a), Part.OTHER, dtype=np.uint8)
        at = np.flatnonzero(~self._surely_other(a, b))
        found[at] = self._rules.of(a[at], b[at])
        return found

    def _surely_other(self, a: Codes, b: Codes) -> Mask:
        """Other states or, of ZIP codes that are known and no slip, other cities."""
        facts = self._facts
        zip_a, zip_b = facts.zip5[a], facts.zip5[b]
        state_a, state_b = facts.state[a], facts.state[b]
        same_zip = (zip_a == zip_b) & (zip_a > 0)
        states = (state_a != state_b) & (state_a > 0) & (state_b > 0)
        sure = facts.sure[a] & facts.sure[b] & (facts.city[a] != facts.city[b])
        return np.asarray(~same_zip & (states | sure))


class AddressPairs:
    """The parts of addresses by number; what was asked of the rules is remembered."""

    def __init__(self, facts: AddressFacts) -> None:
        self._texts = (
            facts.numbers.letters.words, facts.streets.texts, facts.units, facts.lasts.texts
        )  # fmt: skip
        self.streets = StreetPairs(facts.streets)
        self.numbers = NumberPairs(facts.numbers)
        self.units = UnitPairs(facts.units)
        self.lasts = LastPairs(facts.lasts)

    def parts(self, codes: tuple[int, ...]) -> AddressParts:
        """The parts of an address by its four codes: number, street, unit, last line."""
        return AddressParts(*(texts[code] for texts, code in zip(self._texts, codes, strict=True)))

    def uncrossed(self, a: tuple[int, ...], b: tuple[int, ...]) -> tuple[Part, Part]:
        """The Parts of number and street of two addresses, where one hangs on another part."""
        found = relations(self.parts(a), self.parts(b))
        return found.number.part, found.street.part
