"""Judgements: what a person decided about a contact point or a finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from skiptrace.model.kinds import FindingKind


class Verdict(StrEnum):
    """A person's word on a fact."""

    RIGHT_PARTY = "right_party"
    WRONG_PARTY = "wrong_party"
    BAD = "bad"


@dataclass(frozen=True, slots=True, repr=False)
class Judgement:
    """A person's word, keyed like a finding so that it outlives any single trace.

    A later judgement on the same kind and key supersedes this one; neither is overwritten.
    """

    account_id: str
    kind: FindingKind
    key: str
    verdict: Verdict
    actor: str
    at: datetime
    reason: str


def latest_first(judgement: Judgement) -> tuple[float, bool, str]:
    """Sorts judgements; of two at one moment the one against the fact comes first, and counts."""
    return -judgement.at.timestamp(), judgement.verdict is Verdict.RIGHT_PARTY, judgement.key
