"""The account: the debt, who owes it, and what holds a search back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ObligorRole(StrEnum):
    """Why a subject is on an account."""

    PRIMARY = "primary"
    CO_OBLIGOR = "co_obligor"
    GUARANTOR = "guarantor"
    NON_OBLIGOR = "non_obligor"


class NextAction(StrEnum):
    """What a returned-mail code asks for next, cheapest first."""

    VERIFY_FORWARD = "verify_forward"
    REPAIR_ADDRESS = "repair_address"
    CORROBORATE_DEATH = "corroborate_death"
    NO_TRACE = "no_trace"
    WAIT = "wait"
    PERSON_REVIEW = "person_review"
    FULL_TRACE = "full_trace"


class Reach(StrEnum):
    """How a hold comes to an account: it is its own, or it stands on another of the same person.

    `maybe_person` says that the two may be one person and may not: a person looks.
    """

    OWN = "own"
    SAME_PERSON = "same_person"
    MAYBE_PERSON = "maybe_person"


@dataclass(frozen=True, slots=True)
class Hold:
    """A status that restrains work on an account, such as BK13-OPEN or ATTY.

    A code that the holds table does not know restrains like the strictest (unknown = hold).
    `account_id` is the account that the hold stands on. Read for another account of the same
    person it says so in `reach`. `waived_for` are the legal matters that it keeps back no longer.
    `placed_by` is the id of the user who placed it; empty for one that a file or a source brought.
    `subject_id` is the obligor of its account whom it is about; empty where it is about the
    account, or nobody knows. Read for another account, `reaches` is the obligor there who is that
    person.
    """

    account_id: str
    code: str
    since: date
    source: str
    released: date | None = None
    release_evidence: str = ""
    reach: Reach = Reach.OWN
    waived_for: frozenset[str] = frozenset()
    placed_by: str = ""
    subject_id: str = ""
    reaches: str = ""

    def is_open(self, on: date) -> bool:
        """Whether the hold restrains work on that day."""
        return self.since <= on and (self.released is None or on < self.released)

    @property
    def is_own(self) -> bool:
        """Whether it stands on the account that it was read for."""
        return self.reach is Reach.OWN

    @property
    def about(self) -> str:
        """The obligor, of the account it was read for, whom it is about; empty for anybody."""
        return self.subject_id if self.is_own else self.reaches

    def may_be_of(self, subject_id: str) -> bool:
        """Whether it is about that obligor of the account it was read for, or may be."""
        return not (self.about and subject_id) or self.about == subject_id

    @property
    def place(self) -> tuple[str, str, date, str, str]:
        """What makes two readings the same hold: account, code, first day, source and obligor."""
        return self.account_id, self.code, self.since, self.source, self.subject_id


@dataclass(frozen=True, slots=True)
class Waiver:
    """What a named person let pass on one account in spite of a hold, on what evidence.

    With a `matter` it is an asset report of that legal matter. Without one it says that a hold of
    another account does not reach this one: `account_id` is this one, `hold_account_id` the other.
    With a `matter` and no `code` it is an attorney's approval of the matter, and of no hold.
    `source` tells the hold from a later one of its code and day; empty in older case files, where
    it is of them all. `subject_id` is the obligor whom the hold is about, empty as there.
    `is_revoked` takes the same waiver back, from then on.
    """

    account_id: str
    hold_account_id: str
    code: str
    since: date
    matter: str
    actor: str
    evidence: str
    on: date
    source: str = ""
    is_revoked: bool = False
    subject_id: str = ""

    @property
    def is_approval(self) -> bool:
        """Whether it approves a matter, and lets nothing pass in spite of a hold."""
        return bool(self.matter) and not self.code

    @property
    def place(self) -> tuple[str, str, date, str, str, str]:
        """What it is about: the hold's account, code, day, source and obligor, and the matter."""
        hold = (self.hold_account_id, self.code, self.since, self.source, self.subject_id)
        return *hold, self.matter


@dataclass(frozen=True, slots=True)
class ReturnedMail:
    """A typed fact from a returned piece: the code list, the code, what it asks for, the day.

    `subject_id` is the obligor to whom it had gone; empty where nobody knows. `undelivered` says
    that what it brought may not have reached them (Reg F comment 42(a)(1)-2); None is unknown.
    """

    account_id: str
    code_list: str
    code: str
    action: NextAction
    on: date | None
    subject_id: str = ""
    undelivered: bool | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """The debt as the creditor placed it.

    `status` is the creditor's word (`open`, `paid`, ...); an empty or unknown one is a hold.
    `debt_origin` is `credit` or `involuntary` (FCRA 1681b(a)(3)(A)). `notice_undelivered` says that
    a required notice may not have reached the obligor for whom the account was read (Reg F comment
    42(a)(1)-2); it is told by the pieces that came back. `portfolio` is the creditor's name for the
    placement or pool that the account belongs to.
    """

    id: str
    number: str
    creditor: str = ""
    balance: Decimal | None = None
    status: str = ""
    debt_origin: str = "credit"
    state: str = ""
    opened: date | None = None
    notice_undelivered: bool = False
    portfolio: str = ""
