"""What one run brings along: its lease, its money, and the sources that told it to stop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from skiptrace.casefile.statements import Tx
from skiptrace.model.card import ConnectorCard
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome

ORDER_BUDGET = "B-ORDER"
RUN_BUDGET = "B-RUN"
SOURCE_BUDGET = "B-SOURCE"
SOURCE_LIMIT = "B-LIMIT"
COME_BACK = frozenset({RUN_BUDGET, SOURCE_BUDGET, SOURCE_LIMIT})
"""What leaves a question unasked that a later run can ask."""
_IN_A_ROW = 5
"""So many failures in a row are a source that is down."""
_DOWN = ("SourceUnavailable", "InDoubt")
_STOPS = ("SourceRefused", "BotChallenge", "QuotaExhausted")
_CHANGED = "SourceChanged"


class Lease(Protocol):
    """A worker's hold on the orders that it claimed. Both checks raise LeaseLost."""

    @property
    def worker(self) -> str:
        """The worker's id in the worker book."""
        ...

    def check(self, tx: Tx) -> None:
        """Holds until the transaction ends, so that what is written in it is the holder's."""
        ...

    def leave(self, inquiry: Inquiry) -> None:
        """Asked right before a paid call leaves: the lease holds, with time to spare.

        Raises PermitExpired when the inquiry's permit ran out.
        """
        ...

    def leave_free(self, inquiry: Inquiry) -> None:
        """The same right before a free call leaves."""
        ...


@dataclass(frozen=True, slots=True)
class RunBudget:
    """A ceiling in US dollars, and the name under which the ledger keeps what is charged to it.

    Two runs of one name share the money, at once or one after the other.
    """

    limit: Decimal
    fund: str


def night_fund(as_of: date) -> str:
    """The name of a night's money, which all runs of that day share."""
    return f"night {as_of}"


@dataclass(slots=True)
class Purse:
    """What may still be spent while intents are written, by the ledger as it stands in their tx.

    `charged` is the fund's, `spent` each order's; a call without a sure answer counts in full.
    `left` is what is left of the money of a source's day, `room` how many calls its limits take;
    a source that is in neither has none.
    """

    budget: RunBudget
    charged: Decimal
    spent: dict[str, Decimal]
    left: dict[str, Decimal] = field(default_factory=dict)
    room: dict[str, int] = field(default_factory=dict)

    def refusal(self, order_id: str, order_budget: Decimal, card: ConnectorCard) -> tuple[str, str]:
        """The rule and the words why the call may not be bought; two empty texts when it may."""
        ceiling = card.cost.ceiling
        if self.spent[order_id] + ceiling > order_budget:
            return ORDER_BUDGET, f"the order's budget of {order_budget} USD is used up"
        if self.charged + ceiling > self.budget.limit:
            return RUN_BUDGET, f"the run's budget of {self.budget.limit} USD is used up"
        if card.id in self.left and ceiling > self.left[card.id]:
            return SOURCE_BUDGET, "the source's budget of the day is used up"
        if self.room.get(card.id, 1) < 1:
            return SOURCE_LIMIT, "the source's own limit of calls is used up for now"
        return "", ""

    def take(self, order_id: str, card: ConnectorCard) -> None:
        """Set the ceiling of one call aside."""
        self.spent[order_id] += card.cost.ceiling
        self.charged += card.cost.ceiling
        if card.id in self.left:
            self.left[card.id] -= card.cost.ceiling
        if card.id in self.room:
            self.room[card.id] -= 1


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one worker. `stopped` is what a source said that ended it for the whole run."""

    lease: Lease
    budget: RunBudget
    stopped: dict[str, Answer] = field(default_factory=dict)
    in_a_row: Counter[str] = field(default_factory=Counter)

    def note(self, connector_id: str, answer: Answer, is_on_trial: bool = False) -> bool:
        """Remember a source that refused, changed, challenged, or has no quota left.

        True when the source should rest: for one of these, or for failing so often in a row, or
        once after a pause. One answer that could not be read, or that a rule keeps back (R51), says
        nothing of the source; that it changed is known once its connector asks it no more.
        """
        if answer.rule:
            return False
        failed = answer.outcome in (Outcome.BLOCKED, Outcome.FAILED, Outcome.IN_DOUBT)
        was_asked = bool(answer.snapshots) or answer.cost > 0
        stops = answer.reason.startswith(_STOPS) or (
            answer.reason.startswith(_CHANGED) and not was_asked
        )
        if failed and stops:
            self.stopped.setdefault(connector_id, answer)
            return True
        is_down = failed and answer.reason.startswith(_DOWN)
        self.in_a_row[connector_id] = self.in_a_row[connector_id] + 1 if is_down else 0
        return is_down and (is_on_trial or self.in_a_row[connector_id] >= _IN_A_ROW)
