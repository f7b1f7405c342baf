"""A subject's records ranked: weighed by pairs, in context, and set against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from config.default_model import ORGANIZATION_MODEL
from matching.engine.link import link_odds
from matching.profile import Profile, profile_of_record, profile_of_subject
from matching.rank.candidates import Thresholds, WeighedCandidate, decide, held_by
from matching.rank.evidence_propagation import LendingRecord, Loan, raised, widened
from matching.rank.organizations import weigh_organizations
from matching.rank.own_mail import with_own_mail
from matching.rank.searched import Searched, searched
from matching.rank.weighing import Asked, weigh
from matching.score.constraints.rules import KINDS_APART
from matching.score.organization_model import load_organization_model
from matching.score.person_model import PersonModel
from matching.score.population import REFERENCE
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import SourceRecord
from skiptrace.model.subject import EntityKind, Subject

_LENDERS = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What ranking goes by: the thresholds, and how many people the sources hold."""

    thresholds: Thresholds
    population: int = REFERENCE


@dataclass(frozen=True, slots=True)
class Search:
    """A subject and the records that were found for it; a birth after `as_of` counts as missing."""

    subject: Subject
    records: Sequence[SourceRecord]
    as_of: date


def rank(
    subject: Subject,
    records: Sequence[SourceRecord],
    model: PersonModel,
    as_of: date,
    limits: Limits,
) -> tuple[Candidate, ...]:
    """The candidates of one search, as `rank_all` gives them."""
    return rank_all([Search(subject, records, as_of)], model, limits)[0]


def rank_all(
    searches: Sequence[Search], model: PersonModel, limits: Limits
) -> list[tuple[Candidate, ...]]:
    """Every record of each search as a candidate; the likeliest first, ties by source, reference.

    A record accepted on the subject's own facts lends its facts once to the others, in a term
    `via <source>`. The same search gives the same answer, whatever the order of its records and
    whatever is searched beside it.
    """
    cases = [_case(search) for search in searches]
    found: list[Sequence[WeighedCandidate]] = [()] * len(cases)
    of_kind: dict[bool, list[int]] = {True: [], False: []}
    for number, case in enumerate(cases):
        if case.records:
            of_kind[case.subject.kind is EntityKind.ORGANIZATION].append(number)
    for is_organization, numbers in of_kind.items():
        if not (some := [cases[number] for number in numbers]):
            continue
        weighed: Sequence[Sequence[WeighedCandidate]] = (
            _organizations(some) if is_organization else _persons(model, some, limits)
        )
        for number, one in zip(numbers, weighed, strict=True):
            found[number] = one
    return [
        _candidates(case, one, model.id, limits.thresholds)
        for case, one in zip(cases, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Case:
    subject: Subject
    records: Sequence[SourceRecord]
    asked: Profile
    profiles: Sequence[Profile]


def _case(search: Search) -> _Case:
    ordered = sorted(search.records, key=_place_of)
    asked = _born_by(profile_of_subject(search.subject), search.as_of)
    profiles = [_born_by(profile_of_record(record), search.as_of) for record in ordered]
    return _Case(search.subject, ordered, asked, profiles)


def _candidates(
    case: _Case, weighed: Sequence[WeighedCandidate], person_model: str, thresholds: Thresholds
) -> tuple[Candidate, ...]:
    is_organization = case.subject.kind is EntityKind.ORGANIZATION
    model = ORGANIZATION_MODEL if is_organization else person_model
    found = [
        _candidate(record, _of_kind(case.subject, record, one), model, thresholds)
        for record, one in zip(case.records, weighed, strict=True)
    ]
    found.sort(key=lambda c: (-c.probability, c.record.source, c.record.ref))
    return tuple(found)


def _of_kind(subject: Subject, record: SourceRecord, found: WeighedCandidate) -> WeighedCandidate:
    """What a record came to; one of another kind than the subject is never the subject's."""
    is_same = record.kind is subject.kind
    return found if is_same or found.veto else held_by(KINDS_APART, found)


def _place_of(record: SourceRecord) -> tuple[str, str, str]:
    """By source and reference; what a source gave twice under one reference, by what was stored."""
    return (
        record.source,
        record.ref,
        f"{record.provenance.snapshot_sha256}{record.provenance.locator}",
    )


def _born_by(profile: Profile, as_of: date) -> Profile:
    if profile.dob is None or profile.dob.earliest() <= as_of:
        return profile
    return replace(profile, dob=None)


def _persons(
    model: PersonModel, cases: Sequence[_Case], limits: Limits
) -> list[list[WeighedCandidate]]:
    records = _searched(cases, limits.population)
    own = _weighed(model, records, cases, [Asked(n, c.asked) for n, c in enumerate(cases)])
    lending = [
        (number, lender)
        for number, case in enumerate(cases)
        for lender in _lenders(case.records, own[number], limits.thresholds)
    ]
    wider = [
        Asked(number, widened(cases[number].asked, cases[number].profiles[lender.at]))
        for number, lender in lending
    ]
    raising = _weighed(model, records, cases, wider)
    place, j = records.pairs([number for number, _ in lending])
    firsts = np.array([records.start[n] + lender.at for n, lender in lending], dtype=np.int64)
    ties = link_odds(model, records.source)(firsts[place], j)
    loans: list[list[Loan]] = [[] for _ in cases]
    for at, (number, lender) in enumerate(lending):
        loans[number].append(Loan(lender, raising[at], ties[place == at]))
    return [raised(one, lent) for one, lent in zip(own, loans, strict=True)]


def _weighed(
    model: PersonModel, records: Searched, cases: Sequence[_Case], asked: Sequence[Asked]
) -> list[list[WeighedCandidate]]:
    """Weighed by the model; the answer to the subject's own mail counts for more."""
    if not asked:
        return []
    return [
        [
            with_own_mail(weighed) if profile.of_subject == one.profile.of_subject else weighed
            for weighed, profile in zip(found, cases[one.number].profiles, strict=True)
        ]
        for one, found in zip(asked, weigh(model, records, asked), strict=True)
    ]


def _searched(cases: Sequence[_Case], population: int) -> Searched:
    return searched([case.asked for case in cases], [case.profiles for case in cases], population)


def _lenders(
    records: Sequence[SourceRecord], weighed: Sequence[WeighedCandidate], thresholds: Thresholds
) -> list[LendingRecord]:
    """The surest accepted records, best first."""
    sure = [at for at, one in enumerate(weighed) if decide(one, thresholds) is Decision.ACCEPT]
    sure.sort(key=lambda at: (-weighed[at].weight, at))
    return [LendingRecord(at, records[at].source) for at in sure[:_LENDERS]]


def _organizations(cases: Sequence[_Case]) -> list[tuple[WeighedCandidate, ...]]:
    """Records weighed as organisations."""
    model = load_organization_model(ORGANIZATION_MODEL)
    asked = [case.asked for case in cases]
    files = [[record.source for record in case.records] for case in cases]
    return weigh_organizations(model, asked, [case.profiles for case in cases], files)


def _candidate(
    record: SourceRecord, found: WeighedCandidate, model: str, thresholds: Thresholds
) -> Candidate:
    return Candidate(
        record=record,
        weight=found.weight,
        probability=found.probability,
        terms=found.terms,
        decision=decide(found, thresholds),
        model=model,
        veto=found.veto,
        person=found.person,
    )
