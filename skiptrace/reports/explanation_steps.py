"""A match weight as steps for a reader: in order, in groups, sums exact to the last bit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from typing import Protocol

from matching.term_once import JOINT, meaning
from skiptrace.reports.explanation_order import (
    Place,
    is_field,
    label_of,
    last_place,
    part_label,
    place_of,
)
from skiptrace.reports.wording import percent

NO_DATA = "no data"

PRIOR = "prior"

_SLACK = Fraction(1, 2**21)
"""Half the grain of the finest weights that a model ever had, in bits."""

_PLACES = range(2, 7)
"""Decimals of a printed weight; six write every multiple of 1/64 bit exactly."""


class Addend(Protocol):
    """A term of a weight: of the model, or of a report."""

    @property
    def name(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def words(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation: a term, or the terms of a group.

    `label` names what was compared and `words` says what came of it; `weight` is in bits (log2).
    """

    name: str
    label: str
    words: str
    weight: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class Steps:
    """A whole match weight: `steps` in reading order sum exactly to `total`.

    `not_known` names what was compared but is missing on one side.
    """

    steps: tuple[Step, ...]
    not_known: tuple[str, ...]

    @property
    def total(self) -> Fraction:
        """The final weight in bits."""
        return sum((step.weight for step in self.steps), Fraction())

    @property
    def sums(self) -> tuple[Fraction, ...]:
        """The weight so far after each step."""
        return tuple(accumulate(step.weight for step in self.steps))


def steps_of(terms: Sequence[Addend], weight: float) -> Steps:
    """The steps of a candidate's terms.

    Terms that say the same are one step. What `weight` has that its terms do not sum up to,
    as in a damaged record, is a step of its own.
    """
    known = [term for term in terms if term.level != NO_DATA or term.weight]
    missing = [t.name for t in terms if t.level == NO_DATA and not t.weight]
    steps = _merged(known)
    rest = Fraction(weight) - sum((step.weight for step in steps), Fraction())
    if abs(rest) >= _SLACK:
        words = "the stored terms do not account for this part of the stored weight"
        steps.append(Step("rest", "not accounted for", words, rest, last_place()))
    told = (label_of(name) for name in missing if is_field(name))
    return Steps(_ordered(steps), tuple(dict.fromkeys(told)))


def _merged(terms: Iterable[Addend]) -> list[Step]:
    found: dict[tuple[object, ...], Step] = {}
    for term in terms:
        key, bits = meaning(term), Fraction(term.weight)
        step = found.get(key)
        if step is None:
            step = Step(
                term.name, label_of(term.name), _words(term), Fraction(), place_of(term.name)
            )
        found[key] = replace(step, weight=step.weight + bits)
    return list(found.values())


def _words(term: Addend) -> str:
    words = term.words or f"{term.name}: {term.level}"
    return f"together: {words}" if JOINT in term.name else words


def _ordered(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: step.place))


@dataclass(frozen=True, slots=True)
class Group:
    """The steps of one part of an explanation: of the name, of the address, of the other people."""

    label: str
    steps: tuple[Step, ...]

    @property
    def weight(self) -> Fraction:
        """What they weigh together, in bits."""
        return sum((step.weight for step in self.steps), Fraction())

    @property
    def step(self) -> Step:
        """The group as one step, its weightiest words first; a single step stays as it is."""
        if len(self.steps) == 1:
            return self.steps[0]
        ordered = sorted(self.steps, key=lambda step: -abs(step.weight))
        words = "; ".join(dict.fromkeys(step.words for step in ordered if step.weight))
        first = self.steps[0]
        is_prior = first.name == PRIOR
        said = words if is_prior or not words else f"{self.label}: {words}"
        return Step(first.name, self.label, said, self.weight, first.place)


def grouped(told: Steps) -> tuple[Group, ...]:
    """The steps by the part in which they are told; every step is in one group."""
    parts: dict[str, list[Step]] = {}
    for step in told.steps:
        parts.setdefault(part_label(step.place), []).append(step)
    return tuple(Group(label, tuple(steps)) for label, steps in parts.items())


def by_group(told: Steps) -> Steps:
    """The same weight with one step a group."""
    return Steps(tuple(group.step for group in grouped(told)), told.not_known)


def decimals_of(told: Steps) -> int:
    """The fewest decimals, 2 to 6, that write every weight exactly; 6 if none do."""
    for places in _PLACES:
        if all((step.weight * 10**places).denominator == 1 for step in told.steps):
            return places
    return _PLACES[-1]


@dataclass(frozen=True, slots=True)
class Column:
    """Weights and the sums so far as written; the written weights add up to the written sums."""

    weights: tuple[str, ...]
    sums: tuple[str, ...]


def written(told: Steps, places: int) -> Column:
    """The weights and sums with so many decimals.

    Each sum is rounded and each weight is the difference of two, so the column always adds up; a
    weight that takes more decimals is off by at most one unit of the last.
    """
    unit = 10**places
    sums = [round(total * unit) for total in told.sums]
    weights = [after - before for before, after in zip([0, *sums], sums, strict=False)]
    return Column(
        tuple(_decimal(n, places) for n in weights), tuple(_decimal(n, places) for n in sums)
    )


def _decimal(units: int, places: int) -> str:
    whole, part = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else '+'}{whole}.{part:0{places}d}"


def probability_of(weight: Fraction) -> float:
    """The probability of log2 odds, 0 to 1, safe for any weight."""
    bits = float(max(min(weight, Fraction(1000)), Fraction(-1000)))
    return float(1.0 / (1.0 + 2.0**-bits) if bits >= 0 else 2.0**bits / (1.0 + 2.0**bits))


def chance(probability: float) -> str:
    """A probability for a reader, rare ones as one in so many."""
    if probability >= 0.01:
        return percent(probability)
    if probability < 1e-6:
        return "under 1 in a million"
    return f"1 in {1 / probability:,.0f}"
