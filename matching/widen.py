"""One hop further: a record that is surely the subject's lends its facts to the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.context import APART
from matching.profile import Profile
from matching.weighed import Weighed
from skiptrace.model.match import Term

_WORDS = "facts lent by a record that is the subject's"


@dataclass(frozen=True, slots=True)
class Lender:
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


Weigh = Callable[[Profile], Sequence[Weighed]]
"""Weighs every record for a subject."""

Ties = Callable[[int], NDArray[np.float64]]
"""Natural log-odds that a record, by its position, is of one person with each of all records."""


def raised(
    subject: Profile,
    profiles: Sequence[Profile],
    weighed: Sequence[Weighed],
    lenders: Sequence[Lender],
    weigh: Weigh,
    ties: Ties,
) -> list[Weighed]:
    """What every record comes to when the lenders' facts count, never above the lender's own.

    A veto stays, and a record that is surely another person's than the lender, or is vetoed beside
    its facts (a relative at the lent address), takes nothing from it. What held a record for review
    no longer does when the lent facts free it. Lenders stay as they are: one hop, no further.
    """
    found = list(weighed)
    lending = {lender.at for lender in lenders}
    for lender in lenders:
        own = weighed[lender.at]
        wider = weigh(widened(subject, profiles[lender.at]))
        for at, (one, tie) in enumerate(zip(wider, ties(lender.at), strict=True)):
            limit = min(one.weight, own.weight)
            vetoed = weighed[at].veto or one.veto
            if at not in lending and not vetoed and tie > APART and limit > found[at].weight:
                lifted = _lifted(weighed[at], limit, lender, own.person)
                found[at] = replace(lifted, held=one.held)
    return found


def _lifted(own: Weighed, weight: float, lender: Lender, person: int) -> Weighed:
    term = Term(f"via {lender.source}", "agree", weight - own.weight, _WORDS)
    return replace(own, terms=(*own.terms, term), weight=weight, person=person)
