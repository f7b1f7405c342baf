"""Which rule holds each pair down, and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.compare.names import Levels
from matching.score.additive import UNITS_PER_BIT, Units
from matching.score.constraints.beside import Pairs, beside
from matching.score.constraints.organizations import ORGANIZATIONS, OrganizationSigns
from matching.score.constraints.rules import PEOPLE, Rule
from matching.score.constraints.signs import WholeSigns
from skiptrace.model.match import Term

CONSTRAINT = "constraint"
"""The name of the term by which a rule holds a weight down; its level is the rule's name."""

RULES: tuple[Rule, ...] = (*(rule for rule, _ in PEOPLE), *(rule for rule, _ in ORGANIZATIONS))
"""All rules by number, which counts from 1: those of persons, then those of organisations."""

_FREE = np.iinfo(np.int32).max
_CEILINGS = np.array([_FREE, *(rule.bits for rule in RULES)], dtype=np.int64)
_EXCLUDES = np.array([False, *(rule.excludes for rule in RULES)])
LOWEST = int(_CEILINGS.min())
"""No rule takes anything from a weight that is not above this one, in units of 1/64 bit."""


@dataclass(frozen=True, slots=True)
class Held:
    """The number of the rule that holds each pair, 0 where none does."""

    number: Levels

    def rule(self, at: int) -> Rule | None:
        """The rule of one pair."""
        number = int(self.number[at])
        return RULES[number - 1] if number else None

    def taken(self, weight: Units) -> Units:
        """What the rules take from the weights, at most 0."""
        ceiling = _CEILINGS[self.number]
        return np.asarray(np.minimum(ceiling - weight, 0), dtype=np.int32)

    def excluded(self) -> Held:
        """The rules that say that the record is another person's, alone."""
        return Held(np.where(_EXCLUDES[self.number], self.number, 0).astype(np.uint8))


def organizations_held(levels: Mapping[str, Levels]) -> Held:
    """The rule of each pair of organisations of those levels."""
    signs = OrganizationSigns(levels)
    number = np.zeros(len(levels["name"]), dtype=np.uint8)
    for at, (_, holds) in reversed(list(enumerate(ORGANIZATIONS, len(PEOPLE) + 1))):
        number[holds(signs)] = at
    return Held(number)


def held(pairs: Pairs, levels: Mapping[str, Levels]) -> Held:
    """The rule of each pair of those levels."""
    signs = WholeSigns(levels, beside(pairs, levels))
    number = np.zeros(len(pairs.i), dtype=np.uint8)
    for at, (_, holds) in reversed(list(enumerate(PEOPLE, 1))):
        number[holds(signs)] = at
    return Held(number)


def constraint_term(rule: Rule, taken: int) -> Term:
    """What a rule takes, in units, as a term that says the rule and its ceiling."""
    at_most = f"held at {rule.ceiling:.0%} at most" if rule.bits < 1 << 30 else "not to be accepted"
    words = f"{at_most}: {rule.words}"
    return Term(CONSTRAINT, rule.name, taken / UNITS_PER_BIT, words)
