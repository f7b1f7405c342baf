"""One hop further: a record that is surely the subject's lends its facts to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.columns.people import Ints
from matching.columns.profiles import people_of_profiles
from matching.context import APART
from matching.glass import GRAIN
from matching.levels.pairs import compare
from matching.link import Source, link_odds, population_bits
from matching.person_model import PersonModel
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


def raised(
    model: PersonModel,
    subject: Profile,
    profiles: Sequence[Profile],
    source: Source,
    weighed: Sequence[Weighed],
    lenders: Sequence[Lender],
) -> list[Weighed]:
    """What every record comes to when the lenders' facts count, never above the lender's own.

    A veto stays, and a record that is surely another person's than the lender takes nothing from
    it. Lenders stay as they are: one hop, no further.
    """
    found = list(weighed)
    lending = {lender.at for lender in lenders}
    free = [at for at, one in enumerate(weighed) if not one.veto and at not in lending]
    others = np.array(free, dtype=np.int64)
    for lender in lenders:
        wider = widened(subject, profiles[lender.at])
        weights = _weights(model, wider, source, others)
        ties = link_odds(model, source)(np.full(len(others), lender.at), others)
        for at, weight, tie in zip(free, weights, ties, strict=True):
            limit = min(float(weight), weighed[lender.at].weight)
            if tie > APART and limit > found[at].weight:
                found[at] = _lifted(weighed[at], limit, lender, weighed[lender.at].person)
    return found


def _weights(model: PersonModel, wider: Profile, source: Source, others: Ints) -> Sequence[float]:
    """The weights in bits of the other records for the wider subject, on pairs alone."""
    asked = people_of_profiles([wider], source.people.words)
    levels = compare(source.facts, source.shares, asked, others * 0, source.people, others)
    units = model.pair.weigh(levels) + population_bits(source.population)
    return [float(unit) / GRAIN for unit in units]


def _lifted(own: Weighed, weight: float, lender: Lender, person: int) -> Weighed:
    term = Term(f"via {lender.source}", "agree", weight - own.weight, _WORDS)
    return replace(own, terms=(*own.terms, term), weight=weight, person=person, proved=True)
