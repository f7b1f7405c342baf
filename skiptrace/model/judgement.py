"""Judgements: what a person decided about a contact point or a finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from skiptrace.model.kinds import FindingKind


class Verdict(StrEnum):
    """A person's word on a fact.

    QUARANTINE keeps it from every use until somebody else's RELEASE; neither says whose it is.
    """

    RIGHT_PARTY = "right_party"
    WRONG_PARTY = "wrong_party"
    BAD = "bad"
    QUARANTINE = "quarantine"
    RELEASE = "release"


OUTCOMES = (Verdict.RIGHT_PARTY, Verdict.WRONG_PARTY, Verdict.BAD)
"""The words that say what came of a fact."""
AGAINST = frozenset({Verdict.WRONG_PARTY, Verdict.BAD})
"""The words by which a fact is bad, or somebody else's."""
_LETS_PASS = frozenset({Verdict.RIGHT_PARTY, Verdict.RELEASE})
_LEAD = "put in quarantine"


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
    return -judgement.at.timestamp(), judgement.verdict in _LETS_PASS, judgement.key


def quarantine_words(judgement: Judgement) -> str:
    """Why a finding is in quarantine: by whom it was put there, and when."""
    return f"{_LEAD} by {judgement.actor} on {judgement.at.date()}"


def is_put_in_quarantine(reason: str) -> bool:
    """Whether a finding's reason says that a person put it in quarantine, and no hold."""
    return reason.startswith(_LEAD)
