"""One masked field of an obligor in full, for a reason that the audit trail keeps (R64)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from skiptrace.acts.office import Office
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.errors import CaseFileError
from skiptrace.model.subject import Subject


class Masked(StrEnum):
    """A field that views and reports show the last four digits of."""

    SSN = "ssn"
    EIN = "ein"


_GIVEN: Mapping[Masked, Callable[[Subject], str]] = {
    Masked.SSN: lambda subject: subject.ssn or subject.ssn4,
    Masked.EIN: lambda subject: subject.ein,
}


@dataclass(frozen=True, slots=True)
class UnmaskAsked:
    """Whose field, of those on the account from 1 on, and why."""

    account: str
    obligor: int
    reason: str
    field: Masked = Masked.SSN


def unmask(office: Office, actor: Actor, asked: UnmaskAsked) -> str:
    """The field as the creditor gave it: of a social security number nine digits or the last four.

    Raises CaseFileError for an obligor who is not there, or has no such number.
    """
    with office.doing(actor, Act.UNMASK) as done:
        everybody = done.about(asked.account)
        if not 1 <= asked.obligor <= len(everybody):
            raise CaseFileError(f"the account has {len(everybody)} obligors")
        number = _GIVEN[asked.field](everybody[asked.obligor - 1].subject)
        if not number:
            raise CaseFileError(f"no {asked.field} of that obligor is in the case file")
        done.note(fields=(asked.field.value,), text=f"obligor {asked.obligor}: {asked.reason}")
    return number
