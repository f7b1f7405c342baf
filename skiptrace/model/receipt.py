"""Write-back receipts: what the system of record was told, what it answered, what undoes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """What a write-back does to one contact field of one account."""

    ADD = "add"
    MARK_BAD = "mark_bad"


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """One planned change to the system of record, with the finding that justifies it.

    `role` and `obligor` say whose contact it is: the part on the account, and the name. `limits`
    are what binds whoever uses it, in words.
    """

    account_number: str
    kind: ChangeKind
    fact: str
    value: str
    probability: float
    sources: tuple[str, ...]
    as_of: str
    finding_id: str
    role: str = ""
    obligor: str = ""
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """One applied change: the batch it belongs to, the target's answer, whether it was undone."""

    batch_id: str
    target: str
    change: Change
    answer: str
    at: datetime
    undone: datetime | None = None
