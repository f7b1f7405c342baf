"""What a glance shows of two names: codes that are equal, letters and sounds that are far apart.

What it takes for certain is what `name_pairs` would say; where that may ask a rule, it is open.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.compare.name_pairs import generations
from matching.compare.names import GENERATION, GIVEN, MIDDLE, ORDER, SURNAME, Levels
from matching.compare.rarity import RARITY, Shares
from matching.compare.words import SPANISH, VIETNAMESE, WordFacts
from matching.encode.batch import Ints, Names, Starts
from matching.encode.ragged import ValuePairs, row_pairs
from matching.encode.vocabulary import Codes
from matching.encode.word_facts import CLASSES, Bits, Small

Mask = NDArray[np.bool_]

APART = ("same initial", "different")
UNLIKE_SURNAME = SURNAME
"""Two writings may be one surname: DE LA CRUZ and DELACRUZ."""
UNLIKE_GIVEN = tuple(level for level in GIVEN if level != "exact")
RARE = tuple((RARITY[0], level) for level in RARITY)
"""Sets of levels that two names of unlike words may have."""

_ANY, _UNLIKE, _APART = range(3)
"""Where the sets of all levels, of unlike and of far words stand behind the levels of a part."""

_SEVERAL, _SPANISH, _VIETNAMESE, _INITIAL, _TITLE, _LONG_MIDDLE = (1 << n for n in range(6))
"""Signs of a name: a part has several words, family names of peoples with a rule of their own, a
given name that is an initial or may be a title, a middle name that is no initial."""

_FAR = 4
"""Classes of characters in which words differ beyond which they are no two edits apart."""

_LOW = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True)
class _Side:
    """The names of one side, their signs, and a bit for each of their words."""

    names: Names
    signs: Small
    bits: Bits

    @classmethod
    def of(cls, facts: WordFacts, names: Names) -> _Side:
        parts = (names.given, names.middle, names.surname, names.forenames, names.surnames)
        kinds, bits = facts.kinds[names.given], facts.bits[names.given]
        for part in parts[1:]:
            kinds, bits = kinds | facts.kinds[part], bits | facts.bits[part]
        length = facts.names.length
        family = facts.kinds[names.middle] & facts.kinds[names.surname] & SPANISH
        signs = np.zeros(len(names.given), dtype=np.uint8)
        for sign, has in (
            (_SEVERAL, (names.forenames > 0) | (names.surnames > 0)),
            (_SPANISH, family > 0),
            (_VIETNAMESE, kinds & VIETNAMESE > 0),
            (_INITIAL, length[names.given] == 1),
            (_TITLE, facts.forms.title[names.given]),
            (_LONG_MIDDLE, length[names.middle] > 1),
        ):
            signs |= has.astype(np.uint8) * np.uint8(sign)
        return cls(names, signs, bits)


class NamesAtAGlance:
    """The parts of names of two sides: levels, or numbers of sets of levels behind these."""

    def __init__(self, facts: WordFacts, shares: Shares, a: Names, b: Names) -> None:
        self._facts, self._shares = facts, shares
        self._a, self._b = _Side.of(facts, a), _Side.of(facts, b)

    def levels(self, i: Ints, j: Ints) -> dict[str, Levels]:
        """What is seen of each pair; of several names, what holds of each."""
        pairs = row_pairs(self._a.names, i, self._b.names, j)
        found = _Seen(self._facts, self._shares, (self._a, self._b), pairs).levels()
        return found if pairs.starts is None else _of_each(found, pairs.starts)


class _Seen:
    """One set of pairs of names."""

    def __init__(
        self, facts: WordFacts, shares: Shares, both: tuple[_Side, _Side], pairs: ValuePairs
    ) -> None:
        self._facts, self._shares, self._both = facts, shares, both
        self._rows = pairs.left, pairs.right
        self._given, self._middle, self._surname = (
            tuple(getattr(side.names, part).take(rows) for side, rows in self._sides())
            for part in ("given", "middle", "surname")
        )
        self._signs = tuple(side.signs.take(rows) for side, rows in self._sides())
        self._either = self._signs[0] | self._signs[1]

    def _sides(self) -> tuple[tuple[_Side, Ints], ...]:
        return tuple(zip(self._both, self._rows, strict=True))

    def levels(self) -> dict[str, Levels]:
        surname, given, middle = self._surnames(), self._givens(), self._middles()
        (ga, gb), (sa, sb) = self._given, self._surname
        crossed = ((ga == sb) & (ga > 0)) | ((sa == gb) & (sa > 0))
        crossed |= (self._signs[0] & self._signs[1] & _VIETNAMESE) > 0
        found = {
            "surname": surname,
            "given": given,
            "middle": middle,
            "order": np.zeros(len(surname), dtype=np.uint8),
            "surname rarity": self._rarities(self._shares.surname, self._surname, surname, SURNAME),
            "given rarity": self._rarities(self._shares.given, self._given, given, GIVEN),
        }
        at = np.flatnonzero(crossed)
        for name, any_of in _ANY_OF.items():
            found[name][at] = any_of
        generation = (side.names.generation.take(rows) for side, rows in self._sides())
        return {**found, "generation": generations(*generation)}

    def _surnames(self) -> Levels:
        a, b = self._surname
        known = (a > 0) & (b > 0)
        found: Levels = known.astype(np.uint8)  # "exact" where both are known
        at = np.flatnonzero(known & (a != b))
        levels, far = self._unlike(a[at], b[at], SURNAME)
        rows = at[far]
        x, y = a[rows], b[rows]
        heard = self._facts.heard.take(x) ^ self._facts.heard.take(y)
        near = (heard <= _LOW) | ((heard & _LOW) == 0)
        near |= (x == self._middle[1][rows]) | (y == self._middle[0][rows])
        levels[far[near]] = len(SURNAME) + _UNLIKE
        found[at] = levels
        found[self._may_share_words()] = len(SURNAME) + _ANY
        return found

    def _may_share_words(self) -> Ints:
        """Where a rule may be asked for whole surnames."""
        at = np.flatnonzero(self._either & (_SEVERAL | _SPANISH))
        bits = [side.bits[rows[at]] for side, rows in self._sides()]
        is_spanish: Mask = (self._either[at] & _SPANISH) > 0
        return np.asarray(at[is_spanish | ((bits[0] & bits[1]) > 0)])

    def _givens(self) -> Levels:
        a, b = self._given
        known, same = (a > 0) & (b > 0), a == b
        found: Levels = known.astype(np.uint8)  # "exact" where both are known
        found[known & same & ((self._signs[0] & _INITIAL) > 0)] = GIVEN.index("initial")
        at = np.flatnonzero(known & ~same)
        levels, far = self._unlike(a[at], b[at], GIVEN)
        odd = self._either[at[far]] & (_SEVERAL | _INITIAL | _TITLE | _LONG_MIDDLE) > 0
        levels[far[odd]] = len(GIVEN) + _UNLIKE
        far = far[~odd]
        forms = self._facts.forms.may_be(a[at[far]], b[at[far]])
        levels[far[forms]] = len(GIVEN) + _UNLIKE
        found[at] = levels
        return found

    def _unlike(self, a: Codes, b: Codes, names: tuple[str, ...]) -> tuple[Levels, Ints]:
        """The levels of unlike words if letters alone decide, and which of these are far apart."""
        sketch = self._facts.names.sketch
        x, y = sketch.take(a), sketch.take(b)
        unlike = x ^ y
        same_initial = unlike <= CLASSES
        begins = same_initial & (((x & unlike) == 0) | ((y & unlike) == 0))
        far = (np.bitwise_count(unlike & CLASSES) > _FAR) & ~begins
        same, other = (np.uint8(names.index(level)) for level in APART)
        levels = np.where(same_initial, same, other)
        levels[~far] = len(names) + _UNLIKE
        return levels, np.flatnonzero(far)

    def _middles(self) -> Levels:
        found = np.zeros(len(self._either), dtype=np.uint8)
        at = np.flatnonzero((self._middle[0] > 0) & (self._middle[1] > 0))
        (a, b), (ga, gb), (sa, sb) = (
            (part[0][at], part[1][at]) for part in (self._middle, self._given, self._surname)
        )
        initial = self._facts.names.initial
        both_long = (self._signs[0][at] & self._signs[1][at] & _LONG_MIDDLE) > 0
        fits = initial[a] == initial[b]
        crossed = (initial[a] == initial[gb]) & (initial[b] == initial[ga])
        levels = np.where(crossed, np.uint8(_CROSSED), np.uint8(_CONFLICT))
        levels[fits] = MIDDLE.index("initial")
        levels[both_long] = len(MIDDLE) + _ANY
        levels[both_long & (a == b)] = MIDDLE.index("exact")
        levels[~fits & ((a == sb) | (b == sa))] = len(MIDDLE) + _ANY
        levels[(self._either[at] & _SEVERAL) > 0] = len(MIDDLE) + _ANY
        found[at] = levels
        return found

    def _rarities(
        self, rarity: Levels, words: tuple[Codes, ...], seen: Levels, names: tuple[str, ...]
    ) -> Levels:
        found = np.zeros(len(seen), dtype=np.uint8)
        at = np.flatnonzero(seen == names.index("exact"))
        found[at] = rarity[words[0][at]]
        at = np.flatnonzero(seen == len(names) + _UNLIKE)
        found[at] = len(RARITY) + 1 + np.minimum(rarity[words[0][at]], rarity[words[1][at]])
        found[seen == len(names) + _ANY] = len(RARITY) + _ANY
        return found


_CROSSED, _CONFLICT = MIDDLE.index("given name"), MIDDLE.index("conflict")
_ANY_OF = {
    "surname": len(SURNAME), "given": len(GIVEN), "middle": len(MIDDLE), "order": len(ORDER),
    "surname rarity": len(RARITY), "given rarity": len(RARITY),
}  # fmt: skip
"""By comparison, the number of the set of all levels."""


def _of_each(found: dict[str, Levels], starts: Starts) -> dict[str, Levels]:
    """What holds of every pair of names of two people, whichever agrees best."""
    alone = np.flatnonzero(np.diff(starts, append=len(found["order"])) == 1)
    each = {name: column[starts] for name, column in found.items()}
    wide = {**_ANY_OF, "generation": len(GENERATION)}
    for name, own in each.items():
        own[...] = wide[name]
    for part, names in (("surname", SURNAME), ("given", GIVEN)):
        seen = np.minimum.reduceat(_AS_SETS[part][found[part]], starts)
        each[part] = seen
        each[f"{part} rarity"][seen == len(names) + _APART] = 0
    each["order"] = np.maximum.reduceat(found["order"], starts)
    for name, own in each.items():
        own[alone] = found[name][starts[alone]]
    return each


def _as_sets(names: tuple[str, ...]) -> Levels:
    """The least of the three sets that holds each level or set of a part."""
    sets = np.full(len(names) + 3, len(names) + _ANY, dtype=np.uint8)
    sets[[names.index(level) for level in APART]] = len(names) + _APART
    sets[-3:] = range(len(names), len(names) + 3)
    return sets


_AS_SETS = {"surname": _as_sets(SURNAME), "given": _as_sets(GIVEN)}
