"""Levels of names: surname, given name, middle name, generation, and whether parts are turned."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import Ints, Names
from matching.columns.ragged import ValuePairs
from matching.columns.vocabulary import Codes
from matching.levels.letters import LetterPairs
from matching.levels.words import WordFacts

Levels = NDArray[np.uint8]

SURNAME = (
    "no data", "exact", "part", "former", "sounds alike", "one edit", "near pair", "two edits",
    "beginning", "same initial", "different",
)  # fmt: skip
GIVEN = (
    "no data", "exact", "spelling", "nickname", "initial", "second name", "one edit", "near pair",
    "two edits", "beginning", "same initial", "different",
)  # fmt: skip
MIDDLE = ("no data", "exact", "initial", "given name", "conflict")
GENERATION = ("no data", "agree", "one side only", "conflict")
ORDER = ("as written", "turned")

KNOWN_SURNAME, KNOWN_GIVEN = 0.00005, 0.00002
"""Shares of the population from which on a word is known as a name."""


class NamePairs:
    """The levels of pairs of names, worked out for value pairs at once."""

    def __init__(self, facts: WordFacts, a: Names, b: Names, pairs: ValuePairs) -> None:
        self._facts, self._a, self._b = facts, a, b
        self._left, self._right = pairs.left, pairs.right
        self.given = (a.given[pairs.left], b.given[pairs.right])
        self.surname = (a.surname[pairs.left], b.surname[pairs.right])
        self.middle = (a.middle[pairs.left], b.middle[pairs.right])
        self.turned = self._turn()

    def _turn(self) -> NDArray[np.bool_]:
        """Pairs whose given name is the other's surname and the reverse.

        Both are read the way round that the shares of the words speak for, whoever wrote it.
        """
        (ga, gb), (sa, sb) = self.given, self.surname
        turned = (ga == sb) & (sa == gb)
        at = np.flatnonzero(turned)
        really = (ga[at] != gb[at]) & (ga[at] > 0) & (sa[at] > 0)
        turned[at[~really]] = False
        if really.any():
            at = at[really]
            given, surname = self._likelier(ga[at], sa[at])
            self.given, self.surname = (ga.copy(), gb.copy()), (sa.copy(), sb.copy())
            for side in (0, 1):
                self.given[side][at], self.surname[side][at] = given, surname
        return np.asarray(turned)

    def _likelier(self, x: Codes, y: Codes) -> tuple[Codes, Codes]:
        """Of two words the given name and the surname; where no share tells, by their marks."""
        facts = self._facts
        lead = facts.given_share[x] - facts.surname_share[x]
        lead -= facts.given_share[y] - facts.surname_share[y]
        marks = facts.names.mark
        first = (lead > 0) | ((lead == 0) & (marks[x] < marks[y]))
        return np.where(first, x, y), np.where(first, y, x)

    def surnames(self) -> Levels:
        """Levels of SURNAME."""
        a, b = self.surname
        levels = np.full(len(a), SURNAME.index("exact"), dtype=np.uint8)
        at = np.flatnonzero(a != b)
        levels[at] = self._unlike_surnames(a[at], b[at], at)
        levels[(a == 0) | (b == 0)] = 0
        return levels

    def _unlike_surnames(self, a: Codes, b: Codes, at: Ints) -> Levels:
        facts = self._facts
        levels = _by_letters(LetterPairs(facts.names, a, b), SURNAME)
        _note_near_pairs(levels, SURNAME, facts.surname_share > KNOWN_SURNAME, a, b)
        levels[facts.sound_mark[a] == facts.sound_mark[b]] = SURNAME.index("sounds alike")
        levels[self._one_has_as_middle(a, b, at)] = SURNAME.index("former")
        levels[self._shares_part(at)] = SURNAME.index("part")
        return levels

    def _one_has_as_middle(self, a: Codes, b: Codes, at: Ints) -> Ints:
        """Where the word of one side is a middle name of the other, and not an initial."""
        long = self._facts.names.length > 1
        ma, mb = self.middle[0][at], self.middle[1][at]
        found = np.flatnonzero((a == mb) | (b == ma))
        x, y = a[found], b[found]
        return np.asarray(found[((x == mb[found]) & long[x]) | ((y == ma[found]) & long[y])])

    def _shares_part(self, at: Ints) -> NDArray[np.bool_]:
        """One of two compounds has a word of the other at the front or the end.

        A particle is such a word only where it is the whole name: LE and LE TRAN, but not
        DE LA CRUZ and DE LA ROSA.
        """
        found = np.zeros(len(at), dtype=bool)
        some = np.flatnonzero(self._one_is_compound(at))
        left, right = self._left[at[some]], self._right[at[some]]
        wholes = (self._a.surname[left], self._b.surname[right])
        particle = self._facts.particle
        shared = np.zeros(len(some), dtype=bool)
        for x in (self._a.surname_first[left], self._a.surname_last[left]):
            for y in (self._b.surname_first[right], self._b.surname_last[right]):
                same = (x == y) & (x > 0)
                shared |= same & (~particle[x] | (x == wholes[0]) | (x == wholes[1]))
        found[some] = shared & ~self.turned[at[some]]
        return found

    def _one_is_compound(self, at: Ints) -> NDArray[np.bool_]:
        """Whether a given name or surname of a pair has several words."""
        return np.asarray(
            self._a.is_compound[self._left[at]] | self._b.is_compound[self._right[at]]
        )

    def givens(self) -> Levels:
        """Levels of GIVEN."""
        a, b = self.given
        letters = self._facts.names
        levels = np.full(len(a), GIVEN.index("exact"), dtype=np.uint8)
        levels[letters.length[a] == 1] = GIVEN.index("initial")
        at = np.flatnonzero(a != b)
        levels[at] = self._unlike_givens(a[at], b[at], at)
        levels[(a == 0) | (b == 0)] = 0
        return levels

    def _unlike_givens(self, a: Codes, b: Codes, at: Ints) -> Levels:
        facts = self._facts
        length = facts.names.length
        pairs = LetterPairs(facts.names, a, b)
        levels = _by_letters(pairs, GIVEN)
        _note_near_pairs(levels, GIVEN, facts.given_share > KNOWN_GIVEN, a, b)
        some = np.flatnonzero(self._one_is_compound(at))
        fa = self._a.given_first[self._left[at[some]]]
        fb = self._b.given_first[self._right[at[some]]]
        one_first = (fa == fb) & (length[fa] > 1) & ~self.turned[at[some]]
        levels[some[one_first]] = GIVEN.index("spelling")
        related, forms = facts.forms.of(a, b)
        levels[related] = forms
        alone = np.flatnonzero((length[a] == 1) | (length[b] == 1))
        fits = pairs.same_initial[alone]
        levels[alone] = np.where(fits, GIVEN.index("initial"), GIVEN.index("different"))
        second = self._one_has_as_middle(a, b, at)
        second = second[levels[second] >= GIVEN.index("same initial")]
        levels[second[(length[a[second]] > 1) & (length[b[second]] > 1)]] = GIVEN.index(
            "second name"
        )
        return levels

    def middles(self) -> Levels:
        """Levels of MIDDLE; `given name` says that one side uses the other's middle name."""
        letters = self._facts.names
        levels = np.zeros(len(self.turned), dtype=np.uint8)
        at = np.flatnonzero((self.middle[0] > 0) & (self.middle[1] > 0))
        a, b = self.middle[0][at], self.middle[1][at]
        found = np.full(len(at), MIDDLE.index("conflict"), dtype=np.uint8)
        x, y = letters.initial[a], letters.initial[b]
        apart = np.flatnonzero(x != y)
        ga, gb = self.given[0][at[apart]], self.given[1][at[apart]]
        crossed = (x[apart] == letters.initial[gb]) & (y[apart] == letters.initial[ga])
        found[apart[crossed]] = MIDDLE.index("given name")
        found[x == y] = MIDDLE.index("initial")
        found[(a == b) & (letters.length[a] > 1)] = MIDDLE.index("exact")
        levels[at] = found
        return levels

    def generations(self) -> Levels:
        """Levels of GENERATION."""
        levels = np.zeros(len(self.turned), dtype=np.uint8)
        if not (self._a.generation.any() or self._b.generation.any()):
            return levels
        a, b = self._a.generation[self._left], self._b.generation[self._right]
        at = np.flatnonzero((a > 0) | (b > 0))
        x, y = a[at], b[at]
        found = np.where(x == y, GENERATION.index("agree"), GENERATION.index("conflict"))
        found[(x == 0) | (y == 0)] = GENERATION.index("one side only")
        levels[at] = found
        return levels


