"""What holds a source back for every worker, beside the gate: its pause, its limits, its day.

All three are rows of the case file, read in the transaction that writes the intents, so they hold
for several processes and after a restart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.statements import Tx
from skiptrace.model.card import ConnectorCard
from skiptrace.model.ports import Clock
from skiptrace.model.record import Answer

LONGEST_WAIT = timedelta(minutes=2)
"""A call whose place in its source's limits is later than that is not made in this run."""


@dataclass(frozen=True, slots=True)
class Held:
    """Which sources rest, with what each said, and which this worker tries after their pause."""

    resting: Mapping[str, Answer] = field(default_factory=dict)
    on_trial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Restraint:
    """Reads and keeps the restraints of sources.

    `marks` name each source's installation: a pause counts for it alone. `day_budgets` are in US
    dollars for each source and day (UTC).
    """

    case: CaseFile
    clock: Clock
    marks: Mapping[str, str] = field(default_factory=dict)
    day_budgets: Mapping[str, Decimal] = field(default_factory=dict)

    def held(self, tx: Tx, sources: Collection[str]) -> Held:
        """Which of these sources rest now. Of one whose pause is over one worker tries."""
        now = self.clock()
        resting: dict[str, Answer] = {}
        on_trial: set[str] = set()
        for source, pause in self.case.pauses.all(tx).items():
            if source not in sources or pause.mark != self.mark(source):
                continue
            if pause.until <= now and self.case.pauses.try_again(tx, pause, now):
                on_trial.add(source)
            else:
                words = f"{pause.reason}; not asked before {pause.until:%Y-%m-%d %H:%M}Z"
                resting[source] = Answer("", pause.outcome, reason=words)
        return Held(resting, frozenset(on_trial))

    def heard(self, stops: Mapping[str, Answer], answered: Iterable[str]) -> None:
        """Begin a pause of each source that stops us; end that of each that answers after one."""
        ended = set(answered) - stops.keys()
        if not stops and not ended:
            return
        with self.case.write() as tx:
            for source, answer in stops.items():
                self.case.pauses.begin(tx, (source, self.mark(source)), answer, self.clock())
            for source in ended:
                self.case.pauses.end(tx, source)

    def mark(self, source: str) -> str:
        """What names the source's installation."""
        return self.marks.get(source, "")

    def left(self, tx: Tx, cards: Iterable[ConnectorCard]) -> dict[str, Decimal]:
        """What is left today of the money of each of these sources that has a budget."""
        today = self.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        return {
            card.id: self.day_budgets[card.id] - self.case.ledger.charged_since(tx, card.id, today)
            for card in cards
            if card.id in self.day_budgets
        }

    def room(self, tx: Tx, cards: Iterable[ConnectorCard]) -> dict[str, int]:
        """How many calls of each of these sources fit into its limits soon enough."""
        now, longest = self.clock(), LONGEST_WAIT.total_seconds()
        return {
            card.id: self.case.places.room(tx, card.id, card.limits, now, longest)
            for card in cards
            if card.limits
        }


def as_stopped(answer: Answer) -> Answer:
    """What a source said, without what was asked."""
    return replace(answer, inquiry_id="", records=(), snapshots=())
