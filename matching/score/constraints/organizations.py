"""The constraints of organisations: what no evidence lifts above its ceiling, each a named rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np

from matching.compare.names import Levels
from matching.compare.organizations.pairs import LEVELS
from matching.compare.rarity import CROWD
from matching.score.constraints.beside import Mask
from matching.score.constraints.rules import ANOTHER, HARDLY, IN_DOUBT, Rule
from matching.score.constraints.signs import AT_HOME

LESS_THAN_HALF = 0.45
"""The ceiling of what is rather another than the same."""

_SHARED_BY_MANY = CROWD[CROWD.index("30 to 79") :]
"""Crowds at an address, a phone or an e-mail that is an agent's or an accountant's."""


class OrganizationSigns:
    """Signs of many pairs of organisations at once, by the levels of their comparisons."""

    def __init__(self, levels: Mapping[str, Levels]) -> None:
        self._levels = levels

    def among(self, comparison: str, *names: str) -> Mask:
        """Where the level of a comparison is one of those."""
        found: Mask = np.isin(LEVELS[comparison], names)[self._levels[comparison]]
        return found

    @cached_property
    def number_agrees(self) -> Mask:
        """A number that one organisation alone has."""
        return self.among("ein", "agree") | self.among("register number", "agree")

    @cached_property
    def at_one_address(self) -> Mask:
        """At one address that is not shared by many, nor an agent's."""
        of_many = self.among("crowd", "an agent's", *_SHARED_BY_MANY)
        return self.among("place", *AT_HOME) & ~of_many

    @cached_property
    def phone_agrees(self) -> Mask:
        """A phone of both that is not of many."""
        shared = self.among("phone", "agree", "fictional")
        return shared & ~self.among("phone crowd", *_SHARED_BY_MANY)

    @cached_property
    def email_agrees(self) -> Mask:
        """An e-mail address of both that is not of many, or a domain of their own."""
        same = self.among("email", "agree") & ~self.among("email crowd", *_SHARED_BY_MANY)
        return same | self.among("email", "same domain")

    @cached_property
    def reached_alike(self) -> Mask:
        """An address, a phone or an e-mail of both."""
        return self.at_one_address | self.phone_agrees | self.email_agrees

    @cached_property
    def registered_alike(self) -> Mask:
        """A name as a register has it, of which one state admits one alone."""
        whole = self.among("name", "exact") & self.among("present name", "agree")
        return whole & self.among("formation", "agree")

    @cached_property
    def proved(self) -> Mask:
        """Whether anything beside the name agrees."""
        officer = self.among("officer", "same")
        return self.number_agrees | self.reached_alike | self.registered_alike | officer

    @cached_property
    def other_name(self) -> Mask:
        """Names that no former or trade name, slip or abbreviation relates."""
        return self.among("name", "different", "shared words", "same head", "role")


Holds = Callable[[OrganizationSigns], Mask]


def _eins_contradict(s: OrganizationSigns) -> Mask:
    return s.among("ein", "different")


def _series(s: OrganizationSigns) -> Mask:
    return s.among("present name", "other number") & ~s.among("ein", "agree")


def _formed_elsewhere(s: OrganizationSigns) -> Mask:
    return s.among("formation", "different") & ~s.number_agrees


def _no_name_in_common(s: OrganizationSigns) -> Mask:
    """Another tenant of the house; who has the telephone as well may be called otherwise now."""
    return s.among("name", "different") & ~s.number_agrees & ~s.phone_agrees


def _other_head(s: OrganizationSigns) -> Mask:
    same_house = s.at_one_address | s.among("place", "same number", "same street", "no data")
    may_be_one = s.phone_agrees & same_house & s.among("name", "same head")
    return s.other_name & ~s.number_agrees & ~may_be_one


def _holding(s: OrganizationSigns) -> Mask:
    return s.among("name", "holding") & ~s.number_agrees


def _registers_contradict(s: OrganizationSigns) -> Mask:
    return s.among("register number", "different") & ~s.among("ein", "agree")


def _renamed(s: OrganizationSigns) -> Mask:
    one = s.among("ein", "agree") & (s.reached_alike | s.among("register number", "agree"))
    return s.other_name & ~one & ~s.among("register number", "agree")


def _eins_nearly(s: OrganizationSigns) -> Mask:
    return s.among("ein", "slip") & ~s.reached_alike


def _other_form(s: OrganizationSigns) -> Mask:
    return s.among("name", "other form") & ~s.number_agrees


def _series_beside_one_number(s: OrganizationSigns) -> Mask:
    return s.among("present name", "other number")


def _trade_name(s: OrganizationSigns) -> Mask:
    franchise = s.among("present name", "different", "partly")
    return s.among("name", "trade") & franchise & ~s.number_agrees & ~s.reached_alike


def _partly(s: OrganizationSigns) -> Mask:
    partly = s.among("name", "acronym", "beginning", "more words", "alike", "alias", "detail")
    return partly & ~s.number_agrees & ~s.reached_alike


def _found_elsewhere(s: OrganizationSigns) -> Mask:
    """A branch, a namesake, or one that moved and has another telephone: nothing tells which."""
    moved = s.among("place", "same street", "nearly the street", "same number", "different")
    apart = s.among("phone", "same exchange", "same area", "different")
    return moved & apart & ~s.proved


def _unproved(s: OrganizationSigns) -> Mask:
    return ~s.proved


ORGANIZATIONS: tuple[tuple[Rule, Holds], ...] = (
    (
        Rule("eins contradict", "employer identification numbers contradict", ANOTHER),
        _eins_contradict,
    ),
    (Rule("other series number", "series, store or place of the names differ", ANOTHER), _series),
    (
        Rule("no company name in common", "no word of the names in common", ANOTHER),
        _no_name_in_common,
    ),
    (Rule("formed elsewhere", "formed in different states", HARDLY), _formed_elsewhere),
    (Rule("other company name", "names differ, and no number proves one", HARDLY), _other_head),
    (Rule("holding", "a holding company beside another of the name", HARDLY), _holding),
    (
        Rule("register numbers contradict", "numbers of one register differ", HARDLY),
        _registers_contradict,
    ),
    (
        Rule("found elsewhere", "names agree, and address and phone both differ", LESS_THAN_HALF),
        _found_elsewhere,
    ),
    (
        Rule("other name beside proof", "names differ, though a number or phone agrees", IN_DOUBT),
        _renamed,
    ),
    (
        Rule("series beside one number", "series numbers differ, though an EIN agrees", IN_DOUBT),
        _series_beside_one_number,
    ),
    (Rule("eins nearly agree", "EINs that only nearly agree, and no other proof", IN_DOUBT),
     _eins_nearly),
    (Rule("other legal form", "legal forms differ, and no number agrees", IN_DOUBT), _other_form),
    (
        Rule("trade name alone", "a trade name agrees, which a franchise shares", IN_DOUBT),
        _trade_name,
    ),
    (Rule("name in part", "names agree in part, and no address, phone or number", IN_DOUBT),
     _partly),
    (
        Rule("nothing beside the company name", "nothing beside the name agrees", IN_DOUBT),
        _unproved,
    ),
)  # fmt: skip
"""The rules; where several hold, the first counts, so the strictest stand first."""


def contradict(levels: Mapping[str, Levels]) -> Mask:
    """Whether numbers or series part two records."""
    signs = OrganizationSigns(levels)
    return _eins_contradict(signs) | _series(signs)
