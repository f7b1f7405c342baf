"""How a night stands: the one under way, or the last one, in figures and ids alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from skiptrace.acts.runs import RunState
from skiptrace.casefile.task_queue import FleetFigures


class WorkerPulse(StrEnum):
    """Whether a worker is heard of: GONE is one whose lease is over and that nobody has ended."""

    ALIVE = "alive"
    LATE = "late"
    GONE = "gone"


class Severity(StrEnum):
    """LOOK: somebody should look at it; FAILING: the night does not go on by itself."""

    LOOK = "look"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """One open worker: since when, when it was last heard of; whether it is a nightly run's."""

    id: str
    started: datetime
    heard: datetime
    pulse: WorkerPulse
    is_run: bool


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run of the night."""

    id: str
    started: datetime
    ended: datetime | None
    state: RunState


@dataclass(frozen=True, slots=True)
class OrderFigures:
    """Orders of the night: placed since it began, in hand now, and how those that ended stand.

    `ended_lately` counts those of the last five minutes, `per_minute` is their rate, and
    `ended_in_window` those of the last fifteen. A state that this release does not name counts
    under the name that the case file has for it.
    """

    placed: int
    todo: int
    claimed: int
    ended: Mapping[str, int]
    ended_lately: int
    ended_in_window: int
    per_minute: float


@dataclass(frozen=True, slots=True)
class TierLine:
    """What became of the steps of one tier, of the orders that ended."""

    tier: str
    steps: int
    outcomes: Mapping[str, int]
    cost: Decimal


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What one source answered since the night began, by outcome, and in the last five minutes.

    `failed` are answers that are none: failed, blocked, in doubt or overdue; one to come is none.
    `rests_until` is when a source that rests is asked again.
    """

    source: str
    answers: int
    outcomes: Mapping[str, int]
    failed: int
    lately: int
    failed_lately: int
    per_minute: float
    rests_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class BudgetFigures:
    """The night's money, in US dollars: `ceiling` is what calls without a sure answer may cost."""

    limit: Decimal
    spent: Decimal
    in_doubt: int
    ceiling: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class Estimate:
    """When the orders in hand are done if it goes on as in the last minutes; nobody knows it."""

    seconds: int
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that somebody should know of the night."""

    severity: Severity
    words: str


@dataclass(frozen=True, slots=True)
class NightStatus:
    """A night as it stands: `is_under_way` while a run of it is at work or a fleet has orders."""

    read_at: datetime
    as_of: date
    since: datetime
    ended: datetime | None
    is_under_way: bool
    runs: Sequence[RunLine]
    orders: OrderFigures
    tiers: Sequence[TierLine]
    sources: Sequence[SourceLine]
    budget: BudgetFigures
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class Status:
    """The workers that are open, the last night if there was one, the fleet where there is one."""

    read_at: datetime
    workers: Sequence[WorkerLine]
    night: NightStatus | None
    matters: Sequence[Matter]
    fleet: FleetFigures | None = None

    @property
    def severity(self) -> Severity | None:
        """The worst of what somebody should know; None when all is well."""
        found = {matter.severity for matter in self.matters}
        return next((one for one in (Severity.FAILING, Severity.LOOK) if one in found), None)
