"""The trace order: what a user or the nightly batch asked for, on which legal ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from skiptrace.model.account import Account, Hold, NextAction, ObligorRole
from skiptrace.model.subject import Subject


class Scope(StrEnum):
    """What an order looks for."""

    LOCATE = "locate"
    ASSETS = "assets"
    SCREEN = "screen"
    CHECK = "check"


class OrderState(StrEnum):
    """Where an order stands.

    `incomplete` ended with a source that failed or money that ran out: a later night goes on with
    it. `in_doubt` waits until a paid call that may be billed is settled. `parked` met a fault of
    ours, which is written beside it: a person looks, and nothing tries it again by itself.
    `awaiting` has a source, or a person, that answers later: a later run collects the answer.
    """

    TODO = "todo"
    CLAIMED = "claimed"
    DONE = "done"
    HELD = "held"
    INCOMPLETE = "incomplete"
    IN_DOUBT = "in_doubt"
    PARKED = "parked"
    AWAITING = "awaiting"


@dataclass(frozen=True, slots=True, repr=False)
class TraceOrder:
    """One request to trace one subject of one account.

    `purposes` are codes of the purpose vocabulary (FCRA-3A-COLL, GLB-1, PUB, ...). `as_of` is the
    day that counts as today for matching and rules, so that a rerun gives the same answer.
    `matter` names the legal matter of an asset order, `approved_by` the users who approved it, as
    it stands when the order is read. `anew` says that a person wants bought
    answers bought again although they are young enough to serve. `asked_as` is an opaque mark of
    the name under which the subject is asked for, where it is not the subject's own.
    """

    id: str
    account: Account
    subject: Subject
    role: ObligorRole
    scope: Scope
    purposes: frozenset[str]
    budget: Decimal
    requester: str
    as_of: date
    created: datetime
    action: NextAction = NextAction.FULL_TRACE
    matter: str = ""
    holds: tuple[Hold, ...] = ()
    anew: bool = False
    asked_as: str = ""
    approved_by: frozenset[str] = frozenset()

    @property
    def about(self) -> str:
        """Whom its questions are about: the subject, under its own name or under another."""
        return f"{self.subject.id}~{self.asked_as}" if self.asked_as else self.subject.id
