"""What write-back is planned from: an account's known facts, findings, judgements and receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from skiptrace.model.account import ObligorRole
from skiptrace.model.dates import PartialDate
from skiptrace.model.finding import Finding, FindingKind
from skiptrace.model.judgement import Judgement
from skiptrace.model.receipt import Change, Receipt
from skiptrace.model.subject import ContactStatus


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A contact point that the system of record already holds, and what is known of it.

    `key` is normalised as finding keys are; `value` is what the system of record shows. `source`
    says who called it bad (such as `ACS nixie K`), `since` from when. `is_insufficient` says of an
    address that a fuller spelling of it is what is wanted.
    """

    kind: FindingKind
    key: str
    value: str
    status: ContactStatus
    source: str = ""
    since: PartialDate | None = None
    is_insufficient: bool = False


@dataclass(frozen=True, slots=True)
class AccountContacts:
    """Everything a write-back to one account is decided from.

    `receipts` are those of this account that are not undone. `restrained` names the rule and the
    reason why nothing may be added now (a hold, a cease request), or is empty;
    `registers_restrained` the same of what registers say of a business. `obligor` is the name of
    the one whose facts these are, in that `role`. `limits` are what binds whoever uses a found
    contact, by the finding's id. `unreachable` says of a found contact by which nobody is reached
    (an address that is vacant, a number that is not in service) who says so, by the finding's id.
    """

    account_number: str
    findings: tuple[Finding, ...]
    known: tuple[KnownFact, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    role: ObligorRole = ObligorRole.PRIMARY
    restrained: str = ""
    obligor: str = ""
    registers_restrained: str = ""
    limits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unreachable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A contact fact that the plan does not write, and why; a bad known fact has no finding id.

    `reason` is the rule that leaves it out, `why` what decided there, where the rule alone does not
    say it: the finding's own reason for not being verified or not surer, what is open between two
    spellings.
    """

    account_number: str
    finding_id: str
    fact: str
    reason: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class WriteBackPlan:
    """The changes a write-back would make, and the findings it leaves out."""

    changes: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]


class Target(Protocol):
    """A system of record, or the file it is loaded from.

    Every method is all or nothing and raises WriteBackError with the target unchanged.
    """

    @property
    def name(self) -> str:
        """A stable name without credentials, kept on every receipt."""
        ...

    def apply(self, batch_id: str, changes: Sequence[Change]) -> list[Receipt]:
        """Write the batch; a batch that is already there, with equal content, is not repeated."""
        ...

    def undo(self, receipts: Sequence[Receipt]) -> list[Receipt]:
        """Take the changes of these receipts back; receipts come back with their undone moment."""
        ...

    def written(self, batch_id: str) -> list[Change]:
        """What the target now holds of the batch, as it was written; empty if nothing."""
        ...


class ReceiptStore(Protocol):
    """Where receipts are kept; the case file's receipt book in production."""

    def add(self, receipts: Sequence[Receipt]) -> None:
        """Keep the receipts of one batch."""
        ...

    def batch(self, batch_id: str) -> Sequence[Receipt]:
        """The receipts of the batch in their order; empty if there is none."""
        ...

    def undo(self, batch_id: str, at: datetime) -> None:
        """Mark the batch's receipts as undone."""
        ...
