"""The signs that the constraints are made of: who is at home, whose names differ, what proves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property

import numpy as np

from matching.compare.names import Levels
from matching.compare.pairs import LEVELS
from matching.score.constraints.beside import Beside, Mask

_SURNAMES_AGREE = ("exact", "part", "former", "sounds alike", "one edit")
_BORN_ALIKE = ("exact", "swapped")
_BORN_BUT_FOR_A_SLIP = (*_BORN_ALIKE, "one digit", "neighbours")
_BORN_NEARLY = (*_BORN_BUT_FOR_A_SLIP, "year and month")
AT_HOME = ("same delivery point", "unit unknown", "street nearly")
_NUMBERS_AGREE = ("full", "last four")
_PHONES_AGREE = ("agree", "fictional")


@cache
def _among(comparison: str, names: tuple[str, ...]) -> Mask:
    """By the level of a comparison, whether it is one of those."""
    return np.isin(LEVELS[comparison], names)


class Signs:
    """Signs of many pairs at once, by the levels of their comparisons; one entry a pair."""

    def __init__(self, levels: Mapping[str, Levels]) -> None:
        self._levels = levels

    def among(self, comparison: str, *names: str) -> Mask:
        """Where the level of a comparison is one of those."""
        return _among(comparison, names)[self._levels[comparison]]

    @cached_property
    def surname_agrees(self) -> Mask:
        """Surnames that may be one."""
        return self.among("surname", *_SURNAMES_AGREE)

    @cached_property
    def given_differs(self) -> Mask:
        """Given names that no spelling, short form or slip relates."""
        return self.among("given", "different", "same initial")

    @cached_property
    def at_home(self) -> Mask:
        """At one house, as far as it is known."""
        return self.among("place", *AT_HOME)

    @cached_property
    def born_alike(self) -> Mask:
        """One day of birth."""
        return self.among("birth", *_BORN_ALIKE)

    @cached_property
    def born_but_for_a_slip(self) -> Mask:
        """One day of birth, or one digit off it."""
        return self.among("birth", *_BORN_BUT_FOR_A_SLIP)

    @cached_property
    def born_nearly(self) -> Mask:
        """A day of birth that may be one."""
        return self.among("birth", *_BORN_NEARLY)

    @cached_property
    def born_apart(self) -> Mask:
        """Two days of birth, of which none is the other with a slip or with less said."""
        fitting = ("no data", "year only", "stand-in day", *_BORN_NEARLY)
        return ~self.among("birth", *fitting)

    @cached_property
    def numbers_agree(self) -> Mask:
        """Social security numbers that agree as far as they are known."""
        return self.among("ssn", *_NUMBERS_AGREE)

    @cached_property
    def phones_agree(self) -> Mask:
        """A phone of both."""
        return self.among("phone", *_PHONES_AGREE)

    @cached_property
    def emails_agree(self) -> Mask:
        """An e-mail address of both."""
        return self.among("email", "agree")

    @cached_property
    def shared(self) -> Mask:
        """What a household shares: the house, a phone, an e-mail address."""
        return self.at_home | self.phones_agree | self.emails_agree

    @cached_property
    def personal(self) -> Mask:
        """What is one person's alone: a day of birth, a social security number."""
        return self.born_nearly | self.numbers_agree

    @cached_property
    def proved(self) -> Mask:
        """Whether a field beside the name agrees.

        An initial fits a whole household, so nothing that a household shares proves it.
        """
        return self.personal | (self.shared & ~self.among("given", "initial"))

    @cached_property
    def one_person(self) -> Mask:
        """Number and birth agree, which no two people share but by a mistake or as twins."""
        return self.numbers_agree & self.born_nearly


class WholeSigns(Signs):
    """Signs that want what no level tells as well."""

    def __init__(self, levels: Mapping[str, Levels], beside: Beside) -> None:
        super().__init__(levels)
        self.beside = beside

    @cached_property
    def other_given(self) -> Mask:
        """Given names that differ, and stand for nothing else."""
        return self.given_differs & ~self.beside.crossed

    @cached_property
    def other_surname(self) -> Mask:
        """Surnames of two families."""
        apart = self.among("surname", "different", "same initial", "beginning")
        return (apart | self.beside.two_surnames) & ~self.beside.crossed


def contradict(levels: Mapping[str, Levels]) -> Mask:
    """Whether births years apart, other numbers, suffixes or middle names part two records."""
    signs = Signs(levels)
    parted = signs.among("birth", "some years", "a generation", "two generations")
    parted |= signs.among("ssn", "contradiction")
    parted |= signs.among("middle", "conflict") & ~signs.personal
    return parted | signs.among("generation", "conflict")


def household_members(levels: Mapping[str, Levels]) -> Mask:
    """Which records are other people's of the household.

    A given name that differs tells them apart, which no slip of the pen in a date or number does.
    """
    signs = Signs(levels)
    tied = signs.born_alike | signs.phones_agree | signs.emails_agree
    of_house = signs.at_home | (signs.surname_agrees & tied)
    apart = signs.given_differs | signs.among("given", "near pair")
    return apart & of_house & ~signs.one_person
