"""Where a call stands: what its newest result says, and what may still become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from skiptrace.casefile.ledger_rows import UNSURE, Purchase, purchase_of, ticket_of
from skiptrace.model.record import Ticket
from skiptrace.model.waterfall import Outcome

ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})
_NEVER = datetime.min.replace(tzinfo=UTC)


class CallStage(StrEnum):
    """Where a call stands; `sent` may have been billed although no answer is stored."""

    SENT = "sent"
    ANSWERED = "answered"
    PENDING = "pending"
    IN_DOUBT = "in_doubt"
    OVERDUE = "overdue"


_STAGES = {
    None: CallStage.SENT,
    Outcome.PENDING: CallStage.PENDING,
    Outcome.IN_DOUBT: CallStage.IN_DOUBT,
    Outcome.OVERDUE: CallStage.OVERDUE,
}


@dataclass(frozen=True, slots=True)
class CallState:
    """One call, and what the newest result says (outcome None while there is none).

    `at` is the moment of that result; `holder` the worker that may be sending it now; `results`
    counts the results it has. `ticket` is what an answer that comes later is collected by, and
    `has_bytes` whether bytes of the newest result are stored.
    """

    inquiry_id: str
    order_id: str
    sent: datetime = _NEVER
    outcome: Outcome | None = None
    cost: Decimal = Decimal(0)
    reason: str = ""
    at: datetime = _NEVER
    holder: str = ""
    results: int = 0
    purchase: Purchase | None = None
    ticket: Ticket | None = None
    has_bytes: bool = False

    @property
    def state(self) -> CallStage:
        """Where it stands."""
        return _STAGES.get(self.outcome, CallStage.ANSWERED)

    @property
    def is_open(self) -> bool:
        """Whether it may be billed, or still be answered, and no sure answer is stored."""
        return self.outcome is None or self.outcome in UNSURE

    @property
    def is_bought(self) -> bool:
        """Whether an answer came, or was billed: what it said is read again, never bought again."""
        return not self.is_open and (self.outcome in ANSWERED or self.cost > 0)


@dataclass(frozen=True, slots=True)
class CallTotals:
    """One connector's calls: how many, how many hit, what they cost, the ceilings still open."""

    connector_id: str
    calls: int
    hits: int
    cost: Decimal
    unsettled: Decimal


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that left, or may have left, and whose answer is not known.

    `ticket` is what an answer that comes later is collected by.
    """

    inquiry_id: str
    order_id: str
    connector_id: str
    sent: datetime
    ceiling: Decimal
    reason: str = ""
    ticket: Ticket | None = None


def state_of(row: Mapping[str, Any]) -> CallState:
    """How the call of a row that `read_calls` gave stands."""
    outcome = None if row["outcome"] is None else Outcome(row["outcome"])
    holder = row["worker"] if outcome is None else row["attempted_by"]
    return CallState(
        row["inquiry_id"],
        row["order_id"],
        row["sent"],
        outcome,
        row.get("cost", Decimal(0)),
        row.get("reason", b"").decode(),
        row.get("at", row["sent"]),
        holder or "",
        row.get("version", 0),
        purchase_of(row),
        ticket_of(row),
        bool(row.get("snapshots")),
    )
