"""Pairs of words of names: arrays find which of them need a rule, and it is asked once each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.compare.letters import LetterPairs
from matching.compare.name_forms import spoken_initials
from matching.compare.person.given import is_apart
from matching.compare.person.given_forms import may_be_forms
from matching.compare.person.name_relation import GivenRelation, MiddleRelation, SurnameRelation
from matching.compare.remembered import Remembered
from matching.compare.words import WordFacts
from matching.encode.batch import Ints
from matching.encode.vocabulary import Codes

Levels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_S, _G, _M = SurnameRelation, GivenRelation, MiddleRelation
_ALIKE = 0.88
"""How alike (Jaro-Winkler) two words are at least of which two edits could be typing errors."""

_LONG = 6
"""Letters of a word from which on two edits could be typing errors whatever it begins with."""

_LOW = np.uint64((1 << 32) - 1)
_APART = np.array([is_apart(relation) for relation in _G])
_OPEN = _APART | np.isin(np.arange(len(_G)), (_G.SOUND, _G.FORM_INITIAL))
_STANDING = np.isin(np.arange(len(_G)), (_G.CONFUSED, _G.MAYBE_FORMS))


class NameWords:
    """The relations of unlike words, by number; 0 stands for no word."""

    def __init__(self, facts: WordFacts) -> None:
        self._facts = facts

    def surnames(self, a: Codes, b: Codes) -> Levels:
        """Relations of SurnameRelation of surnames as they are written in one word."""
        facts = self._facts
        pairs = LetterPairs(facts.names, a, b)
        found = np.where(pairs.same_initial, np.uint8(_S.SAME_INITIAL), np.uint8(_S.DIFFERENT))
        unlike = facts.heard[a] ^ facts.heard[b]
        asked = (unlike <= _LOW) | ((unlike & _LOW) == 0)
        return self._told(found, asked, pairs, facts.name_rules.surnames, _S.TWO_EDITS)

    def givens(self, a: Codes, b: Codes, ma: Codes, mb: Codes) -> Levels:
        """Relations of GivenRelation of given names of one word beside middle names of one word."""
        found = self._facts.often_given.of(a, b, self.givens_alone)
        self._beside_middles(found, (a, b), (ma, mb))
        return found

    def givens_alone(self, a: Codes, b: Codes) -> Levels:
        """The same of given names by themselves."""
        facts = self._facts
        pairs = LetterPairs(facts.names, a, b)
        found = np.where(pairs.same_initial, np.uint8(_G.SAME_INITIAL), np.uint8(_G.DIFFERENT))
        length = facts.names.length
        short = (length[a] == 1) | (length[b] == 1)
        found[short & pairs.same_initial] = _G.INITIAL
        found[short & ~pairs.same_initial] = _G.DIFFERENT
        asked = facts.forms.may_be(a, b)
        asked[short] = False
        at = np.flatnonzero(short & ~pairs.same_initial)
        asked[at] = facts.forms.initial_fits(a[at], b[at], facts.names.initial)
        return self._told(found, asked, pairs, facts.name_rules.givens, _G.TWO_EDITS)

    def middles(self, a: Codes, b: Codes) -> Levels:
        """Relations of MiddleRelation of one middle name or initial each."""
        facts = self._facts
        pairs = LetterPairs(facts.names, a, b)
        length = facts.names.length
        short = (length[a] == 1) | (length[b] == 1)
        fits = short & pairs.same_initial
        found = np.where(fits, np.uint8(_M.INITIAL), np.uint8(_M.CONFLICT))
        found[~short & (a == b)] = _M.EXACT
        at = np.flatnonzero(~short & (a != b))
        if len(at):
            a, b = a[at], b[at]
            asked = facts.forms.may_be(a, b)
            pairs = LetterPairs(facts.names, a, b)
            found[at] = self._told(found[at], asked, pairs, facts.name_rules.middles, _M.CONFLICT)
        return found

    def _told(
        self,
        found: Levels,
        asked: Mask,
        pairs: LetterPairs,
        rule: Remembered,
        two_edits: int,
    ) -> Levels:
        """The relations where letters, sound or tables let two words be more than unlike."""
        near, edits = pairs.within(2, _LONG)
        far = near[(edits == 2) & ~pairs.alike(near, _ALIKE)]
        asked[np.setdiff1d(near, far, assume_unique=True)] = True
        far = far[pairs.same_initial[far] & (np.maximum(*pairs.lengths(far)) > 4)]
        found[far] = two_edits
        asked[pairs.beginnings()] = True
        a, b = pairs.a, pairs.b
        at = np.flatnonzero(asked & (a > 0) & (b > 0) & (a != b))
        found[at] = rule.of(a[at], b[at])
        return found

    def _beside_middles(
        self, found: Levels, given: tuple[Codes, Codes], middle: tuple[Codes, Codes]
    ) -> None:
        """What the middle names add where the words alone do not relate two given names."""
        together = self._together(given, middle)
        open_ = _OPEN[found] & ~together
        found[together] = _G.TOGETHER
        title = self._facts.forms.title
        found[open_ & (title[given[0]] | title[given[1]])] = _G.TITLE
        (a, b), (ma, mb) = given, middle
        for x, my in ((a, mb), (b, ma)):
            found[self._forms_as_middle(open_, x, my)] = _G.FORM_OF_MIDDLE
        for x, mx, y in ((a, ma, b), (b, mb, a)):
            found[self._spoken(open_, x, mx, y)] = _G.SPOKEN
        long = self._facts.names.length > 1
        open_ |= _STANDING[found] & ~together
        second = ((a == mb) & long[a]) | ((b == ma) & long[b])
        found[open_ & second] = _G.SECOND

    def _together(self, given: tuple[Codes, Codes], middle: tuple[Codes, Codes]) -> Mask:
        """MARY ANN and MARYANN: given and middle name of one side are the other's given name."""
        facts = self._facts.names
        words = facts.words
        found = np.zeros(len(given[0]), dtype=bool)
        has_one = [middle[side] > 0 for side in (0, 1)]
        alone = np.flatnonzero(has_one[0] != has_one[1])
        for one, other in ((0, 1), (1, 0)):
            at = alone[has_one[one][alone]]
            x, y, mx = given[one][at], given[other][at], middle[one][at]
            lengths = facts.length[x].astype(np.int64)
            fits = (lengths > 1) & (lengths + facts.length[mx] == facts.length[y])
            joined = words[x[fits]] + words[mx[fits]]
            found[at[fits]] = np.asarray(joined == words[y[fits]], dtype=bool)
        return found

    def _forms_as_middle(self, open_: Mask, given: Codes, middle: Codes) -> Ints:
        """Where a given name is a form of the other side's middle name: J ROBERT and BOB."""
        long = self._facts.names.length > 1
        at = np.flatnonzero(open_ & long[middle])
        at = at[long[given[at]]]
        at = at[self._facts.forms.may_be(given[at], middle[at])]
        return np.asarray(at[self._facts.name_rules.usual_forms.of(given[at], middle[at]) > 0])

    def _spoken(self, open_: Mask, given: Codes, middle: Codes, other: Codes) -> Ints:
        """Where two initials are the other's name when they are spoken: K. C. and CASEY."""
        names, forms = self._facts.names, self._facts.forms
        at = np.flatnonzero(open_ & (middle > 0) & (names.length[given] == 1))
        at = at[names.length[other[at]] > 1]
        initials = names.initial[given[at]].astype(np.int64) << 7 | names.initial[middle[at]]
        at = at[spoken_initials()[initials] | forms.brief[other[at]]]
        words = names.words
        told = (
            may_be_forms(words[x] + words[m][0], words[y])
            for x, m, y in zip(given[at], middle[at], other[at], strict=True)
        )
        return np.asarray(at[np.fromiter(told, dtype=bool, count=len(at))])