def _by_letters(pairs: LetterPairs, names: tuple[str, ...]) -> Levels:
    """One edit, two edits, beginning, same initial or different, of names that differ."""
    same, different = (np.uint8(names.index(name)) for name in ("same initial", "different"))
    levels = np.where(pairs.same_initial, same, different)
    levels[pairs.beginnings()] = names.index("beginning")
    near, edits = pairs.near(2)
    longest = np.maximum(*pairs.lengths(near))
    levels[near[(edits == 2) & (longest >= 5)]] = names.index("two edits")
    levels[near[(edits == 1) & (longest >= 3)]] = names.index("one edit")
    return levels


def _note_near_pairs(
    levels: Levels, names: tuple[str, ...], known: NDArray[np.bool_], a: Codes, b: Codes
) -> None:
    """One edit between two words that are both known as names parts two names."""
    near = np.flatnonzero(levels == names.index("one edit"))
    levels[near[known[a[near]] & known[b[near]]]] = names.index("near pair")


def name_rank(levels: Mapping[str, Levels]) -> Ints:
    """How well two names agree, lowest best; a part that is missing counts as middling.

    Surname and given name rank before the rest. Names of equal rank have equal levels, so the order
    in which a person's names come says nothing.
    """
    missing = 6
    s, g = (np.where(levels[k] == 0, missing, levels[k]).astype(np.int64) for k in _RANKED)
    rank = s * 2 + g * 2 + (np.minimum(s, g) == 1)
    middle = np.where(levels["middle"] == 0, MIDDLE.index("given name"), levels["middle"])
    for further in (middle, levels["middle"], levels["generation"], levels["order"]):
        rank = rank * 8 + further
    for rarity in ("surname rarity", "given rarity"):
        rank = rank * 16 + (15 - levels[rarity])
    for part in _RANKED:
        rank = rank * 16 + levels[part]
    return np.asarray(rank, dtype=np.int64)


_RANKED = ("surname", "given")
