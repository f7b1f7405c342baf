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


@dataclass(frozen=True, slots=True)
class Hold:
    """A status that restrains work on an account, such as BK13-OPEN or ATTY.

    A code that the holds table does not know restrains like the strictest (unknown = hold).
    """

    account_id: str
    code: str
    since: date
    source: str
    released: date | None = None
    release_evidence: str = ""

    def is_open(self, on: date) -> bool:
        """Whether the hold restrains work on that day."""
        return self.since <= on and (self.released is None or on < self.released)


@dataclass(frozen=True, slots=True)
class ReturnedMail:
    """A typed fact from a returned piece: the code list, the code, what it asks for, the day."""

    account_id: str
    code_list: str
    code: str
    action: NextAction
    on: date | None


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """The debt as the creditor placed it.

    `status` is the creditor's word (`open`, `paid`, ...); an empty or unknown one is a hold.
    `debt_origin` is `credit` or `involuntary` (FCRA 1681b(a)(3)(A)). `notice_undelivered` remembers
    that a required notice may not have reached the consumer (Reg F comment 42(a)(1)-2).
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
