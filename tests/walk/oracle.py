"""What may leave, by a second hand: the walk's own table and its own memory, and no policy.

The words are those of the table of status codes in the rule book (Reg F, 11 USC, 15 USC): `ok`,
`hold`, `legal` (assets only, for a matter that the hold was waived for, before the legal role) and
`block`. What follows a person and what stays with a debt is said for each code. It never asks
skiptrace anything, and only ever says that something was not to leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from skiptrace.model.actor import Role
from tests.walk.people import LEDGER, Debt, Person


class Use(StrEnum):
    """What a code restrains."""

    TRACE = "trace"
    ASSETS = "assets"
    CONTACT = "contact"


@dataclass(frozen=True)
class Word:
    """What one code restrains; `follows` is `person`, `debt`, or `maybe` (a person says).

    A code that is `ones_own` restrains nobody else on an account where it is known whose it is.
    """

    trace: str
    assets: str
    contact: str
    follows: str
    ones_own: bool = False

    def of(self, use: Use) -> str:
        return {Use.TRACE: self.trace, Use.ASSETS: self.assets, Use.CONTACT: self.contact}[use]


CODES = {
    "BK07-OPEN": Word("block", "block", "block", "person", True),
    "BK13-OPEN": Word("block", "block", "block", "person"),
    "BK-DISCH": Word("block", "block", "block", "maybe", True),
    "BK-SUSPECT": Word("hold", "hold", "hold", "person"),
    "BK-CODEBTOR": Word("block", "block", "block", "debt"),
    "DEC-CONF": Word("hold", "legal", "hold", "person", True),
    "DEC-SUSP": Word("hold", "legal", "hold", "person", True),
    "CEASE": Word("hold", "legal", "block", "maybe"),
    "ATTY": Word("hold", "legal", "hold", "maybe", True),
    "DISP-VP": Word("hold", "block", "block", "debt"),
    "IDT-605B": Word("block", "block", "block", "person"),
    "IDT-CLAIM": Word("hold", "hold", "hold", "person"),
    "SCRA-AD": Word("ok", "hold", "ok", "person", True),
    "FRAUD-ALERT": Word("ok", "ok", "hold", "person", True),
    "FREEZE": Word("ok", "ok", "ok", "person", True),
    "LITIG-ACTIVE": Word("legal", "legal", "block", "maybe"),
    "PAID": Word("block", "block", "block", "debt"),
    "ACP": Word("block", "block", "block", "person"),
    "VIP": Word("hold", "hold", "hold", "person"),
    "TBAR": Word("ok", "block", "ok", "debt"),
    "COERCED": Word("hold", "hold", "hold", "debt"),
    "QUARANTINE": Word("ok", "hold", "hold", "debt"),
    "NEVER-HEARD": Word("hold", "hold", "hold", "maybe"),
}
_PROTECTS = frozenset({"ACP"})
STATUSES = {
    "open": "ok",
    "judgment": "ok",
    "paid": "block",
    "recalled": "block",
    "in limbo": "hold",
    "": "hold",
}
MATTERS = ("26-CV-118", "26-CV-119")
ALL = frozenset(Role)
_UNSURE = frozenset({"4410003"})
"""Whether this account is the person's, nobody knows."""


@dataclass(eq=False)
class OpenHold:
    """A hold that stands open: which code on which account, and what was let pass in spite."""

    code: str
    number: str
    of: Person | None = None
    """Whom it is about; None where nobody knows."""
    passes: set[str] = field(default_factory=set)
    """The accounts that it does not reach, by a person's word."""
    matters: set[tuple[str, str]] = field(default_factory=set)
    """(account, matter) that it lets pass."""


@dataclass
class Oracle:
    """What is known of holds and statuses, told by whoever changes them."""

    holds: list[OpenHold] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)

    def why_not(
        self, use: Use, number: str, person: Person, matter: str = "", roles: frozenset[Role] = ALL
    ) -> str:
        """Why something of a person may not be used on an account, or empty."""
        debt = LEDGER.by_number[number]
        if person not in debt.people:
            return "does not owe"
        if STATUSES[self.statuses.get(number, "open")] != "ok":
            return "status"
        found = self._restraints(use, debt, matter, roles)
        return next((words for hold, words in found if self._is_on(hold, person)), "")

    def is_protected(self, number: str, person: Person) -> bool:
        """Whether not even the creditor's own address is shown."""
        debt = LEDGER.by_number[number]
        found = (h for h in self.reaching(debt) if h.code in _PROTECTS)
        return person in debt.people and any(self.is_sure(h, debt) for h in found)

    def reaching(self, debt: Debt) -> list[OpenHold]:
        """The holds that stand on the account or follow one of its people to it."""
        return [h for h in self.holds if h.number == debt.number or self._follows(h, debt)]

    def _restraints(
        self, use: Use, debt: Debt, matter: str, roles: frozenset[Role]
    ) -> Iterator[tuple[OpenHold, str]]:
        for hold in self.reaching(debt):
            word = CODES[hold.code].of(use)
            if word == "ok":
                continue
            if hold.number != debt.number:
                if debt.number in hold.passes:
                    continue
                word = word if self.is_sure(hold, debt) else "hold"
            is_legal = word == "legal" and use is Use.ASSETS and Role.LEGAL in roles
            if not (is_legal and (debt.number, matter) in hold.matters):
                yield hold, f"{hold.code} on {hold.number}"

    def _is_on(self, hold: OpenHold, person: Person) -> bool:
        """Whether a hold that reaches an account restrains that person on it."""
        return not CODES[hold.code].ones_own or person in _whose(hold)

    def _follows(self, hold: OpenHold, debt: Debt) -> bool:
        return CODES[hold.code].follows != "debt" and bool(_whose(hold) & debt.people)

    def about(self, hold: OpenHold, debt: Debt) -> Person | None:
        """Whom on that account the hold is about; None for everybody."""
        if hold.number == debt.number:
            return hold.of
        here = _whose(hold) & {part.person for part in debt.parts}
        return next(iter(here)) if len(here) == 1 else None

    def is_sure(self, hold: OpenHold, debt: Debt) -> bool:
        """Whether a hold binds here as it does where it stands."""
        if hold.number == debt.number:
            return True
        is_known = len(_whose(hold)) == 1 and not _UNSURE & {hold.number, debt.number}
        return is_known and CODES[hold.code].follows == "person"


def _whose(hold: OpenHold) -> frozenset[Person]:
    """Whose a hold may be."""
    return frozenset({hold.of}) if hold.of else LEDGER.by_number[hold.number].people
