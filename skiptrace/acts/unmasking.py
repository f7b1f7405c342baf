"""A social security number in full, for a reason that the audit trail keeps (R64)."""

from __future__ import annotations

from dataclasses import dataclass

from skiptrace.acts.office import Office
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.errors import CaseFileError


@dataclass(frozen=True, slots=True)
class UnmaskAsked:
    """Whose number, of those on the account from 1 on, and why."""

    account: str
    obligor: int
    reason: str


def unmask_number(office: Office, actor: Actor, asked: UnmaskAsked) -> str:
    """The number as the creditor gave it: nine digits, or the last four.

    Raises CaseFileError for an obligor who is not there, or has no number.
    """
    with office.doing(actor, Act.UNMASK) as done:
        everybody = done.about(asked.account)
        if not 1 <= asked.obligor <= len(everybody):
            raise CaseFileError(f"the account has {len(everybody)} obligors")
        subject = everybody[asked.obligor - 1].subject
        number = subject.ssn or subject.ssn4
        if not number:
            raise CaseFileError("no number of that obligor is in the case file")
        done.note(fields=("ssn",), text=f"obligor {asked.obligor}: {asked.reason}")
    return number
