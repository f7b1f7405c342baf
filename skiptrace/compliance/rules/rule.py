"""What a rule is: a dated, sourced statement that lets a question pass, holds it, or blocks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from skiptrace.compliance.restraint import Restraint
from skiptrace.model.card import ConnectorCard
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.order import TraceOrder


@dataclass(frozen=True, slots=True)
class Question:
    """What the gate decides: may these fields of this order go to this connector today?"""

    order: TraceOrder
    card: ConnectorCard
    fields: SearchFields
    today: date

    @property
    def day(self) -> date:
        """The day that holds are asked for: the real one, even if the order is older."""
        return max(self.order.as_of, self.today)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id and version, its source, when and where it is law, and what it checks.

    `states` empty means every jurisdiction. `effective` is the first day, `ends` the first day it
    no longer holds. `stops_asking_only` says that an order may still read what it asked for before
    the rule restrained it; what is done with it then is for the rules of use.
    """

    id: str
    source: str
    check: Callable[[Question], Restraint | None]
    version: int = 1
    effective: date = date(2021, 11, 30)
    ends: date | None = None
    states: frozenset[str] = frozenset()
    stops_asking_only: bool = False

    def applies(self, question: Question) -> bool:
        """Whether the rule is law for this order on its day."""
        day = question.day
        in_force = self.effective <= day and (self.ends is None or day < self.ends)
        return in_force and (not self.states or bool(self.states & _jurisdictions(question)))


def _jurisdictions(question: Question) -> frozenset[str]:
    states = {known.value.state for known in question.order.subject.addresses}
    return frozenset(s for s in states | {question.order.account.state} if s)
