"""One obligor of a taken-in row: who owes what, what restrains it, and why the mail came back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from skiptrace.intake.fields.parties import NameKind
from skiptrace.intake.problem import FieldProblem
from skiptrace.model.account import Account, Hold, ObligorRole, ReturnedMail
from skiptrace.model.subject import Subject


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """One obligor of a row as model types; `note` says in words what the return code means.

    A row gives one for each person and organisation that it names; the first has the row's holds
    that are the account's, or of which nobody knows whose they are, and `warnings`, which name the
    fields that were left out. `own_holds` are about this obligor. Its repr shows neither account
    nor subject.
    """

    row: int
    account: Account = field(repr=False)
    subject: Subject = field(repr=False)
    role: ObligorRole
    kind: NameKind
    holds: tuple[Hold, ...] = ()
    returned_mail: ReturnedMail | None = None
    note: str = ""
    warnings: tuple[FieldProblem, ...] = ()
    own_holds: tuple[Hold, ...] = ()

    def stated_holds(self) -> tuple[Hold, ...]:
        """All holds of the row, those about this obligor under its id."""
        own = (replace(hold, subject_id=self.subject.id) for hold in self.own_holds)
        return (*self.holds, *own)
