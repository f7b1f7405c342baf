"""The waterfall: tiers of connectors, cheapest first, and what became of each step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from skiptrace.model.order import Scope
from skiptrace.model.subject import EntityKind


class Outcome(StrEnum):
    """What became of one connector for one order; NO_HIT is earned by a known empty answer.

    OVERDUE was to answer later and did not by its deadline.
    """

    HIT = "hit"
    NO_HIT = "no_hit"
    SKIPPED = "skipped"
    BLOCKED = "blocked"
    FAILED = "failed"
    PENDING = "pending"
    IN_DOUBT = "in_doubt"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Tier:
    """Connectors that are asked together, before the next tier is considered.

    `screens` says that they screen: what they find restrains, so that no later tier is asked for
    an order that one of them did not answer. `subject` is the one kind of subject that it is for;
    None is any.
    """

    name: str
    connectors: tuple[str, ...]
    screens: bool = False
    subject: EntityKind | None = None

    def is_for(self, kind: EntityKind) -> bool:
        """Whether it is asked about subjects of that kind."""
        return self.subject is None or self.subject is kind


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The tiers of one scope and the stop rule.

    The waterfall stops for an order as soon as every kind in `stop_when` has a verified finding
    at `stop_probability` or more.
    """

    scope: Scope
    tiers: tuple[Tier, ...]
    stop_when: frozenset[str]
    stop_probability: float


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """One line of what was searched: connector, outcome, reason in words, cost in US dollars.

    Where the answer comes later, `until` is its deadline and `ask_next` when it is asked for again.
    """

    order_id: str
    tier: str
    connector_id: str
    outcome: Outcome
    cost: Decimal = Decimal(0)
    reason: str = ""
    rule: str = ""
    until: datetime | None = None
    ask_next: datetime | None = None
