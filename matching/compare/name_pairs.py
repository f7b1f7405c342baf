"""Pairs of names as columns: what arrays show at once, and the rules of `compare` for the rest.

A pair of unlike words that letters, sound and tables keep apart is different without being asked;
all others, each once, are asked of the functions that `compare person` asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.compare.letters import LetterPairs
from matching.compare.name_words import NameWords
from matching.compare.names import LEVEL_OF, Levels
from matching.compare.person.given import relate_generations, relate_givens, relate_middles
from matching.compare.person.name_relation import (
    GivenRelation,
    MiddleRelation,
    OrderRelation,
    SurnameRelation,
)
from matching.compare.person.relate import order_of_turned, relate_order, relate_persons
from matching.compare.person.surname import relate_surnames
from matching.compare.person.turned import SHORTEST
from matching.compare.words import SPANISH, VIETNAMESE, WordFacts
from matching.encode.batch import GENERATIONS, Ints, Names
from matching.encode.name_codes import name_of
from matching.encode.ragged import ValuePairs
from matching.encode.vocabulary import Codes
from matching.parse.person.clean_name import CleanName

Mask = NDArray[np.bool_]
_S, _G, _M = SurnameRelation, GivenRelation, MiddleRelation


def _generation_table() -> Levels:
    texts = ["", *sorted(GENERATIONS, key=GENERATIONS.__getitem__)]
    return np.array([[relate_generations(x, y) for y in texts] for x in texts], dtype=np.uint8)


_GENERATIONS = _generation_table()


class NamePairs:
    """The relations and levels of pairs of names, worked out for value pairs at once."""

    def __init__(self, facts: WordFacts, a: Names, b: Names, pairs: ValuePairs) -> None:
        self._facts, self._a, self._b = facts, a, b
        self._left, self._right = pairs.left, pairs.right
        self._words = NameWords(facts)
        self.given = (a.given[pairs.left], b.given[pairs.right])
        self.surname = (a.surname[pairs.left], b.surname[pairs.right])
        self.middle = (a.middle[pairs.left], b.middle[pairs.right])
        self._order = self._orders()

    @cached_property
    def relations(self) -> Mapping[str, Levels]:
        """The relation of every part of the names (`compare.name_relation`), by number."""
        middle = self._middles()
        middle[self._order == OrderRelation.SAME_WORDS] = _M.NO_DATA
        return {**self.without_middles, "middle": middle}

    @cached_property
    def without_middles(self) -> Mapping[str, Levels]:
        """The same of all parts but the middle names."""
        a, b = self._a.generation[self._left], self._b.generation[self._right]
        surname, given = self._surnames(), self._givens()
        moved = np.flatnonzero(self._order)
        surname[moved], given[moved] = _S.EXACT, _G.EXACT
        slips = np.flatnonzero(self._order == OrderRelation.TURNED_WITH_SLIP)
        self._ask(surname, slips, lambda a, b: relate_persons(a, b).surname)
        self._ask(given, slips, lambda a, b: relate_persons(a, b).given)
        generation = _GENERATIONS[a, b]
        return {"surname": surname, "given": given, "generation": generation, "order": self._order}

    def levels(self) -> dict[str, Levels]:
        """The levels of SURNAME, GIVEN, MIDDLE, GENERATION and ORDER."""
        return {part: LEVEL_OF[part][found] for part, found in self.relations.items()}

    def _orders(self) -> Levels:
        """Relations of order; a pair that is turned is read the one way round from here on.

        Both are read the way that the shares of the words speak for, whoever wrote it.
        """
        (ga, gb), (sa, sb) = self.given, self.surname
        found = np.zeros(len(ga), dtype=np.uint8)
        at = np.flatnonzero((ga == sb) & (sa == gb) & (ga != gb))
        at = at[(ga[at] > 0) & (sa[at] > 0)]
        words = self._facts.names.words
        for place, x, y in zip(at.tolist(), ga[at].tolist(), sa[at].tolist(), strict=True):
            found[place] = order_of_turned(words[x], words[y], same_words=False)
        if len(at):
            given, surname = self._likelier(ga[at], sa[at])
            self.given, self.surname = (ga.copy(), gb.copy()), (sa.copy(), sb.copy())
            for side in (0, 1):
                self.given[side][at], self.surname[side][at] = given, surname
        at = np.arange(len(found))
        for side in (0, 1):
            at = at[(self._of_words(self._facts.kinds, side, at) & VIETNAMESE) > 0]
        at = np.concatenate([at, self._may_be_slips()])
        self._ask(found, at, relate_order)
        self._turn(np.flatnonzero(found == OrderRelation.TURNED_WITH_SLIP))
        return found

    def _may_be_slips(self) -> Ints:
        """Where one word is the other name's other part, and the others are a letter apart."""
        (ga, gb), (sa, sb) = self.given, self.surname
        at = np.flatnonzero(((ga == sb) != (sa == gb)) & (ga > 0) & (gb > 0) & (sa > 0) & (sb > 0))
        shared = ga[at] == sb[at]
        x, y = np.where(shared, sa[at], ga[at]), np.where(shared, gb[at], sb[at])
        length = self._facts.names.length
        long = np.flatnonzero(np.minimum(length[x], length[y]) >= SHORTEST)
        near, _ = LetterPairs(self._facts.names, x[long], y[long]).near(1)
        return np.asarray(at[long[near]])

    def _turn(self, at: Ints) -> None:
        """Reads names that are turned with a slip the one way round: the shared word as likely."""
        if not len(at):
            return
        (ga, gb), (sa, sb) = ([side[at] for side in part] for part in (self.given, self.surname))
        shared = ga == sb
        word, x, y = np.where(shared, ga, sa), np.where(shared, sa, ga), np.where(shared, gb, sb)
        leaning = self._facts.given_share - self._facts.surname_share
        is_given = leaning[word] >= np.maximum(leaning[x], leaning[y])
        self.given, self.surname = (
            (part[0].copy(), part[1].copy()) for part in (self.given, self.surname)
        )
        for side, rest in enumerate((x, y)):
            self.given[side][at] = np.where(is_given, word, rest)
            self.surname[side][at] = np.where(is_given, rest, word)

    def _likelier(self, x: Codes, y: Codes) -> tuple[Codes, Codes]:
        """Of two words the given name and the surname; where no share tells, by their marks."""
        facts = self._facts
        lead = facts.given_share[x] - facts.surname_share[x]
        lead -= facts.given_share[y] - facts.surname_share[y]
        marks = facts.names.mark
        first = (lead > 0) | ((lead == 0) & (marks[x] < marks[y]))
        return np.where(first, x, y), np.where(first, y, x)

    def _surnames(self) -> Levels:
        a, b = self.surname
        found = np.full(len(a), _S.EXACT, dtype=np.uint8)
        at = np.flatnonzero(a != b)
        found[at] = self._words.surnames(a[at], b[at])
        found[at[self._has_as_middle(a[at], b[at], at)]] = _S.FORMER
        found[(a == 0) | (b == 0)] = _S.NO_DATA
        self._ask(found, np.flatnonzero(self._needs_surnames()), relate_surnames)
        return found

    def _needs_surnames(self) -> Mask:
        """Where the surnames are no two words: compounds that share a word, family names beside."""
        needed = self._is_several("surnames") | self._is_several("forenames")
        at = np.flatnonzero(needed)
        bits = [self._of_words(self._facts.bits, side, at) for side in (0, 1)]
        needed[at[(bits[0] & bits[1]) == 0]] = False
        kinds = self._facts.kinds & SPANISH
        for middle, surname in zip(self.middle, self.surname, strict=True):
            at = np.flatnonzero(kinds[middle])
            needed[at[kinds[surname[at]] > 0]] = True
        return needed

    def _givens(self) -> Levels:
        a, b = self.given
        length = self._facts.names.length
        found = np.where(length[a] > 1, np.uint8(_G.EXACT), np.uint8(_G.INITIAL))
        at = np.flatnonzero(a != b)
        found[at] = self._words.givens(a[at], b[at], self.middle[0][at], self.middle[1][at])
        found[(a == 0) | (b == 0)] = _G.NO_DATA
        several = self._is_several("forenames") & (a != b)
        self._ask(found, np.flatnonzero(several), relate_givens)
        return found

    def _middles(self) -> Levels:
        found = np.zeros(len(self._left), dtype=np.uint8)
        at = np.flatnonzero((self.middle[0] > 0) & (self.middle[1] > 0))
        a, b = self.middle[0][at], self.middle[1][at]
        levels = self._words.middles(a, b)
        surname = self.surname[0][at], self.surname[1][at]
        long = self._facts.names.length > 2
        former = ((a == surname[1]) & long[a]) | ((b == surname[0]) & long[b])
        related = (levels == _M.EXACT) | (levels == _M.INITIAL)
        levels[former & ~related] = _M.FORMER
        initial = self._facts.names.initial
        crossed = initial[a] == initial[self.given[1][at]]
        crossed &= initial[b] == initial[self.given[0][at]]
        levels[crossed & (levels == _M.CONFLICT)] = _M.CROSSED
        found[at] = levels
        several = self._is_several("surnames")[at] | self._is_several("forenames")[at]
        self._ask(found, at[several], relate_middles)
        return found

    def _has_as_middle(self, a: Codes, b: Codes, at: Ints) -> Mask:
        """Where the word of one side is a middle name of the other, and not an initial."""
        long = self._facts.names.length > 1
        found: Mask = ((a == self.middle[1][at]) & long[a]) | ((b == self.middle[0][at]) & long[b])
        return found

    def _is_several(self, part: str) -> Mask:
        found = np.zeros(len(self._left), dtype=bool)
        for names, rows in ((self._a, self._left), (self._b, self._right)):
            if part in names.filled:
                found |= getattr(names, part)[rows] > 0
        return found

    def _of_words(
        self, facts: NDArray[np.unsignedinteger], side: int, at: Ints
    ) -> NDArray[np.unsignedinteger]:
        """The bits of all words of the names of one side."""
        names, rows = ((self._a, self._left), (self._b, self._right))[side]
        words = [part[side][at] for part in (self.surname, self.middle, self.given)]
        several = [one for one in ("surnames", "forenames") if one in names.filled]
        words += [getattr(names, part)[rows[at]] for part in several]
        found = np.zeros(len(at), dtype=facts.dtype)
        for word in words:
            found |= facts[word]
        return found

    def _ask(self, found: Levels, at: Ints, relate: Callable[[CleanName, CleanName], int]) -> None:
        """Puts the relation of whole names where arrays cannot tell it; each pair is asked once."""
        known: dict[tuple[int, int], int] = {}
        left, right = self._left[at].tolist(), self._right[at].tolist()
        for place, x, y in zip(at.tolist(), left, right, strict=True):
            if (x, y) not in known:
                known[x, y] = relate(self._name(self._a, x), self._name(self._b, y))
            found[place] = known[x, y]

    def _name(self, names: Names, at: int) -> CleanName:
        return name_of(self._facts.names.words, names, at)
