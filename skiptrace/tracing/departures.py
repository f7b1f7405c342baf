"""The search of one connector, and which of its calls left: what stayed costs nobody anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from skiptrace.model.errors import LeaseLost
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.tracing.round import Question
from skiptrace.tracing.run import Lease


@dataclass(slots=True)
class Departures:
    """Which calls of one search asked for leave and got it."""

    lease: Lease
    asked: bool = False
    left: set[str] = field(default_factory=set)

    def leave(self, inquiry: Inquiry) -> None:
        """The lease's leave, remembered."""
        self.asked = True
        self.lease.leave(inquiry)
        self.left.add(inquiry.id)

    def stayed(self, inquiry: Inquiry) -> bool:
        """Whether the call surely never left: its connector asks for leave, and got none for it."""
        return self.asked and inquiry.id not in self.left


def search_of(
    questions: Sequence[Question], departures: Departures, faults: dict[str, str]
) -> Callable[[], Iterator[Answer]]:
    """The search of one connector; a fault of ours in it leaves the rest unanswered."""
    connector = questions[0].connector
    is_paid = connector.card.cost.is_paid
    leave = departures.leave if is_paid else departures.lease.leave_free
    inquiries: Sequence[Inquiry] = [q.inquiry for q in questions]

    def search() -> Iterator[Answer]:
        try:
            yield from connector.search(inquiries, leave)
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001  one source's fault is that source's
            faults[connector.card.id] = type(error).__name__

    return search
