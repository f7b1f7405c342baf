"""One hop further: a candidate sure on the subject's own facts lends its facts to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.model import Model
from matching.persons import Sighting, are_two_people
from matching.profile import Profile
from matching.score import Score, score, summed
from skiptrace.model.match import Term

_WORDS = "facts lent by a record that is the subject's"


@dataclass(frozen=True, slots=True)
class Lender:
    """A record accepted on the subject's own facts: its position, source and weight."""

    at: int
    source: str
    weight: float


def widened(subject: Profile, lender: Profile) -> Profile:
    """The subject with a lender's addresses, phones, e-mails and, where unknown, date of birth."""
    dob = subject.dob
    if lender.dob is not None and (dob is None or (not dob.is_full and lender.dob.agrees(dob))):
        dob = lender.dob
    return replace(
        subject,
        dob=dob,
        addresses=tuple(dict.fromkeys((*subject.addresses, *lender.addresses))),
        phones=tuple(dict.fromkeys((*subject.phones, *lender.phones))),
        emails=tuple(dict.fromkeys((*subject.emails, *lender.emails))),
    )


def widened_scores(
    model: Model,
    subject: Profile,
    sightings: Sequence[Sighting],
    lenders: Sequence[Lender],
    as_of: date,
) -> tuple[Score, ...]:
    """Every sighting's score, raised where a lender's facts agree, never above the lender's own.

    A veto on the subject's own facts stays, and a record that contradicts a lender takes nothing
    from it. Lenders stay as they are: one hop, no further.
    """
    wider = [(lender, widened(subject, sightings[lender.at].profile)) for lender in lenders]
    lending = {lender.at for lender in lenders}
    scores = []
    for at, seen in enumerate(sightings):
        best = seen.score
        if not seen.score.veto and at not in lending:
            for lender, profile in wider:
                if not are_two_people(sightings[lender.at].profile, seen.profile):
                    wide = score(model, profile, seen.profile, as_of)
                    best = max(best, _raised(seen.score, wide, lender), key=lambda s: s.weight)
        scores.append(best)
    return tuple(scores)


def _raised(own: Score, wide: Score, lender: Lender) -> Score:
    """The own score with one term that brings it to the widened weight, at most to the limit."""
    weight = min(wide.weight, lender.weight)
    if wide.veto or weight <= own.weight:
        return own
    term = Term(f"via {lender.source}", "agree", weight - own.weight, _WORDS)
    terms = (*own.terms, term)
    return Score(summed(terms), terms, own.veto, own.proved or wide.proved)
