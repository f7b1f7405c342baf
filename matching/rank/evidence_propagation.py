"""One hop further: a record that is surely the subject's lends its facts to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.profile import Profile
from matching.rank.candidates import WeighedCandidate
from matching.score.context import APART
from skiptrace.model.match import Term

_WORDS = "facts lent by a record that is the subject's"


@dataclass(frozen=True, slots=True)
class LendingRecord:
    """A record accepted on the subject's own facts: its position and its source."""

    at: int
    source: str


def widened(subject: Profile, lender: Profile) -> Profile:
    """The subject with a lender's addresses, phones, e-mails, and birth if it says more."""
    dob, lent = subject.dob, lender.dob
    if lent is not None and (dob is None or (len(str(lent)) > len(str(dob)) and lent.agrees(dob))):
        dob = lent
    return replace(
        subject,
        dob=dob,
        addresses=tuple(dict.fromkeys((*subject.addresses, *lender.addresses))),
        phones=tuple(dict.fromkeys((*subject.phones, *lender.phones))),
        emails=tuple(dict.fromkeys((*subject.emails, *lender.emails))),
    )


@dataclass(frozen=True, slots=True)
class Loan:
    """What every record comes to with the lender's facts, and how surely it is the lender's person.

    `links` are natural log-odds.
    """

    lender: LendingRecord
    wider: Sequence[WeighedCandidate]
    ties: NDArray[np.float64]


def raised(weighed: Sequence[WeighedCandidate], loans: Sequence[Loan]) -> list[WeighedCandidate]:
    """What every record comes to when the lenders' facts count, never above the lender's own.

    A veto stays, and a record that is surely another person's than the lender, or is vetoed beside
    its facts (a relative at the lent address), takes nothing from it. What held a record for review
    no longer does when the lent facts free it. Lenders stay as they are: one hop, no further.
    """
    found = list(weighed)
    lending = {loan.lender.at for loan in loans}
    for loan in loans:
        own = weighed[loan.lender.at]
        for at, (one, tie) in enumerate(zip(loan.wider, loan.ties, strict=True)):
            limit = min(one.weight, own.weight)
            vetoed = weighed[at].veto or one.veto
            if at not in lending and not vetoed and tie > APART and limit > found[at].weight:
                lifted = _lifted(weighed[at], limit, loan.lender, own.person)
                found[at] = replace(lifted, held=one.held)
    return found


def _lifted(
    own: WeighedCandidate, weight: float, lender: LendingRecord, person: int
) -> WeighedCandidate:
    term = Term(f"via {lender.source}", "agree", weight - own.weight, _WORDS)
    return replace(own, terms=(*own.terms, term), weight=weight, person=person)
