"""The facts that the law is asked about: typed, frozen, and unknown where nobody said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from skiptrace.model.account import Account, Hold, ObligorRole
from skiptrace.model.card import ConnectorCard
from skiptrace.model.inquiry import SearchFields
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.subject import Subject


class Truth(Enum):
    """Yes, no, or not known; it is compared by name, and never taken for a yes or a no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("compare a Truth with Truth.YES or Truth.NO: it may be unknown")


@dataclass(frozen=True, slots=True)
class CallFacts:
    """One question to one source: its card, and the fields that would leave."""

    card: ConnectorCard
    fields: SearchFields = field(default_factory=SearchFields)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one evaluation knows; None and Truth.UNKNOWN say that nobody knows.

    `today` is the real day, `as_of` the day that the work counts as. `holds` are all that were read
    for the account, those of the person's other accounts included, released ones too. `role` is why
    the subject is on the account. `scope` says whether contacts or assets are asked about. `matter`
    is the legal matter, or empty.
    """

    today: date
    account: Account
    holds: tuple[Hold, ...] = ()
    subject: Subject | None = None
    role: ObligorRole | None = None
    as_of: date | None = None
    scope: Scope = Scope.LOCATE
    purposes: frozenset[str] = frozenset()
    matter: str = ""
    call: CallFacts | None = None

    @property
    def day(self) -> date:
        """The day that is judged: the real one, even if the work counts as of an earlier day."""
        return max(self.as_of or self.today, self.today)

    @property
    def jurisdictions(self) -> frozenset[str]:
        """The states of every place where the subject may live, and of the account."""
        known = self.subject.addresses if self.subject is not None else ()
        states = {contact.value.state for contact in known} | {self.account.state}
        return frozenset(state for state in states if state)


def facts_of(order: TraceOrder, today: date) -> Facts:
    """What an order says: its account, holds, subject, role, purposes, scope, matter and day."""
    return Facts(
        today=today,
        account=order.account,
        holds=order.holds,
        subject=order.subject,
        role=order.role,
        as_of=order.as_of,
        scope=order.scope,
        purposes=order.purposes,
        matter=order.matter,
    )
