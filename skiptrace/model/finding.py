"""Findings: what goes into the case file, with the status it has and the evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skiptrace.model.evidence import Evidence
from skiptrace.model.kinds import (
    ASSET_KINDS,
    CONTACT_KINDS,
    REGISTER_KINDS,
    STATUS_KINDS,
    FindingKind,
)
from skiptrace.model.title import Title

__all__ = [
    "ASSET_KINDS",
    "CONTACT_KINDS",
    "REGISTER_KINDS",
    "STATUS_KINDS",
    "Finding",
    "FindingKind",
    "FindingStatus",
]


class FindingStatus(StrEnum):
    """How far a finding may be used.

    `former` was surely the subject's and is so no longer: a parcel that was conveyed, a mortgage
    that was satisfied. It indicates no asset and no burden of today.
    """

    CANDIDATE = "candidate"
    VERIFIED = "verified"
    FORMER = "former"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """One fact about the subject with everything that speaks for it.

    `key` is the normalised value that makes two reports the same fact; `value` is for display.
    `probability` says how surely the fact belongs to the subject, not whether it reaches them.
    `reason` says in words why the status is what it is. `title` is who holds a parcel.
    """

    id: str
    order_id: str
    account_id: str
    subject_id: str
    kind: FindingKind
    key: str
    value: str
    probability: float
    status: FindingStatus
    reason: str
    evidence: tuple[Evidence, ...]
    title: Title | None = None

    @property
    def slot(self) -> tuple[str, FindingKind, str]:
        """What it is about: of one subject, kind and key, the finding made last stands."""
        return self.subject_id, self.kind, self.key
