"""What one record came to for a subject, and what is decided on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matching.score.additive import UNITS_PER_BIT
from matching.score.constraints.held import constraint_term
from matching.score.constraints.rules import Rule
from skiptrace.model.match import Decision, Term


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probabilities from which a candidate is accepted, or shown to a person for review."""

    accept: float
    review: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.review <= self.accept <= 1.0:
            raise ValueError("thresholds must hold 0 <= review <= accept <= 1")


@dataclass(frozen=True, slots=True)
class WeighedCandidate:
    """What one record came to: terms that sum exactly to the weight, in bits.

    `held` is the rule that holds the weight down, if one does. `person` is the same number for
    records of one person.
    """

    terms: tuple[Term, ...]
    weight: float
    person: int
    held: Rule | None = None

    @property
    def veto(self) -> str:
        """Why the record is another person's whatever its weight; empty when it may be right."""
        return self.held.words if self.held and self.held.excludes else ""

    @property
    def probability(self) -> float:
        """2**weight / (1 + 2**weight), safe for any weight."""
        return probability_of(self.weight)


def probability_of(weight: float) -> float:
    """The probability of log2 odds; 0 and 1 only beyond what a float can tell."""
    odds = math.pow(2.0, -min(abs(weight), 1000.0))
    return 1.0 / (1.0 + odds) if weight >= 0 else odds / (1.0 + odds)


def held_by(rule: Rule | None, found: WeighedCandidate) -> WeighedCandidate:
    """The same with a term for what the rule takes from its weight."""
    if rule is None:
        return found
    taken = min(rule.bits - round(found.weight * UNITS_PER_BIT), 0)
    term = constraint_term(rule, taken)
    return WeighedCandidate((*found.terms, term), found.weight + term.weight, found.person, rule)


def decide(found: WeighedCandidate, thresholds: Thresholds) -> Decision:
    """Accept, review or reject; what a rule holds down is never accepted."""
    if found.veto:
        return Decision.REJECT
    if found.held is None and found.probability >= thresholds.accept:
        return Decision.ACCEPT
    return Decision.REVIEW if found.probability >= thresholds.review else Decision.REJECT
