"""One taken-in row: who owes what, what restrains it, and why the mail came back."""

from __future__ import annotations

from dataclasses import dataclass, field

from skiptrace.model.account import Account, Hold, ObligorRole, ReturnedMail
from skiptrace.model.subject import Subject


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """A row of an intake file as model types; `note` says in words what the return code means.

    Its repr shows neither account nor subject.
    """

    row: int
    account: Account = field(repr=False)
    subject: Subject = field(repr=False)
    role: ObligorRole
    holds: tuple[Hold, ...] = ()
    returned_mail: ReturnedMail | None = None
    note: str = ""
